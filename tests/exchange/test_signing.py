"""One key for a person on a computer, outside the review, and eight words for it."""

import stat
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from mnemonic import Mnemonic

from ivig_abstractor.base.errors import SignatureInvalid, StorageError
from ivig_abstractor.exchange.signing import (
    SigningKey,
    fingerprint,
    own_key,
    refuse_signature,
)

KEY = SigningKey(b"k" * 32)


def test_the_key_is_made_once_and_kept(tmp_path, own_home):
    first = own_key()
    assert own_key().public == first.public
    (file,) = own_home.rglob("signing.key")
    assert first.public not in file.read_text()
    assert own_key(tmp_path).public != first.public


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_the_key(tmp_path):
    own_key(tmp_path)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "zz", "00", "é" * 64])
def test_a_damaged_key_is_said(tmp_path, content):
    (tmp_path / "signing.key").write_text(content, "utf-8")
    with pytest.raises(StorageError) as caught:
        own_key(tmp_path)
    assert "signing.key" in caught.value.what
    assert (tmp_path / "signing.key").read_text("utf-8") == content


def test_a_disk_without_links_still_gets_its_key(tmp_path, monkeypatch):
    def refuse(*_more):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert own_key(tmp_path).public == own_key(tmp_path).public
    assert [one.name for one in tmp_path.iterdir()] == ["signing.key"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        own_key(Path(tmp_path / "file"))


def test_only_the_same_key_and_message_fit():
    signature = KEY.sign(b"message")
    refuse_signature(KEY.public, signature, b"message")
    other = SigningKey(b"o" * 32)
    for public, signed, message in (
        (other.public, signature, b"message"),
        (KEY.public, signature, b"massage"),
        (KEY.public, bytes(64), b"message"),
        (KEY.public, b"", b"message"),
        ("zz", signature, b"message"),
        ("00", signature, b"message"),
    ):
        with pytest.raises(SignatureInvalid):
            refuse_signature(public, signed, message)


def test_a_fingerprint_is_eight_words_of_its_key():
    words = fingerprint(KEY.public)
    assert len(words) == 8
    assert words == fingerprint(KEY.public)
    assert words != fingerprint(SigningKey(b"o" * 32).public)

    # The same as the first words that wallets make of the same bits.
    digest = sha256(bytes.fromhex(KEY.public)).digest()
    assert list(words) == Mnemonic("english").to_mnemonic(digest[:16]).split()[:8]
