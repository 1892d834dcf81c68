"""A package is read whole and as it was signed, or refused whole with a sentence."""

import json
import os
import random
import subprocess
import sys
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivig_abstractor.base import files
from ivig_abstractor.base.errors import (
    AppError,
    DiskFull,
    LimitExceeded,
    PackageInvalid,
    PackageTooNew,
    SignatureInvalid,
    StorageError,
)
from ivig_abstractor.exchange import container, package
from ivig_abstractor.exchange.package import read_package
from tests.exchange.packing import (
    ANNS,
    BOBS,
    Zip,
    a_package,
    an_event,
    canonical,
    contents,
    manifest_for,
    signed_parts,
)

ROOT = Path(__file__).resolve().parents[2]
SCALE = int(os.environ.get("IVIG_TEST_SCALE", "1"))


def lines(*events):
    return b"".join(canonical(event) + b"\n" for event in events)


def read_all(path):
    read = read_package(path)
    return read.contents, read.signer, list(read.events())


def refused(path, *kinds):
    """Read a package that must be refused, in words that say what to do."""
    with pytest.raises(kinds or (PackageInvalid, SignatureInvalid)) as caught:
        read_all(path)
    error = caught.value
    assert error.what.rstrip().endswith(".")
    assert error.unchanged
    assert error.next_step
    return error


def test_what_was_packed_comes_back(tmp_path):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF" + os.urandom(200_000))
    name = sha256(paper.read_bytes()).hexdigest()
    events = [an_event(1), an_event(2, new="µg – „Wort“\n", old={"a": [1, None]})]

    path = a_package(tmp_path / "one", events, files={name: paper})
    read = read_package(path)

    assert read.contents == contents()
    assert read.signer == ANNS.public
    assert list(read.events()) == list(read.events()) == events
    assert read.files == (name,)
    assert b"".join(read.read_file(name)) == paper.read_bytes()
    assert read.sha256 == sha256(path.read_bytes()).hexdigest()


def test_the_same_content_is_the_same_bytes(tmp_path):
    first = a_package(tmp_path / "one").read_bytes()
    assert a_package(tmp_path / "two").read_bytes() == first
    assert a_package(tmp_path / "three", title="B").read_bytes() != first


def test_other_programs_can_read_it(tmp_path):
    with zipfile.ZipFile(a_package(tmp_path / "one")) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            "events.jsonl",
            "manifest.json",
            "manifest.sig",
        }
        said = json.loads(archive.read("manifest.json"))
    assert said["reviewer"] == {"id": "ann", "name": "Ann Ö"}
    assert said["events"] == 7


def test_an_empty_package_and_one_by_hand_are_read(tmp_path):
    assert read_all(a_package(tmp_path / "none", []))[2] == []
    by_hand = Zip().add_all(signed_parts(lines(an_event()))).write(tmp_path / "hand")
    assert read_all(by_hand)[2] == [an_event()]


# Reading: every byte counts


def test_every_changed_byte_is_noticed(tmp_path):
    path = a_package(tmp_path / "one", [an_event(1), an_event(2)])
    good, wanted = path.read_bytes(), read_all(path)
    chance = random.Random(20)
    places = range(len(good)) if SCALE > 1 else range(0, len(good), 3)
    for at in places:
        spoilt = bytearray(good)
        spoilt[at] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        try:
            found = read_all(path)
        except AppError:
            continue
        # The last bits of packed data can be idle: then all that counts is the same.
        assert found == wanted, at


def test_every_truncation_and_every_addition_is_noticed(tmp_path):
    path = a_package(tmp_path / "one", [an_event(1)])
    good = path.read_bytes()
    for length in range(0, len(good), 1 if SCALE > 1 else 7):
        path.write_bytes(good[:length])
        refused(path)
    for more in (b"\0", b"PK\5\6", good):
        path.write_bytes(good + more)
        refused(path)
        path.write_bytes(more + good)
        refused(path)


@settings(
    max_examples=200 * SCALE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 40), st.binary(max_size=40)),
        min_size=1,
        max_size=4,
    )
)
def test_random_damage_is_a_typed_refusal(cuts, tmp_path):
    path = a_package(tmp_path / "one", [an_event(1), an_event(2)])
    good, wanted = path.read_bytes(), read_all(path)
    spoilt = bytearray(good)
    for where, length, put in cuts:
        at = where % (len(spoilt) or 1)
        spoilt[at : at + length] = put
    path.write_bytes(spoilt)
    try:
        found = read_all(path)
    except AppError:
        return
    assert found == wanted


@pytest.mark.parametrize(
    "junk", [b"", b"PK", b"PK\5\6" + b"\0" * 18, b"%PDF-1.4", b"\0" * 9000]
)
def test_what_is_no_package_is_refused(tmp_path, junk):
    path = tmp_path / "junk"
    path.write_bytes(junk)
    refused(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    refused(tmp_path)
    refused(tmp_path / "none", StorageError)


def test_parts_of_two_packages_do_not_go_together(tmp_path):
    ours = signed_parts(lines(an_event(1)))
    theirs = signed_parts(lines(an_event(2)), BOBS)
    for name in ours:
        mixed = ours | {name: theirs[name]}
        refused(Zip().add_all(mixed).write(tmp_path / "mixed"))


def test_another_key_cannot_sign_for_the_one_in_the_manifest(tmp_path):
    parts = signed_parts(lines(an_event()))
    good = parts["manifest.sig"]
    parts["manifest.sig"] = good[:-1]
    refused(Zip().add_all(parts).write(tmp_path / "p"))
    parts["manifest.sig"] = BOBS.sign(parts["manifest.json"])
    refused(Zip().add_all(parts).write(tmp_path / "p"), SignatureInvalid)
    raw = canonical(manifest_for({"events.jsonl": b""}, 0) | {"signer": "zz"})
    parts = {"events.jsonl": b"", "manifest.json": raw, "manifest.sig": ANNS.sign(raw)}
    refused(Zip().add_all(parts).write(tmp_path / "p"))


def test_a_newer_format_is_said_to_be_newer(tmp_path):
    parts = signed_parts(lines(an_event()), format_version=2)
    error = refused(Zip().add_all(parts).write(tmp_path / "p"), PackageTooNew)
    assert "newer" in error.what


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "other"},
        {"format_version": 0},
        {"format_version": "1"},
        {"kind": "gift"},
        {"review": {"id": "../x", "title": ""}},
        {"review": {"id": "r"}},
        {"review": {"id": "r", "title": 7}},
        {"review": []},
        {"reviewer": {"id": "a/b", "name": ""}},
        {"reviewer": {"id": "ann~x", "name": ""}},
        {"form": {"version": 0, "sha256": "0" * 64}},
        {"form": {"version": True, "sha256": "0" * 64}},
        {"events": "1"},
        {"events": 2},
        {"events": True},
        {"heads": {"ann": "x"}},
        {"heads": []},
        {"signer": "00"},
        {"signer": 5},
        {"entries": {}},
        {"more": 1},
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_though_signed(tmp_path, wrong):
    parts = signed_parts(lines(an_event()), **wrong)
    refused(Zip().add_all(parts).write(tmp_path / "p"))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"{",
        canonical(an_event() | {"more": 1}),
        canonical({k: v for k, v in an_event().items() if k != "reason"}),
        canonical(an_event(author_seq="1")),
        canonical(an_event(author_seq=True)),
        canonical(an_event(target=5)),
        canonical(an_event(label=None)),
        canonical(an_event(new=1.5)),
        canonical(an_event(new=10**18)),
        canonical(an_event()).replace(b'"NR"', b"NaN"),
        canonical(an_event()).replace(b'"NR"', b"9" * 5000),
        canonical(an_event()).replace(b'"NR"', b'"\\ud800"'),
        canonical(an_event()).replace(b'"NR"', b'"\xff"'),
        canonical(an_event()).replace(b'"NR"', b'"NR","missing":"NA"'),
        canonical(an_event()).replace(b":", b": "),
        canonical(an_event()).replace(b'{"missing":"NR"}', b"[" * 22 + b"]" * 22),
        canonical(an_event()).replace(b'{"missing":"NR"}', b"[" * 100_000),
    ],
)
def test_a_line_that_is_no_event_is_refused_though_signed(tmp_path, line):
    parts = signed_parts(lines(an_event()) + line + b"\n")
    refused(Zip().add_all(parts).write(tmp_path / "p"))


def test_a_cut_last_line_is_refused(tmp_path):
    parts = signed_parts(lines(an_event()) + b"{}")
    refused(Zip().add_all(parts).write(tmp_path / "p"))


def test_values_as_deep_and_long_as_the_store_keeps_them_pass(tmp_path):
    deep = "x"
    for _ in range(19):
        deep = [deep]
    event = an_event(new="\\" * 2_400_000, old="x" * 4_900_000, target=None)
    short = an_event(2, new=deep, old=10**18 - 1)
    assert read_all(a_package(tmp_path / "p", [event, short]))[2] == [event, short]


# Names, sizes and overlaps that could fill a disk


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/passwd",
        "C:\\evil",
        "files/../../evil",
        "files/" + "0" * 63,
        "files/" + "A" * 64,
        "events.jsonl/",
        "EVENTS.JSONL",
        "manifest.json\0",
        "",
        "mänifest.json",
        "extra.txt",
    ],
)
def test_a_name_that_does_not_belong_refuses_the_whole(tmp_path, name):
    box = Zip().add_all(signed_parts(lines(an_event()))).add(name, b"x")
    folder = tmp_path / "in"
    folder.mkdir()
    refused(box.write(folder / "p"))
    assert [one.name for one in folder.iterdir()] == ["p"]


def test_a_name_twice_a_missing_part_and_an_unlisted_one_are_refused(tmp_path):
    parts = signed_parts(lines(an_event()))
    refused(Zip().add_all(parts).add("events.jsonl", b"").write(tmp_path / "p"))
    for name in parts:
        rest = {k: v for k, v in parts.items() if k != name}
        refused(Zip().add_all(rest).write(tmp_path / "p"))
    extra = {"files/" + sha256(b"x").hexdigest(): b"x"}
    refused(Zip().add_all(parts | extra).write(tmp_path / "p"))
    wrong = signed_parts(lines(an_event()), files={"files/" + "0" * 64: b"x"})
    refused(Zip().add_all(wrong).write(tmp_path / "p"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"flags": 1},  # encrypted
        {"flags": 8},
        {"method": 12},
        {"method": 99},
        {"mode": 0o120777},  # a symbolic link
        {"mode": 0o100755},
        {"extra": b"\1\0\4\0abcd"},
        {"crc": 5},
        {"size": 3},
        {"size": 2**32 - 1},
        {"packed_size": 2**32 - 1},
        {"packed": b""},
        {"packed": b"\3\0more"},
        {"listed": "events.jsonl"},
    ],
)
def test_an_entry_as_we_do_not_write_it_is_refused(tmp_path, wrong):
    data = b"x" * 64
    name = "files/" + sha256(data).hexdigest()
    parts = signed_parts(lines(an_event()), files={name: data})
    box = Zip().add_all({k: v for k, v in parts.items() if k != name})
    refused(
        box.add(name, data, **wrong).write(tmp_path / "p"),
        PackageInvalid,
        LimitExceeded,
    )


def test_overlaps_and_gaps_are_refused(tmp_path):
    parts = signed_parts(lines(an_event()))
    name = "files/" + sha256(b"x").hexdigest()
    refused(Zip().add_all(parts).add(name, b"x", offset=0).write(tmp_path / "p"))
    refused(Zip().add_all(parts).write(tmp_path / "p", between=b"hidden"))
    refused(Zip().add_all(parts).write(tmp_path / "p", comment=b"hello"))
    refused(Zip().add_all(parts).write(tmp_path / "p", count=2))
    box = Zip().add_all(parts)
    box.body = b"hidden" + box.body
    refused(box.write(tmp_path / "p"))


def bombs(tmp_path):
    """Small files that offer gigabytes, each with the name it is told by."""
    million = b"\0" * 1_000_000
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(squeeze.compress(million) for _ in range(60)) + squeeze.flush()
    parts = signed_parts(lines(an_event()))
    honest = {k: v for k, v in parts.items() if k != "events.jsonl"}

    def box(name, **wrong):
        return Zip().add_all(honest).add(name, b"", packed=packed, **wrong)

    name = "files/" + "0" * 64
    yield box("events.jsonl", size=300_000_000).write(tmp_path / "ratio")
    yield box("events.jsonl", size=50_000_000).write(tmp_path / "more than said")
    yield box("events.jsonl", size=2**32 - 1).write(tmp_path / "5 GB")
    many = Zip().add_all(parts)
    start = len(many.body)
    many.add(name, b"", packed=packed, size=50_000_000)
    for number in range(1, 100):  # all of them the same bytes
        many.add(
            f"files/{number:064}", b"", packed=packed, size=50_000_000, offset=start
        )
    yield many.write(tmp_path / "overlapping")
    crowd = Zip()
    for number in range(10_001):
        crowd.add(f"files/{number:064}", b"", method=0)
    yield crowd.write(tmp_path / "crowd")
    long = zlib.compressobj(9, zlib.DEFLATED, -15)
    words = os.urandom(65536).hex().encode()
    body = b"".join(long.compress(words) for _ in range(400)) + long.flush()
    data = words * 400
    whole = signed_parts(data)
    box = Zip().add_all({k: v for k, v in whole.items() if k != "events.jsonl"})
    yield box.add("events.jsonl", data, packed=body).write(tmp_path / "one line")


def test_archives_fill_neither_disk_nor_memory(tmp_path):
    for path in bombs(tmp_path):
        before = sorted(tmp_path.iterdir())
        begun = perf_counter()
        refused(path, PackageInvalid, LimitExceeded)
        assert perf_counter() - begun < 5, path.name
        assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system for its peak")
def test_a_bomb_takes_little_memory(tmp_path):
    for path in bombs(tmp_path):
        words = (
            "import resource, sys; from pathlib import Path;"
            "from ivig_abstractor.base.errors import AppError;"
            "from ivig_abstractor.exchange.package import read_package;\n"
            "import cryptography.hazmat.primitives.asymmetric.ed25519\n"
            "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "before = peak()\n"
            "try: list(read_package(Path(sys.argv[1])).events())\n"
            "except AppError: print(peak() - before)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", words, path],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        kilobytes = int(done.stdout) / (1024 if sys.platform == "darwin" else 1)
        assert kilobytes < 60_000, path.name


def test_a_file_that_is_too_large_as_it_is(tmp_path, monkeypatch):
    path = a_package(tmp_path / "one")
    monkeypatch.setattr(container, "MOST_BYTES", 10)
    monkeypatch.setattr(container, "MOST_ENTRIES", 0)
    refused(path, LimitExceeded)
    monkeypatch.undo()
    monkeypatch.setattr(package, "MOST_EVENT_BYTES", 10)
    refused(path, LimitExceeded)


def test_a_package_changed_between_two_readings_is_noticed(tmp_path):
    path = a_package(tmp_path / "one")
    read = read_package(path)
    a_package(path, [an_event(n, reason="x") for n in range(1, 8)])
    with pytest.raises(AppError):
        list(read.events())


# What is written is complete or absent


def test_a_package_that_cannot_be_finished_leaves_the_earlier_one(
    tmp_path, monkeypatch
):
    path = a_package(tmp_path / "one")
    before = path.read_bytes()

    def events():
        yield an_event()
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull):
        a_package(path, events())
    with pytest.raises(LimitExceeded):
        a_package(path, [an_event(reason="x" * 12_000_000)])
    with pytest.raises(StorageError):
        a_package(tmp_path / "no folder" / "one")
    monkeypatch.setattr(package, "MOST_EVENT_BYTES", 1000)
    with pytest.raises(LimitExceeded):
        a_package(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_at_the_end_leaves_nothing(tmp_path, monkeypatch, step):
    def fail(*_more):
        raise OSError(5, "Input/output error")

    place = files.os if step == "fsync" else Path
    monkeypatch.setattr(place, step, fail)
    with pytest.raises(StorageError):
        a_package(tmp_path / "one")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
