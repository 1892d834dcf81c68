"""Real objects for tests, from few arguments."""

import re
from typing import Any

from ivig_abstractor.base import paths
from ivig_abstractor.model.abstraction import ANSWER, NOTE, ROW, Abstraction, encode
from ivig_abstractor.model.answer import Choice, Missing, MissingCode, Unread
from ivig_abstractor.model.form import FieldSpec, Kind
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.model.review_form import ReviewAnswers, the_review_form

NR = Missing(missing=MissingCode.NR)
NA_SRC = Missing(missing=MissingCode.NA_SRC)
UNCLEAR = Missing(missing=MissingCode.UNCLEAR)
NA = Missing(missing=MissingCode.NA)


def an_abstraction(
    study_id: str = "s1",
    reviewer_id: str = "r1",
    notes: dict[str, str] | None = None,
    **answers: Any,
) -> Abstraction:
    """An abstraction with the answers at the given paths; rows come by being named.

    Text is read as a reviewer would type it ("43.5 ± 16.8", "nr"); what cannot be read
    is kept as unread text. Values, `Missing`, JSON objects and ids of arms are taken as
    they are:

        an_abstraction(**{"population.age": "43.5", "arms[a1].arm.name": "IVIG"})
    """
    return _filled(Abstraction(study_id, reviewer_id), answers, notes or {})


def a_flow(**answers: Any) -> Abstraction:
    """The review's own abstraction, with the boxes of its flow by their bare names."""
    empty = Abstraction("", "", form=the_review_form(), root=ReviewAnswers)
    return _filled(empty, {f"flow.{name}": said for name, said in answers.items()}, {})


def with_answers(abstraction: Abstraction, **answers: Any) -> Abstraction:
    """A copy with some answers changed or added."""
    return _filled(abstraction.copy(), answers, {})


def _filled(
    empty: Abstraction, answers: dict[str, Any], notes: dict[str, str]
) -> Abstraction:
    entries = [(path, facet, value) for (path, facet), value in empty.entries.items()]
    entries += _rows([*answers, *notes])
    for path, said in answers.items():
        spec = empty.form.field(path)
        entries.append((path, ANSWER, _json(spec, said)))
    entries += [(path, NOTE, note) for path, note in notes.items()]
    return Abstraction(
        empty.study_id, empty.reviewer_id, entries, empty.form, type(empty.root)
    )


def _rows(named: list[str]) -> list[tuple[str, str, str]]:
    """The rows the paths lie in, in the order of their ids."""
    rows = {row for path in named for row in paths.rows_above(path)}
    return [(row, ROW, _order_key(row)) for row in sorted(rows)]


def _order_key(row: str) -> str:
    """A key that sorts a2 before a10."""
    row_id = row[:-1].rpartition("[")[2]
    return re.sub(r"\d+", lambda digits: digits[0].zfill(6), row_id)


def _json(spec: FieldSpec, said: Any) -> Any:
    if isinstance(said, dict) or (spec.kind is Kind.ARM and isinstance(said, str)):
        return said
    if not isinstance(said, str) or isinstance(said, Choice):
        return encode(said)
    reading = read_answer(spec, said)
    kept = Unread(unread=said) if isinstance(reading, Problem) else reading.value
    return encode(kept)
