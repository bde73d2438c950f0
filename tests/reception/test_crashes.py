"""Whatever breaks at whatever step of an import: the old store or the new one, then healing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from nok_analysis.errors import NokError
from tests.faults import ERRORS, Counter, failing
from tests.reception.council import DOUBTFUL, SOUND, Council, council_in, table

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STEPS_AT_LEAST = 20
MOMENTS = 50
SOME = 7  # every seventh step where all of them would take too long


def prepared(root) -> Council:
    """A council with one file taken in and corrected, and more files waiting in the inbox."""
    council = council_in(root)
    council.take_in(*council.received(a=table(SOUND, DOUBTFUL)))
    council.received(b=table("I02;1;13.07.2026;;да;да;да;5;", "I02;2;13.07.2026;;ой;да;да;5;"))
    council.received(a=table(SOUND, DOUBTFUL.replace("наверное", "нет")))
    return council


def imported(council: Council) -> None:
    council.take_in(*sorted((council.root / "inbox").glob("*.csv")))


def finals(council: Council) -> dict[str, bytes]:
    """Every file under a name of its own: temporary ones and the lock are none."""
    return {
        path.relative_to(council.data).as_posix(): path.read_bytes()
        for path in sorted(council.data.rglob("*"))
        if path.is_file() and path.name != ".lock" and not path.name.startswith(".tmp-")
    }


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """The state before and after an import, and how many steps it takes."""
    council = prepared(tmp_path_factory.mktemp("whole"))
    before = finals(council)
    with failing(Counter(0)) as count:
        imported(council)
    after = finals(council)
    assert count.calls > STEPS_AT_LEAST
    return before, after, count.calls


def whole(council: Council, before, after) -> None:
    """Assert that the store is the old one or the new one, and readable."""
    found = finals(council)
    name = "store/manifest.json"
    assert found[name] in {before[name], after[name]}
    for path, content in found.items():
        assert content in {before.get(path), after.get(path)}, path
    assert council.store.check() == ()
    for part in council.store.evidence().responses:
        assert len(pd.read_parquet(part.path))
    council.counts()


def healed(council: Council, after) -> None:
    """Assert that the next import ends where an undisturbed one does."""
    imported(council)
    council.store.tidy(remove=True)
    found = finals(council)
    superseded = set(after) - set(found)
    assert all(name.startswith("store/responses/") for name in superseded)
    assert found == {name: after[name] for name in found}
    assert not list(council.data.rglob(".tmp-*"))


def swept(tmp_path, states, error, *, lasting, stride=1):
    before, after, steps = states
    pristine = prepared(tmp_path / "pristine").root
    for n in range(1, steps + 1, stride):
        root = shutil.copytree(pristine, tmp_path / f"n{n}")
        council = Council(root)
        with failing(Counter(n, ERRORS[error], lasting=lasting)) as count:
            failed = _fails(council)
        assert count.fired, n
        whole(council, before, after)
        if not failed:  # only what could not be cleaned away
            assert finals(council)["store/manifest.json"] == after["store/manifest.json"]
        healed(council, after)
        shutil.rmtree(root)


def _fails(council: Council) -> bool:
    try:
        imported(council)
    except (NokError, OSError, MemoryError, KeyboardInterrupt):
        return True
    return False


def test_an_import_on_a_disk_that_gets_full_leaves_the_old_store_or_the_new(tmp_path, states):
    swept(tmp_path, states, "ENOSPC", lasting=True, stride=SOME)


@pytest.mark.soak
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("error", sorted(ERRORS))
def test_whatever_fails_at_any_step_leaves_the_old_store_or_the_new(
    tmp_path, states, error, lasting
):
    swept(tmp_path, states, error, lasting=lasting)


def test_an_import_killed_at_some_steps_leaves_the_old_store_or_the_new(tmp_path, states):
    killed_at(tmp_path, states, stride=SOME)


@pytest.mark.soak
def test_an_import_killed_at_any_step_leaves_the_old_store_or_the_new(tmp_path, states):
    killed_at(tmp_path, states)


def killed_at(tmp_path, states, *, stride=1):
    before, after, steps = states
    pristine = prepared(tmp_path / "pristine").root
    for n in range(1, steps + 1, stride):
        root = shutil.copytree(pristine, tmp_path / f"n{n}")
        council = Council(root)
        child = os.fork()
        if child == 0:
            with failing(Counter(n)):
                _fails(council)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, n
        whole(council, before, after)
        healed(council, after)
        shutil.rmtree(root)


DRIVER = """
import sys
from pathlib import Path
from tests.reception.council import Council
from tests.reception.test_crashes import imported

imported(Council(Path(sys.argv[1] + "-warm")))
print("ready", flush=True)
sys.stdin.readline()
imported(Council(Path(sys.argv[1])))
print("done", flush=True)
"""


def killed(root: Path, seconds: float) -> bool:
    """Import in a process of its own, kill it after a while; say whether it had ended."""
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(root)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert driver.stdout.readline() == "ready\n"
        driver.stdin.write("go\n")
        driver.stdin.flush()
        time.sleep(seconds)
        ended = driver.poll() is not None
    finally:
        driver.kill()
        driver.communicate()
    return ended


def many(root: Path) -> Council:
    """A council with forty files to be taken in: the writing phase is long."""
    council = prepared(root)
    for number in range(40):
        rows = [f"I02;{100 * number + i + 10};13.07.2026;;да;да;да;5;" for i in range(20)]
        council.received(**{f"f{number:02}": table(*rows)})
    return council


def at_moments(tmp_path, moments: int) -> None:
    pristine = many(tmp_path / "pristine").root
    warm = prepared(tmp_path / "warm").root
    council = Council(shutil.copytree(pristine, tmp_path / "whole"))
    before = finals(council)
    start = time.monotonic()
    imported(council)
    lasted = time.monotonic() - start
    after = finals(council)
    chance = random.Random(20260930)
    in_time = 0
    for number in range(moments):
        root = shutil.copytree(pristine, tmp_path / str(number))
        shutil.copytree(warm, tmp_path / f"{number}-warm")
        in_time += not killed(root, chance.uniform(0, 1.1 * lasted))
        whole(Council(root), before, after)
        healed(Council(root), after)
        for folder in (root, tmp_path / f"{number}-warm"):
            shutil.rmtree(folder)
    assert in_time


@pytest.mark.slow
def test_an_import_killed_at_some_moments_is_healed_by_the_next(tmp_path):
    at_moments(tmp_path, 4)


@pytest.mark.soak
def test_an_import_killed_at_fifty_moments_is_healed_by_the_next(tmp_path):
    at_moments(tmp_path, MOMENTS)
