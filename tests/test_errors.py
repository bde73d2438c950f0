"""Errors are sentences for people, with every fault and its place."""

import errno
import os

import pytest

from nok_analysis import errors
from nok_analysis.errors import REASONS, Fault, NokError, ReportError, reason_of
from nok_analysis.wording import Words

RUSSIAN, ENGLISH = Words(), Words("en")


def test_a_fault_says_its_place_before_its_sentence():
    fault = Fault("there is no file {path}", {"path": "a"}, "run.yaml", 3, "forms")
    assert fault.said(ENGLISH) == "run.yaml, line 3, key “forms”: there is no file a"


def test_every_fault_is_said_on_a_line_of_its_own():
    error = NokError(Fault("one"), Fault("two", {}, "b.yaml"))
    assert error.said(ENGLISH) == "one\nb.yaml: two"


def test_values_with_braces_are_quoted_and_never_read():
    assert NokError("“{value}” is odd", value="{0} {x}").said(ENGLISH) == "“{0} {x}” is odd"


def test_a_value_may_be_a_fault_and_is_said_in_the_same_language():
    error = ReportError("{folder} cannot be written: {reason}", folder="reports",
                        reason=reason_of(OSError(errno.ENOSPC, "No space")))  # fmt: skip
    assert error.said(ENGLISH) == "reports cannot be written: the disk is full"
    assert error.said(RUSSIAN) == "в папку reports нельзя писать: на диске нет места"


@pytest.mark.parametrize("number", sorted(REASONS))
def test_known_reasons_of_the_system_are_said_in_russian(number):
    said = reason_of(OSError(number, os.strerror(number))).said(RUSSIAN)
    assert not said.isascii()


def test_an_unknown_reason_is_said_as_the_system_says_it():
    assert reason_of(OSError(errno.EIO, "Input/output error")).said(RUSSIAN) == (
        "Input/output error"
    )
    assert reason_of(TimeoutError()).said(RUSSIAN) == "TimeoutError"


def test_a_notebook_shows_the_sentence_in_place_of_a_traceback():
    error = NokError(Fault("one"), Fault("two"))
    assert error._render_traceback_() == ["one", "two"]


def test_every_error_of_the_house_can_be_caught_as_one():
    kinds = [one for name, one in vars(errors).items() if name.endswith("Error")]
    assert len(kinds) > 8
    assert all(issubclass(one, NokError) for one in kinds)
