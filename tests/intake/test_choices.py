"""A joined cell of several answers: all of it belongs to listed words, or the row is aside."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nok_analysis.folding import fold
from nok_analysis.forms import Column, Multiple
from nok_analysis.intake.choices import joined_reader
from nok_analysis.intake.table import Flaw

WORDS = {
    "site": ["Сайт", "сайт учреждения"],
    "friends": ["друзья, знакомые", "друзья"],
    "board": ["стенд; доска"],
    "none": ["ни одного из этих (никакого)"],
}
WHOLE = Multiple(
    "heard",
    Column(("Откуда?",)),
    {"": None, "не помню": None, "н/п": ""}
    | {fold(text): f"heard_{name}" for name, several in WORDS.items() for text in several},
    tuple(f"heard_{name}" for name in WORDS),
)
SPELLED = [(name, text) for name, several in WORDS.items() for text in several]


@given(
    st.lists(st.sampled_from(SPELLED), min_size=1, max_size=5),
    st.sampled_from([", ", ";", "; ", " ", "|", " / "]),
)
def test_chosen_words_are_read_in_any_order_and_with_any_sign_between(chosen, sign):
    cell = sign.join(text for _name, text in chosen)
    assert joined_reader(WHOLE)(cell) == {f"heard_{name}" for name, _text in chosen}


@given(st.text(alphabet="сайтдрузья, ;/()абв\n0", max_size=40))
def test_any_text_is_choices_silence_or_a_flaw_and_never_an_error(cell):
    found = joined_reader(WHOLE)(cell)
    assert isinstance(found, (frozenset, str, Flaw))
    if isinstance(found, frozenset):
        assert found <= set(WHOLE.choices)


def test_not_applicable_alone_is_not_silence():
    read = joined_reader(WHOLE)
    assert (read("н/п"), read("Не помню"), read("")) == ("-", "", "")
    assert isinstance(read("н/п, сайт"), Flaw)
