"""There is a recent, good backup whatever the clock says; the oldest ones go."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from ivig_abstractor.base.errors import AppError, ContentMismatch
from ivig_abstractor.store import backups
from ivig_abstractor.store.backups import Backup
from tests.store.making import SCALE, edit

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def made(*ages_in_hours, now=START, why=""):
    """Backups of these ages, the first the oldest."""
    return [
        Backup(number, now - timedelta(hours=age), "0" * 8, why, Path(str(number)), 1)
        for number, age in enumerate(ages_in_hours, start=1)
    ]


def numbers(*found):
    return set(found)


def test_all_of_two_days_are_kept_but_no_more_than_100():
    every_15_minutes = made(*[n / 4 for n in range(150, 0, -1)])
    kept = backups.retained(every_15_minutes, START)
    newest = set(range(51, 151))
    assert newest <= kept
    assert len(kept - newest) <= 2  # the last of each earlier day


def test_then_days_then_weeks_then_months():
    hourly = made(*range(24 * 600, 0, -1))
    kept = backups.retained(hourly, START)
    times = sorted(
        (one.at for one in hourly if one.number in kept and one.at <= START - _days(2)),
        reverse=True,
    )
    assert len(times) == 14 + 8 + 12
    days, weeks, months = times[:14], times[14:22], times[22:]
    assert [(a.date() - b.date()).days for a, b in pairwise(days)] == [1] * 13
    assert all(_days(6) < a - b < _days(8) for a, b in pairwise(weeks[1:]))
    assert all(_days(27) < a - b < _days(32) for a, b in pairwise(months[1:]))
    assert all(one.hour == 23 for one in times[1:])  # the last of its period


def test_thinning_day_by_day_ends_where_thinning_at_once_does():
    kept: list[Backup] = []
    for number in range(24 * 200):
        now = START + timedelta(hours=number)
        kept.append(Backup(number + 1, now, "0" * 8))
        wanted = backups.retained(kept, now)
        kept = [one for one in kept if one.number in wanted]
    assert 48 + 14 + 8 + 4 <= len(kept) <= 50 + 14 + 8 + 12
    assert kept[0].at < START + _days(32)


def test_the_newest_three_stay_however_old_they_are():
    assert backups.retained(made(90_001, 90_000.1, 90_000), START) == numbers(1, 2, 3)
    old = made(*[90_000 + n / 1000 for n in range(9, 0, -1)])
    assert numbers(7, 8, 9) <= backups.retained(old, START)


@pytest.mark.parametrize("why", sorted(backups.LASTING))
def test_what_was_made_before_a_merge_stays_for_90_days(why):
    hours = 24 * 89
    lasting = made(*[hours + n / 60 for n in range(10, 0, -1)], why=why)
    after = made(*[hours - n / 60 for n in range(1, 40)])
    after = [one._replace(number=one.number + 10) for one in after]
    assert set(range(1, 11)) <= backups.retained([*lasting, *after], START)
    kept = backups.retained([*lasting, *after], START + _days(2))
    assert not set(range(1, 11)) & kept


def test_what_does_not_fit_goes_the_oldest_first_but_never_the_newest_three():
    some = [one._replace(size=10) for one in made(5, 4, 3, 2, 1)]
    assert [one.number for one in backups.beyond(some, 40)] == [1]
    assert [one.number for one in backups.beyond(some, 1)] == [2, 1]
    assert backups.beyond(some, 50) == []


def test_sixty_days_with_a_clock_that_jumps():
    """Two edits a minute, eight hours a day; P15 with the clock as a model."""
    draw = random.Random(15)
    real, offset = START, timedelta()
    last_backup = last_edit = None
    kept: list[Backup] = []
    worst, number = timedelta(), 0
    for _day in range(60):
        for minute in range(8 * 60 * SCALE):
            real += timedelta(seconds=60 / SCALE)
            last_edit = real
            if draw.random() < 0.0005:
                jumps = (3600, -3600, 86_400 * 3650, -86_400 * 3650, 0, 0)
                offset = timedelta(seconds=draw.choice(jumps))
            if minute % (15 * SCALE) == 0:
                number += 1
                now = real + offset
                kept.append(Backup(number, now, f"{number:08x}", size=1_000_000))
                wanted = backups.retained(kept, now)
                gone = [one for one in kept if one.number not in wanted]
                assert all(one.number < number - 2 for one in gone)
                kept = [one for one in kept if one.number in wanted]
                assert backups.beyond(kept, backups.MOST_BYTES) == []
                last_backup = real
            worst = max(worst, last_edit - last_backup)
        real += timedelta(hours=16)
    assert worst <= timedelta(minutes=15)
    assert kept[-1].number == number
    # However it jumped, there are backups of today, of last week and of the start.
    assert len(kept) >= 20
    assert any(number - 32 * 14 < one.number <= number - 32 * 3 for one in kept)
    assert kept[0].number <= number - 32 * 14
    assert len(kept) <= 100 + 14 + 8 + 12 + 3


def _days(count):
    return timedelta(days=count)


# Files


def kept_copy(project, folder, why="", most_bytes=backups.MOST_BYTES):
    part = backups.fresh_part(folder)
    project.save_copy(part)
    made = backups.keep(part, project.heads(), why)
    backups.thin_out(folder, most_bytes)
    return made


def test_a_backup_is_named_by_number_time_and_head(project, tmp_path, still_clock):
    first = kept_copy(project, tmp_path / "kept")
    edit(project, 60)
    still_clock.advance(days=-4000)
    second = kept_copy(project, tmp_path / "kept", "merge")

    head = backups.head_of(project.heads())
    assert first.name.startswith("000001-20260102T030405Z-")
    assert second.name == f"000002-20150120T030405Z-{head}-merge.ivig"
    assert [one.path for one in backups.backups_in(tmp_path / "kept")] == [
        second,
        first,
    ]


def test_a_copy_that_is_not_what_was_saved_is_thrown_away(project, tmp_path):
    folder = tmp_path / "kept"
    part = backups.fresh_part(folder)
    project.save_copy(part)
    edit(project, 60)
    with pytest.raises(ContentMismatch):
        backups.keep(part, project.heads(), "")
    assert list(folder.iterdir()) == []

    part = backups.fresh_part(folder)
    part.write_bytes(b"no database at all" * 100)
    with pytest.raises(AppError):
        backups.keep(part, project.heads(), "")
    assert list(folder.iterdir()) == []


def test_other_files_and_what_a_crash_left(project, tmp_path, still_clock):
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    (folder / "000001-20260230T000000Z-00000000.ivig").write_text("no such day")
    left = backups.fresh_part(folder)
    left.write_text("half")
    kept_copy(project, folder)
    assert left.exists()

    still_clock.moment = datetime(2100, 1, 1, tzinfo=UTC)
    kept_copy(project, folder)
    assert not left.exists()
    assert (folder / "mine.txt").read_text() == "mine"


def test_no_more_room_is_taken_than_allowed(project, tmp_path, still_clock):
    folder = tmp_path / "kept"
    for number in range(6):
        edit(project, number + 60)
        still_clock.advance(minutes=15)
        kept_copy(project, folder, most_bytes=1)
    assert [one.number for one in backups.backups_in(folder)] == [6, 5, 4]
