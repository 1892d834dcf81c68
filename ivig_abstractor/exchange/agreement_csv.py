"""The agreement of reviewers as a table for spreadsheets: one line for each field.

RFC 4180: every text is quoted, lines end with CR LF. A text that a spreadsheet would
run as a formula gets a leading apostrophe, and the last column says so. Numbers stay
numbers, a negative one too. The last lines say which state of the review it is of.
"""

from collections.abc import Iterable, Iterator

from ivig_abstractor.base.i18n import _
from ivig_abstractor.exchange.witness import Witness
from ivig_abstractor.model.agreement import (
    Agreement,
    AgreementKind,
    Estimate,
    FieldAgreement,
    Tally,
)

_RUN = frozenset("=+-@\t\r\n＝＋－＠")
_SKIPPED = " \"'\u00a0\u3000"
_COUNTS = ("pairs", "same", "normalised", "different", "one_sided", "codes")
_COEFFICIENTS = {
    "kappa": "κ",
    "kappa_linear": "κw",
    "kappa_quadratic": "κw²",
    "fleiss": "κF",
    "free": "κfree",
    "ac1": "AC1",
    "alpha": "α",
    "ccc": "CCC",
    "icc": "ICC",
    "mean_difference": "bias",
    "limit_low": "lower",
    "limit_high": "upper",
    "f1": "F1",
    "precision": "precision",
    "recall": "recall",
}
_ROWS = ("found_by_all", "found_by_some")
APOSTROPHE = "apostrophe added"
"""What the last column says of a line in which a text was made safe."""

Cell = str | int | float | None


def agreement_csv(
    agreement: Agreement, witness: Witness | None = None, *, bom: bool = False
) -> str:
    """One line for each field, then sections, studies and all answers together.

    The lines of the `witness` come last: the state of the review, the newest audit
    entry of each author, and the version of the program. `bom` puts the mark in front
    by which some spreadsheets know UTF-8.
    """
    lines = [_line(_head(), note="note")]
    lines += [_field(one) for one in agreement.fields]
    for section in agreement.sections:
        lines.append(_sum("section", section.key, _(section.title), section.tally))
    for kind, tally in agreement.kinds.items():
        lines.append(_sum("kind", kind.value, _(kind.label), tally))
    for study in agreement.studies:
        lines.append(_sum("study", study.study_id, "", study.tally))
    lines.append(_sum("overall", "", _("All answers"), agreement.overall))
    if agreement.left_out:
        said = agreement.left_out_words
        lines.append(_filled(["left_out", str(agreement.left_out), said]))
    lines += _witness(witness)
    return ("\ufeff" if bom else "") + "".join(lines)


def safe_text(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before what it would."""
    first = text.lstrip(_SKIPPED)[:1]
    return f"'{text}" if first and first in _RUN else text


def _head() -> list[str]:
    columns = ["level", "id", "label", "section", "kind", *_COUNTS]
    columns += ["percent", "percent_low", "percent_high", *_ROWS]
    for name in _COEFFICIENTS:
        columns += [name, f"{name}_low", f"{name}_high"]
    columns += ["coefficient_pairs", "coefficient_z", "coefficient_p"]
    return [*columns, "coefficient_remark"]


def _field(one: FieldAgreement) -> str:
    cells: list[Cell] = ["field", one.pattern, _(one.label), one.section]
    if one.kind is AgreementKind.ROWS:
        cells[0] = "rows"
    cells += [one.kind.value, *_counts(one.tally)]
    rows = one.rows
    cells.append(rows.by_all if rows else None)
    cells.append("; ".join(map(str, rows.by_some)) if rows else None)
    for name in _COEFFICIENTS.values():
        cells += _estimate(one.called(name))
    main = one.coefficient
    if main:
        cells += [main.n, main.z, main.p, main.reason]
    return _filled(cells)


def _sum(level: str, key: str, label: str, tally: Tally) -> str:
    cells: list[Cell] = [level, key, label, None, None, *_counts(tally)]
    return _filled(cells)


def _witness(witness: Witness | None) -> Iterator[str]:
    if witness is None:
        return
    said = [("state", witness.state, _("Fingerprint of the data"))]
    said += [("head", head, author) for author, head in sorted(witness.heads.items())]
    said.append(("program", witness.app_version, "IVIG Abstractor"))
    yield from (_filled(list(one)) for one in said)


def _filled(cells: list[Cell]) -> str:
    """A line with nothing in the columns that are left."""
    return _line(cells + [None] * (len(_head()) - len(cells)))


def _counts(tally: Tally) -> list[Cell]:
    return [
        *(getattr(tally, name) for name in _COUNTS),
        *(tally.percent, tally.low, tally.high),
    ]


def _estimate(found: Estimate | None) -> list[Cell]:
    return [found.value, found.low, found.high] if found else [None, None, None]


def _line(cells: Iterable[Cell], note: str = "") -> str:
    """One line; the column note tells of an apostrophe that was not typed."""
    listed = list(cells)
    texts = (one for one in listed if isinstance(one, str))
    if not note and any(safe_text(one) != one for one in texts):
        note = APOSTROPHE
    return ",".join(_written([*listed, note])) + "\r\n"


def _written(cells: Iterable[Cell]) -> Iterator[str]:
    for one in cells:
        if one is None:
            yield '""'
        elif isinstance(one, str):
            yield '"' + safe_text(one).replace('"', '""') + '"'
        elif isinstance(one, int):
            yield f'"{one}"'
        else:
            yield f'"{one:.6g}"'
