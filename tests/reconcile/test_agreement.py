"""What is counted as a pair, and which coefficient each kind of field gets."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from ivig_abstractor.model.agreement import Agreement, AgreementKind, Tally
from ivig_abstractor.model.answer import Choice, Unread
from ivig_abstractor.model.discrepancy import Compared, PairedRow, Sameness, Side
from ivig_abstractor.model.field import Comparison
from ivig_abstractor.model.form import FieldSpec, Kind, the_form
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.model.statistics import wilson
from ivig_abstractor.reconcile.agreement import agreement, kind_of
from tests.builders import NA, NR

FORM = the_form()
DESIGN = "design.design_code"
ENROLLED = "population.n_enrolled"
AGE = "population.age"
AUTHOR = "identification.first_author"
DURATION = "arms[a1].phases[p1].course.interval"


@dataclass(frozen=True)
class Rows:
    """An alignment as far as it is needed here."""

    rows: tuple[PairedRow, ...] = ()


def a_row(path, *own):
    how = "single" if None in own else "proposed"
    return PairedRow(path, own, 1.0, (), how)


def same_or_not(answers):
    given = [one for one in answers if one is not None]
    if len(given) < len(answers):
        return Sameness.ONE_SIDED
    return Sameness.SAME if len(set(map(str, given))) == 1 else Sameness.DIFFERENT


def compared(path, *answers, sameness=None, spec=None):
    """Answers as they are typed; `None` is blank, values stay as they are."""
    spec = spec or FORM.field(path)
    typed = () if spec.kind is Kind.ARM else (str,)
    read = [read_answer(spec, x).value if type(x) in typed else x for x in answers]
    sides = tuple(Side(f"r{at}", path, one) for at, one in enumerate(read))
    return Compared(path, spec, sides, sameness or same_or_not(read))


def of_studies(*studies, **more):
    """The agreement of studies, each a list of compared fields and paired rows."""
    given = []
    for number, parts in enumerate(studies, start=1):
        answers = [one for one in parts if isinstance(one, Compared)]
        rows = tuple(one for one in parts if isinstance(one, PairedRow))
        given.append((f"s{number}", answers, Rows(rows)))
    return agreement(given, FORM, **more)


def test_nothing_compared_is_no_agreement():
    found = of_studies()
    assert found.fields == found.sections == found.studies == ()
    assert found.overall == Tally()
    assert (found.overall.percent, found.overall.low) == (None, None)
    assert found == Agreement(kinds=found.kinds)


def test_pairs_are_counted_by_how_they_relate():
    found = of_studies(
        [
            compared(DESIGN, "RCT_PARALLEL", "RCT_PARALLEL"),
            compared(ENROLLED, "35", "36"),
            compared(AUTHOR, "Cherin P", "Chérin P", sameness=Sameness.NORMALISED),
        ],
        [
            compared(DESIGN, "BEFORE_AFTER", None),
            compared(ENROLLED, NR, NA, sameness=Sameness.CODES),
            compared(AUTHOR, "Lim", "Lim"),
        ],
    )
    assert found.overall == Tally(2, 1, 1, 1, 1)
    assert found.overall.agreed == 3
    assert found.overall.differing == 3
    assert found.overall.percent == 50
    assert (found.overall.low, found.overall.high) == wilson(3, 6)
    assert [one.tally for one in found.studies] == [
        Tally(same=1, normalised=1, different=1),
        Tally(same=1, one_sided=1, codes=1),
    ]
    assert [(one.key, one.tally.pairs) for one in found.sections] == [
        ("identification", 2),
        ("design", 2),
        ("population", 2),
    ]
    assert [one.pattern for one in found.fields] == [AUTHOR, DESIGN, ENROLLED]
    assert found.kinds[AgreementKind.CODED] == Tally(same=1, one_sided=1)
    assert sum(one.pairs for one in found.kinds.values()) == 6


def test_discrepancies_are_told_in_words():
    found = of_studies(
        [
            compared("arms[a1].arm.name", "IVIG", "Immunoglobulin"),
            compared("outcomes.rows[o1].arm", "a1", "a2"),
            compared("outcomes.rows[o2].arm", "a1", NR),
            compared(DESIGN, "RCT_PARALLEL", NR),
        ]
    )
    (design,) = found.of_pattern(DESIGN).differing
    spec = FORM.field(DESIGN)
    assert design.answers == (spec.option("RCT_PARALLEL").label, "not reported")
    assert (design.study_id, design.path) == ("s1", DESIGN)
    one, other = found.of_pattern("outcomes.rows[].arm").differing
    assert one.answers == ("IVIG", "an arm without a name")
    assert other.answers == ("IVIG", "not reported")
    assert found.of_pattern("nothing") is None


def test_coded_answers_have_kappa_ac1_and_alpha_with_missing_codes_as_categories():
    said = [("RCT_PARALLEL", "RCT_PARALLEL")] * 4
    said += [("BEFORE_AFTER", "BEFORE_AFTER")] * 3
    said += [("BEFORE_AFTER", NR), (NR, NR), ("BEFORE_AFTER", None)]
    said += [(Unread(unread="?"), "BEFORE_AFTER")]
    found = of_studies(*[[compared(DESIGN, *pair)] for pair in said])
    (design,) = found.fields
    assert design.kind is AgreementKind.CODED
    assert design.table.codes == ("RCT_PARALLEL", "BEFORE_AFTER", "missing:NR")
    assert design.table.counts == ((4, 0, 0), (0, 3, 1), (0, 0, 1))
    assert (design.table.total, design.table.agreed) == (9, 8)
    assert (design.pairs, design.same) == (11, 8)
    assert design.coefficient_name == "κ"
    assert design.coefficient.value == pytest.approx((8 / 9 - 30 / 81) / (51 / 81))
    assert design.other("AC1").n == 9
    assert design.other("α").n == 9


def test_one_category_is_undefined():
    found = of_studies(*[[compared(DESIGN, "BEFORE_AFTER", "BEFORE_AFTER")]] * 5)
    (design,) = found.fields
    assert design.percent == 100
    assert design.coefficient.undefined == "Both used one category only."


class Severity(Choice):
    MILD = "MILD", "mild"
    MODERATE = "MODERATE", "moderate"
    SEVERE = "SEVERE", "severe"


def ordered():
    spec = FORM.field("adverse_effects.rows[e1].severity")
    item = replace(spec.item, compare=Comparison.ORDERED)
    return replace(spec, item=item, options=tuple(Severity))


def test_ordered_codes_have_weighted_kappa_without_the_missing_codes():
    spec = ordered()
    path = "adverse_effects.rows[e1].severity"
    mild, moderate, severe = Severity
    said = [(mild, mild), (mild, moderate), (severe, severe), (moderate, moderate)]
    said += [(mild, severe), (severe, moderate), (NR, NR), (NR, mild)]
    found = of_studies(*[[compared(path, *pair, spec=spec)] for pair in said])
    (one,) = found.fields
    assert one.coefficient_name == "κw"
    assert one.coefficient.n == one.other("κw²").n == 6
    assert one.other("κ").n == one.other("AC1").n == 8
    assert one.other("α").n == 6
    assert one.other("κw²").value != one.coefficient.value


def test_numbers_have_concordance_and_limits():
    said = [("35", "35"), ("20", "22"), ("12", "12"), ("60", "59"), (NR, "5")]
    found = of_studies(*[[compared(ENROLLED, *pair)] for pair in said])
    (one,) = found.fields
    assert one.kind is AgreementKind.NUMBER
    assert one.coefficient_name == "CCC"
    assert one.coefficient.n == 4
    assert one.coefficient.value > 0.99
    assert one.other("bias").value == pytest.approx(-0.25)
    assert one.other("lower").value < -0.25 < one.other("upper").value
    assert one.other("ICC").value > 0.99
    assert one.other("α").value > 0.99


def test_composites_count_as_their_main_part():
    path = "outcomes.rows[o1].responders"
    found = of_studies(
        [compared(path, "8/19", "8/20")],
        [compared(path, "25/35 (71.4%)", "25/35")],
        [compared(path, "3/10", "4/10")],
    )
    (one,) = found.fields
    assert one.coefficient.n == 3
    assert one.other("bias").value == pytest.approx(-1 / 3)
    age = of_studies(
        [compared(AGE, "mean 43.5 (SD 16.8)", "median 48 (IQR 29–67)")],
        [compared(AGE, "50 years", "600 months")],
    ).of_pattern(AGE)
    assert age.other("bias").value == pytest.approx(-2.25)


@pytest.mark.parametrize(
    ("path", "text", "number"),
    [
        (DURATION, "4 weeks", 28),
        ("arms[a1].phases[p1].dose.days_per_course", "2-5", 3.5),
        ("outcomes.rows[o1].change", "from 35 to 12", -23),
        ("outcomes.rows[o1].change", "up by 36", 36),
        ("outcomes.rows[o1].change", "up by 47%", 47),
        ("outcomes.rows[o1].within_p", "P<0.01", 0.01),
        ("outcomes.rows[o1].effect", "RR 1.56 (95% CI 1.05–2.33)", 1.56),
    ],
)
def test_the_number_an_answer_counts_as(path, text, number):
    spec = FORM.field(path)
    less = {Kind.TIME: "1 day", Kind.SPAN: "1", Kind.MEASURE: "P=1"}
    less |= {Kind.EFFECT: "RR 1 (95% CI 0.5–2)"}
    other = less.get(spec.kind, "up by 1%" if "%" in text else "up by 1")
    one = of_studies(
        [compared(path, text, other)], [compared(path, text, other)]
    ).of_pattern(spec.pattern)
    assert abs(one.other("bias").value) == pytest.approx(abs(number - 1))


def test_a_count_without_k_is_no_number():
    path = "outcomes.rows[o1].responders"
    found = of_studies([compared(path, "71%", "8/19")], [compared(path, "7%", "9%")])
    assert found.fields[0].coefficient.n == 0


def test_an_arm_is_asked_for_its_name_once_only():
    asked = [compared(f"outcomes.rows[o{n}].arm", "a1", "a2") for n in range(3)]
    found = of_studies(asked)
    assert found.fields[0].coefficient is None
    assert {one.answers for one in found.fields[0].differing} == {
        ("an arm without a name", "an arm without a name")
    }


def test_numbers_of_different_units_are_no_pair():
    months = [compared(DURATION, "3 months", "12 weeks")]
    found = of_studies(months, [compared(DURATION, "4 weeks", "28 days")])
    assert found.fields[0].coefficient.n == 1


def test_what_is_same_after_normalising_is_the_same_number():
    path = "arms[a1].phases[p1].dose.value"
    grams = compared(path, "2", "2000", sameness=Sameness.NORMALISED)
    other = compared(path, "1", "1")
    (one,) = of_studies([grams], [other]).fields
    assert one.coefficient.value == 1
    assert one.coefficient.reason == "No differences."


def test_rows_are_pairs_too():
    outcome = "outcomes.rows[{}]".format
    found = of_studies(
        [a_row(outcome(f"o{n}"), f"x{n}", f"y{n}") for n in range(5)]
        + [a_row(outcome("o6"), "x6", None), a_row(outcome("o7"), None, "y7")]
        + [a_row(outcome("o8"), None, "y8")]
    )
    (one,) = found.fields
    assert (one.pattern, one.kind) == ("outcomes.rows[]", AgreementKind.ROWS)
    assert one.section == "outcomes"
    assert one.tally == found.overall == Tally(same=5, one_sided=3)
    assert (one.rows.by_all, one.rows.by_some) == (5, (1, 2))
    assert one.coefficient_name == "F1"
    assert one.coefficient.value == pytest.approx(10 / 13)
    assert one.other("precision").value == pytest.approx(5 / 7)
    assert one.other("recall").value == pytest.approx(5 / 6)
    assert one.differing[0].answers == ("found", "not found")
    assert one.differing[0].path == "outcomes.rows[o6]"
    # The coefficient stands on all rows that anybody found.
    assert one.coefficient.n == one.pairs == 8


def test_a_difference_says_in_which_of_several_rows_it_lies():
    def phase(arm, at):
        path = f"arms[{arm}].phases[{at}]"
        return a_row(path, path, path)

    rows = [a_row(f"arms[{arm}]", f"arms[{arm}]", f"arms[{arm}]") for arm in "ab"]
    rows += [phase("a", "p"), phase("a", "q"), phase("b", "r")]
    answers = [compared(f"arms[{arm}].arm.name", "IVIG", "IgG") for arm in "ba"]
    answers += [
        compared(f"arms[{place}].course.duration", "3", "30")
        for place in ("a].phases[q", "b].phases[r")
    ]
    answers.append(compared(ENROLLED, "12", "13"))
    found = of_studies([*rows, *answers], [rows[0], answers[1]])
    names = found.of_pattern("arms[].arm.name").differing
    assert [(one.study_id, one.row) for one in names] == [
        ("s1", "arm 2"),
        ("s1", "arm 1"),
        ("s2", ""),
    ]
    lengths = found.of_pattern("arms[].phases[].course.duration").differing
    assert [one.row for one in lengths] == ["arm 1, phase 2", "arm 2"]
    assert found.of_pattern(ENROLLED).differing[0].row == ""


def test_rows_inside_a_row_that_somebody_lacks_are_not_counted_again():
    lost = [
        a_row("arms[a1]", "arms[a1]", "arms[b1]"),
        a_row("arms[a2]", "arms[a2]", None),
        a_row("arms[a1].phases[p1]", "arms[a1].phases[p1]", "arms[b1].phases[p1]"),
        a_row("arms[a2].phases[p2]", "arms[a2].phases[p2]", None),
    ]
    # A missing row comes once more among what is compared, and counts once.
    missing = Compared("arms[a2]", None, (), Sameness.ONE_SIDED)
    found = of_studies([*lost, missing])
    assert found.overall == Tally(same=2, one_sided=1)
    assert [(one.pattern, one.section) for one in found.fields] == [
        ("arms[]", "arm"),
        ("arms[].phases[]", "dose"),
    ]


def test_more_than_two_reviewers_agree_where_all_do():
    found = of_studies(
        [
            compared(DESIGN, "RCT_PARALLEL", "RCT_PARALLEL", "RCT_PARALLEL"),
            compared(ENROLLED, "35", "35", "36"),
            a_row("outcomes.rows[o1]", "x", "y", "z"),
            a_row("outcomes.rows[o2]", "x2", None, "z2"),
        ],
        [
            compared(DESIGN, "BEFORE_AFTER", "BEFORE_AFTER", None),
            compared(ENROLLED, "12", "12", "12"),
        ],
        letters=("A", "B", "C"),
    )
    design, enrolled = found.of_pattern(DESIGN), found.of_pattern(ENROLLED)
    assert (design.pairs, design.same) == (2, 1)
    assert (design.coefficient_name, design.table) == ("κF", None)
    assert design.coefficient.value == 1
    assert [one.name for one in design.others] == ["κfree", "AC1", "α"]
    assert (enrolled.coefficient_name, enrolled.percent) == ("α", 50)
    assert enrolled.other("ICC").value > 0.99
    rows = found.of_pattern("outcomes.rows[]")
    assert (rows.coefficient_name, rows.coefficient) == ("", None)
    assert rows.rows.by_some == (1, 0, 1)


def test_the_categories_of_many_are_those_of_the_form_and_the_missing_codes_given():
    said = [("RCT_PARALLEL", "RCT_PARALLEL", "RCT_PARALLEL"), (NR, NR, NA)]
    said += [("RCT_PARALLEL", "BEFORE_AFTER", "RCT_PARALLEL")]
    found = of_studies(
        *[[compared(DESIGN, *unit)] for unit in said], letters=("A", "B", "C")
    )
    (design,) = found.fields
    categories = len(FORM.field(DESIGN).options) + 2
    chance = 1 / categories
    assert design.other("κfree").value == pytest.approx((5 / 9 - chance) / (1 - chance))
    assert design.other("AC1").value > design.coefficient.value


def test_ordered_codes_of_many_have_alpha_and_fleiss_kappa():
    spec = ordered()
    path = "adverse_effects.rows[e1].severity"
    mild, moderate, severe = Severity
    said = [(mild, mild, moderate), (severe, severe, severe), (mild, moderate, severe)]
    found = of_studies(
        *[[compared(path, *unit, spec=spec)] for unit in said], letters=("A", "B", "C")
    )
    (one,) = found.fields
    assert one.coefficient_name == "α"
    assert [other.name for other in one.others] == ["κF", "κfree", "AC1"]
    assert one.other("κF").value < one.coefficient.value


def test_what_is_not_compared_is_no_pair():
    spec = FORM.field(AUTHOR)
    item = replace(spec.item, compare=Comparison.NONE)
    found = of_studies([compared(AUTHOR, "a", "b", spec=replace(spec, item=item))])
    assert found.fields == ()
    assert found.overall.pairs == 0


def test_every_kind_of_field_has_its_coefficients():
    expected = {
        Kind.TEXT: AgreementKind.TEXT,
        Kind.TEXTS: AgreementKind.TEXT,
        Kind.DATE: AgreementKind.TEXT,
        Kind.CHOICE: AgreementKind.CODED,
        Kind.CHOICES: AgreementKind.CODED,
        Kind.ARM: AgreementKind.CODED,
    }
    for spec in FORM.fields():
        kind = kind_of(spec)
        assert kind is expected.get(spec.kind, AgreementKind.NUMBER), spec.pattern
        assert isinstance(spec, FieldSpec)


def test_a_number_of_a_thousand_studies_is_no_trouble():
    said = [[compared(ENROLLED, Decimal(n), Decimal(n + n % 2))] for n in range(1000)]
    (one,) = of_studies(*said).fields
    assert one.coefficient.n == 1000
    assert one.other("α").value > 0.99
