"""Signs packages with a key of this person on this computer, and checks signatures.

A signature says that a package is unchanged since one computer made it, not that its
maker is who they say: that is what reading eight words to each other is for.
"""

import os
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from ivig_abstractor.base.errors import SignatureInvalid, StorageError
from ivig_abstractor.base.i18n import _

SIGNATURE_BYTES = 64
KEY_BYTES = 32

_WORDS = 8
_BITS_A_WORD = 11


class SigningKey:
    """The secret half of a key pair; `public` is the other one, in hex."""

    def __init__(self, secret: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._secret = Ed25519PrivateKey.from_private_bytes(secret)
        self.public: str = self._secret.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """The signature of a message: always the same 64 bytes."""
        return self._secret.sign(message)


def own_key(folder: Path | None = None) -> SigningKey:
    """The key of this person on this computer, made when it is first needed.

    It lies in the user's own data folder, never in a review, and cannot be read by
    others where the system can see to that.

    Raises:
        StorageError: it cannot be read or written.
    """
    place = (folder or _data_folder()) / "signing.key"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            _write_new(place)
        return SigningKey(bytes.fromhex(place.read_text("ascii").strip()))
    except (OSError, ValueError) as error:
        raise StorageError(
            _("The key that signs on this computer cannot be read: {path}.").format(
                path=place
            ),
            unchanged=_("Nothing was changed."),
            next_step=_(
                "Make the file readable, or delete it to get a new key; reviewers"
                " are then asked to compare its eight words again."
            ),
        ) from error


def refuse_signature(public: str, signature: bytes, message: bytes) -> None:
    """Check that the holder of a key signed a message.

    Raises:
        SignatureInvalid: they did not.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise SignatureInvalid(
            _("The signature does not fit: the file was changed after it was made."),
            unchanged=_("Nothing was taken in."),
            next_step=_("Ask who sent it to send it again."),
        ) from error


def fingerprint(public: str) -> tuple[str, ...]:
    """Eight words for a public key, to be compared by telephone."""
    digest = sha256(bytes.fromhex(public)).digest()
    words = _word_list()
    number = int.from_bytes(digest[: _WORDS * _BITS_A_WORD // 8])
    mask = (1 << _BITS_A_WORD) - 1
    shifts = range((_WORDS - 1) * _BITS_A_WORD, -1, -_BITS_A_WORD)
    return tuple(words[number >> shift & mask] for shift in shifts)


@cache
def _word_list() -> tuple[str, ...]:
    from mnemonic import Mnemonic

    return tuple(Mnemonic("english").wordlist)


def _write_new(place: Path) -> None:
    """Write a new secret, whole: another window may be doing the same."""
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    secret = os.urandom(KEY_BYTES).hex() + "\n"
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(part, place)  # fails where another window was first
    except OSError:
        if not place.exists():  # a disk without links
            part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _data_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("ivig-abstractor", appauthor=False) / "keys"
