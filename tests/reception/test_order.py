"""The same files give the same store, byte for byte, in whatever order they come."""

from __future__ import annotations

import itertools
import random
import shutil

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.errors import NokError
from tests.reception.council import DOUBTFUL, SOUND, council_in, table

pytestmark = pytest.mark.slow

TEXTS = {
    "a": table(SOUND, DOUBTFUL),
    "b": table(SOUND.replace("I01;1", "I02;1"), DOUBTFUL.replace("I01;2", "I02;2")),
    "c": table("I02;9;01.08.2026;;чушь;да;да;5;"),
    "copy": table(SOUND, DOUBTFUL),
}


def everything(council):
    """Store and quarantine: digest by name."""
    quarantine = {one.name: one.read_bytes() for one in council.data.glob("quarantine/*")}
    return council.bytes() | quarantine


@pytest.mark.parametrize("each", [True, False], ids=["one by one", "all at once"])
def test_any_order_of_files_gives_the_same_bytes(tmp_path, each):
    found = []
    for number, order in enumerate(itertools.permutations(TEXTS)):
        council = council_in(tmp_path / str(number))
        files = council.received(**{name: TEXTS[name] for name in order})
        for batch in [[file] for file in files] if each else [files]:
            council.take_in(*batch)
        found.append(everything(council))
    assert all(one == found[0] for one in found)
    assert "manifest.json" in found[0]


def test_files_of_one_slug_get_their_names_whoever_came_first(tmp_path):
    texts = {"А-a": TEXTS["a"], "a": TEXTS["b"]}
    names = []
    for number, order in enumerate(itertools.permutations(texts)):
        council = council_in(tmp_path / str(number))
        for name in order:
            council.take_in(*council.received(**{name: texts[name]}))
        names.append(sorted(one.name for one in council.data.glob("quarantine/*")))
    assert names[0] == names[1]
    assert len(names[0]) == 2


STEPS = st.lists(
    st.sampled_from(["first", "second", "copy", "correct", "reject", "old answer", "back"]),
    min_size=2,
    max_size=9,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, seed=st.integers(0, 10**6))
def test_no_order_of_commands_counts_a_row_twice_or_loses_one(tmp_path_factory, steps, seed):
    council = council_in(tmp_path_factory.mktemp("order"))
    answers = []
    for step in ["first", *steps]:
        try:
            _done(council, step, answers, random.Random(seed))
        except NokError:
            continue  # refused in words; the store is as it was
        rows_in, accepted, corrected, *_rest = council.counts()
        rows = [pd.read_parquet(one.path) for one in council.store.evidence().responses]
        numbers = pd.concat(rows)["respondent"].tolist()
        assert len(numbers) == len(set(numbers)) == accepted + corrected
        assert rows_in == 3
    shutil.rmtree(council.root)


def _done(council, step, answers, chance):
    bad = DOUBTFUL.replace(";2;", ";3;")
    versions = {
        "first": {"a": table(SOUND, DOUBTFUL, bad)},
        "second": {"a": table(SOUND, DOUBTFUL.replace("наверное", "нет"), bad)},
        "copy": {"z": table(SOUND, DOUBTFUL, bad)},
    }
    if step in versions:
        council.take_in(*council.received(**versions[step]))
    elif step in {"correct", "reject"} and council.quarantine().exists():
        word = chance.choice(["да", "нет", "опять"])
        said = {"status": "corrected", "q1": word}
        said = said if step == "correct" else {"status": "rejected", "reason": "повтор"}
        council.answer(row=chance.choice([3, 4]), **said)
        answers.append(council.quarantine().read_bytes())
    elif step == "old answer" and answers:
        council.quarantine().parent.mkdir(exist_ok=True)
        council.quarantine().write_bytes(chance.choice(answers))
    elif step == "back" and council.quarantine().exists():
        council.take_back()
