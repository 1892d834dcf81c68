"""Rules about risk of bias (B): the right tool, and judgements that follow from it."""

from collections.abc import Iterator

from ivig_abstractor.base.i18n import N_, _
from ivig_abstractor.model.abstraction import EVIDENCE, Abstraction
from ivig_abstractor.model.checks.looking import stated, unread_by
from ivig_abstractor.model.checks.registry import CheckContext, Found, rule
from ivig_abstractor.model.codes import (
    WITH_CONTROL,
    BiasTool,
    ControlType,
    DesignCode,
    Rob2Judgement,
    RobinsJudgement,
    tools_for,
)
from ivig_abstractor.model.record import parts_of
from ivig_abstractor.model.sections.risk_of_bias import RiskOfBias

_ROB2 = (BiasTool.ROB2, BiasTool.ROB2_CROSSOVER, BiasTool.ROB2_CLUSTER)
_NOS = (BiasTool.NOS_COHORT, BiasTool.NOS_CASE_CONTROL)
_PREFIX = {
    BiasTool.ROB2: "rob2",
    BiasTool.ROB2_CROSSOVER: "rob2",
    BiasTool.ROB2_CLUSTER: "rob2",
    BiasTool.ROBINS_I: "robins",
    BiasTool.NOS_COHORT: "nos_cohort",
    BiasTool.NOS_CASE_CONTROL: "nos_case_control",
    BiasTool.JBI_CASE_SERIES: "jbi_series",
    BiasTool.JBI_QUASI: "jbi_quasi",
    BiasTool.JBI_CASE_REPORT: "jbi_report",
}
_ROB2_ORDER = tuple(Rob2Judgement)
_ROBINS_ORDER = (
    RobinsJudgement.LOW,
    RobinsJudgement.MODERATE,
    RobinsJudgement.SERIOUS,
    RobinsJudgement.CRITICAL,
)


def _assessments(abstraction: Abstraction) -> Iterator[tuple[str, RiskOfBias]]:
    for row in abstraction.answers.assessments:
        yield f"assessments[{row.id}].bias", row.bias


def _items(bias: RiskOfBias) -> list[str]:
    """The names of the judgements that the chosen tool asks for, the overall last."""
    if not isinstance(bias.tool, BiasTool):
        return []
    prefix = _PREFIX[bias.tool] + "_"
    return [
        name
        for name in parts_of(type(bias))
        if name.startswith(prefix)
        and not name.endswith(("_support", "_confounders"))
        and not (name == "rob2_ds" and bias.tool is not BiasTool.ROB2_CROSSOVER)
        and not (name == "rob2_d1b" and bias.tool is not BiasTool.ROB2_CLUSTER)
    ]


@rule(
    "H-B01",
    N_("The tool is one for the design of the study."),
    why=N_("Comparability means nothing in a study of one arm."),
)
def _tool(abstraction: Abstraction, _context: CheckContext) -> Found:
    design = abstraction.answers.design.design_code
    if not isinstance(design, DesignCode):
        return
    control = abstraction.answers.design.control_type
    known = control if isinstance(control, ControlType) else None
    fitting = tools_for(design, known)
    alone = known is not None and known.value not in WITH_CONTROL
    for at, bias in _assessments(abstraction):
        if not isinstance(bias.tool, BiasTool):
            continue
        if bias.tool is BiasTool.NOS_COHORT and alone:
            yield (
                f"{at}.tool",
                _(
                    "{tool} compares groups, and this study has no control group. Use "
                    "{right}."
                ).format(tool=_(bias.tool.label), right=_names(_for_one_arm(fitting))),
            )
        elif bias.tool not in fitting:
            yield (
                f"{at}.tool",
                _("{tool} is not for the design “{design}”. Use {right}.").format(
                    tool=_(bias.tool.label),
                    design=_(design.label),
                    right=_names(fitting),
                ),
            )


def _for_one_arm(tools: tuple[BiasTool, ...]) -> tuple[BiasTool, ...]:
    left = tuple(tool for tool in tools if tool not in _NOS)
    return left or (BiasTool.JBI_CASE_SERIES,)


def _names(tools: tuple[BiasTool, ...]) -> str:
    return _(" or ").join(_(tool.label) for tool in tools) or _("no tool")


@rule(
    "H-B02",
    N_("The overall judgement is not better than the worst domain."),
    why=N_("The published rules of RoB 2 and ROBINS-I say so."),
)
def _overall(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, bias in _assessments(abstraction):
        domains = [getattr(bias, name) for name in _items(bias)[:-1]]
        if bias.tool in _ROB2:
            yield from _better_than_worst(at, bias, domains)
        elif bias.tool is BiasTool.ROBINS_I:
            yield from _robins_overall(at, bias, domains)


def _better_than_worst(
    at: str, bias: RiskOfBias, domains: list[object]
) -> Iterator[tuple[str, str]]:
    judged = [one for one in domains if isinstance(one, Rob2Judgement)]
    overall = bias.rob2_overall
    if not judged or not isinstance(overall, Rob2Judgement):
        return
    worst = max(judged, key=_ROB2_ORDER.index)
    if _ROB2_ORDER.index(overall) < _ROB2_ORDER.index(worst):
        yield f"{at}.rob2_overall", _too_good(_(overall.label), _(worst.label))


def _too_good(overall: str, worst: str) -> str:
    return _(
        "Overall “{overall}” is better than the worst domain, “{worst}”. It must be at "
        "least “{worst}”."
    ).format(overall=overall, worst=worst)


def _robins_overall(
    at: str, bias: RiskOfBias, domains: list[object]
) -> Iterator[tuple[str, str]]:
    judged = [
        one
        for one in domains
        if isinstance(one, RobinsJudgement)
        and one is not RobinsJudgement.NO_INFORMATION
    ]
    overall = bias.robins_overall
    if not judged or not isinstance(overall, RobinsJudgement):
        return
    worst = max(judged, key=_ROBINS_ORDER.index)
    grave = worst in (RobinsJudgement.SERIOUS, RobinsJudgement.CRITICAL)
    if overall is RobinsJudgement.NO_INFORMATION:
        if grave:
            yield (
                f"{at}.robins_overall",
                _(
                    "Overall “no information” is not possible when a domain is "
                    "“{worst}”."
                ).format(worst=_(worst.label)),
            )
    elif _ROBINS_ORDER.index(overall) < _ROBINS_ORDER.index(worst):
        yield f"{at}.robins_overall", _too_good(_(overall.label), _(worst.label))


@rule(
    "H-B03",
    N_(
        "Each item of the Newcastle-Ottawa scale has at most one star, comparability "
        "two."
    ),
    why=N_("The scale ends at nine stars; JBI items are never added up."),
)
def _stars(abstraction: Abstraction, _context: CheckContext) -> Found:
    # The items have 4, 2 and 3 stars at most, so nine in all follows from them.
    yield from unread_by(abstraction, "H-B03")


@rule(
    "S-B01",
    N_("Every judgement says what it rests on."),
    why=N_("A second reviewer must be able to follow it."),
)
def _support(abstraction: Abstraction, _context: CheckContext) -> Found:
    for at, bias in _assessments(abstraction):
        items = _items(bias)
        if not items or not isinstance(bias.tool, BiasTool):
            continue
        if stated(getattr(bias, _PREFIX[bias.tool] + "_support")).strip():
            continue
        bare = [name for name in items if _judged_barely(abstraction, at, bias, name)]
        if bare:
            first = f"{at}.{bare[0]}"
            labels = [_(abstraction.form.field(f"{at}.{name}").label) for name in bare]
            yield (
                first,
                _(
                    "Nothing supports the judgement of: {labels}. Quote the paper, add "
                    "a note, or write into the field “Support”."
                ).format(labels=", ".join(labels)),
            )


def _judged_barely(
    abstraction: Abstraction, at: str, bias: RiskOfBias, name: str
) -> bool:
    answer = getattr(bias, name)
    if not isinstance(answer, str | int):
        return False
    path = f"{at}.{name}"
    return not (abstraction.note(path) or abstraction.entries.get((path, EVIDENCE)))
