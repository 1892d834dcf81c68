"""A reviewer's answer to a finding, and what the finding rested on when it was given.

"12 is everybody who was ever treated" answers a query about 12. When the answers of the
form change and the same rule asks about 14, that reason must not close the query.
"""

import re
from collections.abc import Mapping

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.json_value import JsonValue

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reply:
    """The reason, the sentence it answers, and the answers that was about, by path.

    Without a sentence, as files of earlier versions have it, it holds for good.
    """

    reason: str
    to: str
    about: Mapping[str, JsonValue]

    @classmethod
    def read(cls, kept: JsonValue) -> "Reply":
        """A reply from what is stored, whatever that is."""
        if not isinstance(kept, dict):
            return cls(kept if isinstance(kept, str) else "", "", {})
        about = kept.get("about")
        return cls(
            str(kept.get("reason") or ""),
            str(kept.get("to") or ""),
            about if isinstance(about, dict) else {},
        )

    def as_json(self) -> JsonValue:
        """What is stored of it."""
        return {"reason": self.reason, "to": self.to, "about": dict(self.about)}

    def holds(self, now: "Reply") -> bool:
        """Say whether it still answers what it would be the reply to now.

        Sentences are compared by their numbers, since not every rule names all fields
        that it reads, and numbers are the same in every language.
        """
        if not self.to:
            return True
        return self.about == now.about and _numbers(self.to) == _numbers(now.to)


def _numbers(sentence: str) -> set[str]:
    return set(_DIGITS.findall(sentence))
