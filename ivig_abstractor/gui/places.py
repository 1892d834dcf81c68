"""Where on this computer reviews, the example and the log are kept."""

from pathlib import Path

from platformdirs import user_data_path, user_documents_path, user_log_path

from ivig_abstractor.gui.preferences import APP


def documents() -> Path:
    """The folder a new review is suggested in."""
    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


def example_file() -> Path:
    """The reviewer's own copy of the example review."""
    return user_data_path(APP, appauthor=False) / "example.ivig"


def beside(review: Path) -> Path:
    """Where an export is suggested: beside the review, unless nobody looks there."""
    kept_away = review.parent == example_file().parent
    return documents() if kept_away else review.parent


def simulated_example_file() -> Path:
    """The reviewer's own copy of the example with two simulated reviewers."""
    return user_data_path(APP, appauthor=False) / "example-two-reviewers.ivig"


def log_folder() -> Path:
    """Where the log of crashes is kept."""
    return user_log_path(APP, appauthor=False)
