"""What a row or study starts with, so that nobody types what the program can know."""

import re

from ivig_abstractor.base.paths import pattern_of
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import tool_for
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.notation.reading import Reading
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.model.review import StudyFacts

_PARTS = {"arms[]": ("phases",)}
_AUTHOR_AND_YEAR = re.compile(
    r"(?P<author>[^\W\d_][^\d(]*?)(?: et al\.?)?,? \(?(?P<year>\d{4})\)?[a-z]?"
)


def parts_of_new_row(at: str) -> tuple[str, ...]:
    """Containers in which a new row gets its first row at once: a phase for an arm."""
    return _PARTS.get(pattern_of(at), ())


def answers_of_new_row(abstraction: Abstraction, at: str) -> dict[str, object]:
    """Answers, by path, that a new row has from the start.

    An assessment of bias starts with the tool that the design is routed to (form, 2).
    """
    if pattern_of(at) != "assessments[]":
        return {}
    design = value_of(abstraction.answers.design.design_code)
    control = value_of(abstraction.answers.design.control_type)
    tool = tool_for(design, control)
    return {f"{at}.bias.tool": tool} if tool is not None else {}


def answers_of_new_study(facts: StudyFacts) -> dict[str, object]:
    """Answers, by path, that say what was already typed when the study was added.

    The name gives author and year only where it has the form of “Cherin 2002”.
    """
    said: dict[str, str] = {}
    named = _AUTHOR_AND_YEAR.fullmatch(" ".join(facts.label.split()))
    if named is not None:
        said["identification.first_author"] = named["author"]
        said["identification.year"] = named["year"]
    # Last, since it stands folded away: the first of them is gone to.
    said["identification.study_id"] = facts.key
    found: dict[str, object] = {}
    for path, text in said.items():
        reading = read_answer(the_form().field(path), text)
        if isinstance(reading, Reading) and value_of(reading.value) is not None:
            found[path] = reading.value
    return found
