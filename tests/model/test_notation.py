"""Every notation reads what papers print, and says a sentence where it cannot."""

import time
from decimal import Decimal
from functools import partial

import pytest

from ivig_abstractor.model.form import Kind
from ivig_abstractor.model.notation.change import read_change
from ivig_abstractor.model.notation.dates import read_date
from ivig_abstractor.model.notation.effect import read_effect
from ivig_abstractor.model.notation.kofn import read_kofn
from ivig_abstractor.model.notation.lists import join_list, read_list, split_list
from ivig_abstractor.model.notation.numbers import (
    read_count,
    read_measure,
    read_number,
    read_span,
)
from ivig_abstractor.model.notation.reading import Problem, Reading
from ivig_abstractor.model.notation.stat import read_stat
from ivig_abstractor.model.notation.time import read_time
from ivig_abstractor.model.notation_of import reader_of
from ivig_abstractor.model.quantities import (
    Anchor,
    Central,
    Change,
    CountKind,
    Direction,
    Dispersion,
    Effect,
    EffectType,
    KofN,
    Measure,
    Operator,
    Span,
    Stat,
    TimePoint,
    TimeUnit,
)

READERS = (
    read_number,
    read_count,
    read_stat,
    read_kofn,
    read_change,
    read_time,
    read_span,
    read_measure,
    read_effect,
    read_date,
)


def value(got: Reading | Problem):
    """The value read, without the printed text."""
    assert isinstance(got, Reading), got
    if hasattr(got.value, "raw"):
        return got.value.model_copy(update={"raw": ""})
    return got.value


def sentence(got: Reading | Problem) -> str:
    assert isinstance(got, Problem), got
    assert got.rule
    assert got.message.endswith((".", "?"))
    assert len(got.message) < 400
    return got.message


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("42.0", "42.0"),
        ("42", "42"),
        ("\u22122.7", "-2.7"),
        ("-2.7", "-2.7"),
        ("+4.2", "4.2"),
        ("\uff14\uff12\uff0e\uff15", "42.5"),
        ("43\u00b75", "43.5"),
        ("1,287.4", "1287.4"),
        ("1,287,400", "1287400"),
        (".018", "0.018"),
        (" 7.5 ", "7.5"),
        ("7.5.", "7.5"),
        ("49193523", "49193523"),
    ],
)
def test_numbers_stay_as_printed(printed, number):
    got = value(read_number(printed))
    assert got == Decimal(number)
    assert format(got, "f") == number


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("3,5", "Write 3.5"),
        ("30,000", "may be 30000 or 30.000"),
        ("0,123", "Write 0.123"),
        ("1.287,4", "Write 1287.4"),
        ("1 287", "Write 1287"),
        ("1\u202f287", "Write 1287"),
        ("\u00bd", "0.5"),
        ("2\u00bd", "0.5"),
        ("1e400", "exponent"),
        ("1E5", "exponent"),
        ("4 x 10^3", "exponent"),
        ("NaN", "not a number"),
        ("inf", "not a number"),
        ("-Infinity", "not a number"),
        ("\u221e", "not a number"),
        ("43.5\u00b2", "raised"),
        ("5\u2076", "raised"),
        ("4919.3523.5", "run together"),
        ("9" * 41, "digits"),
        ("\u0665", "digits 0 to 9"),
        ("", "Nothing"),
        ("   ", "Nothing"),
        ("4\x002", "U+0000"),
        ("4\u202e2", "U+202E"),
        ("4\u200b2", "U+200B"),
        ("4\ud8002", "U+D800"),
        ("twelve", "no number"),
        ("4 6", "2 numbers"),
        (">5", "not exact"),
        ("5 kg", "kg"),
        ("#", "#"),
        ("(5", "bracket"),
    ],
)
def test_numbers_that_are_refused(printed, named):
    assert named in sentence(read_number(printed))


def test_the_fields_own_unit_may_stand_behind_a_number():
    assert value(read_number("71.4%", unit="%")) == Decimal("71.4")
    assert value(read_number("43.5 yrs", unit="years")) == Decimal("43.5")
    assert "months" in sentence(read_number("43.5 months", unit="years"))
    assert value(read_number("3 patient-years", unit="patient-years")) == 3


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\u202e15/26",
        "12\u2066 weeks",
        "\u00bd",
        "NaN",
        "inf",
        "1e400",
        "mean 3\u00b2",
        "3,5",
        "(" * 300,
        "-" * 300,
        "\u00b1" * 300,
        "lorem ipsum dolor sit amet",
        "2012-13-40",
        "\ud800",
        "\U000e0001",
        "\u2460",
        "\u4e09",
    ],
)
def test_bad_text_gets_a_sentence_from_every_reader(read, text):
    sentence(read(text))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("unit", ["9", "9,", "9 ", "(", "1/", "a ", "\u00b1", " -"])
def test_a_megabyte_is_refused_at_once(read, unit):
    start = time.process_time()
    sentence(read(unit * 1_000_000))
    assert time.process_time() - start < 0.05


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "unit", ["9", "9,", "9 ", "( ", "1/", "a ", "\u00b1 ", " -", "9.", "sd "]
)
def test_the_longest_text_is_read_or_refused_quickly(read, unit):
    start = time.process_time()
    read((unit * 400)[:400])
    assert time.process_time() - start < 0.2


def test_counts_are_whole():
    assert value(read_count("12")) == 12
    assert value(read_count("1,287,400")) == 1_287_400
    for printed in ("8.5", "-3", "99999999"):
        got = read_count(printed)
        assert isinstance(got, Problem)
        assert got.rule == "H-P01"


@pytest.mark.parametrize(
    "printed",
    [
        *("12 pts", "12 pts.", "12 pt", "12 pat.", "12 patients", "12 Persons"),
        *("12 subjects", "12 cases", "n = 12", "N=12 patients", "n = 12 pts"),
    ],
)
def test_patients_are_counted_under_any_name(printed):
    read = reader_of(Kind.INTEGER, "patients")
    assert value(read(printed)) == 12
    assert isinstance(read_count(printed), Problem)


@pytest.mark.parametrize("printed", ["12 points", "12 infusions", "12 g", "n = 12/15"])
def test_other_things_are_no_patients(printed):
    assert isinstance(read_count(printed, unit="patients"), Problem)


@pytest.mark.parametrize("printed", ["-12,5x", " \u221212,5", "-12 x", "- 3 pts"])
@pytest.mark.parametrize("read", [partial(read_count, unit="patients"), read_kofn])
def test_a_count_below_zero_is_told_with_its_minus(read, printed):
    got = read(printed)
    assert isinstance(got, Problem)
    assert got.rule == "H-P01"
    assert got.message.endswith("cannot be a count. Write a whole number, 0 or more.")
    assert got.message.startswith((f"“{printed.strip()}”", "-3"))


def test_advice_on_a_comma_keeps_the_minus():
    assert "Write -12.5 if" in read_number("-12,5").message
    assert "may be -1287 or -1.287" in read_number("-1,287").message
    assert "Write -1234.5." in read_number("-1.234,5").message


def stat(**said):
    numbers = ("central", "spread", "low", "high")
    return Stat(**{k: Decimal(v) if k in numbers else v for k, v in said.items()})


MEAN, MEDIAN = Central.MEAN, Central.MEDIAN
SD, IQR, RANGE, CI = Dispersion.SD, Dispersion.IQR, Dispersion.RANGE, Dispersion.CI95


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("43.5", stat(central="43.5")),
        (
            "43.5 \u00b1 16.8",
            stat(central="43.5", dispersion="PM_UNSPECIFIED", spread="16.8"),
        ),
        (
            "43.5 +/- 16.8",
            stat(central="43.5", dispersion="PM_UNSPECIFIED", spread="16.8"),
        ),
        (
            "median 14 +/- 4 months",
            stat(
                central_type=MEDIAN,
                central="14",
                dispersion="PM_UNSPECIFIED",
                spread="4",
                unit="months",
            ),
        ),
        (
            "mean 43.5 (SD 16.8)",
            stat(central_type=MEAN, central="43.5", dispersion=SD, spread="16.8"),
        ),
        ("43.5 (16.8 SD)", stat(central="43.5", dispersion=SD, spread="16.8")),
        ("43.5 \u00b1 16.8 SD", stat(central="43.5", dispersion=SD, spread="16.8")),
        ("43.5 \u00b1 16.8 (SD)", stat(central="43.5", dispersion=SD, spread="16.8")),
        (
            "mean 55.6 (SEM = 1.1), n = 8",
            stat(central_type=MEAN, central="55.6", dispersion="SE", spread="1.1", n=8),
        ),
        (
            "Mean (SD) 55.6 (10.1)",
            stat(central_type=MEAN, central="55.6", dispersion=SD, spread="10.1"),
        ),
        (
            "mean \u00b1 SD 55.6 \u00b1 10.1",
            stat(central_type=MEAN, central="55.6", dispersion=SD, spread="10.1"),
        ),
        (
            "median 48 (29\u201367)",
            stat(
                central_type=MEDIAN, central="48", dispersion=RANGE, low="29", high="67"
            ),
        ),
        (
            "48 (IQR 29\u201367)",
            stat(central="48", dispersion=IQR, low="29", high="67"),
        ),
        (
            "median (IQR) 48 (29-67)",
            stat(
                central_type=MEDIAN, central="48", dispersion=IQR, low="29", high="67"
            ),
        ),
        (
            "median 48 [interquartile range 29 to 67]",
            stat(
                central_type=MEDIAN, central="48", dispersion=IQR, low="29", high="67"
            ),
        ),
        ("48 (29 to 67)", stat(central="48", dispersion=RANGE, low="29", high="67")),
        (
            "median 58 (range, 23\u201381) years",
            None,
        ),
        ("range 31-84", stat(dispersion=RANGE, low="31", high="84")),
        ("31-84", stat(dispersion=RANGE, low="31", high="84")),
        (
            "mean 4\u20136",
            stat(central_type="RANGE_CALLED_MEAN", dispersion=RANGE, low="4", high="6"),
        ),
        (
            "mean 4-6 months",
            stat(
                central_type="RANGE_CALLED_MEAN",
                dispersion=RANGE,
                low="4",
                high="6",
                unit="months",
            ),
        ),
        (
            "42.0 (95% CI 19.6\u201364.6)",
            stat(central="42.0", dispersion=CI, low="19.6", high="64.6"),
        ),
        (
            "\u22129.36 (95% CI \u221212.52, \u22126.19)",
            stat(central="-9.36", dispersion=CI, low="-12.52", high="-6.19"),
        ),
        (
            "mean \u22122.7 (\u221210 to 8)",
            stat(
                central_type=MEAN, central="-2.7", dispersion=RANGE, low="-10", high="8"
            ),
        ),
        (
            "mean 1,140 IU/L; n=8",
            None,
        ),
        (
            "mean 1140 IU/L; n=8",
            stat(central_type=MEAN, central="1140", n=8, unit="U/L"),
        ),
        (
            "mean 61% of predicted (SD 12)",
            stat(
                central_type=MEAN,
                central="61",
                dispersion=SD,
                spread="12",
                unit="% predicted",
            ),
        ),
        ("more than 50 mg/day", stat(op=Operator.GT, central="50", unit="mg/day")),
        ("one patient 12.5", stat(central_type="SINGLE_PATIENT", central="12.5")),
        ("geometric mean 4.2", stat(central_type="GEOMEAN", central="4.2")),
        ("SD 16.8", stat(dispersion=SD, spread="16.8")),
    ],
)
def test_statistics(printed, expected):
    got = read_stat(printed)
    if expected is None:
        sentence(got) if "1,140" in printed else value(got)
    else:
        assert value(got) == expected


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("43.5 (16.8)", "SD"),
        ("43.5 (SD 16.8), range 31-84", "two spreads"),
        ("median 4-6", "single number"),
        ("mean", "single number"),
        ("mean (SD)", "SD"),
        ("48 (90% CI 29-67)", "90%"),
        ("4 -6", "minus or a range"),
        ("43.5 years (SD 16.8 months)", "two units"),
        ("43.5 furlongs", "furlongs"),
        ("mean 43.5 (29, 67)", "SD"),
    ],
)
def test_statistics_that_are_refused(printed, named):
    assert named in sentence(read_stat(printed))


def test_the_fields_own_unit_is_left_out_of_a_statistic():
    assert value(read_stat("43.5 years", unit="years")).unit == ""
    assert value(read_stat("43.5 months", unit="years")).unit == "months"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (
            "43.5 ± 16.8",
            ("43.5 ± 16.8: mean or median, and SD or SE, not said",),
        ),
        ("43.5 (SD 12)", ("43.5: mean or median not said", "SD 12")),
        ("mean 43.5 ± 12", ("mean 43.5", "± 12: SD or SE not said")),
        ("3", ("3",)),
    ],
)
def test_what_a_paper_does_not_say_is_said_plainly(printed, said):
    assert read_stat(printed).tokens == said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("monthly", "1 month"),
        ("12 weeks", "12 weeks"),
        ("4-8 weeks", "4 to 8 weeks"),
        ("0.5 years", "0.5 years"),
        ("infusion 3", "infusion no. 3"),
    ],
)
def test_times_are_said_in_the_plural_they_need(printed, said):
    assert read_time(printed).tokens == (said,)


def test_tokens_say_what_was_read():
    got = read_stat("mean 43.5 (SD 16.8); n=8")
    assert isinstance(got, Reading)
    assert got.tokens == ("mean 43.5", "SD 16.8", "n = 8")
    assert got.value.raw == "mean 43.5 (SD 16.8); n=8"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("15/26", KofN(k=15, n=26)),
        ("12 of 15", KofN(k=12, n=15)),
        ("12 out of 15", KofN(k=12, n=15)),
        ("12 of the 15 patients", KofN(k=12, n=15, kind=CountKind.PATIENTS)),
        ("Three of the eleven patients", KofN(k=3, n=11, kind=CountKind.PATIENTS)),
        ("25/35 (71.4%)", KofN(k=25, n=35, percent=Decimal("71.4"))),
        (
            "25 of 35 patients (71.4%)",
            KofN(k=25, n=35, percent=Decimal("71.4"), kind=CountKind.PATIENTS),
        ),
        ("71.4% (25/35)", KofN(k=25, n=35, percent=Decimal("71.4"))),
        ("12 (80%)", KofN(k=12, percent=Decimal("80"))),
        ("12", KofN(k=12)),
        ("80%", KofN(percent=Decimal("80"))),
        ("80 per cent", KofN(percent=Decimal("80"))),
        (
            "8/19 (42.0%, 95% CI 19.6-64.6)",
            KofN(
                k=8,
                n=19,
                percent=Decimal("42.0"),
                low=Decimal("19.6"),
                high=Decimal("64.6"),
            ),
        ),
        (
            "8/19; 42.0% (95% CI 19.6% to 64.6%)",
            KofN(
                k=8,
                n=19,
                percent=Decimal("42.0"),
                low=Decimal("19.6"),
                high=Decimal("64.6"),
            ),
        ),
        ("2/15 infusions", KofN(k=2, n=15, kind=CountKind.INFUSIONS)),
        (">2/3", KofN(op=Operator.GT, k=2, n=3)),
        ("more than 2/3", KofN(op=Operator.GT, k=2, n=3)),
        (">80%", KofN(op=Operator.GT, percent=Decimal("80"))),
        ("53% of responders", KofN(percent=Decimal("53"), kind=CountKind.RESPONDERS)),
        ("9/12 [ever treated]", KofN(k=9, n=12, of_set="ever treated")),
        ("0/11", KofN(k=0, n=11)),
    ],
)
def test_counts_of_a_whole(printed, expected):
    assert value(read_kofn(printed)) == expected


def test_the_printed_digits_of_a_percentage_are_kept():
    assert str(value(read_kofn("8/19 (42.0%)")).percent) == "42.0"


def test_the_fields_kind_fills_in_where_the_text_is_silent():
    assert value(read_kofn("2/15", kind=CountKind.PATIENTS)).kind is CountKind.PATIENTS
    got = value(read_kofn("2/15 infusions", kind=CountKind.PATIENTS))
    assert got.kind is CountKind.INFUSIONS


@pytest.mark.parametrize(
    "printed",
    ["2.5/8", "-1/8", "2/15/3", "2/15 13% 14%", "many", "a/b", "1-2/8", "patients"],
)
def test_counts_of_a_whole_that_are_refused(printed):
    sentence(read_kofn(printed))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "from 35 to 12 mg/day",
            Change(direction=Direction.FROM_TO, before=35, after=12, unit="mg/day"),
        ),
        ("35 -> 12", Change(direction=Direction.FROM_TO, before=35, after=12)),
        (
            "35 mg/day \u2192 12 mg/day",
            Change(direction=Direction.FROM_TO, before=35, after=12, unit="mg/day"),
        ),
        ("fell from 61% to 72% of predicted", None),
        (
            "from 35 to 12 (-66%)",
            Change(direction=Direction.FROM_TO, before=35, after=12, percent=-66),
        ),
        ("to 10", Change(direction=Direction.TO, after=10)),
        (
            "reduced to 7.5 mg/day",
            Change(direction=Direction.TO, after=Decimal("7.5"), unit="mg/day"),
        ),
        ("reduced by 36 mg/day", Change(direction=Direction.BY, by=-36, unit="mg/day")),
        ("fell by 36", Change(direction=Direction.BY, by=-36)),
        ("reduction of 36", Change(direction=Direction.BY, by=-36)),
        (
            "rose by 4.2 points",
            Change(direction=Direction.BY, by=Decimal("4.2"), unit="points"),
        ),
        ("by -36 mg/day", Change(direction=Direction.BY, by=-36, unit="mg/day")),
        ("\u221236 mg/day", Change(direction=Direction.BY, by=-36, unit="mg/day")),
        ("+4.2", Change(direction=Direction.BY, by=Decimal("4.2"))),
        ("-47%", Change(direction=Direction.PERCENT, percent=-47)),
        ("down by 47%", Change(direction=Direction.PERCENT, percent=-47)),
        ("47% reduction", Change(direction=Direction.PERCENT, percent=-47)),
        (
            "by or to 47.1 mg/day",
            Change(direction=Direction.UNCLEAR, after=Decimal("47.1"), unit="mg/day"),
        ),
    ],
)
def test_changes(printed, expected):
    got = read_change(printed)
    if expected is None:
        sentence(got)
    else:
        assert value(got) == expected


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("36", "which way"),
        ("by 36 mg/day", "which way"),
        ("47%", "which way"),
        ("35 to 12", "from 35 to 12"),
        ("from 35 to 12 (66%)", "which way"),
        ("down by -36", "both a sign and a word"),
        ("from 35 mg/day to 12 mg/week", "two units"),
        ("from 35", "not understood"),
    ],
)
def test_changes_that_are_refused(printed, named):
    assert named in sentence(read_change(printed))


def test_a_field_that_is_a_reduction_reads_a_bare_by():
    got = value(read_change("by 36 mg/day", unit="mg/day", fall=True))
    assert got == Change(direction=Direction.BY, by=-36)
    assert value(read_change("by 47%", fall=True)).percent == -47
    assert value(read_change("by 4", fall=False)).by == 4


def point(amount, unit, **more):
    return TimePoint(value=amount, unit=unit, **more)


DAY, WEEK, MONTH, YEAR = TimeUnit.DAY, TimeUnit.WEEK, TimeUnit.MONTH, TimeUnit.YEAR


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("monthly", point(1, MONTH)),
        ("each month", point(1, MONTH)),
        ("weekly", point(1, WEEK)),
        ("every 4 weeks", point(4, WEEK)),
        ("every four weeks", point(4, WEEK)),
        ("every other week", point(2, WEEK)),
        ("q4w", point(4, WEEK)),
        ("q4wk", point(4, WEEK)),
        ("q 4 weeks", point(4, WEEK)),
        ("4-weekly", point(4, WEEK)),
        ("3-week interval", point(3, WEEK)),
        ("six to eight weeks apart", point(6, WEEK, high=8)),
        ("12 weeks", point(12, WEEK)),
        ("4-6 months", point(4, MONTH, high=6)),
        ("4 to 6 months", point(4, MONTH, high=6)),
        ("week 16", point(16, WEEK)),
        ("at week 16", point(16, WEEK)),
        ("infusion 3", point(3, TimeUnit.INFUSION)),
        ("infusion no. 3", point(3, TimeUnit.INFUSION)),
        ("3rd infusion", point(3, TimeUnit.INFUSION)),
        ("3 months from first infusion", point(3, MONTH, anchor=Anchor.FIRST_INFUSION)),
        ("2 years from diagnosis", point(2, YEAR, anchor=Anchor.DIAGNOSIS)),
        ("5 days after the last infusion", point(5, DAY, anchor=Anchor.LAST_INFUSION)),
        ("4 years since disease onset", point(4, YEAR, anchor=Anchor.ONSET)),
        ("baseline", TimePoint(value=0, anchor=Anchor.BASELINE)),
        (">= 6 weeks", point(6, WEEK, op=Operator.GE)),
        ("at least 3 years", point(3, YEAR, op=Operator.GE)),
        ("up to 4 years", point(4, YEAR, op=Operator.LE)),
        ("24.6 months", point(Decimal("24.6"), MONTH)),
    ],
)
def test_times(printed, expected):
    assert value(read_time(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("24", "of what"),
        ("biweekly", "two meanings"),
        ("1 month to 3 years", "not understood"),
        ("6-4 months", "backwards"),
        ("soon", "not understood"),
        ("half a year", "not understood"),
    ],
)
def test_times_that_are_refused(printed, named):
    assert named in sentence(read_time(printed))


def test_spans():
    assert value(read_span("5")) == Span(low=5, high=5)
    assert value(read_span("2\u20135")) == Span(low=2, high=5)
    assert value(read_span("2 to 5 consecutive days")) == Span(low=2, high=5)
    got = read_span("2 or 5")
    assert value(got) == Span(low=2, high=5)
    assert isinstance(got, Reading)
    assert got.tokens == ("2 to 5 (printed as 2 or 5)",)
    for printed in ("5-2", "2.5", "-1", "2, 5", "2-5-8"):
        sentence(read_span(printed))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("p<0.05", Measure(op=Operator.LT, value=Decimal("0.05"))),
        ("P = .018", Measure(value=Decimal("0.018"))),
        ("P-value 0.03", Measure(value=Decimal("0.03"))),
        ("<0.018", Measure(op=Operator.LT, value=Decimal("0.018"))),
        ("p \u2264 0.001", Measure(op=Operator.LE, value=Decimal("0.001"))),
        ("0.2", Measure(value=Decimal("0.2"))),
    ],
)
def test_measures(printed, expected):
    assert value(read_measure(printed)) == expected


def test_words_for_significance_are_no_measure():
    for printed in ("NS", "n.s.", "p = NS", "not significant", "significant"):
        assert "gives no number" in sentence(read_measure(printed))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "RR 1.56 (95% CI 1.05-2.33), p=0.03",
            Effect(
                type=EffectType.RR,
                estimate=Decimal("1.56"),
                low=Decimal("1.05"),
                high=Decimal("2.33"),
                p=Decimal("0.03"),
            ),
        ),
        (
            "MD \u22128.2 (\u221211.5 to \u22124.9); P<.0001",
            Effect(
                type=EffectType.MD,
                estimate=Decimal("-8.2"),
                low=Decimal("-11.5"),
                high=Decimal("-4.9"),
                p=Decimal("0.0001"),
                p_op=Operator.LT,
            ),
        ),
        (
            "hazard ratio 1.65 (1.02\u20132.68)",
            Effect(
                type=EffectType.HR,
                estimate=Decimal("1.65"),
                low=Decimal("1.02"),
                high=Decimal("2.68"),
            ),
        ),
        ("p<0.0001", Effect(p=Decimal("0.0001"), p_op=Operator.LT)),
        ("-8.2", Effect(estimate=Decimal("-8.2"))),
    ],
)
def test_effects(printed, expected):
    assert value(read_effect(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2012", "2012"),
        ("2012-03", "2012-03"),
        ("2012-3", "2012-03"),
        ("2012-03-05", "2012-03-05"),
        ("March 2012", "2012-03"),
        ("Mar. 2012", "2012-03"),
        ("5 March 2012", "2012-03-05"),
        ("March 5, 2012", "2012-03-05"),
        ("03/2012", "2012-03"),
        ("2012\u5e743\u6708", "2012-03"),
        ("\uff12\uff10\uff11\uff12", "2012"),
        ("2012-02-29", "2012-02-29"),
    ],
)
def test_dates(printed, expected):
    assert value(read_date(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ("2012-13-40", "no month 13"),
        ("2012-02-30", "no day 30"),
        ("0000", "no year"),
        ("05/03/2012", "2012-03-05 or 2012-05-03"),
        ("25/03/2012", "2012-03-25"),
        ("32/13/2026", "no month 32"),
        ("31/02/2026", "no day 31"),
        ("12", "not understood"),
        ("yesterday", "not understood"),
    ],
)
def test_dates_that_are_refused(printed, named):
    assert named in sentence(read_date(printed))


def test_lists_keep_items_with_semicolons():
    items = ("one; two", 'said "three"', "four")
    assert split_list(join_list(items)) == items
    assert value(read_list("3; 4\n5", read_count)) == (3, 4, 5)
    assert "x" in sentence(read_list("3; x", read_count))
    sentence(split_list("a;" * 600_000))


@pytest.mark.parametrize("text", ["2/15 inf", "2 of 15 Inf."])
def test_infusions_cut_short_say_what_is_read(text):
    problem = read_kofn(text)
    assert isinstance(problem, Problem)
    assert "such as 2/15 infusions" in problem.message
    assert "choose a reason" not in problem.message
