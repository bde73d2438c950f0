"""What holds for every chart, whatever it shows."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations

import pytest

from nok_analysis.errors import ContractError, ReportError
from nok_analysis.figures import draw, names, tell
from nok_analysis.figures.chart import LONGEST_ALT, NARROW, WIDE
from nok_analysis.figures.lettering import width
from nok_analysis.figures.palette import LIGHT
from tests.figures.conftest import CHARTS
from tests.figures.council import council
from tests.figures.reading import labels, numbers, root, table_text, texts

pytestmark = pytest.mark.slow

HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
HOSTILE = {
    "markup": "<script>alert(1)</script> & <b>\"'",
    "dollars": r"Центр $\frac{1}{$ 100$ и 200$",
    "emoji": "Центр 👵🏽‍🦽 «Забота» 🏥",
    "bidi and control": "Центр \u202eатобаЗ\u202c \x1b[31m «Тест»",
    "very long": "Муниципальное бюджетное учреждение " + "социального обслуживания " * 7,
    "one long word": "Щ" * 200,
    "attributes": ' transform="rotate(1)" id="x" font-family: \'DejaVu Sans\'',
    "spaces": "  Центр \u00a0\u00a0 \n\t  «А»  ",
}


class Page(HTMLParser):
    """Collects what a browser would run or fetch."""

    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.attributes = set(), [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id"]


def test_the_charts_of_the_plan_are_registered():
    assert names() == (
        "answers", "changes", "profile", "progress", "questions", "rating", "waterfall",
    )  # fmt: skip


def test_the_charts_of_the_tests_cover_the_registry():
    assert {name for name, _ in CHARTS.values()} == set(names())


def test_the_told_sentence_is_that_of_the_figure(assessment):
    for name, options in CHARTS.values():
        if draw(name, assessment, **options).reading != tell(name, assessment, **options):
            pytest.fail(name)


def test_an_unknown_chart_is_refused_with_the_known_ones(assessment):
    with pytest.raises(ReportError, match="rating"):
        draw("pie", assessment)


def test_an_unknown_option_is_refused_with_the_known_ones(assessment):
    with pytest.raises(ReportError, match="node"):
        draw("rating", assessment, criterion="3")


def test_a_chart_with_an_empty_part_is_an_error(drawn):
    for part in ("headline", "subtitle", "svg_wide", "svg_narrow", "alt", "reading", "source",
                 "n_text", "interval_text", "name", "summary"):  # fmt: skip
        with pytest.raises(ContractError, match=part):
            replace(drawn, **{part: ""})
    with pytest.raises(ContractError, match="rows"):
        replace(drawn, data=replace(drawn.data, rows=()))


def test_an_alternative_text_that_is_too_long_is_an_error(drawn):
    with pytest.raises(ContractError):
        replace(drawn, alt="а" * (LONGEST_ALT + 1))


def test_the_alternative_text_is_short_and_its_numbers_stand_in_the_table(drawn):
    assert 20 < len(drawn.alt) <= LONGEST_ALT
    assert numbers(drawn.alt) <= numbers(table_text(drawn.data))


def test_the_reading_sentence_quotes_numbers_of_the_drawing_or_counts_rows(drawn):
    known = numbers(table_text(drawn.data)) | {str(n) for n in range(len(drawn.data.rows) + 10)}
    assert numbers(drawn.reading) <= known


def test_two_draws_give_the_same_bytes(drawn):
    name, options = next(
        (name, options) for name, options in CHARTS.values()
        if draw(name, council(), **options).svg_wide == drawn.svg_wide
    )  # fmt: skip
    again = draw(name, council(), **options)
    assert again._repr_html_() == drawn._repr_html_()


def test_drawings_have_their_width_and_only_a_view_box(drawn):
    for svg, wide in ((drawn.svg_wide, WIDE), (drawn.svg_narrow, NARROW)):
        box = root(svg).get("viewBox").split()
        assert box[:3] == ["0", "0", str(wide)]
        assert root(svg).get("width") is None
        assert root(svg).get("role") == "img"


def test_drawings_carry_title_and_alternative(drawn):
    for svg, layout in ((drawn.svg_wide, "w"), (drawn.svg_narrow, "n")):
        title, desc = list(root(svg))[:2]
        assert title.text == drawn.headline
        assert desc.text == drawn.alt
        assert root(svg).get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert root(svg).get("class") == layout


def test_drawings_hold_no_styles_scripts_or_outside_addresses(drawn):
    for svg in (drawn.svg_wide, drawn.svg_narrow):
        tags = {one.tag.rpartition("}")[2] for one in root(svg).iter()}
        assert tags <= {"svg", "title", "desc", "path", "text", "use", "defs"}
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
        assert "metadata" not in svg
        assert "<?xml" not in svg


def test_only_colours_of_the_palette_are_drawn(drawn):
    for svg in (drawn.svg_wide, drawn.svg_narrow):
        assert set(HEX.findall(svg)) <= set(LIGHT.values())


def test_ids_do_not_meet_on_one_page(assessment):
    page = Page()
    for name in ("rating", "changes", "progress", "questions"):
        page.feed(draw(name, assessment)._repr_html_())
    assert len(page.ids) == len(set(page.ids))


def test_marks_that_are_used_are_defined(drawn):
    for svg in (drawn.svg_wide, drawn.svg_narrow):
        ids = {one.get("id") for one in root(svg).iter() if one.get("id")}
        used = {one.get("href")[1:] for one in root(svg).iter() if one.get("href")}
        assert used <= ids


def test_no_label_leaves_its_drawing(drawn):
    for svg in (drawn.svg_wide, drawn.svg_narrow):
        _, _, wide, high = (float(part) for part in root(svg).get("viewBox").split())
        for text, x, y, size, bold, anchor in labels(svg):
            long = width(text, size, bold=bold)
            left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            assert left >= -1, text
            assert left + long <= wide + 1, text
            assert size * 0.7 <= y <= high, text


def test_no_two_labels_overlap(drawn):
    for svg in (drawn.svg_wide, drawn.svg_narrow):
        boxes = []
        for text, x, y, size, bold, anchor in labels(svg):
            long = width(text, size, bold=bold)
            left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            boxes.append((left, left + long, y - size * 0.72, y + size * 0.02, text))
        for one, other in combinations(boxes, 2):
            beside = one[1] <= other[0] or other[1] <= one[0]
            assert beside or one[3] <= other[2] or other[3] <= one[2], (one[4], other[4])


def test_figures_never_say_that_things_are_equal_or_unchanged(drawn):
    parts = (drawn.headline, drawn.subtitle, drawn.alt, drawn.reading, drawn.source,
             drawn.n_text, drawn.interval_text, table_text(drawn.data),
             *texts(drawn.svg_wide), *texts(drawn.svg_narrow))  # fmt: skip
    said = " ".join(parts).lower()
    for word in ("равны", "без изменений", "одинаков", "nan", "none"):
        assert word not in said


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_are_drawn_as_text(name):
    evil = council().renamed("I01", name).renamed("I03", name)
    for chart, options in (("rating", {}), ("changes", {}), ("progress", {}),
                           ("answers", {"question": "overall_satisfied"}),
                           ("waterfall", {"institution": "I01"})):  # fmt: skip
        drawn = draw(chart, evil, **options)
        page = Page()
        page.feed(drawn._repr_html_())
        assert "script" not in page.tags
        assert not {one for one in page.attributes if one.startswith("on")}
        assert len(drawn.alt) <= LONGEST_ALT
        for svg in (drawn.svg_wide, drawn.svg_narrow):
            assert root(svg) is not None
            assert not [t for t in texts(svg) if any(ord(c) < 32 or c == "\u202e" for c in t)]


def test_dollars_in_a_name_stay_dollars():
    drawn = draw("rating", council().renamed("I01", "Фонд $100 и $200"))
    assert "Фонд $100 и $200" in " ".join(texts(drawn.svg_narrow))


def test_an_unknown_institution_is_refused(assessment):
    with pytest.raises(ReportError, match="I99"):
        draw("profile", assessment, institution="I99")
