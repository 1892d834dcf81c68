"""The whole form for one study, in the order of the paper form."""

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.field import Section, held, repeat
from ivig_abstractor.model.sections.adverse_effects import AdverseEffects
from ivig_abstractor.model.sections.arms import Arm
from ivig_abstractor.model.sections.comparator import Comparator
from ivig_abstractor.model.sections.declarations import Declarations
from ivig_abstractor.model.sections.design import Design
from ivig_abstractor.model.sections.identification import Identification
from ivig_abstractor.model.sections.outcomes import Outcomes
from ivig_abstractor.model.sections.population import Population
from ivig_abstractor.model.sections.risk_of_bias import Assessment


class Answers(Section):
    """All answers of one reviewer for one study."""

    identification: Identification = held()
    design: Design = held()
    population: Population = held()
    arms: list[Arm] = repeat(
        N_("Arms"),
        N_("arm"),
        help=N_("A single-arm study has one arm; a placebo group is an arm too."),
    )
    comparator: Comparator = held()
    outcomes: Outcomes = held()
    adverse_effects: AdverseEffects = held()
    assessments: list[Assessment] = repeat(
        N_("Risk of bias assessments"),
        N_("assessment"),
        help=N_("One for each outcome that enters the review."),
        none=N_("No risk of bias was assessed."),
    )
    declarations: Declarations = held()
