"""The five panels of the review: where a study says whether it looked at each."""

from collections.abc import Mapping

from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.paths import pattern_of
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.codes import PANEL_OF, Panel, PanelState

PANEL_FIELDS: dict[Panel, str] = {
    panel: f"outcomes.panel_{panel.value.lower()}" for panel in Panel
}
"""The path of the field that marks each panel."""
_OUTCOME = "outcomes.rows[].outcome_code"


def panels_entered(
    abstraction: Abstraction, answers: Mapping[str, JsonValue]
) -> dict[str, PanelState]:
    """The marks that follow from stored answers: a panel with a row was assessed.

    Only what is blank is marked; a mark against the row is left to the checks.
    """
    codes = {code for path, code in answers.items() if pattern_of(path) == _OUTCOME}
    panels = [panel for code, panel in PANEL_OF.items() if code.value in codes]
    fields = [PANEL_FIELDS[panel] for panel in panels]
    return {
        field: PanelState.ASSESSED
        for field in fields
        if field not in answers and abstraction.get(field) is None
    }
