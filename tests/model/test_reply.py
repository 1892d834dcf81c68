"""A reason answers a query for as long as the query is about the same."""

from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.checks.registry import CheckContext, check, reply_to
from ivig_abstractor.model.reply import Reply

AT, RULE = "population.described_set", "S-P05"
CONTEXT = CheckContext(current_year=2026)


def _abstraction(**population):
    said = [(f"population.{name}", "answer", one) for name, one in population.items()]
    return Abstraction("s", "r", said)


def _query(abstraction):
    [found] = [one for one in check(abstraction, CONTEXT, [RULE]) if one.path == AT]
    return found


def _answer(abstraction, reason):
    reply = reply_to([_query(abstraction)], abstraction, reason)
    abstraction.put(AT, f"reply:{RULE}", reply.as_json())


def test_a_reason_answers_the_query_it_was_given_to():
    study = _abstraction(n_treated=12, described_n=15)
    _answer(study, "12 were ever given IVIG")
    study.put("population.n_screened", "answer", 40)

    assert _query(study).reason == "12 were ever given IVIG"
    assert not _query(study).is_open


def test_a_query_about_other_numbers_is_open_again_and_tells_the_reason():
    study = _abstraction(n_treated=12, described_n=15)
    _answer(study, "12 were ever given IVIG")
    study.put("population.n_treated", "answer", 14)

    asked = _query(study)
    assert asked.is_open
    assert asked.reason == ""
    assert asked.reason_before == "12 were ever given IVIG"
    assert "12 were ever given IVIG" in asked.answered

    study.put("population.n_treated", "answer", 12)
    assert _query(study).reason == "12 were ever given IVIG"


def test_what_the_query_looked_at_counts_though_its_sentence_is_the_same():
    study = _abstraction(n_treated=12, n_female=10, n_male=5)
    _answer(study, "three dropped out")
    study.put("population.n_female", "answer", 9)
    study.put("population.n_male", "answer", 6)

    assert "describe 15" in _query(study).message
    assert _query(study).is_open


def test_a_reply_is_the_same_in_every_language():
    asked = Reply("why", "12 patients were treated, 15 described.", {"a": 12})

    assert asked.holds(Reply("why", "15 名中 12 名接受治疗。", {"a": 12}))
    assert not asked.holds(Reply("why", "15 名中 14 名接受治疗。", {"a": 12}))
    assert not asked.holds(Reply("why", "15 名中 12 名接受治疗。", {"a": 14}))


def test_a_reason_of_an_earlier_version_holds_for_good():
    study = _abstraction(n_treated=12, described_n=15)
    study.put(AT, f"reply:{RULE}", "kept as text alone")
    study.put("population.n_treated", "answer", 14)

    assert _query(study).reason == "kept as text alone"


def test_a_stored_reply_of_another_shape_is_read_as_far_as_it_goes():
    assert Reply.read({"reason": "so", "about": 3}) == Reply("so", "", {})
    assert Reply.read(17) == Reply("", "", {})
    said = Reply("so", "35 of 36", {"a": None, "b": {"missing": "NR"}})
    assert Reply.read(said.as_json()) == said
