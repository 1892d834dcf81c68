"""Whatever is done to a hand-in on its way: it is merged as it was made, or refused."""

import json
import zipfile
from random import Random

import pytest

from ivig_abstractor.base.errors import AppError, SignerUnknown
from ivig_abstractor.exchange.package import read_package
from ivig_abstractor.model.review import REVIEWER, StudyFacts
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.handing import accept_hand_out, hand_in, hand_out
from ivig_abstractor.operations.merging import merge, plan_merge
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.reviewing import add_reviewer, add_study
from tests.exchange.packing import BOBS, Zip, canonical
from tests.operations.handing_over import AGE, N, Team
from tests.store.making import SCALE

TRIES = 40 * SCALE  # IVIG_TEST_SCALE=250 makes 10,000 of them


def read_all(path):
    read = read_package(path)
    return read.contents, read.signer, list(read.events())


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class Post:
    """A hand-in on its way to the lead, and all that can happen to it."""

    def __init__(self, good, others, elsewhere, folder, chance):
        self.good = good
        self.others = others
        self.elsewhere = elsewhere
        self.path = folder / "came.ivighandin"
        self.chance = chance
        self.bytes = good.read_bytes()

    def change_bytes(self):
        spoilt = bytearray(self.bytes)
        for _ in range(self.chance.randrange(1, 4)):
            spoilt[self.chance.randrange(len(spoilt))] ^= 1 << self.chance.randrange(8)
        self.path.write_bytes(spoilt)

    def cut(self):
        self.path.write_bytes(self.bytes[: self.chance.randrange(len(self.bytes))])

    def lose_or_repeat_a_stretch(self):
        at = self.chance.randrange(len(self.bytes))
        until = min(len(self.bytes), at + self.chance.randrange(1, 200))
        middle = self.chance.choice([b"", self.bytes[at:until] * 2])
        self.path.write_bytes(self.bytes[:at] + middle + self.bytes[until:])

    def swap_entries(self):
        parts = parts_of(self.good)
        other = parts_of(self.chance.choice([*self.others, self.elsewhere]))
        count = self.chance.randrange(1, len(parts))
        for name in self.chance.sample(sorted(parts), count):
            parts[name] = other[name]
        self.write(parts)

    def swap_names(self):
        parts = parts_of(self.good)
        one, two = self.chance.sample(sorted(parts), 2)
        parts[one], parts[two] = parts[two], parts[one]
        self.write(parts)

    def sign_with_another_key(self):
        parts = parts_of(self.good)
        manifest = json.loads(parts["manifest.json"]) | {"signer": BOBS.public}
        parts["manifest.json"] = canonical(manifest)
        parts["manifest.sig"] = BOBS.sign(parts["manifest.json"])
        self.write(parts)

    def send_from_another_review(self):
        self.path.write_bytes(self.elsewhere.read_bytes())

    def replay(self):
        self.path.write_bytes(self.others[0].read_bytes())

    def write(self, parts):
        Zip().add_all(parts).write(self.path)


@pytest.fixture
def team(tmp_path, monkeypatch, still_clock):
    return Team(tmp_path, monkeypatch)


@pytest.fixture
def elsewhere(team):
    """A hand-in of a reviewer of the same id and key, for another review."""
    with (
        team.at("Dana"),
        OpenReview.create(
            team.folder / "other.ivig", title="Other", reviewer="Dana"
        ) as review,
    ):
        add_study(review, StudyFacts(key="study0"))
        done = add_reviewer(review, "Ann", "An")
        ann = done.changes[0].document.removeprefix(REVIEWER)
        hand_out(review, ann, team.folder / "other.ivighandout")
    with (
        team.at("Ann"),
        accept_hand_out(
            team.folder / "other.ivighandout", team.folder / "Anns other.ivig"
        ) as copy,
    ):
        act.answer_text(copy, next(iter(copy.studies())), AGE, "61")
        hand_in(copy, ann, team.folder / "other.ivighandin")
    return team.folder / "other.ivighandin"


def test_nothing_altered_is_merged_and_the_review_stays_as_it_is(team, elsewhere):
    for name in ("Ann", "Bob"):
        team.accept(name)
        team.answer(name, AGE, "40")
    old, bobs = team.hand_in("Ann"), team.hand_in("Bob")
    team.merge(old, bobs)
    team.answer("Ann", N, "17")
    good = team.hand_in("Ann")
    chance = Random(20)
    post = Post(good, (old, bobs), elsewhere, team.folder, chance)
    wanted = read_all(good)
    ways = [post.change_bytes] * 5 + [post.cut] * 3 + [post.lose_or_repeat_a_stretch]
    ways += [post.swap_entries] * 3 + [post.swap_names, post.sign_with_another_key]
    ways += [post.send_from_another_review, post.replay]
    refused = 0
    with team.lead() as review:
        before = review.project.heads(), review.project.entries_of("")
        for number in range(TRIES):
            way = chance.choice(ways)
            way()
            refused += is_kept_out(review, post, way.__name__, wanted)
            if number % 10 == 0:
                assert review.project.heads() == before[0]
        assert (review.project.heads(), review.project.entries_of("")) == before
        assert review.project.verify().is_intact
        assert refused > TRIES // 2
        # What was not altered is merged after all that.
        assert merge(review, plan_merge(review, [good])).added == 1


def is_kept_out(review, post, way, wanted):
    """Say whether it is refused; if it is not, nothing of it is another content."""
    try:
        (plan,) = plan_merge(review, [post.path]).packages
    except AppError:
        return True
    if plan.refused:
        assert plan.refused.count(".") > 1
        return True
    if way == "replay":
        assert plan.new == 0
    elif way == "sign_with_another_key":
        assert plan.signer == "changed"
        with pytest.raises(SignerUnknown):
            merge(review, plan_merge(review, [post.path]))
    else:
        # Idle bits of packed data, or all entries exchanged for those of one package.
        found = read_all(post.path)
        known = [wanted, *(read_all(one) for one in post.others)]
        assert found in known, way
    return False
