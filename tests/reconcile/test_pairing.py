"""Rows of several reviewers are paired by what they say, whatever their order."""

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivig_abstractor.model.abstraction import ROW, Abstraction
from ivig_abstractor.model.field import Comparison
from ivig_abstractor.model.form import the_form
from ivig_abstractor.reconcile import features, weights
from ivig_abstractor.reconcile.assignment import best_pairs
from ivig_abstractor.reconcile.features import Sheet
from ivig_abstractor.reconcile.pairing import Decided, align
from ivig_abstractor.reconcile.scoring import Scores
from ivig_abstractor.reconcile.weights import PAIRING_THRESHOLD, row_patterns
from tests.reconcile.two_sides import a_side, pairs, renamed, rows

TWO_ARMS = rows(
    "arms",
    {"arm.name": "IVIG 2 g/kg", "arm.role": "IVIG", "arm.n_treated": "8"},
    {"arm.name": "Placebo", "arm.role": "COMPARATOR", "arm.n_treated": "7"},
)
STRENGTH = {
    "arm": "a1",
    "outcome_code": "STRENGTH",
    "time": "12 weeks",
    "before": "mean 74.5 (SD 12.0)",
    "after": "mean 84.7 (SD 10.1)",
}


def trial(reviewer: str = "a") -> Abstraction:
    """Two arms with their doses, five outcome rows and three adverse effects."""
    dose = {
        "arms[a1].phases[p1].dose.phase_label": "INDUCTION",
        "arms[a1].phases[p1].dose.value": "2",
        "arms[a1].phases[p1].dose.unit": "g/kg",
        "arms[a1].phases[p2].dose.phase_label": "MAINTENANCE",
        "arms[a1].phases[p2].dose.value": "1",
        "arms[a1].phases[p2].dose.unit": "g/kg",
        "arms[a1].phases[p2].course.stop_reason[x1].reason": "ADVERSE",
        "arms[a1].phases[p3].dose.phase_label": "RESCUE",
    }
    outcomes = rows(
        "outcomes.rows",
        STRENGTH,
        STRENGTH | {"arm": "a2", "after": "mean 74.9 (SD 12.2)"},
        STRENGTH | {"time": "24 weeks", "after": "mean 86.1 (SD 9.9)"},
        {"arm": "a1", "outcome_code": "RESPONSE", "responders": "9/12 (75%)"},
        {"arm": "a2", "outcome_code": "RESPONSE", "responders": "3/11"},
    )
    effects = rows(
        "adverse_effects.rows",
        {"arm": "a1", "preferred_term": "Headache", "patients": "5/12"},
        {"arm": "a2", "preferred_term": "Headache", "patients": "1/11"},
        {"arm": "a1", "preferred_term": "Pyrexia", "patients": "2/12"},
    )
    return a_side(reviewer, **TWO_ARMS, **dose, **outcomes, **effects)


def of(alignment, path: str) -> tuple[str | None, ...]:
    return next(one.rows for one in alignment.rows if path in one.rows)


def test_every_row_of_a_copy_is_paired_with_itself():
    first = trial()
    second = renamed(first, "b", seed=4)
    third = renamed(second, "c", seed=9)

    alignment = align([first, second, third])

    assert all(one.is_paired and one.score == 1 for one in alignment.rows)
    assert len(alignment.rows) == 14
    arms = {one.path: one for one in alignment.rows if one.container == "arms"}
    for side, there in enumerate((first, second, third)):
        names = [
            there.get(f"{alignment.own_path(side, path)}.arm.name") for path in arms
        ]
        assert names == ["IVIG 2 g/kg", "Placebo"]


def test_rows_stand_in_form_order_under_the_ids_of_the_first():
    alignment = align([trial(), renamed(trial(), "b")])

    assert [one.path for one in alignment.rows] == [
        "arms[a1]",
        "arms[a2]",
        "arms[a1].phases[p1]",
        "arms[a1].phases[p2]",
        "arms[a1].phases[p3]",
        "arms[a1].phases[p2].course.stop_reason[x1]",
        *(f"outcomes.rows[o{n}]" for n in range(1, 6)),
        *(f"adverse_effects.rows[a{n}]" for n in range(1, 4)),
    ]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_neither_the_order_of_rows_nor_that_of_reviewers_matters(one, other):
    first, second = renamed(trial(), "a", one), renamed(changed(), "b", other)

    there = {rows[::-1] for rows in pairs(align([second, first]))}

    assert pairs(align([first, second])) == there
    assert len(there) == 15


def changed() -> Abstraction:
    """The trial with slips: an SD, an arm's name, a unit; one row less, one more."""
    side = trial()
    entries = {
        (path, facet): value
        for (path, facet), value in side.entries.items()
        if not path.startswith("outcomes.rows[o5]")
    }
    entries["arms[a1].arm.name", "answer"] = "Immune globulin"
    entries["arms[a1].phases[p1].dose.value", "answer"] = "2000"
    entries["arms[a1].phases[p1].dose.unit", "answer"] = "mg/kg"
    entries["outcomes.rows[o1].before", "answer"] = {
        "raw": "mean 74.5 (SD 21.0)",
        "central_type": "MEAN",
        "central": "74.5",
        "dispersion": "SD",
        "spread": "21.0",
    }
    entries["outcomes.rows[o9]", ROW] = "o9"
    entries["outcomes.rows[o9].outcome_code", "answer"] = "LUNG"
    listed = [(path, facet, value) for (path, facet), value in entries.items()]
    return Abstraction("s1", "b", listed)


def test_slips_still_pair_and_rows_of_one_reviewer_stay_alone():
    second = changed()

    alignment = align([trial(), second])

    by_path = {one.path: one for one in alignment.rows}
    assert of(alignment, "arms[a1]") == ("arms[a1]", "arms[a1]")
    assert "2 g/kg = 2000 mg/kg" in by_path["arms[a1].phases[p1]"].reasons
    mistyped = by_path["outcomes.rows[o1]"]
    assert mistyped.rows == ("outcomes.rows[o1]", "outcomes.rows[o1]")
    assert mistyped.how == "proposed"
    assert 0.8 < mistyped.score < 1
    assert "Outcome same" in mistyped.reasons
    assert "Arm same" in mistyped.reasons
    assert by_path["outcomes.rows[o5]"].rows == ("outcomes.rows[o5]", None)
    assert by_path["outcomes.rows[o9]"].rows == (None, "outcomes.rows[o9]")
    assert by_path["outcomes.rows[o9]"].how == "single"


def test_the_other_reviewers_id_gives_way_where_it_is_taken():
    first = a_side(**rows("population.subtypes", {"code": "DM", "patients": "8"}))
    second = a_side(
        "b",
        **rows(
            "population.subtypes",
            {"code": "IBM", "patients": "3"},
            {"code": "DM", "patients": "8"},
        ),
    )

    alignment = align([first, second])

    assert {one.path: one.rows for one in alignment.rows} == {
        "population.subtypes[p1]": (
            "population.subtypes[p1]",
            "population.subtypes[p2]",
        ),
        "population.subtypes[p1-2]": (None, "population.subtypes[p1]"),
    }
    own = "population.subtypes[p1].code"
    assert alignment.consensus_path(1, own) == "population.subtypes[p1-2].code"
    assert alignment.own_path(1, "population.subtypes[p1-2].code") == own
    assert alignment.own_path(0, "population.subtypes[p1-2].code") == ""
    assert alignment.own_path(0, "population.age") == "population.age"


def test_swapped_arms_are_said_and_arms_are_translated():
    second = a_side(
        "b",
        **rows(
            "arms",
            {"arm.name": "Saline", "arm.role": "COMPARATOR", "arm.n_treated": "7"},
            {"arm.name": "IVIg", "arm.role": "IVIG", "arm.n_treated": "8"},
        ),
    )

    alignment = align([a_side(**TWO_ARMS), second])

    assert of(alignment, "arms[a1]") == ("arms[a1]", "arms[a2]")
    assert alignment.consensus_row(1, "a2") == "a1"
    assert alignment.consensus_row(1, "gone") == ""
    assert alignment.remarks == (
        "Order differs: A's arm 1 (“IVIG 2 g/kg”) is B's arm 2.",
        "Order differs: A's arm 2 (“Placebo”) is B's arm 1.",
    )


def test_rows_that_name_each_others_arm_are_said():
    lung = {"outcome_code": "LUNG", "before": "61.2 ± 8.8", "raw": "FVC rose a little"}
    death = {"outcome_code": "SURVIVAL", "responders": "1/7", "raw": "one patient died"}
    both = [
        rows("outcomes.rows", lung | {"arm": one}, death | {"arm": other})
        for one, other in (("a1", "a2"), ("a2", "a1"))
    ]

    first, second = (a_side(**TWO_ARMS, **said) for said in both)
    remarks = align([first, second]).remarks

    said = "The arms “IVIG 2 g/kg” and “Placebo” look exchanged: in 2 of 2 paired rows"
    assert remarks == (f"{said} B names the other one.",)


def test_what_was_decided_by_hand_holds():
    first, second = trial(), trial("b")
    decided = Decided(
        together=frozenset({("o1", "o4")}),
        confirmed=frozenset({("o2", "o2")}),
        apart=frozenset({("o3", "o3"), ("a1", "a1")}),
    )

    alignment = align([first, second], decided)

    by_path = {one.path: one for one in alignment.rows}
    drawn = by_path["outcomes.rows[o1]"]
    assert drawn.rows == ("outcomes.rows[o1]", "outcomes.rows[o4]")
    assert (drawn.how, by_path["outcomes.rows[o2]"].how) == ("drawn", "confirmed")
    assert drawn.score < 0.5
    assert by_path["arms[a1]"].rows == ("arms[a1]", None)
    assert by_path["outcomes.rows[o3]"].rows[1] != "outcomes.rows[o3]"
    # Nothing inside an arm that stands alone is paired, and nothing is lost.
    assert by_path["arms[a1].phases[p1]"].rows == ("arms[a1].phases[p1]", None)
    assert_nothing_is_dropped(alignment, [first, second])


def test_a_pair_drawn_across_arms_holds_too():
    first, second = trial(), trial("b")
    entries = [(path, facet, value) for (path, facet), value in second.entries.items()]
    entries += [
        ("arms[a2].phases[q9]", ROW, "q9"),
        ("arms[a2].phases[q9].dose.value", "answer", "1"),
    ]
    second = Abstraction("s1", "b", entries)

    alignment = align([first, second], Decided(together=frozenset({("p2", "q9")})))

    assert of(alignment, "arms[a1].phases[p2]")[1] == "arms[a2].phases[q9]"
    assert_nothing_is_dropped(alignment, [first, second])


def assert_nothing_is_dropped(alignment, sides) -> None:
    for side, there in enumerate(sides):
        listed = [one.rows[side] for one in alignment.rows if one.rows[side]]
        live = [
            row
            for pattern in row_patterns(there.form)
            for row in Sheet(there).rows(pattern)
        ]
        assert sorted(listed) == sorted(live)
    paths = [one.path for one in alignment.rows]
    assert len(set(paths)) == len(paths)


def test_of_three_reviewers_each_is_held_against_those_before():
    second = renamed(changed(), "b", 3)
    third = renamed(trial(), "c", 5)

    alignment = align([trial(), second, third])

    by_path = {one.path: one for one in alignment.rows}
    assert by_path["outcomes.rows[o5]"].rows[1] is None
    assert by_path["outcomes.rows[o5]"].rows[2] is not None
    lung = [one for one in alignment.rows if one.rows[0] is None]
    assert [one.rows[2] for one in lung] == [None]
    assert lung[0].path == lung[0].rows[1]
    assert_nothing_is_dropped(alignment, [trial(), second, third])


def test_the_last_rows_left_are_paired_unless_they_say_that_they_are_two():
    known = {"code": "DM", "patients": "8"}
    first = a_side(**rows("population.subtypes", known, {"code": "PM"}))
    second = a_side("b", **rows("population.subtypes", known, {"patients": "7"}))
    other = a_side("c", **rows("population.subtypes", known, {"code": "IBM"}))

    left = align([first, second])

    assert of(left, "population.subtypes[p2]")[1] == "population.subtypes[p2]"
    assert left.rows[1].reasons[0] == "The only ones left on both sides"
    assert not align([first, other]).rows[1].is_paired
    parted = Decided(apart=frozenset({("p2", "p2")}))
    assert not align([first, second], parted).rows[1].is_paired


def test_rows_that_say_the_same_are_paired_one_to_one():
    twice = a_side(**rows("outcomes.rows", STRENGTH, STRENGTH), **TWO_ARMS)

    alignment = align([twice, renamed(twice, "b")])

    assert all(one.is_paired for one in alignment.rows)


def test_rows_with_nothing_in_them_pair_and_say_so():
    first, second = (
        Abstraction("s1", who, [(f"assessments[{who}]", ROW, "a")]) for who in "ab"
    )

    (pair,) = align([first, second]).rows

    assert pair.rows == ("assessments[a]", "assessments[b]")
    assert pair.reasons == ("Nothing is answered in either",)


def test_assessments_pair_by_their_outcome():
    judged = {"bias.tool": "NOS_COHORT", "bias.nos_cohort_s1": "1"}
    strength = judged | {"bias.outcome": "STRENGTH"}
    lung = judged | {"bias.outcome": "LUNG", "bias.nos_cohort_s2": "1"}
    first = a_side(**rows("assessments", strength, lung))
    second = a_side("b", **rows("assessments", lung, strength))

    assert of(align([first, second]), "assessments[a1]")[1] == "assessments[a2]"


def test_rows_that_the_first_of_three_lacks_are_paired_between_the_others():
    known = rows("population.subtypes", {"code": "DM", "patients": "8"})

    alignment = align([a_side(), a_side("b", **known), a_side("c", **known)])

    (pair,) = alignment.rows
    at = "population.subtypes[p1]"
    assert (pair.path, pair.rows, pair.how) == (at, (None, at, at), "proposed")


def test_arms_that_say_the_same_are_told_apart_by_what_is_said_of_them():
    arms = {"arm.role": "IVIG"}, {"arm.role": "IVIG"}
    dose = {"arms[a1].phases[p1].dose.value": "1"}
    named = rows("outcomes.rows", {"arm": "a2", "outcome_code": "LUNG", "n": "4"})
    first = a_side(**rows("arms", *arms), **dose, **named)

    for seed in range(4):
        second = renamed(first, "b", seed)
        alignment = align([first, second])
        phase = of(alignment, "arms[a1].phases[p1]")[1]
        assert phase is not None
        assert phase.startswith(f"{of(alignment, 'arms[a1]')[1]}.")


def test_fields_that_are_not_compared_do_not_count_in_pairing():
    spec = the_form().field("population.subtypes[].printed")
    silent = replace(spec, item=replace(spec.item, compare=Comparison.NONE))

    assert weights._weight(silent, "").match == 0
    assert weights._weight(spec, "").match > 0


def test_rows_that_quote_the_same_words_belong_together():
    quoted = "Serum CK fell in all patients but one", "FVC rose in four patients"
    sides = []
    for who, order in (("a", (0, 1)), ("b", (1, 0))):
        side = a_side(
            who, **rows("outcomes.rows", *({"n": str(8 + at)} for at in order))
        )
        for number, at in enumerate(order, start=1):
            path = f"outcomes.rows[o{number}].n"
            side.put(path, "answer", 8)
            side.put(
                path, "evidence", [{"quotation": quoted[at], "locator": f"p. {at}"}]
            )
        sides.append(side)

    alignment = align(sides)

    assert of(alignment, "outcomes.rows[o1]")[1] == "outcomes.rows[o2]"
    assert "Evidence same" in alignment.rows[0].reasons


def test_several_choices_are_pieces():
    assert features._pieces(("A", "B")) == frozenset({"a", "b"})
    assert features._pieces(()) is None


def test_removed_rows_are_nobodys():
    first = trial()
    second = trial("b")
    second.put("outcomes.rows[o1]", ROW, None)

    alignment = align([first, second])

    assert of(alignment, "outcomes.rows[o1]") == ("outcomes.rows[o1]", None)


def test_an_alignment_of_nothing_translates_what_lies_in_no_row():
    alignment = align([a_side(), a_side("b")])

    assert alignment.rows == ()
    assert alignment.own_path(1, "population.age") == "population.age"
    assert alignment.consensus_path(1, "arms[x].arm.name") == ""
    assert alignment.consensus_row(1, "x") == ""
    assert alignment.row("arms[x]") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IVIG", "intravenous immunoglobulin"),
        ("Placebo", "placebo group"),
        ("IVMP + IVIG", "IVMP plus immune globulin"),
        ("Glucocorticoids", "Steroid"),
    ],
)
def test_other_names_of_one_arm_pair(one, other):
    first = a_side(**rows("arms", {"arm.name": one}, {"arm.name": "Rituximab"}))
    second = a_side("b", **rows("arms", {"arm.name": "Rituximab"}, {"arm.name": other}))

    assert of(align([first, second]), "arms[a1]")[1] == "arms[a2]"


gains = st.integers(1, 7).flatmap(
    lambda width: st.lists(
        st.lists(
            st.integers(-4096, 4096).map(lambda n: n / 4096),
            min_size=width,
            max_size=width,
        ),
        min_size=1,
        max_size=7,
    )
)


def brute_force(table: list[list[float]]) -> float:
    """The greatest sum over all ways to give each row a column, or none."""
    if len(table) > len(table[0]):
        table = [list(line) for line in zip(*table, strict=True)]
    return max(
        sum(max(line[to], 0) for line, to in zip(table, chosen, strict=True))
        for chosen in permutations(range(len(table[0])), len(table))
    )


@given(gains)
@settings(max_examples=60, deadline=None)
def test_the_assignment_is_as_good_as_brute_force(table):
    found = best_pairs(table)

    assert len({row for row, _column in found}) == len(found)
    assert len({column for _row, column in found}) == len(found)
    assert all(table[row][column] > 0 for row, column in found)
    assert sum(table[row][column] for row, column in found) == brute_force(table)


def test_there_is_nothing_to_assign_without_rows():
    assert best_pairs([]) == []
    assert best_pairs([[]]) == []


effects = st.lists(
    st.fixed_dictionaries(
        {
            "preferred_term": st.sampled_from(["Headache", "Nausea", "Rash", "Chills"]),
            "patients": st.sampled_from(["1/20", "2/20", "12/20", "3/21"]),
            "severity": st.sampled_from(["MILD", "SEVERE"]),
        },
        optional={"arm": st.sampled_from(["a1", "a2"]), "n_events": st.just("4")},
    ),
    min_size=1,
    max_size=7,
)


@given(effects, effects, st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_pairs_of_rows_have_the_best_sum_of_all_and_do_not_depend_on_order(
    mine, theirs, seed
):
    container = "adverse_effects.rows"
    first = a_side(**TWO_ARMS, **rows(container, *mine))
    second = a_side("b", **TWO_ARMS, **rows(container, *theirs))

    alignment = align([first, second])

    sheets = [Sheet(first), Sheet(second)]
    for sheet in sheets:
        sheet.arm_names = {"a1": "arms[a1]", "a2": "arms[a2]"}
    listed = [sheet.rows("adverse_effects.rows[]") for sheet in sheets]
    scores = Scores(sheets[0], listed[0], sheets[1], listed[1]).matrix
    over = (scores - PAIRING_THRESHOLD).tolist()
    paired = [
        (listed[0].index(one.rows[0]), listed[1].index(one.rows[1]))
        for one in alignment.rows
        if one.is_paired and one.container == container
    ]
    total = sum(max(0.0, over[row][column]) for row, column in paired)
    assert total == brute_force(over)
    assert_nothing_is_dropped(alignment, [first, second])

    turned = align([renamed(second, "b", seed), renamed(first, "a", seed + 1)])
    assert said(alignment, first, second) == sorted(
        (other, one) for one, other in said(turned, *turned_sides(first, second, seed))
    )


def turned_sides(first, second, seed):
    return renamed(second, "b", seed), renamed(first, "a", seed + 1)


def said(alignment, *sides) -> list[tuple[str, ...]]:
    """The pairs as what their rows say, without any row id."""
    return sorted(
        tuple(
            "" if row is None else Sheet(side).content(row)
            for side, row in zip(sides, one.rows, strict=True)
        )
        for one in alignment.rows
        if one.container == "adverse_effects.rows"
    )


SMALL = {
    "arms": {
        "arm.role": ["IVIG", "COMPARATOR"],
        "arm.name": ["IVIG", "Placebo", "IVIG 1 g"],
        "arm.n_treated": ["8", "7"],
    },
    "outcomes.rows": {
        "outcome_code": ["LUNG", "SKIN"],
        "arm": ["a1", "a2", "a3"],
        "time": ["4 weeks", "8 weeks"],
        "n": ["4", "5"],
        "raw": ["x y", "z"],
    },
    "population.subtypes": {"code": ["DM", "PM"], "patients": ["3", "4"]},
}


def a_small_study(chance: Random, reviewer: str) -> Abstraction:
    """A study with so few values that many rows tie, and arms that are nobody's."""
    said: dict[str, str] = {}
    for container, fields in SMALL.items():
        count = chance.randint(0, 4)
        said |= rows(
            container,
            *(
                {
                    name: chance.choice(of)
                    for name, of in fields.items()
                    if chance.random() < 0.7
                }
                for _row in range(count)
            ),
        )
        for arm in range(1, count + 1) if container == "arms" else ():
            for phase in range(chance.randint(0, 2)):
                at = f"arms[a{arm}].phases[p{phase}].dose.value"
                said[at] = chance.choice(["1", "2"])
    return a_side(reviewer, **said)


def in_words(alignment, sides) -> list[tuple[str, ...]]:
    sheets = [Sheet(side) for side in sides]
    return sorted(
        tuple(
            "" if row is None else sheet.content(row)
            for sheet, row in zip(sheets, one.rows, strict=True)
        )
        for one in alignment.rows
    )


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_ties_too_are_decided_by_what_rows_say(seed):
    chance = Random(seed)
    first, second = a_small_study(chance, "a"), a_small_study(chance, "b")
    third = a_small_study(chance, "c")
    turned = [renamed(second, "b", seed), renamed(first, "a", seed + 1)]

    straight = align([first, second])

    there = [pair[::-1] for pair in in_words(align(turned), turned)]
    assert in_words(straight, [first, second]) == sorted(there)
    sides = [first, second, third]
    assert_nothing_is_dropped(align(sides), sides)
