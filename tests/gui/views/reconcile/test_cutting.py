"""What stays of two answers where there is little room for both."""

import pytest

from ivig_abstractor.gui.views.reconcile.cutting import fitting_answers
from ivig_abstractor.gui.views.reconcile.queue import beside_name

AGES = "mean 43.5 (SD 16.8) | mean 43.5 (SD 18.6)"


@pytest.mark.parametrize(
    ("answers", "room", "shown"),
    [
        (AGES, 60, AGES),
        (AGES, 40, "… 43.5 (SD 16.8) | … 43.5 (SD 18.6)"),
        (AGES, 30, "… (SD 16.8) | … (SD 18.6)"),
        (AGES, 18, "… 16.8) | … 18.6)"),
        ("3 in all weeks | 30 in all weeks", 20, "3 in … | 30 in …"),
        ("mean 3 g | mean 4 g", 16, "… 3 g | … 4 g"),
        ("mean 3 of all | mean 4 of all", 14, "… 3 … | … 4 …"),
        ("IVIG | Intravenous immunoglobulin", 18, "IVIG | Intravenou…"),
        ("Secondary news summary | –", 15, "Secondary… | –"),
        ("mean 43.5 | mean 43.5 (SD 18.6)", 20, "… 43.5 | … 43.5 (SD…"),
        ("a word of nobody else", 8, "a word…"),
    ],
)
def test_what_differs_is_cut_last(answers, room, shown):
    assert fitting_answers(answers, room, len) == shown
    assert len(shown) <= room


def test_a_name_gives_way_before_what_differs():
    assert beside_name(AGES, 3, 60, len) == (AGES, 3)
    shown, name = beside_name(AGES, 30, 36, len)
    assert shown == "… 16.8) | … 18.6)"
    assert 12 <= name <= 36 - len(shown)
    words = "IVIG | Intravenous immunoglobulin"
    assert beside_name(words, 20, 30, len) == ("IVIG | Intravenous…", 10)
