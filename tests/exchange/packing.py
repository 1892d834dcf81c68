"""Makes packages, honest and hostile ones."""

import json
import struct
import zlib
from hashlib import sha256
from pathlib import Path

from ivig_abstractor.exchange.package import Contents, write_package
from ivig_abstractor.exchange.signing import SigningKey

ANNS = SigningKey(b"a" * 32)
BOBS = SigningKey(b"b" * 32)
NOBODY = "0" * 64


def contents(**more):
    said = {
        "kind": "handin",
        "review_id": "review-1",
        "title": "A review",
        "form_version": 1,
        "form_hash": NOBODY,
        "reviewer_id": "ann",
        "reviewer_name": "Ann Ö",
        "heads": {"ann": NOBODY},
        "app_version": "0.1",
    }
    return Contents(**(said | more))


def an_event(number=1, **more):
    said = {
        "event_id": sha256(str(number).encode()).hexdigest(),
        "author_id": "ann",
        "author_seq": number,
        "prev": NOBODY,
        "lamport": number,
        "wall_utc": "2026-01-02T03:04:05.000000Z",
        "utc_offset_min": 60,
        "operation_id": "1",
        "step": 0,
        "kind": "do",
        "label": "Answer",
        "target": None,
        "document": "abstraction:s1/ann",
        "path": "population.age",
        "facet": "answer",
        "old": None,
        "new": {"missing": "NR"},
        "reason": "",
        "form_version": 1,
        "app_version": "0.1",
    }
    return said | more


def a_package(path: Path, events=None, key=ANNS, files=None, **more) -> Path:
    events = [an_event(n) for n in range(1, 8)] if events is None else events
    write_package(path, contents(**more), events, key, files or {})
    return path


def canonical(value) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def manifest_for(parts, count, key=ANNS, **more):
    said = {
        "format": "ivig-abstractor-package",
        "format_version": 1,
        "kind": "handin",
        "review": {"id": "review-1", "title": "A review"},
        "form": {"version": 1, "sha256": NOBODY},
        "reviewer": {"id": "ann", "name": "Ann"},
        "signer": key.public,
        "events": count,
        "heads": {},
        "entries": {
            name: {"size": len(data), "sha256": sha256(data).hexdigest()}
            for name, data in parts.items()
        },
        "app_version": "0.1",
    }
    return said | more


def signed_parts(body: bytes, key=ANNS, files=None, **more):
    """All parts of a package whose events are any bytes, well signed all the same."""
    parts = {"events.jsonl": body} | (files or {})
    manifest = manifest_for(parts, body.count(b"\n"), key, **more)
    raw = canonical(manifest)
    return parts | {"manifest.json": raw, "manifest.sig": key.sign(raw)}


class Zip:
    """A ZIP file put together by hand, so that anything in it can be wrong."""

    def __init__(self):
        self.body = b""
        self.listing = b""
        self.count = 0

    def add(self, name, data, *, method=8, listed=None, offset=None, **wrong):
        packed = data
        if method == 8 and "packed" not in wrong:
            squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = squeeze.compress(data) + squeeze.flush()
        packed = wrong.get("packed", packed)
        start = len(self.body) if offset is None else offset
        named = name.encode()
        common = (
            wrong.get("flags", 0),
            wrong.get("method", method),
            0,
            33,
            wrong.get("crc", zlib.crc32(data)),
            wrong.get("packed_size", len(packed)),
            wrong.get("size", len(data)),
        )
        extra = wrong.get("extra", b"")
        head = struct.pack(
            "<4s2B4H3L2H", b"PK\3\4", 20, 0, *common[:4], *common[4:], len(named), 0
        )
        if offset is None:
            self.body += head + named + packed
        self.listing += struct.pack(
            "<4s4B4H3L5H2L",
            b"PK\1\2",
            20,
            3,
            20,
            0,
            *common,
            len(listed.encode() if listed else named),
            len(extra),
            0,
            0,
            0,
            wrong.get("mode", 0o100600) << 16,
            start,
        )
        self.listing += (listed.encode() if listed else named) + extra
        self.count += 1
        return self

    def add_all(self, parts):
        for name, data in parts.items():
            self.add(name, data, method=0 if name.endswith(".sig") else 8)
        return self

    def write(self, path, *, between=b"", after=b"", comment=b"", count=None):
        count = self.count if count is None else count
        end = struct.pack(
            "<4s4H2LH",
            b"PK\5\6",
            0,
            0,
            count,
            count,
            len(self.listing),
            len(self.body) + len(between),
            len(comment),
        )
        path.write_bytes(self.body + between + self.listing + end + comment + after)
        return path
