"""The workbench in a real JupyterLab, started with the shipped configuration."""

import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.conftest import REPOSITORY, copied

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 120  # seconds for what takes ten on a free machine
INSIDE = {"127.0.0.1"}
FIGURE = ".nok-picture:visible figure"
IS_ANOTHER = """before => [...document.querySelectorAll('.nok-picture figure')]
    .some(one => one.checkVisibility() && one.innerHTML !== before)"""
TOTAL, POLITENESS = "Итог", "4. Доброжелательность и вежливость работников"


@dataclass
class Lab:
    """A running server: where it is, its secret, and what it has logged."""

    port: int
    token: str
    log: Path

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def status(self, path, *, token=True, **headers):
        """Return the status with which a path is answered."""
        if token:
            headers["Authorization"] = f"token {self.token}"
        try:
            with urlopen(Request(self.address + path, headers=headers), timeout=5) as answer:
                return answer.status
        except HTTPError as refusal:
            return refusal.code

    def is_up(self):
        try:
            return self.status("/api/status") == 200
        except OSError:
            return False


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab over a workspace of its own; nobody's personal settings count."""
    home, root = tmp_path_factory.mktemp("home"), copied(tmp_path_factory.mktemp("lab"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = Lab(port, secrets.token_hex(16), home / "log")
    with found.log.open("wb") as log:
        server = subprocess.Popen(
            [*_command(root), f"--port={port}", f"--IdentityProvider.token={found.token}"],
            cwd=root, env=_environment(home), stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait_for(found, server)
            yield found
        finally:
            server.terminate()
            server.wait(30)


def _command(root):
    command = [sys.executable, "-m", "jupyterlab", "--no-browser",
               f"--config={REPOSITORY / 'jupyter_server_config.py'}",
               f"--ServerApp.root_dir={root}"]  # fmt: skip
    in_a_container = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*command, "--allow-root"] if in_a_container else command


def _environment(home):
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    return {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(home),
        **{place: str(home / place.lower()) for place in places},
    }


def _wait_for(lab, server):
    deadline = time.monotonic() + PATIENCE
    while not lab.is_up():
        assert server.poll() is None, lab.log.read_text()
        assert time.monotonic() < deadline, lab.log.read_text()
        time.sleep(0.2)


@pytest.fixture
def opened(chromium, lab):
    """Open a notebook and run all its cells; what the page asks for and breaks is kept."""
    contexts = []

    def open_notebook(name):
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.asked, page.broken = set(), []
        page.on("request", lambda request: page.asked.add(request.url))
        page.on("websocket", lambda wire: page.asked.add(wire.url))
        page.on("pageerror", lambda error: page.broken.append(str(error)))
        page.goto(f"{lab.address}/lab/tree/notebooks/{name}?reset&token={lab.token}")
        page.get_by_text("(ipykernel) | Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        return page

    yield open_notebook
    for context in contexts:
        context.close()


def choose(page, position, label):
    """Choose in a list that is seen; return the figure as soon as it is another one."""
    before = page.locator(FIGURE).inner_html()
    page.locator(".nok-control:visible select").nth(position).select_option(label=label)
    page.wait_for_function(IS_ANOTHER, arg=before)
    return page.locator(FIGURE).inner_html()


def hosts(page):
    return {urlsplit(url).hostname for url in page.asked} - {None}  # data: and blob:


def nothing_went_wrong(page):
    assert page.broken == []
    assert hosts(page) <= INSIDE
    assert page.locator("[data-mime-type^='application/vnd.jupyter.std']").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0


def test_the_server_answers_nobody_without_its_token(lab):
    assert lab.status("/api/contents", token=False) == 403
    assert lab.status("/api/kernels", token=False) == 403
    assert lab.status("/api/contents") == 200
    assert lab.status("/api/contents", Host="attacker.example") == 403


def test_the_server_runs_no_terminals_and_knows_every_setting(lab):
    assert lab.status("/api/terminals") == 404
    assert "not recognized" not in lab.log.read_text()
    assert "all interfaces" not in lab.log.read_text()


def test_the_server_listens_on_one_address_only(lab):
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", lab.port), timeout=5)


def test_the_expert_chooses_and_the_figure_changes(opened):
    page = opened("00_workbench.ipynb")
    first = page.locator(FIGURE)
    first.wait_for()
    assert page.locator(f"{FIGURE} svg.w").is_visible()
    assert not page.locator(f"{FIGURE} svg.n").is_visible()
    total = first.inner_html()
    assert choose(page, 0, POLITENESS) != total
    assert 'draw("rating", assessment, node="4")' in page.locator(".nok-bench").inner_text()
    assert choose(page, 0, TOTAL) == total
    assert page.get_by_text("notified about official Jupyter news").count() == 0

    page.locator(".nok-bench .lm-TabBar-tab", has_text="Одно учреждение").click()
    names = page.locator(".nok-control:visible select").first
    choose(page, 0, names.locator("option").nth(2).inner_text())
    page.get_by_role("button", name="показать данные").locator("visible=true").click()
    page.locator(f"{FIGURE} details[open] table").wait_for()
    nothing_went_wrong(page)


def test_a_choice_that_cannot_be_drawn_is_named_above_the_greyed_figure(opened):
    page = opened("00_workbench.ipynb")
    page.locator(FIGURE).wait_for()
    page.locator(".nok-control:visible select").nth(1).select_option("IV квартал 2024 года")
    said = page.locator(".nok-said:visible [role=alert]")
    said.wait_for()
    assert "Квартал: IV квартал 2024 года" in said.inner_text()
    assert page.locator(".nok-picture.nok-greyed:visible figure").is_visible()
    choose(page, 1, "II квартал 2026 года")
    assert said.count() == 0
    nothing_went_wrong(page)


def test_a_report_opened_by_hand_shows_each_figure_once(opened):
    page = opened("01_summary.ipynb")
    page.locator("dl.id").wait_for(state="attached")
    page.locator("#exhibit-rating").scroll_into_view_if_needed()
    assert page.locator("#exhibit-rating svg.w").is_visible()
    assert not page.locator("#exhibit-rating svg.n").is_visible()
    nothing_went_wrong(page)
