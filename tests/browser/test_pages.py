"""Every kind of page in a real browser: silent, narrow, sortable, accessible, printable."""

import pytest

pytestmark = pytest.mark.browser

PAGES = ("index.html", "2026Q3/index.html", "2026Q3/a.html")
QUARTER = "2026Q3/index.html"
WIDTHS = (1280, 390, 320)
NO_SIDEWAYS = """() => [document.documentElement.scrollWidth,
                        document.documentElement.clientWidth]"""
FIRST_COLUMN = """() => [...document.querySelectorAll('#tab-1 tbody tr')]
    .filter(row => !row.hidden).map(row => row.cells[0].innerText)"""
LAST_COLUMN = """() => [...document.querySelectorAll('#tab-1 tbody tr')]
    .map(row => row.cells[4].innerText)"""


def fits(page):
    across, room = page.evaluate(NO_SIDEWAYS)
    return across == room


def say_view(page, *choices):
    page.click("[aria-controls=view]")
    for choice in choices:
        page.click(f"[data-to='{choice}']")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_itself_alone_and_says_nothing_to_the_console(opened, name):
    page = opened(name)
    page.wait_for_timeout(100)
    assert len(page.asked) == 1
    assert page.told == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(opened, name, width, dark):
    page = opened(name, width=width, dark=dark)
    assert fits(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_scroll_sideways_in_very_large_wide_text(opened, name, width):
    page = opened(name, width=width)
    page.click("[data-to='200']")
    say_view(page, "wide", "black")
    assert fits(page)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 34


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_does_not_scroll_sideways_when_the_browser_s_own_text_is_doubled(opened, width):
    page = opened(width=width)
    page.add_style_tag(content=":root:root{font-size:225%}")
    assert fits(page)


def test_wide_screens_show_the_wide_drawing_and_phones_the_narrow_one(opened):
    for width, shown, hidden in ((1280, "w", "n"), (390, "n", "w")):
        page = opened(width=width)
        assert page.is_visible(f"#fig-1 svg.{shown}")
        assert not page.is_visible(f"#fig-1 svg.{hidden}")


def test_contents_stay_beside_the_text_while_it_scrolls(opened):
    page = opened()
    page.evaluate("window.scrollTo(0, 900)")
    box = page.locator("nav.toc").bounding_box()
    assert 0 <= box["y"] < 100
    assert box["x"] > 800


def test_the_view_is_kept_and_can_be_taken_back(opened):
    page = opened()
    page.click("[data-to='150']")
    say_view(page, "blue", "wide", "off")
    assert page.get_attribute("html", "data-size") == "150"
    assert not page.is_visible("#fig-1 .svg")
    assert page.is_visible("#fig-1 table")
    page.reload()
    assert page.get_attribute("html", "data-colour") == "blue"
    assert page.get_attribute("[data-to='blue']", "aria-pressed") == "true"
    assert page.is_visible("#view")
    for name in ("size", "colour", "spacing", "figures"):
        page.click(f"[data-set='{name}'][data-to='']")
    assert page.evaluate("Object.keys(document.documentElement.dataset).length") == 0
    assert page.is_visible("#fig-1 .svg")
    assert page.told == []


def test_the_page_works_where_storage_is_closed(opened):
    page = opened()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('closed'); }})"
    )
    page.reload()
    page.click("[data-to='200']")
    assert page.get_attribute("html", "data-size") == "200"
    assert page.told == []


def test_without_javascript_the_page_is_complete(opened):
    page = opened(java_script_enabled=False)
    assert not page.is_visible(".lv")
    assert page.locator("th button").count() == 0
    assert page.locator("#tab-1 tbody tr").count() == 8


def test_names_are_sorted_as_russian_is(opened):
    page = opened()
    page.click("#tab-1 th button >> nth=0")
    assert page.evaluate(FIRST_COLUMN) == [
        "Берёзка", "Ветеран", "Единство", "Ёжик", "Жар-птица", "Забота", "КЦСОН «Забота»",
        "Яблоня"]  # fmt: skip
    assert page.get_attribute("#tab-1 th >> nth=0", "aria-sort") == "ascending"


def test_numbers_are_sorted_as_numbers_and_words_stay_below(opened):
    page = opened()
    button = page.locator("#tab-1 thead button").nth(4)
    button.click()
    rising = ["−7,1", "9,5", "81,3", "88,2", "93,0", "100,0", "12\u202f345", "мало"]
    assert page.evaluate(LAST_COLUMN) == rising
    button.click()
    assert page.evaluate(LAST_COLUMN) == [*rising[-2::-1], "мало"]
    assert page.locator("#tab-1 [aria-sort]").count() == 1
    assert page.get_attribute("#tab-1 th >> nth=4", "aria-sort") == "descending"
    assert "Итог" in page.inner_text("[aria-live=polite]")


def test_search_finds_rows_and_says_how_many(opened):
    page = opened()
    page.fill("#tab-1 input", "БЕРЁЗ")
    assert page.evaluate(FIRST_COLUMN) == ["Берёзка"]
    assert "1" in page.inner_text("#tab-1 [role=status]")
    page.fill("#tab-1 input", "ежик")
    assert page.evaluate(FIRST_COLUMN) == ["Ёжик"]
    page.fill("#tab-1 input", "")
    assert len(page.evaluate(FIRST_COLUMN)) == 8


def test_everything_that_works_can_be_reached_by_the_keyboard_and_is_large_enough(opened):
    page = opened()
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    for part in ('class="skip"', 'data-to="200"', "aria-controls", "<summary", "#reyting",
                 'type="search"', 'href="#fig-1"'):  # fmt: skip
        assert any(part in one for one in seen), part
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, input')]
           .filter(one => one.offsetParent).map(one => one.getBoundingClientRect())
           .filter(box => box.height < 24 || box.width < 24).length"""
    )
    assert small == 0


def test_the_skip_link_leads_to_the_contents(opened):
    page = opened()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(opened, name, dark, width):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(name, dark=dark, width=width, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("colour", ["white", "black", "blue"])
def test_axe_finds_nothing_in_the_colours_for_low_vision(opened, colour):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(bypass_csp=True)
    say_view(page, colour)
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()


def test_an_injected_script_does_not_run(opened):
    page = opened()
    page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';
                   document.body.appendChild(s);
                   document.body.insertAdjacentHTML('beforeend',
                       '<img src="x" onerror="window.ran = 2">'); }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_on_a4_without_buttons(opened, name):
    page = opened(name)
    printed = page.pdf(format="A4", prefer_css_page_size=True, tagged=True, outline=True)
    assert printed.startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    assert fits(page)
    assert not page.is_visible(".lv")
    assert not page.is_visible(".find")


def test_a_passport_breaks_once_between_its_sides(opened):
    page = opened("2026Q3/a.html")
    page.emulate_media(media="print")
    breaks = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
           .filter(one => getComputedStyle(one).breakBefore === 'page').length"""
    )
    assert breaks == 1
    assert not page.is_visible(".front h2")
    assert page.is_visible(".overleaf h2")


def test_paper_is_white_even_where_the_screen_is_dark(opened):
    page = opened(dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
