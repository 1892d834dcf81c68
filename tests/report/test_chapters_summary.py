"""The numbers of the summary, counted again from the facts the example is built of."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from ivig_abstractor.model.codes import Panel, ReviewBucket
from ivig_abstractor.report import blocks as b
from ivig_abstractor.report.chapter_summary import generate
from ivig_abstractor.report.chapters import build_document
from ivig_abstractor.report.completeness import completeness
from ivig_abstractor.report.summary import Patients, Usual, count_patients, summarise
from tests.report.conftest import (
    a_report,
    a_study,
    blank_study,
    full_study,
    half_missing_study,
    texts,
)

PANELS = {
    Panel.STRENGTH: (("strength_pre",), ("strength_p_text", "strength_pre")),
    Panel.CK: (("ck_pre",), ("ck_pre", "ck_text")),
    Panel.LUNG: ((), ("lung_text",)),
    Panel.OESOPHAGUS: ((), ("esophageal_text",)),
    Panel.STEROID_SPARING: ((), ("steroid_text",)),
}


@pytest.fixture(scope="module")
def facts(example_facts):
    """The facts of the studies the founding review could have included."""
    return [one for one in example_facts.values() if one["scope"] == "in_scope"]


@pytest.fixture(scope="module")
def summary(example_report):
    return summarise(example_report)


def seen(one, key):
    """A fact that was seen on a page, not worked out by the collector."""
    return one[key] if key not in one["derived_fields"] else None


def test_studies_by_design(summary, facts, example_facts):
    assert summary.included == len(facts)
    assert summary.excluded == len(example_facts) - len(facts)
    trials = [one for one in facts if str(one["design_code"]).startswith("RCT")]
    open_ones = [one for one in facts if one["design_code"] == "BEFORE_AFTER"]
    looking_back = [
        one
        for one in facts
        if one["design_code"] == "CASE_SERIES"
        and re.search(r"\bretrospective\b", one["design_reported"])
    ]
    assert summary.buckets[ReviewBucket.RCT] == len(trials)
    assert summary.buckets[ReviewBucket.PROSPECTIVE_OPEN] == len(open_ones)
    assert summary.buckets[ReviewBucket.RETROSPECTIVE] == len(looking_back)
    assert sum(summary.buckets.values()) == len(facts)


def test_patients_with_and_without_overlap(summary, facts):
    stating = [one for one in facts if seen(one, "n_enrolled") is not None]
    largest = Counter()
    alone = 0
    for one in stating:
        group = one["overlap_group"]
        if group:
            largest[group] = max(largest[group], one["n_enrolled"])
        else:
            alone += one["n_enrolled"]
    assert summary.patients == Patients(
        total=sum(one["n_enrolled"] for one in stating),
        without_overlap=alone + sum(largest.values()),
        stating=len(stating),
        groups=len(largest),
    )
    assert summary.patients.without_overlap < summary.patients.total


def usual_of(values):
    counts = Counter(value for value in values if value is not None)
    most = max(counts.values())
    common = tuple(sorted(one for one, count in counts.items() if count == most))
    return common, most, sum(counts.values())


def test_usual_dose_days_and_interval(summary, facts):
    doses, count, stated = usual_of(one["dose_g_per_kg_per_course"] for one in facts)
    texts_of = tuple(f"{Decimal(str(one)).normalize():f} g/kg" for one in doses)
    assert summary.dose == Usual(texts_of, count, stated)
    days, count, stated = usual_of(one["days_per_course"] for one in facts)
    assert summary.days == Usual(tuple(map(str, days)), count, stated)
    monthly = [one for one in facts if one["interval_text"] == "monthly"]
    assert summary.interval == Usual(("1 month",), len(monthly), len(monthly))
    lengths = [one for one in facts if one["course_duration_months_min"] is not None]
    assert summary.length.stated == len(lengths)


@pytest.mark.parametrize("panel", Panel)
def test_studies_that_say_anything_on_a_panel(summary, facts, panel):
    _numbers, anything = PANELS[panel]
    # A text that only says where no result was seen says nothing of the panel.
    saying = [
        one
        for one in facts
        if any(
            one[key] is not None and "result not in" not in str(one[key])
            for key in anything
        )
    ]
    assert summary.panels[panel].any == len(saying)
    assert summary.panels[panel].silent == len(facts) - len(saying)


@pytest.mark.parametrize("panel", [Panel.STRENGTH, Panel.CK])
def test_studies_with_numbers_before_and_after(summary, facts, panel):
    numbers, _anything = PANELS[panel]
    counting = [one for one in facts if any(one[key] is not None for key in numbers)]
    assert summary.panels[panel].numbers == len(counting)


def test_responders(summary, facts):
    shares = []
    for one in facts:
        if seen(one, "responders_n") is not None:
            share = Decimal(100 * one["responders_n"]) / one["responders_denominator"]
            shares.append(share.quantize(Decimal("0.1")))
        elif one["responders_pct_reported"]:
            printed = re.match(r"[\d.]+", one["responders_pct_reported"])
            shares.append(Decimal(printed.group(0)))
    assert summary.responses.studies == len(shares)
    assert summary.responses.low == min(shares)
    assert summary.responses.high == max(shares)


def test_deaths(summary, facts):
    deaths = [n for one in facts if (n := seen(one, "deaths_n")) is not None]
    assert summary.harm.deaths_stated == len(deaths)
    assert summary.harm.deaths == sum(deaths)
    telling = ("ae_text", "sae_text", "withdrawals_text", "ae_patients_n")
    silent = [
        one
        for one in facts
        if seen(one, "deaths_n") is None and not any(one[key] for key in telling)
    ]
    assert summary.harm.silent == len(silent)


def test_completeness_counts_every_asked_field_once(example_report):
    for one in completeness(example_report):
        assert one.asked == one.values + one.absent + one.unread + one.blank
        assert 0 <= one.share <= 1


def test_the_page_says_these_numbers_and_links_them(example_report, summary):
    blocks = build_document(example_report).blocks
    paragraph = next(one for one in blocks if isinstance(one, b.Paragraph))
    said = b.text_of(paragraph.runs)
    assert said.startswith(f"{summary.included} studies are included and ")
    assert f"enrolled {summary.patients.total} patients" in said
    assert f"leaves {summary.patients.without_overlap}." in said
    assert f"most often 2 g/kg, in {summary.dose.count} of the " in said
    numbers = [run for run in paragraph.runs if run.style is b.Style.ACCENT]
    assert all(run.target for run in numbers)
    assert not re.search(r"\d", "".join(r.text for r in paragraph.runs if not r.target))


def test_a_group_of_overlap_counts_its_largest_study():
    def study(number, enrolled, group):
        return a_study(
            f"s{number}",
            **{
                "population.n_enrolled": str(enrolled),
                "identification.overlap_group": group,
            },
        )

    counted = count_patients(
        [
            study(1, 15, "PITIE"),
            study(2, 35, "pitie "),
            study(3, 20, "none"),
            study(4, 7, "none"),
            blank_study(),
        ]
    )
    assert counted == Patients(total=77, without_overlap=62, stating=4, groups=1)


def test_nothing_is_said_that_no_study_states():
    said = texts(generate(a_report(blank_study(), half_missing_study())))
    assert "patients." not in said.partition("What the data cannot say")[0]
    assert "g/kg" not in said
    assert "most often" not in said
    assert "deaths are counted" not in said
    assert "Of the 2 studies, 2 do not state the number of patients" in said
    assert "2 studies say nothing of harm; that is not a zero." in said


def test_one_study_is_told_in_the_singular():
    said = texts(generate(a_report(full_study())))
    assert said.splitlines()[1].startswith("1 study is included and 0 excluded.")
    assert "The dose per course is 2 g/kg in the 1 study that states it." in said
    assert "By design there are 1 prospective open study." in said
    assert "The full text of 1 study was read." in said


def test_ties_are_all_named():
    def study(number, dose):
        at = "arms[a1].phases[p1].dose"
        return a_study(
            f"s{number}",
            **{
                f"{at}.expression": "PER_COURSE",
                f"{at}.value": dose,
                f"{at}.unit": "g/kg",
            },
        )

    tied = [study(1, "1"), study(2, "1.0"), study(3, "2"), study(4, "2")]
    said = texts(generate(a_report(*tied)))
    assert "is most often 1 g/kg or 2 g/kg, each in 2 of the 4 studies" in said
    said = texts(generate(a_report(study(1, "1"), study(2, "2"))))
    assert "The dose per course differs in each of the 2 studies" in said
