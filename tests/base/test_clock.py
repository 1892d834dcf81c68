from datetime import UTC, datetime, timedelta

import pytest

from ivig_abstractor.base import clock


class At:
    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment

    def utc_offset_minutes(self):
        return -300


def test_time_comes_from_the_clock_in_use_and_goes_back():
    outer = clock.now()
    moment = datetime(2001, 2, 3, tzinfo=UTC)
    with clock.use(At(moment)):
        assert clock.now() == moment
        assert clock.utc_offset_minutes() == -300
    assert clock.now() == outer


def test_clock_goes_back_after_a_failure():
    outer = clock.now()
    moment = datetime(2001, 2, 3, tzinfo=UTC)
    with pytest.raises(KeyError), clock.use(At(moment)):
        raise KeyError
    assert clock.now() == outer


def test_machine_clock_is_aware_and_in_utc():
    moment = clock.SystemClock().now()
    assert moment.utcoffset() == timedelta(0)
    assert -14 * 60 <= clock.SystemClock().utc_offset_minutes() <= 14 * 60


def test_a_test_can_move_the_time(still_clock):
    before = clock.now()
    still_clock.advance(hours=2)
    assert clock.now() - before == timedelta(hours=2)
