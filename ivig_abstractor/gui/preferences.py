"""What a reviewer likes: declared once, kept in a small readable file of their own."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from ivig_abstractor.base.dataclass import dataclass
from ivig_abstractor.base.display import Conventions, use_conventions
from ivig_abstractor.base.i18n import N_

APP = "ivig-abstractor"
_NEW = N_("New reviews")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the dialog shows of one preference.

    Without options it is a line of text, or a folder, where empty means the usual one.
    """

    name: str
    label: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_folder: bool = False
    group: str = ""


def setting(
    label: str,
    default: str,
    *options: tuple[str, str],
    said: str = "",
    is_folder: bool = False,
    group: str = "",
) -> Any:
    """Declare a preference: its label, its default, its options as (code, words)."""
    return field(
        default=default,
        metadata={
            "label": label,
            "options": options,
            "help": said,
            "is_folder": is_folder,
            "group": group,
        },
    )


@dataclass(frozen=True, slots=True)
class Preferences:
    """The preferences of one person on one computer."""

    theme: str = setting(
        N_("Colours"),
        "system",
        ("system", N_("Same as the system")),
        ("light", N_("Light")),
        ("dark", N_("Dark")),
    )
    language: str = setting(
        N_("Language"),
        "system",
        ("system", N_("Same as the system")),
        ("en", "English"),
        ("zh_CN", "简体中文"),
        said=N_("Takes effect when the program is next started."),
    )
    scale: str = setting(
        N_("Size"),
        "100",
        ("100", "100 %"),
        ("125", "125 %"),
        ("150", "150 %"),
        ("175", "175 %"),
        ("200", "200 %"),
        said=N_("Takes effect when the program is next started."),
    )
    decimal: str = setting(
        N_("Decimals are shown with"),
        "point",
        ("point", N_("a point: 0.5")),
        ("comma", N_("a comma: 0,5")),
        said=N_("On the screen only; answers, copies and files stay as printed."),
    )
    dates: str = setting(
        N_("Dates are shown as"),
        "iso",
        ("iso", "2012-03-24"),
        ("words", N_("24 Mar 2012")),
    )
    paper: str = setting(
        N_("Paper size"), "a4", ("a4", N_("A4")), ("letter", N_("US Letter"))
    )
    backups: str = setting(
        N_("Backups are kept in"),
        "",
        said=N_("A copy of every open review; a different disk is safest."),
        is_folder=True,
    )
    name: str = setting(
        N_("Your name"),
        "",
        said=N_("Offered when you start a review."),
        group=_NEW,
    )
    initials: str = setting(
        N_("Your initials"), "", said=N_("Shown beside your answers."), group=_NEW
    )
    betamethasone: str = setting(
        N_("Betamethasone equal to 5 mg prednisone"),
        "0.75",
        ("0.6", "0.6 mg"),
        ("0.75", "0.75 mg"),
        said=N_("Each review keeps its own."),
        group=_NEW,
    )

    @classmethod
    def settings(cls) -> Iterator[Setting]:
        """Every preference, in the order of the dialog."""
        for one in fields(cls):
            yield Setting(
                one.name,
                one.metadata["label"],
                one.metadata["help"],
                one.metadata["options"],
                one.metadata["is_folder"],
                one.metadata["group"],
            )

    @property
    def conventions(self) -> Conventions:
        """How figures and dates are shown."""
        return Conventions(
            "comma" if self.decimal == "comma" else "point",
            "words" if self.dates == "words" else "iso",
        )

    def with_setting(self, name: str, value: str) -> "Preferences":
        """These preferences with one of them changed."""
        return replace(self, **{name: value})


def preferences_file() -> Path:
    """Where the preferences of this person are kept."""
    return user_config_path(APP, appauthor=False) / "preferences.json"


def load_preferences(file: Path) -> Preferences:
    """Read the preferences; what is missing or not understood is the default."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(said, dict):
        return Preferences()
    known: dict[str, str] = {}
    for one in Preferences.settings():
        value = said.get(one.name)
        offered = {code for code, _words in one.options}
        if isinstance(value, str) and (not offered or value in offered):
            known[one.name] = value
    return Preferences(**known)


def save_preferences(file: Path, preferences: Preferences) -> bool:
    """Write what differs from the defaults; say whether it could be written."""
    usual = asdict(Preferences())
    differing = {
        name: value
        for name, value in asdict(preferences).items()
        if value != usual[name]
    }
    beside = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(
            json.dumps(differing, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        os.replace(beside, file)  # noqa: PTH105  (atomic, and says so by its name)
    except OSError:
        return False
    return True


class KeptPreferences:
    """The preferences in force; a change is applied and kept at once."""

    def __init__(self, file: Path, apply: Callable[[Preferences], None]) -> None:
        self._file = file
        self._apply = apply
        self._heard: list[Callable[[str], None]] = []
        self.current = load_preferences(file)
        use_conventions(self.current.conventions)

    def listen(self, hear: Callable[[str], None]) -> None:
        """Let somebody hear the name of each preference that is changed."""
        self._heard.append(hear)

    def set(self, name: str, value: str) -> None:
        """Put one preference in force."""
        self.current = self.current.with_setting(name, value)
        use_conventions(self.current.conventions)
        self._apply(self.current)
        save_preferences(self._file, self.current)
        for hear in self._heard:
            hear(name)
