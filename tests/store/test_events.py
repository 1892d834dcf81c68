"""The audit trail's bytes, times and chains."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_abstractor.base.errors import (
    AuditBroken,
    ContentMismatch,
    EquivocationDetected,
)
from ivig_abstractor.store.events import (
    ChainCheck,
    Event,
    Head,
    beginning,
    canonical_bytes,
    event_id,
    read_time,
    sealed,
    write_time,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
REVIEW = "review-1"


def an_event(seq=1, prev=None, **more):
    plain = dict.fromkeys(Event._fields, "x") | {
        "author_seq": seq,
        "prev": prev or beginning(REVIEW),
        "lamport": seq,
        "utc_offset_min": 60,
        "step": 0,
        "target": None,
        "form_version": 1,
    }
    return sealed(Event(**plain | more))


def a_chain(length=5):
    chain = [an_event()]
    while len(chain) < length:
        chain.append(an_event(len(chain) + 1, chain[-1].event_id))
    return chain


def problems(events, known=None):
    check = ChainCheck(REVIEW, known or {})
    return [problem for event in events for problem in check.take(event)]


@given(st.builds(an_event, label=TEXT, reason=TEXT, target=st.none() | TEXT))
def test_canonical_bytes_are_json_with_sorted_keys(event):
    body = event._asdict()
    del body["event_id"]
    expected = json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert canonical_bytes(event) == expected.encode()


def test_the_hash_of_an_event_is_frozen():
    """Files written today must verify for ever."""
    assert event_id(an_event()) == (
        "c2fd12e0959b1bc276c169ff423f4ddd0ed39b6fb0f5905ac71c3767e7cd5072"
    )


def test_a_sound_chain_has_no_problems():
    assert problems(a_chain()) == []


@pytest.mark.parametrize(
    "field", [name for name in Event._fields if name not in ("event_id", "author_id")]
)
def test_changing_anything_breaks_the_chain(field):
    chain = a_chain()
    was = getattr(chain[2], field)
    chain[2] = chain[2]._replace(**{field: was + 7 if isinstance(was, int) else "y"})
    assert problems(chain)


def test_a_missing_event_is_a_gap():
    chain = a_chain()
    del chain[2]
    (found,) = problems(chain)
    assert found.kind is AuditBroken
    assert "gap" in found.sentence


def test_two_versions_of_one_change_are_a_fork():
    chain = a_chain()
    other = an_event(3, chain[1].event_id, reason="another story")
    chain.insert(3, other)
    assert problems(chain)[0].kind is EquivocationDetected


def test_a_chain_of_another_review_is_not_accepted():
    assert problems([an_event(prev=beginning("another"))])


def test_a_chain_can_be_followed_from_a_known_head():
    chain = a_chain()
    known = {"x": Head(3, chain[2].event_id)}
    assert problems(chain[3:], known) == []
    assert problems(chain[4:], known)


def test_a_row_with_other_types_is_a_problem_and_not_a_crash():
    assert problems([an_event()._replace(author_seq="1", lamport=None)])


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_come_back(at):
    assert read_time(write_time(at)) == at


def test_times_are_written_in_utc_so_that_text_order_is_time_order():
    summer = timezone(timedelta(hours=2))
    early = write_time(datetime(2026, 1, 1, 1, tzinfo=summer))
    assert early == "2025-12-31T23:00:00.000000Z"


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-40T00:00:00Z"])
def test_what_is_no_time_means_damage(text):
    with pytest.raises(ContentMismatch):
        read_time(text)
