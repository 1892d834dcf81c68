"""By what a reader of an export can tell which state of a review it was made from."""

from collections.abc import Mapping

from ivig_abstractor.base.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Witness:
    """The review as it stood when something was exported from it.

    `state` is the SHA-256 of all its values, which the report prints too; `heads` are
    the newest audit entries of each author.
    """

    state: str
    heads: Mapping[str, str]
    app_version: str
