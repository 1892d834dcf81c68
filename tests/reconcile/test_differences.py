"""What a difference is called: by what differs, whether evidence is there or not."""

import pytest

from ivig_abstractor.model.discrepancy import Difference
from ivig_abstractor.reconcile.comparing import compare
from ivig_abstractor.reconcile.explaining import difference_of
from ivig_abstractor.reconcile.pairing import align
from tests.builders import an_abstraction

ARM = "arms[a1].arm.name"
NR = {"missing": "NR"}
CASES = (
    ("identification.year", "1993", "1994", Difference.NUMBER),
    ("identification.journal", "Lancet", "BMJ", Difference.WORDING),
    ("design.design_code", "RCT_PARALLEL", "BEFORE_AFTER", Difference.CHOICE),
    ("population.n_enrolled", "12", NR, Difference.ABSENT),
    ("population.n_enrolled", NR, {"missing": "NA"}, Difference.CODES),
    ("population.n_enrolled", "12", None, Difference.SILENT),
    ("population.n_enrolled", "12", "12", None),
    ("design.follow_up", "6 weeks", "6 months", Difference.UNIT),
)


def found(one, other):
    sides = [
        an_abstraction("s1", who, None, **said)
        for who, said in (("r1", one), ("r2", other))
    ]
    return {line.path: line for line in compare(sides, align(sides))}


@pytest.mark.parametrize(("path", "one", "other", "wanted"), CASES)
def test_a_difference_is_named_by_what_differs(path, one, other, wanted):
    first = {path: one}
    second = {path: other} if other is not None else {}
    assert difference_of(found(first, second)[path]) is wanted


def test_a_row_of_one_reviewer_is_a_kind_of_its_own():
    line = found({ARM: "IVIG"}, {})["arms[a1]"]
    assert difference_of(line) is Difference.ROW


def test_other_words_for_the_same_thing_are_alike_and_not_the_same():
    one = an_abstraction("s1", "r1", None, **{ARM: "IVIG"})
    other = an_abstraction("s1", "r2", None, **{ARM: "Immunoglobulin"})
    [pair] = align([one, other]).rows
    assert "Name alike" in pair.reasons
    [pair] = align([one, one]).rows
    assert "Name same" in pair.reasons
