"""Whatever is sent when, twice, late or never: nobody's value is lost."""

import json
from random import Random

import pytest

from ivig_abstractor.model.abstraction import ANSWER
from ivig_abstractor.model.review import StudyFacts
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.merging import merge, plan_merge
from ivig_abstractor.operations.reviewing import add_study
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.pairing import align
from tests.operations.handing_over import AGE, N, Team, answers_of
from tests.store.making import SCALE

NAMES = ("Ann", "Bob", "Cyd", "Dov", "Eve", "Fay")


class Schedule:
    """One random history of a team; packages are lost, repeated and overtaken."""

    def __init__(self, team: Team, names, chance: Random):
        self.team = team
        self.names = names
        self.chance = chance
        self.sent: list = []
        self.handed: dict[str, list] = {name: [] for name in names}

    def step(self):
        name = self.chance.choice(self.names)
        acts = [self.answer] * 5 + [self.hand_in] * 2 + [self.merge] * 2
        acts += [self.lead_works, self.hand_out, self.take_hand_out]
        self.chance.choice(acts)(name)

    def answer(self, name):
        path, study = self.chance.choice([AGE, N]), self.chance.randrange(2)
        with self.team.copy(name) as copy:
            studies = list(copy.studies())
            study_id = studies[study % len(studies)]
            if self.chance.random() < 0.2:
                act.annotate(copy, study_id, path, f"{name} {self.chance.random()}")
            else:
                text = self.chance.choice(["", "nr", str(self.chance.randrange(50))])
                act.answer_text(copy, study_id, path, text)

    def hand_in(self, name):
        with self.team.copy(name) as copy:
            has_begun = copy.reviewer_id in copy.project.heads()
        if has_begun:
            package = self.team.hand_in(name)
            if self.chance.random() < 0.8:  # else it is lost on its way
                self.sent.append(package)

    def merge(self, _name):
        if self.sent:
            count = self.chance.randrange(1, 4)
            packages = [self.chance.choice(self.sent) for _ in range(count)]
            done = self.team.merge(*packages)
            assert not done.refused
            assert not done.forks

    def lead_works(self, _name):
        with self.team.lead() as review:
            if self.chance.random() < 0.5:
                add_study(review, StudyFacts(key=f"s{self.chance.random()}"))
            else:
                text = str(self.chance.randrange(50))
                act.answer_text(review, self.team.studies[0], AGE, text)

    def hand_out(self, name):
        self.handed[name].append(self.team.hand_out(name))

    def take_hand_out(self, name):
        if self.handed[name]:
            package = self.chance.choice(self.handed[name])
            with self.team.copy(name) as copy:
                done = merge(copy, plan_merge(copy, [package]))
                assert not done.refused
                assert not done.forks


def disagreements(review, team, names, study):
    """The paths of two fields at which some reviewers say something different."""
    sides = [review.read_abstraction(study, team.ids[name]) for name in names]
    told = {
        path: {json.dumps(one.entries.get((path, ANSWER))) for one in sides}
        for path in (AGE, N)
    }
    differ = {path for path, answers in told.items() if len(answers) > 1}
    listed = {
        one.path
        for one in compare(sides, align(sides))
        if not one.sameness.is_agreement
    }
    return differ, listed


# IVIG_TEST_SCALE=250 makes 1,000 of them.
@pytest.mark.parametrize("seed", range(4 * SCALE))
def test_any_schedule_loses_nothing(seed, tmp_path, monkeypatch, still_clock):
    chance = Random(seed)
    names = NAMES[: 3 + seed % 4]
    team = Team(tmp_path, monkeypatch, names)
    for name in names:
        team.accept(name)
    schedule = Schedule(team, names, chance)
    for _ in range(10 * len(names)):
        still_clock.advance(hours=chance.uniform(-50, 50))
        schedule.step()
    last = {}
    for name in names:
        schedule.answer(name)
        team.answer(name, AGE, str(chance.randrange(1000)))
        with team.copy(name) as copy:
            assert copy.project.verify().is_intact
            last[name] = answers_of(copy, copy.reviewer_id)
    final = [team.hand_in(name) for name in names]

    found = []
    with team.lead() as review:
        review.project.save_copy(tmp_path / "again.ivig")
    chance.shuffle(final)
    for order, path, at in (
        (final, team.path, "Dana"),
        ([*final[::-1], *schedule.sent], tmp_path / "again.ivig", "Danas laptop"),
    ):
        with team.lead(path, at) as review:
            for package in order:
                merge(review, plan_merge(review, [package]), accept_keys=True)
            assert merge(review, plan_merge(review, order)).added == 0
            assert review.project.verify().is_intact
            found.append({n: answers_of(review, team.ids[n]) for n in names})
            for study in team.studies:
                differ, listed = disagreements(review, team, names, study)
                assert differ <= listed
    assert found == [last, last]
