"""No received text becomes a formula, and every one comes back as it was."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.guard import MARK, STARTS, guarded, unguarded

#: Every sign that a spreadsheet may fold into the beginning of a formula.
TWINS = [
    chr(code)
    for code in range(0x11000)
    if unicodedata.normalize("NFKC", chr(code))[:1] in STARTS
]
TEXTS = st.one_of(
    st.text(),
    st.builds(
        lambda marks, sign, rest: MARK * marks + sign + rest,
        st.integers(0, 3),
        st.sampled_from(TWINS),
        st.text(),
    ),
)


@given(TEXTS)
def test_the_reader_undoes_exactly_what_the_writer_did(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in TWINS


@given(TEXTS, st.integers(1, 4))
def test_several_guards_come_off_one_by_one(text, times):
    found = text
    for _time in range(times):
        found = guarded(found)
    for _time in range(times):
        found = unguarded(found)
    assert found == text


def test_full_width_twins_are_among_them():
    assert {
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "\uff1d",
        "\uff0b",
        "\uff0d",
        "\uff20",
    } <= set(TWINS)
