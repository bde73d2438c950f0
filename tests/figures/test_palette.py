"""Colours by their contrast, for the light and the dark page."""

import pytest

from nok_analysis.figures.palette import DARK, LIGHT, STACKS, TONES, contrast

THEMES = {"light": LIGHT, "dark": DARK}
TEXT = ("ink", "ink2", "c", "dn", "link")
MARKS = ("axis", "c", "s2", "s3", "dn", "s4", "ink", "ink2")


@pytest.fixture(params=THEMES)
def theme(request):
    return THEMES[request.param]


def token(hex_value):
    return next(name for name, value in LIGHT.items() if value == hex_value)


def test_both_themes_have_the_same_tokens():
    assert LIGHT.keys() == DARK.keys()


def test_light_values_differ_so_that_each_can_be_replaced():
    assert len(set(LIGHT.values())) == len(LIGHT)


def test_text_has_at_least_4_5_to_1(theme):
    assert {name: contrast(theme[name], theme["bg"]) >= 4.5 for name in TEXT} == dict.fromkeys(
        TEXT, True
    )


def test_marks_have_at_least_3_to_1(theme):
    assert {name: contrast(theme[name], theme["bg"]) >= 3 for name in MARKS} == dict.fromkeys(
        MARKS, True
    )


@pytest.mark.parametrize("answers", STACKS)
def test_numbers_inside_a_stack_can_be_read(theme, answers):
    for fill, number in STACKS[answers]:
        assert contrast(theme[token(fill)], theme[token(number)]) >= 4.5, (fill, number)


def test_marks_of_verdicts_stand_out(theme):
    for color, edge, _ in TONES.values():
        assert contrast(theme[token(color)], theme["bg"]) >= 4.5
        assert contrast(theme[token(edge)], theme["bg"]) >= 3


def test_text_can_be_read_on_the_tints(theme):
    for tint in ("tint", "upt", "dnt"):
        assert contrast(theme["ink"], theme[tint]) >= 7
        assert contrast(theme["ink2"], theme["tint"]) >= 4.5


@pytest.mark.parametrize(("first", "second", "ratio"), [
    ("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0),
])  # fmt: skip
def test_contrast_is_that_of_wcag(first, second, ratio):
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)
