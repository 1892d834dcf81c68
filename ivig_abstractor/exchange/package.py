"""Hand-outs and hand-ins: events of a review in one signed file.

A package holds `events.jsonl` (one change a line), `files/<sha256>` (attachments),
`manifest.json` (what it is, with size and hash of everything) and `manifest.sig`
(Ed25519 over the manifest). The same content is always the same bytes.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Literal, TypeAlias, cast
from zipfile import ZipFile

from ivig_abstractor.base.errors import LimitExceeded, PackageTooNew
from ivig_abstractor.base.files import write_whole
from ivig_abstractor.base.i18n import _
from ivig_abstractor.base.json_value import JsonValue
from ivig_abstractor.base.visible import visible
from ivig_abstractor.exchange.container import (
    Listed,
    entry_info,
    hash_of,
    invalid,
    opened,
    read_directory,
    too_large,
    unpack,
)
from ivig_abstractor.exchange.signing import (
    KEY_BYTES,
    SIGNATURE_BYTES,
    SigningKey,
    refuse_signature,
)

HANDOUT: Literal["handout"] = "handout"
HANDIN: Literal["handin"] = "handin"
FORMAT_VERSION = 1

# A line holds the value before and the one after. The store keeps values of up to
# 5 MB, so two of them and a long reason must fit; no honest line is longer.
LONGEST_LINE = 11_000_000
MOST_EVENT_BYTES = 1_000_000_000
DEEPEST = 20
MOST_DIGITS = 18

Kind: TypeAlias = Literal["handout", "handin"]
PackedEvent: TypeAlias = dict[str, JsonValue]

_FORMAT = "ivig-abstractor-package"
_MANIFEST, _SIGNATURE, _EVENTS = "manifest.json", "manifest.sig", "events.jsonl"
_LARGEST_MANIFEST = 4_000_000
_FILE = re.compile(r"files/([0-9a-f]{64})")
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 16
_NO_FILES: Mapping[str, Path] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package is about; its maker's key and its hashes are added to it.

    `heads` are the last events of all authors its maker knows: a witness, by which a
    file that lost its newest changes is found out.
    """

    kind: Kind
    review_id: str
    title: str
    form_version: int
    form_hash: str
    reviewer_id: str
    reviewer_name: str
    heads: Mapping[str, str]
    app_version: str


@dataclass(frozen=True, slots=True)
class Part:
    """Size and SHA-256 of an entry."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read through and is as its maker signed it."""

    path: Path
    sha256: str
    contents: Contents
    signer: str
    event_count: int
    files: tuple[str, ...]
    _parts: Mapping[str, Part]
    _entries: Mapping[str, Listed]

    def events(self) -> Iterator[PackedEvent]:
        """All events in order, checked while they are read.

        Raises:
            AppError: the file was changed since, or an event is none; what was read
                before is not to be kept then.
        """
        with opened(self.path) as file:
            pieces = self._verified(file, _EVENTS)
            left = self.event_count
            for line in _lines(self.path, pieces):
                yield _event(self.path, line)
                left -= 1
            if left:
                raise invalid(self.path, _("changes are missing."))

    def read_file(self, name: str) -> Iterator[bytes]:
        """The bytes of an attachment, named by its SHA-256."""
        with opened(self.path) as file:
            yield from self._verified(file, f"files/{name}")

    def verify_parts(self) -> None:
        """Read everything once and compare it with what was signed.

        Raises:
            AppError: something differs.
        """
        with opened(self.path) as file:
            for name in self._parts:
                for _piece in self._verified(file, name):
                    pass

    def _verified(self, file: BinaryIO, name: str) -> Iterator[bytes]:
        digest = sha256()
        for piece in unpack(self.path, file, self._entries[name]):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != self._parts[name].sha256:
            raise invalid(self.path, _("it is not what its maker signed."))


def write_package(
    target: Path,
    contents: Contents,
    events: Iterable[PackedEvent],
    key: SigningKey,
    files: Mapping[str, Path] = _NO_FILES,
) -> None:
    """Write a package, whole or not at all; `files` by their SHA-256.

    Raises:
        AppError: it could not be written; `target` is as it was.
    """

    def write(part: Path) -> None:
        with ZipFile(part, "w", compresslevel=6) as archive:
            written = _Written(archive, target)
            count = written.add_events(events)
            for name, path in sorted(files.items()):
                written.add(f"files/{name}", _pieces(path))
            manifest = _manifest(contents, key.public, count, written.parts)
            archive.writestr(entry_info(_MANIFEST), manifest)
            signature = key.sign(manifest)
            archive.writestr(entry_info(_SIGNATURE, stored=True), signature)

    write_whole(target, write)


def read_package(path: Path) -> Package:
    """Read a package through: its container, its signature, and every hash.

    Raises:
        AppError: it is damaged, altered, too large, newer, or none.
    """
    whole = hash_of(path)
    with opened(path) as file:
        entries = read_directory(path, file, _is_allowed)
        if not {_MANIFEST, _SIGNATURE, _EVENTS} <= entries.keys():
            raise invalid(path, _("it is not a package of this program."))
        too_much = entries[_MANIFEST].size > _LARGEST_MANIFEST
        if too_much or entries[_EVENTS].size > MOST_EVENT_BYTES:
            raise too_large(path, _("its list of changes is too long."))
        if entries[_SIGNATURE].size != SIGNATURE_BYTES:
            raise invalid(path, _("its signature is damaged."))
        raw = b"".join(unpack(path, file, entries[_MANIFEST]))
        signature = b"".join(unpack(path, file, entries[_SIGNATURE]))
    package = _package(path, whole, raw, entries)
    refuse_signature(package.signer, signature, raw)
    package.verify_parts()
    return package


class _Written:
    """The entries written so far, with their hashes."""

    def __init__(self, archive: ZipFile, target: Path) -> None:
        self.parts: dict[str, Part] = {}
        self._archive = archive
        self._target = target

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        digest, size = sha256(), 0
        with self._archive.open(entry_info(name), "w") as entry:
            for piece in pieces:
                entry.write(piece)
                digest.update(piece)
                size += len(piece)
        self.parts[name] = Part(size, digest.hexdigest())

    def add_events(self, events: Iterable[PackedEvent]) -> int:
        count = size = 0

        def lines() -> Iterator[bytes]:
            nonlocal count, size
            for event in events:
                line = _canonical(event) + b"\n"
                count, size = count + 1, size + len(line)
                if len(line) > LONGEST_LINE or size > MOST_EVENT_BYTES:
                    raise self._too_large(event)
                yield line

        self.add(_EVENTS, lines())
        return count

    def _too_large(self, event: PackedEvent) -> LimitExceeded:
        return LimitExceeded(
            _("The change of {path} is too large to be handed over.").format(
                path=visible(str(event.get("path")))
            ),
            unchanged=_("“{name}” was not written.").format(name=self._target.name),
            next_step=_("Send the review file itself instead."),
        )


def _manifest(
    contents: Contents, signer: str, count: int, parts: Mapping[str, Part]
) -> bytes:
    return _canonical(
        {
            "format": _FORMAT,
            "format_version": FORMAT_VERSION,
            "kind": contents.kind,
            "review": {"id": contents.review_id, "title": contents.title},
            "form": {"version": contents.form_version, "sha256": contents.form_hash},
            "reviewer": {"id": contents.reviewer_id, "name": contents.reviewer_name},
            "signer": signer,
            "events": count,
            "heads": dict(contents.heads),
            "entries": {
                name: {"size": part.size, "sha256": part.sha256}
                for name, part in parts.items()
            },
            "app_version": contents.app_version,
        }
    )


def _package(
    path: Path, whole: str, raw: bytes, entries: Mapping[str, Listed]
) -> Package:
    said = _parse(path, raw)
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        raise invalid(path, _("it is not a package of this program."))
    version = said.get("format_version")
    if type(version) is int and version > FORMAT_VERSION:
        raise PackageTooNew(
            _("“{name}” was made by a newer version of the program.").format(
                name=visible(path.name)
            ),
            unchanged=_("Nothing was taken in."),
            next_step=_("Install the newer version and try again."),
        )
    try:
        package = _read_manifest(path, whole, cast("dict[str, Any]", said), entries)
        sound = _is_sound(package)
        again = _manifest(
            package.contents,
            package.signer,
            package.event_count,
            package._parts,  # noqa: SLF001  (its own)
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise invalid(path, _("its manifest is incomplete.")) from error
    if not sound or again != raw:
        raise invalid(path, _("its manifest does not fit what it holds."))
    return package


def _read_manifest(
    path: Path, whole: str, said: dict[str, Any], entries: Mapping[str, Listed]
) -> Package:
    contents = Contents(
        kind=said["kind"],
        review_id=said["review"]["id"],
        title=said["review"]["title"],
        form_version=said["form"]["version"],
        form_hash=said["form"]["sha256"],
        reviewer_id=said["reviewer"]["id"],
        reviewer_name=said["reviewer"]["name"],
        heads=said["heads"],
        app_version=said["app_version"],
    )
    parts = {n: Part(one["size"], one["sha256"]) for n, one in said["entries"].items()}
    files = tuple(name[6:] for name in parts if _FILE.fullmatch(name))
    return Package(
        path=path,
        sha256=whole,
        contents=contents,
        signer=said["signer"],
        event_count=said["events"],
        files=files,
        _parts=parts,
        _entries=entries,
    )


def _is_sound(package: Package) -> bool:
    """Say whether a manifest has the values that it must have."""
    contents, parts = package.contents, package._parts  # noqa: SLF001  (its own)
    entries = package._entries  # noqa: SLF001
    kind: Any = contents.kind
    numbers: list[Any] = [contents.form_version, package.event_count]
    texts: list[Any] = [contents.title, contents.reviewer_name, contents.app_version]
    heads = contents.heads.items()
    return (
        kind in (HANDOUT, HANDIN)
        and all(isinstance(text, str) and "\0" not in text for text in texts)
        and bool(_ID.fullmatch(contents.review_id))
        and bool(_ID.fullmatch(contents.reviewer_id))
        and bool(_HASH.fullmatch(contents.form_hash))
        and len(bytes.fromhex(package.signer)) == KEY_BYTES
        and all(type(number) is int for number in numbers)
        and contents.form_version >= 1
        and all(_HASH.fullmatch(head) for _author, head in heads)
        and parts.keys() == entries.keys() - {_MANIFEST, _SIGNATURE}
        and all(part.size == entries[name].size for name, part in parts.items())
        and all(parts[f"files/{name}"].sha256 == name for name in package.files)
    )


def _is_allowed(name: str) -> bool:
    return name in {_MANIFEST, _SIGNATURE, _EVENTS} or bool(_FILE.fullmatch(name))


def _lines(path: Path, pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        first, *others = piece.split(b"\n")
        held += first
        for other in others:
            yield bytes(held)
            held = bytearray(other)
        if len(held) > LONGEST_LINE:
            raise too_large(path, _("one change of more than 11 MB."))
    if held:
        raise invalid(path, _("its last change was cut off."))


_TEXT, _NUMBER = frozenset({str}), frozenset({int})
_FIELDS: Mapping[str, frozenset[type]] = MappingProxyType(
    {
        "event_id": _TEXT,
        "author_id": _TEXT,
        "author_seq": _NUMBER,
        "prev": _TEXT,
        "lamport": _NUMBER,
        "wall_utc": _TEXT,
        "utc_offset_min": _NUMBER,
        "operation_id": _TEXT,
        "step": _NUMBER,
        "kind": _TEXT,
        "label": _TEXT,
        "target": frozenset({str, type(None)}),
        "document": _TEXT,
        "path": _TEXT,
        "facet": _TEXT,
        "reason": _TEXT,
        "form_version": _NUMBER,
        "app_version": _TEXT,
    }
)
_NAMES = _FIELDS.keys() | {"old", "new"}


def _event(path: Path, line: bytes) -> PackedEvent:
    said = _parse(path, line)
    if not isinstance(said, dict) or said.keys() != _NAMES:
        raise invalid(path, _("one of its changes cannot be read."))
    if any(type(said[name]) not in types for name, types in _FIELDS.items()):
        raise invalid(path, _("one of its changes cannot be read."))
    return said


def _parse(path: Path, raw: bytes) -> JsonValue:
    """Read JSON that is written as this program writes it, and in no other way.

    That alone excludes names given twice, halves of characters and odd spacing.
    """
    try:
        value: JsonValue = _DECODER.decode(raw.decode())
        if isinstance(value, dict | list):
            _refuse_depth(value, 0)
        if _canonical(value) == raw:
            return value
    except (ValueError, RecursionError):
        pass
    raise invalid(path, _("it holds JSON that this program does not write."))


def _refuse_depth(value: dict[str, JsonValue] | list[JsonValue], depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError(depth)
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            _refuse_depth(part, depth + 1)


def _canonical(value: JsonValue) -> bytes:
    return _ENCODER.encode(value).encode()


def _short(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise ValueError(digits[:MOST_DIGITS])
    return int(digits)


def _refuse(text: str) -> JsonValue:
    raise ValueError(text)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(partial(file.read, _CHUNK), b"")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
_DECODER = json.JSONDecoder(
    parse_int=_short, parse_float=_refuse, parse_constant=_refuse
)
