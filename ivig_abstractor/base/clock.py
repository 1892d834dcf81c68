"""The time, taken from one place so that a test can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the present moment in UTC, with its time zone set."""
        ...

    def utc_offset_minutes(self) -> int:
        """Return how far the reviewer's local time is ahead of UTC."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the present moment in UTC, with its time zone set."""
        return datetime.now(UTC)  # noqa: TID251  (the one place that asks)

    def utc_offset_minutes(self) -> int:
        """Return how far the local time is ahead of UTC, daylight saving included."""
        offset = self.now().astimezone().utcoffset() or timedelta()
        return round(offset / timedelta(minutes=1))


_clock: Clock = SystemClock()


def now() -> datetime:
    """Return the present moment in UTC, with its time zone set."""
    return _clock.now()


def utc_offset_minutes() -> int:
    """Return how far the reviewer's local time is ahead of UTC, in minutes."""
    return _clock.utc_offset_minutes()


@contextmanager
def use(clock: Clock) -> Iterator[None]:
    """Take the time from `clock` until the block ends."""
    global _clock  # noqa: PLW0603  (the time is one for the whole program)
    before, _clock = _clock, clock
    try:
        yield
    finally:
        _clock = before
