"""The sections say what the paper form says, once, in words that can be told apart."""

import re
from collections import Counter

import pytest

from ivig_abstractor.base.paths import join, pattern_of
from ivig_abstractor.model import background, codes
from ivig_abstractor.model.answer import Choice
from ivig_abstractor.model.field import When
from ivig_abstractor.model.form import FieldSpec, Kind, SectionSpec, the_form
from ivig_abstractor.model.review_form import the_review_form
from ivig_abstractor.model.sections.root import Answers
from ivig_abstractor.model.validating import adapter_of
from tests.corpora import paper_form

FORM = the_form()
SECTIONS = (*FORM.sections, *the_review_form().sections)
FIELDS = [spec for section in SECTIONS for spec in section.all_fields()]
# Names of the form that are heads of parts there, and whose parts we have under these.
RENAMED = {"s3.baseline": "s3.baseline.value"}


def _ids_of_cell(cell: str) -> set[str]:
    """`s3.n_screened, n_enrolled` and `s1.period_start / end` name two ids each."""
    first = re.match(r"s(\d)\.([a-z_0-9]+)", cell)
    if not first:
        return set()
    section, name = first.groups()
    found = {f"s{section}.{name}"}
    for part in re.split(r"\s*[,/]\s*", cell)[1:]:
        word = part.split()[0]
        if word.startswith("s"):
            again = re.match(r"s\d\.[a-z_0-9]+", word)
            found |= {again.group()} if again else set()
        elif word in {"end", "given"}:
            found.add(f"s{section}.{name.rpartition('_')[0]}_{word}")
        else:
            found.add(f"s{section}.{word}")
    return found


def _ids_of_form(text: str) -> set[str]:
    body = text[text.index("## 1. Section S1") : text.index("## 10. Hard rules")]
    found: set[str] = set()
    for line in body.splitlines():
        if line.startswith("| s"):
            found |= _ids_of_cell(line.split("|")[1].strip())
        found |= set(re.findall(r"\bs[1-9]\.[a-z][a-z_0-9]*", line))
    return found


def _ours() -> set[str]:
    ids = {spec.item.form_id for spec in FIELDS}
    return ids | {one.rpartition(".")[0] for one in ids if one.count(".") > 1}


def test_every_id_of_the_paper_form_is_asked() -> None:
    wanted = {RENAMED.get(one, one) for one in _ids_of_form(paper_form())}
    assert len(wanted) > 90
    assert sorted(wanted - _ours()) == []


@pytest.mark.parametrize(
    "name",
    [
        "outcome_code instrument_code scale_min scale_max better timepoint",
        "n_at_timepoint statistic change between_arm_effect within_arm_p",
        "responder_definition assessor_blinded missing_handling raw",
    ],
)
def test_outcome_rows_have_what_the_form_lists(name: str) -> None:
    assert {f"s7.{one}" for one in name.split()} <= _ours()


def test_adverse_effect_rows_have_what_the_form_lists() -> None:
    listed = """preferred_term soc synonym group severity grade serious related
        n_patients n_events denominator phase action outcome timing any_ae any_sae
        ae_collection_method ae_definition withdrawals_ae deaths explicit_zero"""
    assert {f"s8.{one}" for one in listed.split()} <= _ours()


def test_form_ids_are_used_once() -> None:
    used = Counter(spec.item.form_id for spec in FIELDS)
    assert [one for one, times in used.items() if times > 1] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_labels_are_told_apart(section: SectionSpec) -> None:
    # Two tools for the risk of bias name a domain alike; only one of them is asked.
    seen = [(one.owner, one.item.group, one.label) for one in section.all_fields()]
    assert len(seen) == len(set(seen))
    if section.key != "bias":
        assert len(seen) == len({(owner, label) for owner, _group, label in seen})


@pytest.mark.parametrize("spec", FIELDS, ids=lambda spec: spec.pattern)
def test_words_are_in_sentence_case(spec: FieldSpec) -> None:
    assert spec.label[0].isupper()
    assert not spec.label.endswith((".", ":"))
    assert not spec.item.help or spec.item.help.endswith((".", "?"))


def _asked_by(spec: FieldSpec, rule: When) -> FieldSpec | None:
    """The field a rule looks at: beside the field, or from the root."""
    places = [join(spec.owner, rule.field), rule.field]
    patterns = {one.pattern: one for one in FIELDS}
    return next((patterns[p] for p in places if p in patterns), None)


@pytest.mark.parametrize(
    "spec", [s for s in FIELDS if s.item.asked_when], ids=lambda spec: spec.pattern
)
def test_skip_rules_look_at_fields_that_exist(spec: FieldSpec) -> None:
    for rule in spec.item.asked_when:
        looked_at = _asked_by(spec, rule)
        assert looked_at is not None
        assert looked_at.pattern != spec.pattern
        assert set(rule.codes) <= {str(option) for option in looked_at.options}


def test_blank_answers_build() -> None:
    answers = Answers()
    assert adapter_of(Answers).validate_python(answers.model_dump()) == answers


def test_rows_lie_where_other_parts_look_for_them() -> None:
    for path in (
        "population.autoantibodies[r3f].positive",
        "arms[a1].arm.name",
        "arms[a1].phases[p1].dose.days_per_course",
        "arms[a1].phases[p1].course.interval",
        "outcomes.rows[o7].before",
        "adverse_effects.rows[e2].patients",
        "assessments[b1].bias.tool",
        "declarations.contradictions[c1].decision",
    ):
        assert FORM.knows(path), pattern_of(path)


def test_rows_name_arms_as_arms() -> None:
    assert FORM.field("outcomes.rows[o1].arm").kind is Kind.ARM
    assert FORM.field("adverse_effects.rows[e1].arm").kind is Kind.ARM


def test_about_sixty_essential_fields_outside_rows() -> None:
    essential = [
        spec
        for section in FORM.sections
        if section.key != "bias"
        for spec in section.fields
        if spec.item.essential
    ]
    assert 50 <= len(essential) <= 70
    dose = [spec for spec in essential if spec.section == "dose"]
    assert 12 <= len(dose) <= 15


def test_a_mean_is_asked_for_with_evidence() -> None:
    for path in ("outcomes.rows[].after", "adverse_effects.rows[].patients"):
        assert FORM.by_pattern[path].item.evidence


def _choices() -> list[type[Choice]]:
    return [one for one in vars(codes).values() if isinstance(one, type)]


def test_codes_have_labels_that_are_told_apart() -> None:
    for choice in _choices():
        if issubclass(choice, Choice) and choice is not Choice:
            labels = [member.label for member in choice]
            assert len(labels) == len(set(labels)), choice.__name__


def test_every_design_is_routed() -> None:
    assert set(codes.TOOLS_OF) == set(codes.DesignCode)
    for design in codes.DesignCode:
        for direction in (
            codes.TimeDirection.PROSPECTIVE,
            codes.TimeDirection.RETROSPECTIVE,
        ):
            assert codes.bucket_for(design, direction) is not None


def test_stars_are_not_offered_for_one_arm() -> None:
    stars = {codes.BiasTool.NOS_COHORT, codes.BiasTool.NOS_CASE_CONTROL}
    for design in (
        codes.DesignCode.BEFORE_AFTER,
        codes.DesignCode.CASE_SERIES,
        codes.DesignCode.CASE_REPORT,
    ):
        assert not stars & set(codes.tools_for(design))


@pytest.mark.parametrize(
    ("control", "tool"),
    [
        (codes.ControlType.NONE, codes.BiasTool.JBI_CASE_SERIES),
        (codes.ControlType.USUAL_CARE, codes.BiasTool.ROBINS_I),
    ],
)
def test_a_retrospective_cohort_is_routed_by_its_control(
    control: codes.ControlType, tool: codes.BiasTool
) -> None:
    design = codes.DesignCode.COHORT_RETROSPECTIVE
    assert codes.tool_for(design, control) is tool


def test_a_case_series_of_unknown_direction_has_no_bucket() -> None:
    assert codes.bucket_for(codes.DesignCode.CASE_SERIES, None) is None
    assert codes.bucket_for(None, None) is None
    assert codes.tool_for(None) is None


def test_background_names_every_product_and_tool() -> None:
    known = {facts.product for facts in background.PRODUCTS}
    unnamed = {codes.Product.OTHER, codes.Product.SEVERAL}
    assert known | unnamed == set(codes.Product)
    assert set(background.TOOL_VERSIONS) == set(codes.BiasTool)
    assert background.facts_of(codes.Product.CARIMUNE_NF).sucrose
    assert background.facts_of(codes.Product.OTHER) is None


def test_core_measures_add_up_to_a_hundred() -> None:
    assert sum(background.TIS_MAXIMA.values()) == 100


def test_synonyms_lead_to_known_terms() -> None:
    for printed in background.ADVERSE_SYNONYMS:
        assert background.term_for(printed.title()) is not None
    assert background.term_for("something else") is None
