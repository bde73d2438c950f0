"""The whole corpus of hostile files: each meets its fate, at once, alone as together."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from nok_analysis.intake import as_json, check_apart
from nok_analysis.vocabulary import CODES
from nok_analysis.wording import Words
from tests.commands import nok
from tests.intake.conftest import AS_OF, CASES, PERIOD
from tests.intake.corpus import cases, write
from tests.intake.corpus.containers import bomb

pytestmark = pytest.mark.slow

AT_ONCE = 20  # seconds of one file, on a machine that has other work too
EVERY = list(cases())
BOMB_SECONDS, BOMB_BYTES = 0.1, 50_000_000
GROWTH = """
import datetime as dt, resource, sys, time
from pathlib import Path
from nok_analysis.forms import read_form
from nok_analysis.intake import check
from nok_analysis.period import Period
from nok_analysis.registry import read_registry
cases = Path(sys.argv[1])
rules = [(read_form(cases / "forms/door_survey.yaml"),),
         read_registry(cases / "intake/registry.csv")]
def judge(name):
    begun = time.process_time()
    (found,) = check([name], *rules, period=Period.parse("2026Q3"), as_of=dt.date(2026, 9, 20))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found.issues[0].code, peak, time.process_time() - begun
before = judge(sys.argv[2])[1]
code, after, seconds = judge(sys.argv[3])
print(code, (after - before) * 1024, seconds)
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    write(folder)
    return folder


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.family}: {case.told_as}")
def test_a_hostile_file_meets_its_fate_at_once(case, corpus, forms, registry):
    begun = time.monotonic()
    (judgement,) = check_apart(
        [corpus / case.file], (forms[case.form],), registry, period=PERIOD, as_of=AS_OF,
        seconds=AT_ONCE,
    )  # fmt: skip
    assert time.monotonic() - begun < AT_ONCE
    told = as_json([judgement], Words("en"))["files"][0]
    codes = {one["code"] for one in told["issues"]}
    found = (told["status"], tuple(sorted(codes)), told["accepted"], told["quarantined"])
    assert found == (case.status, case.codes, case.accepted, case.quarantined)
    assert told["rows_in"] == told["accepted"] + told["quarantined"]
    assert codes <= CODES
    for message in (one["message"] for one in told["issues"]):
        assert "Traceback" not in message
        assert message.isprintable()


def test_the_corpus_holds_every_family_and_no_name_twice():
    assert len(EVERY) >= 80
    assert len({case.file for case in EVERY}) == len(EVERY)
    assert {case.family[:3] for case in EVERY} == {f"3.{number}" for number in range(1, 10)}


@pytest.mark.slow
def test_one_command_judges_the_whole_corpus_and_says_of_each_file_the_same(corpus):
    """Each file on its own: what is said of one does not depend on the others."""
    small = [case for case in EVERY if case.form == "door-survey"]
    done = nok(
        "check", "--form", CASES / "forms/door_survey.yaml", "--registry",
        CASES / "intake/registry.csv", "--period", "2026Q3", "--as-of", "2026-09-20", "--json",
        "--", *(case.file for case in small), cwd=corpus,
    )  # fmt: skip
    assert done.returncode == 2
    told = json.loads(done.stdout)["files"]
    assert [(one["status"], one["accepted"], one["quarantined"]) for one in told] == [
        (case.status, case.accepted, case.quarantined) for case in small
    ]


def test_a_bomb_is_refused_before_it_takes_time_or_memory(tmp_path):
    (tmp_path / "bomb.xlsx").write_bytes(bomb(1_500))
    (tmp_path / "empty.xlsx").write_bytes(b"PK\x03\x04")
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, CASES, tmp_path / "empty.xlsx", tmp_path / "bomb.xlsx"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, grown, seconds = done.stdout.split()
    assert (tmp_path / "bomb.xlsx").stat().st_size < 2_000_000
    assert code == "too_big"
    assert int(grown) < BOMB_BYTES
    assert float(seconds) < BOMB_SECONDS
