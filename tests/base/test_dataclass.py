"""Our data classes are those of the standard library, made faster."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

from ivig_abstractor.base.dataclass import dataclass


class Plain:
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ours(Plain):
    """Some fields."""

    a: int
    b: str = "b"
    c: list[int] = field(default_factory=list)
    d: Any = field(default=None, compare=False, repr=False)
    e: ClassVar[int] = 3

    @property
    def double(self) -> int:
        return 2 * self.a


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs(Plain):
    """Some fields."""

    a: int
    b: str = "b"
    c: list[int] = field(default_factory=list)
    d: Any = field(default=None, compare=False, repr=False)
    e: ClassVar[int] = 3


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    place: int = 0

    def __post_init__(self) -> None:
        if self.place < 0:
            raise ValueError(self.place)


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    a: int


@dataclass(frozen=True, slots=True)
class Longer(Key):
    more: str = ""


@dataclass(slots=True)
class Open:
    a: int
    b: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class OpenAlone:
    a: int


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass(frozen=True, slots=True)
class Unsure:
    a: int
    b: "ClassVar[int]" = 2


@dataclass()
class Slotless:
    a: int


@dataclass(frozen=True, slots=True)
class Recursive:
    inner: "Recursive | None" = None


def test_it_looks_like_theirs():
    ours, theirs = Ours(1, c=[2], d=3), Theirs(1, c=[2], d=3)

    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert [f.name for f in dataclasses.fields(Ours)] == list("abcd")
    assert [f.type for f in dataclasses.fields(Ours)] == [
        f.type for f in dataclasses.fields(Theirs)
    ]
    assert dataclasses.is_dataclass(Ours)
    assert Ours.__doc__ == Theirs.__doc__
    assert Ours.__match_args__ == Theirs.__match_args__
    assert not hasattr(ours, "__dict__")
    assert ours.double == 2


def test_it_is_compared_by_its_fields():
    assert Ours(1, d=2) == Ours(1, d=3) != Ours(2)
    assert Key("a") == Key("a", 0) != Key("a", 1)
    assert hash(Key("a")) == hash(Key("a"))
    assert Key("a") != ("a", 0)
    assert Alone(1) != Alone(1)
    assert Ours(1).c is not Ours(1).c


def test_it_never_changes():
    key = Key("a")
    for change in (lambda: setattr(key, "name", "b"), lambda: delattr(key, "name")):
        with pytest.raises(FrozenInstanceError):
            change()
    assert dataclasses.replace(key, name="b") == Key("b")


def test_without_frozen_it_changes_and_is_no_key():
    one = Open(1)
    one.a = 2
    one.b.append(3)

    assert one == Open(2, [3]) != Open(2)
    assert copy.deepcopy(one) == one
    assert dataclasses.replace(one, a=4) == Open(4, [3])
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    assert len({OpenAlone(1), OpenAlone(1)}) == 2
    with pytest.raises(AttributeError):
        one.c = 1


def test_without_fields_all_are_equal():
    assert Empty() == Empty() != Key("a")
    assert hash(Empty()) == hash(Empty())
    assert repr(Empty()) == "Empty()"


def test_it_is_copied_and_kept():
    key = Key("a", 4)
    assert copy.copy(key) == copy.deepcopy(key) == key
    assert pickle.loads(pickle.dumps(key)) == key  # noqa: S301 - our own


def test_it_wants_its_fields():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'a'"):
        Ours()
    with pytest.raises(TypeError, match="unexpected keyword"):
        Key("a", size=1)
    with pytest.raises(ValueError, match="-1"):
        Key("a", -1)


def test_all_else_is_left_to_the_standard_library():
    longer, changing = Longer("a", 1, "m"), Slotless(1)
    changing.a = 2

    assert (longer.name, longer.more) == ("a", "m")
    assert changing == Slotless(2)
    assert Recursive(Recursive()).inner == Recursive()
    assert [one.name for one in dataclasses.fields(Unsure)] == ["a"]
