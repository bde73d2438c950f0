"""A real Chromium and a small site to look at with it."""

import os
import shutil
from pathlib import Path

import pytest

from nok_analysis.report.exporter import convert
from nok_analysis.report.site import InstitutionEntry, site_index
from nok_analysis.wording import Words
from tests.report import made
from tests.report.test_site import entry

CHROMIUM = "/usr/bin/chromium"
INSTALL = (
    "no Chromium at /usr/bin/chromium; the pages were NOT looked at. Install it: apt-get "
    "update && apt-get install -y --no-install-recommends chromium poppler-utils "
    "fonts-paratype fonts-dejavu-core"
)


@pytest.fixture(scope="session")
def chromium():
    """A browser; without one the tests are skipped loudly, and fail where CI=true."""
    path = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
    if path is None:
        if os.environ.get("CI", "").casefold() == "true":
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder with the list of quarters, a quarter's page and a passport."""
    folder = tmp_path_factory.mktemp("site")
    entries = [entry("2026Q3", title="III квартал 2026 года"), entry("2026Q2")]
    institutions = [InstitutionEntry("ЦСО «Забота»", "Центр «Забота»", "2026Q3/a.html")]
    (folder / "index.html").write_text(
        site_index(entries, institutions, Words("ru")), encoding="utf-8"
    )
    quarter = folder / "2026Q3"
    (quarter / "data").mkdir(parents=True)
    for name, more in (("index", {}), ("a", {"sheet": True})):
        page = convert(made.whole(**more), name=name)
        (quarter / f"{name}.html").write_text(page.html, encoding="utf-8")
        for path, content in page.files.items():
            (quarter / path).write_bytes(content)
    return folder


@pytest.fixture
def opened(chromium, site):
    """Open a page of the site; what it asks for and says is gathered on the page object."""
    contexts = []

    def open_page(name="2026Q3/index.html", *, width=1280, dark=False, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.asked, page.told = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.goto((site / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
