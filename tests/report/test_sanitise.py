"""Hostile text is inert in every channel, or the page is not built."""

import html
from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from nok_analysis.errors import ReportError
from nok_analysis.report.drawings import clean_svg
from nok_analysis.report.exporter import convert
from nok_analysis.report.sanitise import allowed_href, clean_body
from nok_analysis.report.tree import written
from tests.report import made

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="https://evil.example/">x</a>',
    '<a href="//evil.example/">x</a>',
    '<a href="https://bus.gov.ru@evil.example/">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    "<object data=x></object>",
    "<embed src=x>",
    "<form action=x><input name=a></form>",
    "<style>*{display:none}</style>",
    '<p style="background:url(https://evil.example)">x</p>',
    '<p onclick="alert(1)">x</p>',
    "<math><mtext></mtext></math>",
    "<template><p>x</p></template>",
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<link rel="prefetch" href="https://evil.example">',
    "<!-- comment -->",
    '<img src="https://evil.example/a.png" alt="a">',
    '<img src="data:image/svg+xml;base64,AAAA" alt="a">',
    '<p data-svg="0"></p>',
    "</main></body><script>alert(1)</script>",
    "<p><b>torn</p></b>",
    "<p title=\"<svg viewBox='0 0 1 1'></svg>\">x</p>",
    "<svg><script>alert(1)</script></svg>",
    '<svg onload="alert(1)"></svg>',
    "<button formaction=javascript:alert(1)>x</button>",
    "<video src=x></video>",
    "<p>\x00</p>",
    "<p>\x1b[31m</p>",
    '<p tabindex="5">x</p>',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_that_may_not_stand_fails_the_build(payload):
    with pytest.raises(ReportError):
        convert(made.minimal(payload), name="index")


class Live(HTMLParser):
    """Everything of a page that could act."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        live = {"iframe", "object", "embed", "form", "base", "link", "img", "template", "math"}
        values = " ".join(value or "" for name, value in attrs if name in {"href", "src"})
        if tag in live or any(name.startswith("on") for name, _ in attrs):
            self.found.append((tag, attrs))
        if any(word in values.casefold() for word in ("javascript", "evil", "data:")):
            self.found.append((tag, attrs))
        if tag == "script":
            self.found.append((tag, attrs))


def live_parts(page):
    body = page.split("<body", 1)[1]
    parser = Live()
    parser.feed(body)
    return parser.found


def texts(page):
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return "".join(tree.find("body").itertext())


PRINTABLE = [one for one in PAYLOADS if "\x00" not in one and "\x1b" not in one and
             "data-svg" not in one]  # fmt: skip


@pytest.mark.parametrize("payload", PRINTABLE)
def test_escaped_at_the_source_hostile_text_is_shown_and_does_nothing(payload):
    shown = escape(payload)
    cells = [
        made.output(made.figure(headline=shown, rows=[(payload, payload), ("b", "2,0")])),
        made.output(made.table(first=payload)),
    ]
    page = convert(made.notebook(made.markdown("# A"), *cells), name="index").html
    assert live_parts(page) == []
    assert payload in texts(page)


@pytest.mark.parametrize("payload", PRINTABLE)
def test_markdown_shows_hostile_text_or_fails(payload):
    try:
        page = convert(made.notebook(made.markdown(f"# A\n\nтекст {payload}")), name="i").html
    except ReportError:
        return
    assert live_parts(page) == []


@pytest.mark.parametrize("source", ["[x](javascript:alert(1))", "[x](https://evil.example)",
                                    "![x](https://evil.example/a.png)",
                                    "<https://evil.example>"])  # fmt: skip
def test_markdown_cannot_link_outside_the_list(source):
    with pytest.raises(ReportError):
        convert(made.notebook(made.markdown(f"# A\n\n{source}")), name="i")


@pytest.mark.parametrize("payload", PRINTABLE)
@pytest.mark.parametrize("field", ["title", "council", "period_title", "as_of"])
def test_the_frame_shows_hostile_words_of_the_seal_and_does_nothing(field, payload):
    page = convert(made.minimal("<p>x</p>", **{field: payload}), name="other").html
    assert live_parts(page) == []
    assert page.count("<script") == 1


@pytest.mark.parametrize("field", ["home", "site"])
def test_the_frame_leads_nowhere_outside(field):
    for href in ("javascript:alert(1)", "https://evil.example/", "//evil.example"):
        with pytest.raises(ReportError):
            convert(made.minimal("<p>x</p>", **{field: href}), name="other")


SAFE = st.sampled_from(["<", ">", "&", '"', "'", "/", "=", "!", "-", "script", "svg", "onload",
                        "x", " ", "javascript:", "]]>", "&lt;", "ё", "\u202e", "`",
                        "{{"])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(SAFE, max_size=14).map("".join))
def test_any_escaped_text_comes_through_unchanged_and_dead(text):
    tree = clean_body(f'<p class="a" title="{escape(text)}">{escape(text)}</p>')
    assert tree[0].text == text or (tree[0].text or "") == text
    assert html.unescape(tree[0].get("title")) == html.unescape(text)
    assert len(tree) == 1
    assert len(tree[0]) == 0


@settings(max_examples=150, deadline=None)
@given(st.lists(SAFE, max_size=14).map("".join))
def test_any_unescaped_text_is_refused_or_dead(text):
    try:
        tree = clean_body(f"<p>{text}</p>")
    except ReportError:
        return
    assert live_parts(f"<body>{written(tree)}") == []


# ---- drawings ----


def test_a_drawing_keeps_its_text_and_gets_the_page_s_colours():
    svg = written(clean_svg(made.drawing("a", "w")))
    assert "Ёлка" in svg
    assert "var(--c)" in svg
    assert "var(--ink)" in svg
    assert "#12436d" not in svg
    assert 'viewBox="0 0 760 300"' in svg


HOSTILE_DRAWINGS = [
    "<script>alert(1)</script>",
    "<foreignObject><p>x</p></foreignObject>",
    '<image href="https://evil.example/a.png"/>',
    "<style>*{fill:red}</style>",
    '<a href="#x"><text>x</text></a>',
    '<use href="https://evil.example/a.svg#b"/>',
    '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/svg+xml,x"/>',
    '<path d="M0 0" onclick="alert(1)"/>',
    '<path d="M0 0" style="fill: url(https://evil.example)"/>',
    '<path d="M0 0" fill="url(//evil.example)"/>',
    '<path d="M0 0" style="behavior: x"/>',
    '<path d="M0 0" style="background: red"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    "<text>&undefined;</text>",
    "<text>not closed",
    '<path d="M0 0" style="fill: #ff0000"/>',
]


@pytest.mark.parametrize("inside", HOSTILE_DRAWINGS)
def test_a_drawing_with_anything_else_fails(inside):
    with pytest.raises(ReportError):
        clean_svg(made.drawing("a", "w", inside=inside))


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>',
        "<p/>",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" role="img"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>a</title>'
        "<desc>b</desc></svg>",
    ],
)
def test_a_drawing_without_its_words_or_with_entities_fails(bomb):
    with pytest.raises(ReportError):
        clean_svg(bomb)


@pytest.mark.parametrize(
    ("href", "hosts", "allowed"),
    [
        ("#fig-1", (), True),
        ("data/a.csv", (), True),
        ("../index.html#x", (), True),
        ("institutions/a.html", (), True),
        ("https://bus.gov.ru/info?id=1", ("bus.gov.ru",), True),
        ("https://bus.gov.ru/info", (), False),
        ("http://bus.gov.ru/info", ("bus.gov.ru",), False),
        ("https://bus.gov.ru.evil.example/", ("bus.gov.ru",), False),
        ("https://user@bus.gov.ru/", ("bus.gov.ru",), False),
        ("//bus.gov.ru/", ("bus.gov.ru",), False),
        ("\\\\evil", (), False),
        ("mailto:a@b.c", (), False),
        (" javascript:alert(1)", (), False),
        ("java\nscript:alert(1)", (), False),
        ("https://[", ("bus.gov.ru",), False),
    ],
)
def test_links_lead_inside_or_to_listed_hosts(href, hosts, allowed):
    assert allowed_href(href, hosts) is allowed
