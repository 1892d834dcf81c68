"""The examples that are offered where a review is opened."""

from ivig_abstractor.gui import places
from tests.gui.shell_builders import do


def test_the_simulated_example_is_made_once_and_says_what_it_is(window):
    do(window, "simulated_example")
    file = places.simulated_example_file()
    overview = window.desk.overview
    assert overview.path == file
    assert "simulated" in overview.title
    assert {one.name for one in overview.reviewers} > {
        "Simulated reviewer 1",
        "Simulated reviewer 2",
    }
    made = file.stat().st_ino
    window.does.close_review()
    do(window, "simulated_example")
    assert window.desk.overview.path == file
    assert file.stat().st_ino == made


def test_exports_of_an_example_are_suggested_where_people_look(own_home):
    (own_home / "Documents").mkdir(exist_ok=True)
    assert places.beside(places.example_file()) == places.documents()
    assert places.beside(own_home / "reviews" / "a.ivig") == own_home / "reviews"
