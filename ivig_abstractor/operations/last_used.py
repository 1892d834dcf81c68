"""Keeps the few abstractions last used, so that a large review stays cheap."""

from ivig_abstractor.model.abstraction import Abstraction

_MOST = 8


class LastUsed:
    """The abstractions one reviewer had open last, by study."""

    def __init__(self) -> None:
        self._kept: dict[str, Abstraction] = {}

    def get(self, study_id: str) -> Abstraction | None:
        """The abstraction, if it was used lately."""
        return self._kept.get(study_id)

    def put(self, study_id: str, abstraction: Abstraction) -> None:
        """Keep an abstraction as the last used; the one used longest ago gives way."""
        self._kept.pop(study_id, None)
        self._kept[study_id] = abstraction
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]

    def forget(self, study_id: str) -> None:
        """Read it anew the next time."""
        self._kept.pop(study_id, None)
