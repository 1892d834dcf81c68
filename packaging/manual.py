"""Keeps the tables of the manual equal to the program they describe.

Usage: .venv/bin/python packaging/manual.py         write the tables anew
       .venv/bin/python packaging/manual.py check   name the pages that differ; 1 if any

A table stands between `<!-- table: NAME -->` and `<!-- end -->` in a page of
docs/manual; what is around it is written by hand.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ivig_abstractor.gui.commands import MENUS, Command, commands
from ivig_abstractor.gui.preferences import Preferences
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.dose_reading import read_dose
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import SHORT_CODES, read_answer, write_answer
from ivig_abstractor.report.chapters import CHAPTERS

PAGES = Path(__file__).resolve().parent.parent / "docs" / "manual"
_TABLE = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
_GROUPS = (*MENUS, ("sections", "Sections"), ("form", "In the form"))

READINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("population.age", ("43.5 ± 16.8", "mean 43.5 (SD 16.8)", "48 (29–67)",
                        "median 48 (IQR 29-67)", "18-65")),
    ("outcomes.rows[].responders", ("15/26", "25/35 (71.4%)", "12 (80%)", "0/12")),
    ("outcomes.rows[].change", ("-12.5", "down by 12.5 mg/day", "to 10 mg/day",
                                "by or to 47.1 mg/day", "12.5")),
    ("outcomes.rows[].within_p", ("p<0.05", "p = 0.018", "ns")),
    ("outcomes.rows[].effect", ("OR 2.1 (1.1-4.0)",
                                "MD -8.2 (95% CI -12.5 to -3.9), p<0.001")),
    ("outcomes.rows[].time", ("week 12", "3 months")),
    ("arms[].phases[].course.interval", ("monthly", "q4w", "every 4 weeks")),
    ("arms[].phases[].course.duration", ("6 months", "4-6 months")),
    ("identification.period_start", ("1992", "March 1992", "1992-03")),
    ("identification.country", ("JP, FR", "Germany; the Netherlands")),
    ("arms[].phases[].dose.value", ("0.4", "0,4")),
)  # fmt: skip
"""What a paper may print, for fields whose text is read."""

DOSES = (
    "1 g/kg/day on 2 consecutive days per month",
    "0.4 g/kg/day x 5",
    "400 mg/kg/d for 5 days",
    "2 g/kg",
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def keys() -> str:
    """Every command by menu, with its keys."""
    said = []
    for name, title in _GROUPS:
        rows = [
            (one.title.rstrip("…"), _keys(one))
            for one in commands()
            if one.menu == name
        ]
        said.append(
            f"### {title.replace('&', '')}\n\n{table(('Command', 'Keys'), rows)}"
        )
    return "\n".join(said)


def _keys(command: Command) -> str:
    shown = (one.replace("Return", "Enter") for one in command.keys)
    return ", ".join(f"`{one}`" for one in shown) or "palette, or its menu"


def preferences() -> str:
    """Every preference with what it offers."""
    return table(
        ("Preference", "Choices", ""),
        (
            (
                f"**{one.label}**",
                ", ".join(words for _code, words in one.options)
                or ("a folder" if one.is_folder else "a text"),
                one.help,
            )
            for one in Preferences.settings()
        ),
    )


def missing() -> str:
    """The missing codes, with what is typed for each."""
    return table(
        ("Type", "Means", "When", "In grids"),
        (
            (f"`{_typed(one)}`", f"**{one.label}**", one.sentence, SHORT_CODES[one])
            for one in MissingCode
        ),
    )


def _typed(code: MissingCode) -> str:
    """The shortest word that is read as a code."""
    spec = the_form().field("identification.journal")
    known = ("nr", "ns", "na", "nm", "fig", "unclear", code.label)
    for word in known:
        reading = read_answer(spec, word)
        if isinstance(reading, Problem) or not isinstance(reading.value, Missing):
            continue
        if reading.value.missing is code:
            return word
    raise LookupError(code)


def readings() -> str:
    """What is typed into a field, how it is read, and what is kept."""
    rows = []
    for path, texts in READINGS:
        spec = the_form().field(path)
        for text in texts:
            reading = read_answer(spec, text)
            if isinstance(reading, Problem):
                read, kept = f"not read: {reading.message}", f"`{text}`, marked"
            else:
                read = ", ".join(reading.tokens)
                kept = f"`{write_answer(spec, reading.value)}`"
            rows.append((spec.label, f"`{text}`", read, kept))
    return table(("Field", "You type", "It is read as", "Kept as"), rows)


def doses() -> str:
    """What is read in a printed dose, and what stays open."""
    rows = []
    for text in DOSES:
        read = read_dose(text)
        if isinstance(read, Problem):
            raise TypeError(text)
        words = [part.words for phase in read.phases for part in phase.parts]
        opens = [one for phase in read.phases for one in phase.open_questions]
        rows.append((f"`{text}`", ", ".join(words), " ".join(opens)))
    return table(("Printed", "Read in it", "Left open"), rows)


def chapters() -> str:
    """The chapters of the PDF, in order."""
    return "".join(f"{at}. {one.title}\n" for at, one in enumerate(CHAPTERS, 1))


def sections() -> str:
    """The sections of the form, with how many fields each has."""
    rows = []
    for one in the_form().sections:
        inner = ", ".join(repeat.repeat.label for repeat in one.repeats)
        rows.append((f"**{one.title}**", str(len(one.fields)), inner))
    return table(("Section", "Fields", "Repeating rows"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "keys": keys,
    "preferences": preferences,
    "missing": missing,
    "readings": readings,
    "doses": doses,
    "chapters": chapters,
    "sections": sections,
}


def renewed(text: str) -> str:
    """A page with its tables as the program is now."""
    return _TABLE.sub(
        lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", text
    )


def main() -> int:
    """Write the tables, or check them."""
    only_check = sys.argv[1:] == ["check"]
    stale = 0
    for page in sorted(PAGES.glob("*.md")):
        kept = page.read_text("utf-8")
        fresh = renewed(kept)
        if fresh == kept:
            continue
        stale += 1
        if only_check:
            print(f"{page.name} is not what the program says.")
        else:
            page.write_text(fresh, "utf-8", newline="\n")
    return 1 if only_check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
