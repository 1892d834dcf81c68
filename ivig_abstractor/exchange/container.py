"""Reads the ZIP container of a package, byte by byte accounted for.

Only what this program writes is read: the directory is compared with every entry, and
nothing may lie between, behind or over them. Nothing is ever extracted by its name.
"""

import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from ivig_abstractor.base.errors import (
    LimitExceeded,
    PackageInvalid,
    StorageError,
)
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.visible import visible

MOST_ENTRIES = 10_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
HARMLESS_BYTES = 50_000_000  # a few long, dull notes pack better than that

_CHUNK = 1 << 16
_LONGEST_NAME = 80
_END = struct.Struct("<4s4H2LH")
_LISTED = struct.Struct("<4s4B4H3L5H2L")
_LOCAL = struct.Struct("<4s2B4H3L2H")
_UNIX, _VERSION = 3, 20
_DAY_ONE = 1 << 5 | 1  # 1 January 1980: a package tells no times but those in it
_MODE = (stat.S_IFREG | 0o600) << 16


class Listed(NamedTuple):
    """One entry of the container: where its bytes are, and what they unpack to."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def entry_info(name: str, *, stored: bool = False) -> ZipInfo:
    """How an entry is written: the same bytes whenever and wherever it is."""
    info = ZipInfo(name)
    info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = _MODE
    return info


def invalid(path: Path, why: str) -> PackageInvalid:
    """The package cannot be used."""
    return PackageInvalid(
        _("“{name}” cannot be used: {why}").format(name=visible(path.name), why=why),
        unchanged=_("Nothing was taken in."),
        next_step=_("Ask who sent it to send it again."),
    )


def too_large(path: Path, why: str) -> LimitExceeded:
    """The package holds more than the program allows."""
    return LimitExceeded(
        _("“{name}” is larger than allowed: {why}").format(
            name=visible(path.name), why=why
        ),
        unchanged=_("Nothing was taken in."),
        next_step=_("Ask who sent it what it holds."),
    )


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A package, opened; only typed errors about it leave the block.

    Raises:
        AppError: it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise invalid(path, _("it is not a file."))
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise StorageError(
            _("“{name}” could not be read: {why}.").format(
                name=visible(path.name), why=error.strerror or type(error).__name__
            ),
            unchanged=_("Nothing was taken in."),
            next_step=_("Copy it to a local disk and try again."),
        ) from error
    except (zlib.error, struct.error, ValueError, RecursionError, MemoryError) as error:
        raise invalid(path, _("it is damaged.")) from error


def hash_of(path: Path) -> str:
    """SHA-256 of the whole file."""
    with opened(path) as file:
        digest = sha256()
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_directory(
    path: Path, file: BinaryIO, is_allowed: Callable[[str], bool]
) -> dict[str, Listed]:
    """All entries by name, after nothing in the container was found out of place.

    Raises:
        AppError: it is not as this program writes it, or too large.
    """
    length = os.fstat(file.fileno()).st_size
    if length > MOST_BYTES + MOST_ENTRIES * 1_000:
        raise too_large(path, _("more than 2 GB."))
    start, count, listing = _directory(path, file, length)
    entries: dict[str, Listed] = {}
    total = at = 0
    for one in _listed(path, listing):
        if one.name in entries or not is_allowed(one.name):
            raise invalid(path, _("it holds a file that does not belong there."))
        total += one.size
        _refuse_size(path, one, total)
        if one.offset != at:
            raise invalid(path, _("its parts overlap or have gaps."))
        at = _after(path, file, one)
        entries[one.name] = one
    if at != start or len(entries) != count:
        raise invalid(path, _("its parts overlap or have gaps."))
    return entries


def unpack(path: Path, file: BinaryIO, one: Listed) -> Iterator[bytes]:
    """The bytes of an entry in small pieces, never more than were declared.

    Raises:
        PackageInvalid: they are not those that were put in.
    """
    file.seek(one.offset + _LOCAL.size + len(one.name))
    size = crc = 0
    for piece in _inflated(path, file, one) if one.method else _plain(file, one):
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        if size > one.size:
            break
        yield piece
    if size != one.size or crc != one.crc:
        raise invalid(path, _("it is damaged."))


def _directory(path: Path, file: BinaryIO, length: int) -> tuple[int, int, bytes]:
    if length < _END.size:
        raise invalid(path, _("it is not a package of this program, or was cut off."))
    file.seek(length - _END.size)
    end = _END.unpack(file.read(_END.size))
    signature, disk, first_disk, here, count, size, start, comment = end
    if signature != b"PK\5\6" or disk or first_disk or here != count or comment:
        raise invalid(path, _("it is not a package of this program, or was cut off."))
    if count > MOST_ENTRIES or size > count * (_LISTED.size + _LONGEST_NAME):
        raise too_large(path, _("too many parts."))
    if start + size + _END.size != length:
        raise invalid(path, _("it was cut off, or something was added."))
    file.seek(start)
    return start, count, file.read(size)


def _listed(path: Path, listing: bytes) -> Iterator[Listed]:
    at = 0
    while at < len(listing):
        found = _LISTED.unpack_from(listing, at)
        signature, *version, flags, method, time, day, crc, packed, size = found[:12]
        name_size, extra, comment, disk, inside, outside, offset = found[12:]
        at += _LISTED.size + name_size
        name = listing[at - name_size : at]
        ours = (
            signature == b"PK\1\2"
            and version == [_VERSION, _UNIX, _VERSION, 0]
            and method in (ZIP_STORED, ZIP_DEFLATED)
            and (flags, time, day, outside) == (0, 0, _DAY_ONE, _MODE)
            and not (extra or comment or disk or inside)
            and len(name) == name_size
        )
        if not ours:
            raise invalid(path, _("another program packed it."))
        yield Listed(name.decode("ascii"), method, crc, packed, size, offset)


def _refuse_size(path: Path, one: Listed, total: int) -> None:
    if total > MOST_BYTES:
        raise too_large(path, _("more than 2 GB."))
    if one.method == ZIP_STORED and one.packed != one.size:
        raise invalid(path, _("it is damaged."))
    if one.size > max(HARMLESS_BYTES, MOST_RATIO * one.packed):
        raise too_large(path, _("a part unpacks to more than 200 times its size."))


def _after(path: Path, file: BinaryIO, one: Listed) -> int:
    """Where an entry ends, after its own header said the same as the directory."""
    name = one.name.encode("ascii")
    expected = _LOCAL.pack(
        b"PK\3\4",
        _VERSION,
        0,
        0,
        one.method,
        0,
        _DAY_ONE,
        one.crc,
        one.packed,
        one.size,
        len(name),
        0,
    )
    file.seek(one.offset)
    if file.read(_LOCAL.size + len(name)) != expected + name:
        raise invalid(path, _("its directory does not fit its parts."))
    return one.offset + len(expected) + len(name) + one.packed


def _plain(file: BinaryIO, one: Listed) -> Iterator[bytes]:
    left = one.packed
    while left and (piece := file.read(min(left, _CHUNK))):
        left -= len(piece)
        yield piece


def _inflated(path: Path, file: BinaryIO, one: Listed) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _plain(file, one):
        rest = packed
        while rest and not inflate.eof:
            piece = inflate.decompress(rest, _CHUNK)
            rest = inflate.unconsumed_tail
            if piece:
                yield piece
        if inflate.unused_data or (inflate.eof and rest):
            raise invalid(path, _("it is damaged."))
    while not inflate.eof:  # what the last piece still holds back
        piece = inflate.decompress(b"", _CHUNK)
        if not piece:
            raise invalid(path, _("it is damaged."))
        yield piece
