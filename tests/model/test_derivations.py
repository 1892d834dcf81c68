"""The conversions of the form and its worked checks, each with formula and inputs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_abstractor.model.codes import (
    DoseExpression,
    Glucocorticoid,
    SteroidSchedule,
)
from ivig_abstractor.model.derivations import (
    Derived,
    Ends,
    NotDerived,
    courses_in,
    cumulative,
    dose_per_kg,
    grams_over_weight,
    grams_per_kg,
    in_weeks,
    percentage,
    prednisone_equivalent,
    rate_in_mg,
    rates_agree,
    tidy,
    units_per_litre,
    week_to_four_weeks,
    week_to_month,
)
from ivig_abstractor.model.quantities import Operator, Span, TimePoint, TimeUnit

D = Decimal
PER_DAY, PER_COURSE = DoseExpression.PER_DAY, DoseExpression.PER_COURSE


def days(low, high=None):
    return Span(low=low, high=low if high is None else high)


def months(low, high=None):
    return TimePoint(value=low, high=high, unit=TimeUnit.MONTH)


def value(derived):
    assert isinstance(derived, Derived), derived
    return derived.value


def reason(derived):
    assert isinstance(derived, NotDerived), derived
    assert derived.reason.endswith(".")
    return derived.reason


def test_two_grams_over_two_days():
    dose = dose_per_kg(PER_COURSE, D("2"), "g/kg", days=days(2), divided=True)
    assert value(dose.per_day) == 1
    assert value(dose.per_course) == 2
    assert dose.per_day.formula == "2 g/kg / 2 days"
    assert dose.per_day.unit == "g/kg/day"


def test_the_day_is_not_derived_from_the_course_unless_divided():
    dose = dose_per_kg(PER_COURSE, D("2"), "g/kg", days=days(2))
    assert "equal daily parts" in reason(dose.per_day)
    assert value(dose.per_course) == 2


def test_five_days():
    dose = dose_per_kg(PER_DAY, D("0.4"), "g/kg/day", days=days(5))
    assert value(dose.per_day) == D("0.4")
    assert value(dose.per_course) == 2
    assert dose.per_course.formula == "0.4 g/kg/day × 5 days"
    assert dose.per_course.inputs == ("value", "unit", "days_per_course")


def test_jann_1992():
    dose = dose_per_kg(PER_DAY, D("0.4"), "g/kg/day", days=days(4))
    assert value(dose.per_course) == D("1.6")
    assert value(cumulative([(dose.per_course, days(1))])) == D("1.6")


def test_cherin_2002():
    dose = dose_per_kg(PER_DAY, D("1"), "g/kg/day", days=days(2))
    assert value(dose.per_course) == 2
    courses = courses_in(months(4, 6), months(1))
    assert value(courses) == Ends(D(4), D(6))
    total = cumulative([(dose.per_course, courses)])
    assert value(total) == Ends(D(8), D(12))
    assert total.assumption == "one course per interval, none missed"
    assert total.formula == "2 g/kg × 4-6"


def test_miyasaka_2012():
    dose = dose_per_kg(
        DoseExpression.PER_DAY_VOLUME,
        D("8"),
        "mL/kg/day",
        days=days(5),
        concentration=D("5"),
    )
    assert value(dose.per_day) == D("0.4")
    assert dose.per_day.formula == "8 mL/kg/day × 5 g/100 mL"
    assert value(dose.per_course) == 2
    assert value(cumulative([(dose.per_course, days(1))])) == 2
    printed_in_mg = dose_per_kg(PER_DAY, D("400"), "mg/kg/day", days=days(5))
    assert value(printed_in_mg.per_course) == 2


def test_a_volume_needs_its_concentration():
    dose = dose_per_kg(DoseExpression.PER_DAY_VOLUME, D(8), "mL/kg/day", days=days(5))
    assert "concentration" in reason(dose.per_day)
    assert "concentration" in reason(dose.per_course)


def test_lim_2021():
    loading = dose_per_kg(PER_COURSE, D("2"), "g/kg")
    maintenance = dose_per_kg(PER_COURSE, D("1"), "g/kg")
    assert "days" in reason(loading.per_day)
    total = cumulative(
        [(loading.per_course, days(1)), (maintenance.per_course, days(2))]
    )
    assert value(total) == 4
    assert total.formula == "2 g/kg × 1 + 1 g/kg × 2"
    assert total.assumption == ""


def test_genevay_2001():
    doses = [
        dose_per_kg(PER_DAY, D(per_day), "g/kg/day", days=days(number))
        for per_day, number in (("0.4", 5), ("0.8", 2), ("0.8", 1))
    ]
    assert [value(dose.per_course) for dose in doses] == [D(2), D("1.6"), D("0.8")]


def test_proderm():
    dose = dose_per_kg(PER_COURSE, D("2.0"), "g/kg", days=days(2, 5), divided=True)
    assert value(dose.per_course) == 2
    assert str(value(dose.per_course)) == "2.0"
    assert value(dose.per_day) == Ends(D("0.4"), D(1))
    assert value(cumulative([(dose.per_course, days(4))])) == 8


def test_gambini_2014():
    month = week_to_month(D("0.2"))
    assert round(month.value, 2) == D("0.87")
    assert month.formula == "0.2 g/kg/week × 30.4375 / 7"
    assert week_to_four_weeks(D("0.2")).value == D("0.8")
    dose = dose_per_kg(DoseExpression.PER_WEEK, D("0.2"), "g/kg/week")
    assert "per week" in reason(dose.per_course)


def test_lee_1995_is_blocked():
    dose = dose_per_kg(PER_COURSE, D("2"), "mg/kg", days=days(2, 5), divided=True)
    for derived in (dose.per_day, dose.per_course):
        assert isinstance(derived, NotDerived)
        assert derived.rule == "H-D03"
        assert "0.002 g/kg" in derived.reason
    assert value(grams_per_kg(D("2"), "mg/kg")) == D("0.002")


@pytest.mark.parametrize(
    ("expression", "number", "unit", "rule"),
    [
        (PER_COURSE, "400", "g/kg", "H-D03"),
        (PER_DAY, "400", "g/kg/day", "H-D04"),
        (PER_DAY, "2", "mg/kg/day", "H-D04"),
        (PER_DAY, "4", "g/kg/day", "H-D04"),
    ],
)
def test_slips_of_a_unit_are_blocked(expression, number, unit, rule):
    dose = dose_per_kg(expression, D(number), unit)
    assert isinstance(dose.per_day, NotDerived)
    assert isinstance(dose.per_course, NotDerived)
    assert rule in {dose.per_day.rule, dose.per_course.rule}


def test_a_dose_per_month_is_one_per_course_only_at_monthly_intervals():
    per_month = DoseExpression.PER_MONTH
    dose = dose_per_kg(per_month, D(2), "g/kg/month", interval=months(1))
    assert value(dose.per_course) == 2
    assert dose.per_course.unit == "g/kg"
    assert dose.per_course.assumption == "one course a month"
    four_weeks = TimePoint(value=4, unit=TimeUnit.WEEK)
    for interval in (None, four_weeks, months(2), months(1, 2)):
        dose = dose_per_kg(per_month, D(2), "g/kg/month", interval=interval)
        assert "interval" in reason(dose.per_course)


def test_fixed_grams_need_a_weight():
    per_day = DoseExpression.FIXED_GRAM_DAY
    dose = dose_per_kg(per_day, D(30), "g/day", days=days(3))
    assert "weight" in reason(dose.per_day)
    dose = dose_per_kg(per_day, D(30), "g/day", days=days(2), weight=D(60))
    assert value(dose.per_day) == D("0.5")
    assert dose.per_day.assumption == ""
    assert value(dose.per_course) == 1
    mean = grams_over_weight(D(30), D(60), individual=False)
    assert "mean body weight" in mean.assumption
    course = dose_per_kg(
        DoseExpression.FIXED_GRAM_COURSE, D(120), "g/course", weight=D(60)
    )
    assert value(course.per_course) == 2


def test_doses_without_a_weight_in_their_unit_stay_as_they_are():
    for expression, unit in (
        (DoseExpression.PER_M2, "g/m2"),
        (DoseExpression.OTHER, "g/kg"),
        (DoseExpression.PER_WEEK, "g/kg/week"),
    ):
        dose = dose_per_kg(expression, D(1), unit, days=days(2))
        reason(dose.per_course)
    for blank in ((None, D(1), "g/kg"), (PER_DAY, None, "g/kg"), (PER_DAY, D(1), None)):
        reason(dose_per_kg(*blank).per_course)


def test_a_sum_over_phases_needs_every_phase():
    dose = grams_per_kg(D(2), "g/kg")
    assert value(cumulative([(dose, days(3, 4)), (dose, days(1))])) == Ends(D(8), D(10))
    assert "Phase 2" in reason(cumulative([(dose, days(1)), (dose, None)]))
    assert "Phase 1" in reason(cumulative([(NotDerived("No."), days(1))]))
    reason(cumulative([]))


def test_courses_need_one_unit_of_time():
    assert value(courses_in(months(6), months(1))) == 6
    assert value(courses_in(months(6), months(2))) == 3
    weeks = TimePoint(value=4, unit=TimeUnit.WEEK)
    up_to = TimePoint(value=6, unit=TimeUnit.MONTH, op=Operator.LE)
    for duration, interval in (
        (months(6), weeks),
        (None, weeks),
        (months(6), None),
        (up_to, months(1)),
        (months(6), months(1, 2)),
        (months(6), months(0)),
    ):
        reason(courses_in(duration, interval))


def test_rates():
    rate = rate_in_mg(D("0.04"), D("10"))
    assert rate.value == 4
    assert rate.formula == "0.04 mL/kg/min × 100 mg/mL"
    assert rates_agree(D("3.3"), D("0.03"), D("10"))
    assert not rates_agree(D("4"), D("0.03"), D("10"))


def test_a_month_is_not_four_weeks():
    month = in_weeks(months(1))
    assert month.value == D("4.348")
    assert "not 4 weeks" in month.assumption
    weeks = in_weeks(TimePoint(value=4, unit=TimeUnit.WEEK))
    assert weeks.value == 4
    assert weeks.assumption == ""
    assert value(in_weeks(months(3, 6))) == Ends(D("13.04"), D("26.09"))
    assert value(in_weeks(TimePoint(value=14, unit=TimeUnit.DAY))) == 2
    reason(in_weeks(TimePoint(value=3, unit=TimeUnit.INFUSION)))
    reason(in_weeks(TimePoint()))


@pytest.mark.parametrize(
    ("mg", "agent", "prednisone"),
    [
        ("40", Glucocorticoid.PREDNISONE, "40"),
        ("40", Glucocorticoid.PREDNISOLONE, "40"),
        ("4", Glucocorticoid.METHYLPREDNISOLONE, "5"),
        ("4", Glucocorticoid.TRIAMCINOLONE, "5"),
        ("20", Glucocorticoid.HYDROCORTISONE, "5"),
        ("25", Glucocorticoid.CORTISONE, "5"),
        ("6", Glucocorticoid.DEFLAZACORT, "4.98"),
        ("0.75", Glucocorticoid.DEXAMETHASONE, "5.002"),
        ("0.75", Glucocorticoid.BETAMETHASONE, "5.002"),
    ],
)
def test_prednisone_equivalents(mg, agent, prednisone):
    derived = prednisone_equivalent(D(mg), agent)
    assert value(derived) == D(prednisone)
    assert derived.formula.startswith(f"{mg} mg {agent.label} × ")


def test_betamethasone_follows_the_setting():
    derived = prednisone_equivalent(
        D("0.6"), Glucocorticoid.BETAMETHASONE, betamethasone_mg=D("0.60")
    )
    assert value(derived) == D("4.998")
    assert "0.60 mg of betamethasone" in derived.assumption


def test_schedules_of_a_steroid():
    agent = Glucocorticoid.PREDNISONE
    alternate = prednisone_equivalent(
        D(40), agent, schedule=SteroidSchedule.ALTERNATE_DAY
    )
    assert value(alternate) == 20
    pulse = prednisone_equivalent(D(1000), agent, schedule=SteroidSchedule.PULSE)
    assert "Pulses" in reason(pulse)
    by_weight = SteroidSchedule.MG_PER_KG
    assert "weight" in reason(prednisone_equivalent(D(1), agent, schedule=by_weight))
    known = prednisone_equivalent(D(1), agent, schedule=by_weight, weight=D(60))
    assert value(known) == 60
    reason(prednisone_equivalent(D(40), Glucocorticoid.MIXED))


def test_percentages():
    assert value(percentage(25, 35)) == D("71.4")
    assert value(percentage(6, 19)) == D("31.6")
    assert percentage(8, 19).formula == "100 × 8 / 19"
    assert "both" in reason(percentage(8, None))
    assert percentage(20, 19).rule == "H-R01"
    assert percentage(0, 0).rule == "H-R01"


def test_enzyme_units():
    assert value(units_per_litre(D("3.3"), "ukat/L")) == 198
    assert value(units_per_litre(D("2.5"), "µkat/L")) == 150
    assert value(units_per_litre(D("410"), "IU/L")) == 410
    reason(units_per_litre(D("410"), "mg/L"))


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False))
def test_tidy_numbers_are_close_and_have_no_exponent(number):
    tidied = tidy(number)
    assert abs(tidied - number) <= max(abs(number) / 1000, D("1e-400"))
    assert "E" not in format(tidied, "f")
