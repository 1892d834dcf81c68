"""Risk of bias: one assessment per outcome, with the items of the tool that fits.

The form wants words behind every judgement (S-B01). One text beside each of some sixty
judgements would double the section, so a tool has one `…_support` text for all of its
items; a quotation or a note that belongs to a single judgement hangs on that field as
its evidence or its note. A check that looks for support accepts any of the three.

The items are in our own words. Structure of RoB 2 and ROBINS-I: robvis data sets [R13,
R14]; JBI case series and quasi-experimental: [R15, R16]; the crossover and cluster
domains, both Newcastle-Ottawa scales and the JBI case report: background knowledge [B].
"""

from typing import ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import (
    BiasTool,
    Confounder,
    EffectOfInterest,
    JbiAnswer,
    JbiOverall,
    NosOverall,
    OutcomeCode,
    Rob2Judgement,
    RobinsJudgement,
)
from ivig_abstractor.model.field import Comparison, Row, Section, When, held, item
from ivig_abstractor.model.quantities import Stars1, Stars2

_SUPPORT = N_(
    "What each judgement rests on: the number of the item, then the paper's words."
)
_ROB2_GROUP = N_("RoB 2")
_ROBINS_GROUP = N_("ROBINS-I")
_NOS_COHORT_GROUP = N_("Newcastle-Ottawa, cohort")
_NOS_CC_GROUP = N_("Newcastle-Ottawa, case-control")
_SERIES_GROUP = N_("JBI case series")
_QUASI_GROUP = N_("JBI quasi-experimental")
_REPORT_GROUP = N_("JBI case report")


def _tool(*tools: BiasTool) -> tuple[When, ...]:
    return (When("tool", tuple(tool.value for tool in tools)),)


_ROB2 = _tool(BiasTool.ROB2, BiasTool.ROB2_CROSSOVER, BiasTool.ROB2_CLUSTER)
_CROSSOVER = _tool(BiasTool.ROB2_CROSSOVER)
_CLUSTER = _tool(BiasTool.ROB2_CLUSTER)
_ROBINS = _tool(BiasTool.ROBINS_I)
_NOS_COHORT = _tool(BiasTool.NOS_COHORT)
_NOS_CC = _tool(BiasTool.NOS_CASE_CONTROL)
_SERIES = _tool(BiasTool.JBI_CASE_SERIES)
_QUASI = _tool(BiasTool.JBI_QUASI)
_REPORT = _tool(BiasTool.JBI_CASE_REPORT)


class RiskOfBias(Section):
    """Risk of bias

    One assessment for each outcome. The tool follows from the design; only its items
    are asked.
    """

    form_id: ClassVar[str] = "S15"
    by_reviewer: ClassVar[bool] = True

    outcome: Abstracted[OutcomeCode] = item(
        N_("Outcome assessed"),
        "s15.outcome",
        help=N_("A study may be at low risk for CK and at high risk for strength."),
        essential=True,
    )
    tool: Abstracted[BiasTool] = item(
        N_("Tool"),
        "s15.tool",
        help=N_("Proposed from the design; it must fit the design."),
        essential=True,
    )
    tool_version: Abstracted[str] = item(
        N_("Version of the tool"),
        "s15.tool_version",
        example="RoB2-2019",
    )
    effect_of_interest: Abstracted[EffectOfInterest] = item(
        N_("Effect of interest"),
        "s15.effect_of_interest",
        asked_when=_tool(
            BiasTool.ROB2,
            BiasTool.ROB2_CROSSOVER,
            BiasTool.ROB2_CLUSTER,
            BiasTool.ROBINS_I,
        ),
    )
    rob2_d1: Abstracted[Rob2Judgement] = item(
        N_("Randomisation process"),
        "s15.rob2.d1",
        help=N_("Was the order random and hidden, and are the arms alike at baseline?"),
        essential=True,
        asked_when=_ROB2,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_d1b: Abstracted[Rob2Judgement] = item(
        N_("Identification or recruitment of participants"),
        "s15.rob2.d1b",
        help=N_("Did those who took patients in know the arm of the cluster?"),
        essential=True,
        asked_when=_CLUSTER,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_ds: Abstracted[Rob2Judgement] = item(
        N_("Period and carryover effects"),
        "s15.rob2.ds",
        help=N_("Was the washout long enough? IgG has a half-life of about 3 weeks."),
        essential=True,
        asked_when=_CROSSOVER,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_d2: Abstracted[Rob2Judgement] = item(
        N_("Deviations from intended interventions"),
        "s15.rob2.d2",
        help=N_(
            "Did the trial make care differ from the plan, and was the analysis apt?"
        ),
        essential=True,
        asked_when=_ROB2,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_d3: Abstracted[Rob2Judgement] = item(
        N_("Missing outcome data"),
        "s15.rob2.d3",
        help=N_("Are outcomes known for nearly all? Could the gaps depend on them?"),
        essential=True,
        asked_when=_ROB2,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_d4: Abstracted[Rob2Judgement] = item(
        N_("Measurement of the outcome"),
        "s15.rob2.d4",
        help=N_("Could assessors know the arm? Foam or headache may give IVIG away."),
        essential=True,
        asked_when=_ROB2,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_d5: Abstracted[Rob2Judgement] = item(
        N_("Selection of the reported result"),
        "s15.rob2.d5",
        help=N_("Was this result chosen from several measurements or analyses?"),
        essential=True,
        asked_when=_ROB2,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_overall: Abstracted[Rob2Judgement] = item(
        N_("Overall, RoB 2"),
        "s15.rob2.overall",
        help=N_("Never better than the worst domain; low only if all are low."),
        essential=True,
        asked_when=_ROB2,
        group=_ROB2_GROUP,
        compare=Comparison.ORDERED,
    )
    rob2_support: Abstracted[str] = item(
        N_("Support, RoB 2"),
        "s15.rob2_support",
        help=_SUPPORT,
        optional=True,
        multiline=True,
        asked_when=_ROB2,
        group=_ROB2_GROUP,
    )
    robins_confounders: Abstracted[tuple[Confounder, ...]] = item(
        N_("Confounders controlled"),
        "s15.robins.confounders",
        help=N_("Which of those fixed in advance the authors controlled for."),
        optional=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_d1: Abstracted[RobinsJudgement] = item(
        N_("Confounding"),
        "s15.robins.d1",
        help=N_("Do the groups differ in age, subtype, severity, drugs or era?"),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_d2: Abstracted[RobinsJudgement] = item(
        N_("Selection of participants"),
        "s15.robins.d2",
        help=N_("Did who was taken, or from when, depend on treatment and outcome?"),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_d3: Abstracted[RobinsJudgement] = item(
        N_("Classification of interventions"),
        "s15.robins.d3",
        help=N_("Was it recorded at the start, apart from outcomes, who had IVIG?"),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_d4: Abstracted[RobinsJudgement] = item(
        N_("Deviations from intended interventions"),
        "s15.robins.d4",
        help=N_("Did other care differ between the groups in a way that matters?"),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_d5: Abstracted[RobinsJudgement] = item(
        N_("Missing data"),
        "s15.robins.d5",
        help=N_("Are outcome, treatment and confounders known for nearly all?"),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_d6: Abstracted[RobinsJudgement] = item(
        N_("Measurement of outcomes"),
        "s15.robins.d6",
        help=N_("Could knowing the treatment have changed the measurement?"),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_d7: Abstracted[RobinsJudgement] = item(
        N_("Selection of the reported result"),
        "s15.robins.d7",
        help=N_("Was this result chosen from several outcomes, analyses or groups?"),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_overall: Abstracted[RobinsJudgement] = item(
        N_("Overall, ROBINS-I"),
        "s15.robins.overall",
        help=N_("At least as severe as the worst domain."),
        essential=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    robins_support: Abstracted[str] = item(
        N_("Support, ROBINS-I"),
        "s15.robins_support",
        help=_SUPPORT,
        optional=True,
        multiline=True,
        asked_when=_ROBINS,
        group=_ROBINS_GROUP,
    )
    nos_cohort_s1: Abstracted[Stars1] = item(
        N_("Treated are representative"),
        "s15.nos_cohort.s1",
        help=N_("One star if the treated resemble the usual patients."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_s2: Abstracted[Stars1] = item(
        N_("Untreated from the same place"),
        "s15.nos_cohort.s2",
        help=N_("One star if both groups come from the same source."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_s3: Abstracted[Stars1] = item(
        N_("Treatment ascertained"),
        "s15.nos_cohort.s3",
        help=N_("One star for secure records or a structured interview."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_s4: Abstracted[Stars1] = item(
        N_("Outcome absent at start"),
        "s15.nos_cohort.s4",
        help=N_("One star if the outcome was shown not to be there yet."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_c1: Abstracted[Stars2] = item(
        N_("Cohorts comparable"),
        "s15.nos_cohort.c1",
        help=N_("One star for the most important factor, another for a further one."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_o1: Abstracted[Stars1] = item(
        N_("Outcome assessed well"),
        "s15.nos_cohort.o1",
        help=N_("One star for blind assessment or linked records."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_o2: Abstracted[Stars1] = item(
        N_("Followed long enough"),
        "s15.nos_cohort.o2",
        help=N_("One star if the outcome had time to occur."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_o3: Abstracted[Stars1] = item(
        N_("Follow-up adequate"),
        "s15.nos_cohort.o3",
        help=N_("One star if few were lost, or the lost were alike."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_overall: Abstracted[NosOverall] = item(
        N_("Overall, cohort"),
        "s15.nos_cohort.overall",
        help=N_("In words; the stars are added up by the program."),
        essential=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_cohort_support: Abstracted[str] = item(
        N_("Support, cohort"),
        "s15.nos_cohort_support",
        help=_SUPPORT,
        optional=True,
        multiline=True,
        asked_when=_NOS_COHORT,
        group=_NOS_COHORT_GROUP,
    )
    nos_case_control_s1: Abstracted[Stars1] = item(
        N_("Case definition adequate"),
        "s15.nos_case_control.s1",
        help=N_("One star if cases were validated independently."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_s2: Abstracted[Stars1] = item(
        N_("Cases representative"),
        "s15.nos_case_control.s2",
        help=N_("One star for consecutive or clearly representative cases."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_s3: Abstracted[Stars1] = item(
        N_("Controls from the same place"),
        "s15.nos_case_control.s3",
        help=N_("One star for controls from the same community."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_s4: Abstracted[Stars1] = item(
        N_("Controls without the outcome"),
        "s15.nos_case_control.s4",
        help=N_("One star if controls were shown not to have had the outcome."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_c1: Abstracted[Stars2] = item(
        N_("Cases and controls comparable"),
        "s15.nos_case_control.c1",
        help=N_("One star for the most important factor, another for a further one."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_e1: Abstracted[Stars1] = item(
        N_("Exposure ascertained"),
        "s15.nos_case_control.e1",
        help=N_("One star for secure records or a blind interview."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_e2: Abstracted[Stars1] = item(
        N_("Same method for both"),
        "s15.nos_case_control.e2",
        help=N_("One star if cases and controls were asked alike."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_e3: Abstracted[Stars1] = item(
        N_("Same non-response for both"),
        "s15.nos_case_control.e3",
        help=N_("One star if as many were lost in both groups."),
        unit=N_("stars"),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_overall: Abstracted[NosOverall] = item(
        N_("Overall, case-control"),
        "s15.nos_case_control.overall",
        help=N_("In words; the stars are added up by the program."),
        essential=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    nos_case_control_support: Abstracted[str] = item(
        N_("Support, case-control"),
        "s15.nos_case_control_support",
        help=_SUPPORT,
        optional=True,
        multiline=True,
        asked_when=_NOS_CC,
        group=_NOS_CC_GROUP,
    )
    jbi_series_1: Abstracted[JbiAnswer] = item(
        N_("Inclusion criteria clear"),
        "s15.jbi_series.1",
        help=N_("Does the paper say whom it took and whom not?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_2: Abstracted[JbiAnswer] = item(
        N_("Condition measured alike"),
        "s15.jbi_series.2",
        help=N_("Was myositis measured in a standard way in all patients?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_3: Abstracted[JbiAnswer] = item(
        N_("Condition identified validly"),
        "s15.jbi_series.3",
        help=N_("Were accepted criteria or a biopsy used for the diagnosis?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_4: Abstracted[JbiAnswer] = item(
        N_("Consecutive inclusion"),
        "s15.jbi_series.4",
        help=N_("Were patients taken in turn?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_5: Abstracted[JbiAnswer] = item(
        N_("Complete inclusion"),
        "s15.jbi_series.5",
        help=N_("Were all eligible patients taken?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_6: Abstracted[JbiAnswer] = item(
        N_("Demographics reported"),
        "s15.jbi_series.6",
        help=N_("Are age, sex and the like given?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_7: Abstracted[JbiAnswer] = item(
        N_("Clinical information reported"),
        "s15.jbi_series.7",
        help=N_("Are subtype, severity and earlier treatment given?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_8: Abstracted[JbiAnswer] = item(
        N_("Outcomes and follow-up reported"),
        "s15.jbi_series.8",
        help=N_("Are results of all patients given, with how long they were followed?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_9: Abstracted[JbiAnswer] = item(
        N_("Site described"),
        "s15.jbi_series.9",
        help=N_("Is it clear what kind of clinic and patients these were?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_10: Abstracted[JbiAnswer] = item(
        N_("Statistics appropriate"),
        "s15.jbi_series.10",
        help=N_("Do the methods of analysis fit the data?"),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_overall: Abstracted[JbiOverall] = item(
        N_("Overall, case series"),
        "s15.jbi_series.overall",
        help=N_("A judgement; the items are not added up."),
        essential=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_series_support: Abstracted[str] = item(
        N_("Support, case series"),
        "s15.jbi_series_support",
        help=_SUPPORT,
        optional=True,
        multiline=True,
        asked_when=_SERIES,
        group=_SERIES_GROUP,
    )
    jbi_quasi_1: Abstracted[JbiAnswer] = item(
        N_("Cause precedes effect"),
        "s15.jbi_quasi.1",
        help=N_("Is it clear that IVIG came before the change?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_2: Abstracted[JbiAnswer] = item(
        N_("Groups similar"),
        "s15.jbi_quasi.2",
        help=N_("Were the compared patients alike? Often not applicable with one arm."),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_3: Abstracted[JbiAnswer] = item(
        N_("Other care similar"),
        "s15.jbi_quasi.3",
        help=N_("Apart from IVIG, was care the same?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_4: Abstracted[JbiAnswer] = item(
        N_("Control group"),
        "s15.jbi_quasi.4",
        help=N_("Was there a control group?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_5: Abstracted[JbiAnswer] = item(
        N_("Several measurements"),
        "s15.jbi_quasi.5",
        help=N_("Was the outcome measured more than once before and after?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_6: Abstracted[JbiAnswer] = item(
        N_("Follow-up complete"),
        "s15.jbi_quasi.6",
        help=N_("Were all followed, and those lost described?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_7: Abstracted[JbiAnswer] = item(
        N_("Measured alike"),
        "s15.jbi_quasi.7",
        help=N_("Was the outcome measured in the same way each time?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_8: Abstracted[JbiAnswer] = item(
        N_("Measured reliably"),
        "s15.jbi_quasi.8",
        help=N_("Was a reliable instrument used by trained people?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_9: Abstracted[JbiAnswer] = item(
        N_("Statistics apt"),
        "s15.jbi_quasi.9",
        help=N_("Do the methods of analysis fit a study before and after?"),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_overall: Abstracted[JbiOverall] = item(
        N_("Overall, quasi-experimental"),
        "s15.jbi_quasi.overall",
        help=N_("A judgement; the items are not added up."),
        essential=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_quasi_support: Abstracted[str] = item(
        N_("Support, quasi-experimental"),
        "s15.jbi_quasi_support",
        help=_SUPPORT,
        optional=True,
        multiline=True,
        asked_when=_QUASI,
        group=_QUASI_GROUP,
    )
    jbi_report_1: Abstracted[JbiAnswer] = item(
        N_("Patient described"),
        "s15.jbi_report.1",
        help=N_("Are age, sex and background given?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_2: Abstracted[JbiAnswer] = item(
        N_("History given"),
        "s15.jbi_report.2",
        help=N_("Is the course of the disease told in order?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_3: Abstracted[JbiAnswer] = item(
        N_("State at presentation"),
        "s15.jbi_report.3",
        help=N_("Is the condition before IVIG described?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_4: Abstracted[JbiAnswer] = item(
        N_("Tests described"),
        "s15.jbi_report.4",
        help=N_("Are the tests and their results given?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_5: Abstracted[JbiAnswer] = item(
        N_("Treatment described"),
        "s15.jbi_report.5",
        help=N_("Is what was given told in enough detail?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_6: Abstracted[JbiAnswer] = item(
        N_("State afterwards"),
        "s15.jbi_report.6",
        help=N_("Is the condition after IVIG described?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_7: Abstracted[JbiAnswer] = item(
        N_("Adverse effects told"),
        "s15.jbi_report.7",
        help=N_("Are adverse effects named, or said to be absent?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_8: Abstracted[JbiAnswer] = item(
        N_("Lessons drawn"),
        "s15.jbi_report.8",
        help=N_("Does the report say what is to be learnt?"),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_overall: Abstracted[JbiOverall] = item(
        N_("Overall, case report"),
        "s15.jbi_report.overall",
        help=N_("A judgement; the items are not added up."),
        essential=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )
    jbi_report_support: Abstracted[str] = item(
        N_("Support, case report"),
        "s15.jbi_report_support",
        help=_SUPPORT,
        optional=True,
        multiline=True,
        asked_when=_REPORT,
        group=_REPORT_GROUP,
    )


class Assessment(Row):
    """The assessment of one outcome."""

    bias: RiskOfBias = held()
