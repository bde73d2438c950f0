"""Names are cleaned, cut, measured and wrapped."""

from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from nok_analysis.figures.lettering import LONGEST_NAME, clean, shortened, width, wrapped


def test_a_width_is_that_of_the_font():
    text = "КЦСОН «Забота»: 84 из 412"
    path = TextPath((0, 0), text, prop=FontProperties(family="DejaVu Sans", size=100))
    assert abs(width(text, 100) - path.get_extents().width) < 25  # bearings at the ends


def test_broken_and_hidden_characters_are_left_out():
    assert clean("\u202eЦентр\x00 \ud800\n\u2028 «А»\u00ad") == "Центр «А»"


def test_bold_is_wider():
    assert width("Забота", 15, bold=True) > width("Забота", 15)


def test_signs_that_the_font_lacks_take_one_em():
    assert width("\U0001f9bd", 10) == 10


@given(st.text(max_size=300))
def test_a_shortened_name_has_at_most_60_characters_and_no_controls(text):
    found = shortened(text)
    assert len(found) <= LONGEST_NAME
    assert clean(found) == found
    found.encode("utf-8")


@given(st.text(alphabet="абв «»\u00a0", max_size=80), st.floats(60, 300))
def test_no_wrapped_line_is_wider_than_its_room(text, room):
    lines = wrapped(clean(text), 15, room, bold=True)
    assert all(width(line, 15, bold=True) <= room for line in lines)
    kept = "".join(lines).replace(" ", "").replace("\u00a0", "")
    assert kept == clean(text).replace(" ", "").replace("\u00a0", "")


def test_type_and_name_hold_together_where_they_fit():
    lines = wrapped("дом престарелых ЦСО\u00a0«Рассвет»", 15, 150)
    assert lines == ["дом престарелых", "ЦСО\u00a0«Рассвет»"]


def test_a_word_breaks_behind_its_hyphen_where_both_parts_are_long():
    assert wrapped("ЦСО Ленинск-Кузнецкого района", 15, 190, bold=True) == [
        "ЦСО Ленинск-", "Кузнецкого района"]  # fmt: skip
    assert wrapped("Это Дом-интернат", 15, 150, bold=True) == ["Это", "Дом-интернат"]
