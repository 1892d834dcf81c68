"""Ways through a study: the next blank field, and parts found by their name."""

from ivig_abstractor.gui.views.ways import next_blank
from ivig_abstractor.model.progress import blanks
from tests.builders import NA_SRC, an_abstraction, with_answers


def test_a_section_is_finished_before_the_next_is_begun():
    held = an_abstraction(**{"design.follow_up": "6"})
    assert "design.crossover" in [placed.path for placed in blanks(held)]
    # Everything behind the last field of Design lies in other sections.
    assert next_blank(held, "design.analysis").startswith("design.")


def test_without_blanks_around_it_goes_on_and_then_begins_anew():
    held = an_abstraction()
    assert next_blank(held, "") == "identification.first_author"
    last = [placed.path for placed in held.walk()][-1]
    assert next_blank(held, last).startswith("declarations.")


def test_the_last_blank_of_a_section_is_not_its_own_next_one():
    held = an_abstraction()
    last = [p.path for p in blanks(held) if p.path.startswith("identification.")][-1]
    others = [p.path for p in blanks(held) if p.path.startswith("identification.")][:-1]
    held = with_answers(held, **dict.fromkeys(others, NA_SRC))
    # It may have been typed into just now, and not be stored yet.
    assert next_blank(held, last).startswith("design.")


def test_blanks_come_as_the_screen_shows_them():
    held = an_abstraction()
    met, path = [], next_blank(held, "")
    while path.startswith("identification."):
        met.append(held.form.field(path).item.essential)
        held = with_answers(held, **{path: NA_SRC})
        path = next_blank(held, path)
    # What is folded comes last, though the paper form has it in between.
    assert True in met
    assert False in met
    assert met == sorted(met, reverse=True)
