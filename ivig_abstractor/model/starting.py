"""What a new row starts with, so that nobody types what the program can know."""

from ivig_abstractor.base.paths import pattern_of
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.model.codes import tool_for

_PARTS = {"arms[]": ("phases",)}


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
