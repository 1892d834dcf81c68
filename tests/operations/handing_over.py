"""A team on computers of their own: a lead, reviewers, and files that go between."""

from contextlib import contextmanager
from pathlib import Path

from ivig_abstractor.model.review import Role, StudyFacts
from ivig_abstractor.operations import abstracting as act
from ivig_abstractor.operations.handing import accept_hand_out, hand_in, hand_out
from ivig_abstractor.operations.merging import merge, plan_merge
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.operations.packing import reviewer_named
from ivig_abstractor.operations.reviewing import add_reviewer, add_study

AGE, N = "population.n_enrolled", "population.n_female"


class Team:
    """The lead's review and, by name, the reviewers' working copies."""

    def __init__(self, folder: Path, monkeypatch, names=("Ann", "Bob"), studies=2):
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._number = 0
        self.path = folder / "review.ivig"
        with (
            self.at("Dana"),
            OpenReview.create(
                self.path, title="IVIG", reviewer="Dana", initials="D"
            ) as review,
        ):
            self.studies = [
                add_study(review, StudyFacts(key=f"study{n}")).study_id
                for n in range(studies)
            ]
            for name in names:
                add_reviewer(review, name, name[:2])
            add_reviewer(review, "Judge", "J", Role.ADJUDICATOR)
            self.ids = {n: reviewer_named(review, n) for n in (*names, "Judge", "Dana")}

    @contextmanager
    def at(self, computer: str):
        """Sit down at a computer: the key and the memory of reviews are its own."""
        with self._monkeypatch.context() as patch:
            home = self.folder / "homes" / computer
            for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
                patch.setenv(name, str(home))
            patch.setenv("XDG_DATA_HOME", str(home))
            yield

    @contextmanager
    def lead(self, path: Path | None = None, computer: str = "Dana"):
        with self.at(computer), OpenReview.open(path or self.path) as review:
            yield review

    @contextmanager
    def copy(self, name: str, computer: str = ""):
        with (
            self.at(computer or name),
            OpenReview.open(self.copy_path(computer or name)) as review,
        ):
            yield review

    def copy_path(self, name: str) -> Path:
        return self.folder / f"{name}.ivig"

    def hand_out(self, name: str) -> Path:
        target = self.new_path(name, "ivighandout")
        with self.lead() as review:
            hand_out(review, self.ids[name], target)
        return target

    def accept(self, name: str, package: Path | None = None) -> None:
        package = package or self.hand_out(name)
        with self.at(name):
            accept_hand_out(package, self.copy_path(name)).close()

    def answer(self, name: str, path: str, text: str, study=0, computer="") -> None:
        with self.copy(name, computer) as review:
            act.answer_text(review, self.studies[study], path, text)

    def hand_in(self, name: str, computer: str = "") -> Path:
        target = self.new_path(name, "ivighandin")
        with self.copy(name, computer) as review:
            hand_in(review, review.reviewer_id, target)
        return target

    def merge(self, *packages: Path):
        with self.lead() as review:
            return merge(review, plan_merge(review, packages), accept_keys=True)

    def new_path(self, name: str, suffix: str) -> Path:
        self._number += 1
        return self.folder / f"{name}-{self._number}.{suffix}"


def answers_of(review: OpenReview, reviewer_id: str) -> dict:
    """All that stands in a reviewer's abstractions."""
    return {
        (document, entry.path, entry.facet): entry.value
        for document, entries in review.project.entries_of("abstraction:").items()
        for entry in entries
        if document.endswith(f"/{reviewer_id}")
    }
