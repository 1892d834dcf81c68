import struct

import pytest

from ivig_abstractor.base import i18n
from ivig_abstractor.base.i18n import N_, _, ngettext
from ivig_abstractor.base.resources import MissingResourceError

LABEL = N_("Mean age")


def write_catalogue(file, words):
    """Write a compiled gettext catalogue, as msgfmt would."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    keys = [key.encode() for key, _text in pairs]
    texts = [text.encode() for _key, text in pairs]
    start = 28 + 16 * len(pairs)
    tables, body, place = [], b"", start
    for group in (keys, texts):
        for item in group:
            tables.append(struct.pack("<II", len(item), place))
            body += item + b"\0"
            place += len(item) + 1
    head = struct.pack(
        "<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start
    )
    file.parent.mkdir(parents=True)
    file.write_bytes(head + b"".join(tables) + body)


@pytest.fixture
def german(tmp_path, monkeypatch):
    write_catalogue(
        tmp_path / "de" / "LC_MESSAGES" / "ivig_abstractor.mo",
        {"Mean age": "Mittleres Alter", "{n} study\0{n} studies": "{n} Studie"},
    )
    i18n._catalogue.cache_clear()
    monkeypatch.setattr(i18n, "resource", lambda name: tmp_path)
    yield
    i18n._catalogue.cache_clear()


def test_words_declared_early_are_translated_when_shown(german):
    assert _(LABEL) == "Mean age"
    i18n.set_language("de")
    assert i18n.language() == "de"
    assert LABEL == "Mean age"
    assert _(LABEL) == "Mittleres Alter"
    i18n.set_language("en")
    assert _(LABEL) == "Mean age"


def test_unknown_words_and_languages_stay_english(german):
    i18n.set_language("de")
    assert _("Female") == "Female"
    i18n.set_language("xx")
    assert _(LABEL) == "Mean age"


def test_the_empty_text_is_not_the_header_of_the_catalogue(german):
    i18n.set_language("de")
    assert _("") == ""


def test_number_decides_the_form():
    assert ngettext("{n} study", "{n} studies", 1) == "{n} study"
    assert ngettext("{n} study", "{n} studies", 2) == "{n} studies"


def test_missing_catalogues_do_not_stop_the_program(monkeypatch):
    def missing(name):
        raise MissingResourceError(name)

    i18n._catalogue.cache_clear()
    monkeypatch.setattr(i18n, "resource", missing)
    i18n.set_language("fr")
    assert _(LABEL) == "Mean age"
    i18n._catalogue.cache_clear()
