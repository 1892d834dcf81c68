"""A file that cannot be opened at start is said above the first screen."""

import pytest

from tests.journeys.driving import run, settle, window


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.ivig", None, "There is no file “gone.ivig”"),
        ("foreign.ivig", b"%PDF-1.7 not a review" * 100, "foreign.ivig"),
    ],
)
def test_the_sentence_stays_when_the_first_screen_is_shown(
    tmp_path, name, content, sentence
):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)

    def journey(_person):
        yield lambda: not window().desk.runner.is_busy
        yield settle(200)
        notice = window().screens.notice
        assert notice.isVisible()
        assert sentence in notice.words.text()
        assert window().screens.welcome.isVisible()

    assert run([str(file)], journey) == 0
