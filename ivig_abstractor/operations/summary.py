"""What the study list keeps of an abstraction, so that no list opens every study."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from typing import Any

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Unread, value_of
from ivig_abstractor.model.checks.registry import RULES_MARK, StudyIdentity
from ivig_abstractor.model.finding import Finding
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.progress import COUNTING, section_progress
from ivig_abstractor.operations.changes import Status


@cache
def _made_with() -> str:
    """Names the form and the rules a summary was computed with."""
    form = the_form()
    parts = [str(form.version), *form.by_pattern, RULES_MARK, str(COUNTING)]
    known = "\n".join(parts)
    return sha256(known.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class StudySummary:
    """Counts and the few answers the study list and the checks of others need."""

    status: Status = "not_started"
    answered: int = 0
    asked: int = 0
    errors: int = 0
    queries: int = 0
    year: int | None = None
    design: str = ""
    n: int | None = None
    identity: StudyIdentity | None = None

    def as_json(self) -> JsonValue:
        """The summary as it is kept in the file."""
        plain = asdict(self)
        if self.identity is not None:
            plain["identity"] |= {
                "country": list(self.identity.country),
                "period": list(self.identity.period),
            }
        return {**plain, "made_with": _made_with()}

    @classmethod
    def from_json(cls, value: JsonValue) -> "StudySummary | None":
        """Read a kept summary; `None` if it was made with another form or rules."""
        if not isinstance(value, dict) or value.get("made_with") != _made_with():
            return None
        plain: dict[str, Any] = {**value}
        del plain["made_with"]
        identity = plain["identity"]
        if identity is not None:
            plain["identity"] = StudyIdentity(
                **{
                    **identity,
                    "country": tuple(identity["country"]),
                    "period": tuple(identity["period"]),
                }
            )
        return cls(**plain)


def summarise(
    abstraction: Abstraction, findings: Sequence[Finding], key: str
) -> StudySummary:
    """Compute the summary of one abstraction."""
    progress = section_progress(abstraction, findings)
    answered = sum(one.answered for one in progress)
    # Who typed what cannot be read has begun, though nothing is answered yet.
    begun = answered or any(isinstance(o.answer, Unread) for o in abstraction.walk())
    status: Status = "in_progress" if begun else "not_started"
    if abstraction.is_complete:
        status = "complete"
    answers = abstraction.answers
    design = value_of(answers.design.design_code)
    return StudySummary(
        status=status,
        answered=answered,
        asked=sum(one.asked for one in progress),
        errors=sum(one.errors for one in progress),
        queries=sum(one.queries for one in progress),
        year=value_of(answers.identification.year),
        design=design.value if design else "",
        n=value_of(answers.population.n_enrolled),
        identity=_identity(abstraction, key),
    )


def _identity(abstraction: Abstraction, key: str) -> StudyIdentity:
    s1 = abstraction.answers.identification
    return StudyIdentity(
        study_id=abstraction.study_id,
        key=key,
        doi=value_of(s1.doi) or "",
        pmid=value_of(s1.pmid) or "",
        first_author=value_of(s1.first_author) or "",
        journal=value_of(s1.journal) or "",
        year=value_of(s1.year),
        n=value_of(abstraction.answers.population.n_enrolled),
        country=tuple(value_of(s1.country) or ()),
        period=(value_of(s1.period_start) or "", value_of(s1.period_end) or ""),
        overlap_group=value_of(s1.overlap_group) or "",
    )
