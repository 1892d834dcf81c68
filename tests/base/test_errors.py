"""Errors speak in sentences."""

import inspect

import pytest

from ivig_abstractor.base import errors
from ivig_abstractor.base.errors import AppError, BugError, DiskFull

TYPED = [
    kind
    for _name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, AppError)
]


def test_says_what_happened_what_is_unchanged_and_what_to_do():
    error = DiskFull(
        "The disk is full.", unchanged="Nothing was changed.", next_step="Free space."
    )
    assert str(error) == "The disk is full. Nothing was changed. Free space."
    assert (error.what, error.next_step) == ("The disk is full.", "Free space.")


def test_leaves_out_what_it_was_not_told():
    assert str(AppError("It failed.")) == "It failed."


@pytest.mark.parametrize("kind", TYPED)
def test_every_typed_error_is_an_app_error_with_a_sentence(kind):
    assert kind.__doc__
    assert str(kind("It failed.")) == "It failed."


def test_our_own_faults_are_not_for_the_reviewer():
    assert not issubclass(BugError, AppError)
