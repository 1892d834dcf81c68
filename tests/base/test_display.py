"""Figures and dates look as the reader wants them; nothing else is touched."""

import threading
from datetime import UTC, date, datetime

import pytest

from ivig_abstractor.base.display import (
    Conventions,
    on_screen,
    show_date,
    show_day,
    show_figures,
    show_moment,
    use_conventions,
)


@pytest.fixture
def comma():
    use_conventions(Conventions(decimal="comma", dates="words"))


def test_everything_is_as_printed_unless_somebody_wants_it_otherwise():
    assert show_figures("48.0 ± 12.5") == "48.0 ± 12.5"
    assert show_date("2012-03-04") == "2012-03-04"
    assert show_day(date(2012, 3, 4)) == "2012-03-04"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("0.5", "0,5"),
        ("48.0 ± 12.5", "48,0 ± 12,5"),
        ("HR 0.71 (0.52; 0.97), p 0.03", "HR 0,71 (0,52; 0,97), p 0,03"),
        ("2.0 g/kg = 1.0 × 2", "2,0 g/kg = 1,0 × 2"),
        ("−1.5 to +2.25", "−1,5 to +2,25"),
        ("12/35", "12/35"),
        ("10.1002/art.10001", "10.1002/art.10001"),
        ("1.2.3", "1.2.3"),
        ("v1.2", "v1.2"),
        ("0.5.", "0,5."),
        ("", ""),
    ],
)
def test_a_comma_stands_before_decimals_only(comma, printed, shown):
    assert show_figures(printed) == shown


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2012-03-04", "4 Mar 2012"),
        ("2012-12", "Dec 2012"),
        ("2012", "2012"),
        ("2012-02-30", "2012-02-30"),
        ("2012-13", "2012-13"),
        ("soon", "soon"),
    ],
)
def test_dates_in_words(comma, kept, shown):
    assert show_date(kept) == shown


def test_other_threads_write_as_printed_unless_they_show(comma):
    told = []

    def work():
        told.append(show_figures("0.5"))
        with on_screen(), on_screen():
            told.append(show_figures("0.5"))
        told.append(show_figures("0.5"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == ["0.5", "0,5", "0.5"]


def test_a_moment_is_shown_in_the_time_of_the_reader(comma):
    at = datetime(2012, 3, 4, 12, 5, 6, tzinfo=UTC)
    local = at.astimezone()
    assert show_moment(at) == f"4 Mar 2012 {local:%H:%M}"
    assert show_moment(at, seconds=True).endswith(":06")
