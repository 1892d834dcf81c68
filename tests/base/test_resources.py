import sys

import pytest

from ivig_abstractor.base import resources
from ivig_abstractor.base.resources import MissingResourceError, resource

FONTS = [
    "SourceSans3-Regular.ttf",
    "SourceSans3-Semibold.ttf",
    "SourceSans3-It.ttf",
    "SourceSerif4-Regular.ttf",
    "SourceSerif4-It.ttf",
    "SourceSerif4Display-Semibold.ttf",
    "SourceSerif4Subhead-Semibold.ttf",
    "SourceSerif4Subhead-Regular.ttf",
    "wqy-microhei.ttc",
]


@pytest.mark.parametrize("font", FONTS)
def test_fonts_are_shipped_as_truetype(font):
    file = resource(f"fonts/{font}")
    assert file.read_bytes()[:4] in {b"\x00\x01\x00\x00", b"ttcf"}


def test_every_font_has_a_licence_beside_it():
    folder = resource("fonts")
    readme = (folder / "README.md").read_text("utf-8")
    for licence in ("OFL-SourceSans.txt", "OFL-SourceSerif.txt", "Apache-2.0.txt"):
        assert (folder / licence).stat().st_size > 4000
        assert licence in readme


def test_the_bundle_goes_before_the_checkout(tmp_path, monkeypatch):
    shipped = tmp_path / "resources" / "fonts"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("fonts") == shipped


def test_the_installed_package_goes_before_the_checkout(tmp_path, monkeypatch):
    module = tmp_path / "ivig_abstractor" / "base" / "resources.py"
    for folder in (module.parent.parent / "resources", tmp_path / "resources"):
        (folder / "icons").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(module))
    assert resource("icons") == tmp_path / "ivig_abstractor" / "resources" / "icons"


def test_a_missing_file_is_named_in_a_sentence():
    with pytest.raises(MissingResourceError, match=r"The file fonts/no\.ttf.*missing"):
        resource("fonts/no.ttf")
