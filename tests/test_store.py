"""The store: nothing is lost, nothing is half written, nothing is counted twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import json
import multiprocessing
import os
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from nok_analysis.errors import ContractError, StoreError
from nok_analysis.files import sha256_of
from nok_analysis.intake.judgement import Accepted, FileJudgement, Status
from nok_analysis.period import Period
from nok_analysis.store import Store
from nok_analysis.store.lock import locked
from nok_analysis.wording import Words
from tests.tally.made import CHECKLIST, QUESTIONNAIRE, observations, responses

Q3, Q2 = Period(2026, 3), Period(2026, 2)
FORMS = (QUESTIONNAIRE, CHECKLIST)
DAY = dt.date(2026, 9, 30)
PATH = "data/incoming/2026Q3/answers.xlsx"


def judged(frame, *, sha="a" * 64, path=PATH, period=Q3, form="survey", table="responses",
           quarantined=0) -> FileJudgement:  # fmt: skip
    rows = len(frame.drop_duplicates(["source_sheet", "source_row"]))
    tables = (Accepted(table, form, period, frame),) if rows else ()
    return FileJudgement(path, sha[:12], sha, 100, Status.ACCEPTED, rows + quarantined, 0, rows,
                         quarantined, tables=tables, period=period)  # fmt: skip


def added(store: Store, *judgements: FileJudgement, forms=FORMS):
    return store.add(judgements, forms=forms, as_of=DAY, version="1.0")


def some(n: int = 3, *, first: int = 1, institution: str = "I02", sha: str = "a" * 64):
    rows = [{"respondent": str(first + i), "polite": i % 2} for i in range(n)]
    return responses(rows, institution=institution).assign(source_file=sha[:12])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def everything(store: Store) -> dict[str, bytes]:
    return {path.relative_to(store.folder).as_posix(): path.read_bytes()
            for path in sorted(store.folder.rglob("*"))
            if path.is_file() and path.name != ".lock"}  # fmt: skip


def test_every_accepted_row_is_in_the_parquet_file_that_the_manifest_names(store):
    manifest = added(store, judged(some(), quarantined=2))
    (entry,) = manifest.entries
    assert (entry.rows_in, entry.accepted, entry.quarantined) == (5, 3, 2)
    (part,) = store.evidence().responses
    assert pq.read_metadata(part.path).num_rows == 3
    assert part.path.parent.name == "period=2026Q3"
    assert store.manifest() == manifest
    assert store.check() == ()


def test_a_grid_checklist_counts_received_rows_not_observations(store):
    frame = observations([{"item": "ramp"}, {"item": "toilet"}])
    judgement = judged(frame, form="premises", table="observations")
    (entry,) = added(store, judgement).entries
    assert (entry.rows_in, entry.accepted) == (1, 1)
    assert pq.read_metadata(store.evidence().observations[0].path).num_rows == 2


def test_lost_rows_stop_the_store_before_anything_is_written(store):
    short = dataclasses.replace(judged(some()), rows_in=4)
    with pytest.raises(ContractError):
        added(store, short)
    assert not store.folder.exists()


def test_the_same_file_again_changes_nothing(store):
    added(store, judged(some()))
    before = everything(store)
    again = added(store, judged(some(), path="data/incoming/2026Q3/copy.xlsx"))
    assert again.sequence == 1
    assert everything(store) == before


def test_the_same_bytes_stand_under_their_first_path_whichever_came_first(tmp_path):
    first, second = judged(some(), path="a.csv"), judged(some(), path="z.csv")
    for name, order in {"one": (first, second), "two": (second, first)}.items():
        for judgement in order:
            added(Store(tmp_path / name), judgement)
    assert everything(Store(tmp_path / "one")) == everything(Store(tmp_path / "two"))


def test_what_was_set_aside_of_a_superseded_file_goes_with_it(store):
    """Nothing of its first version was accepted: its losses counted for ever."""
    added(store, judged(some(0), quarantined=4))
    manifest = added(store, judged(some(2, sha="b" * 64), sha="b" * 64))
    assert [(entry.rows_in, entry.quarantined) for entry in manifest.entries] == [(2, 0)]


def test_losses_stand_in_the_period_that_was_taken_in(store):
    late = some().assign(period="2026Q2")
    judgement = dataclasses.replace(judged(late, period=Q2, quarantined=2), period=Q3)
    manifest = added(store, judgement)
    found = {entry.period: (entry.accepted, entry.quarantined) for entry in manifest.entries}
    assert found == {"2026Q2": (3, 0), "2026Q3": (0, 2)}


def test_a_file_of_the_next_quarter_under_the_same_name_is_another_file(store):
    added(store, judged(some().assign(period="2026Q2"), period=Q2))
    added(store, judged(some(sha="b" * 64), sha="b" * 64))
    assert [entry.period for entry in store.manifest().entries] == ["2026Q2", "2026Q3"]


def test_a_withdrawn_file_leaves_in_the_same_moment_as_another_comes(store):
    added(store, judged(some()))
    other = judged(some(sha="b" * 64), sha="b" * 64, path="b.csv")
    manifest = store.add([other], forms=FORMS, as_of=DAY, version="1.0", withdrawing=[PATH])
    assert (manifest.sequence, [entry.path for entry in manifest.entries]) == (2, ["b.csv"])


def test_the_same_files_give_the_same_bytes_in_any_order(tmp_path):
    one, other = (
        judged(some()),
        judged(some(first=10, sha="b" * 64), sha="b" * 64, path="x/b.csv"),
    )
    added(Store(tmp_path / "one"), one, other)
    added(Store(tmp_path / "two"), other, one)
    assert everything(Store(tmp_path / "one")) == everything(Store(tmp_path / "two"))


def test_another_outcome_of_the_same_bytes_takes_the_place_of_the_first(store):
    added(store, judged(some(2), quarantined=1))
    old = store.evidence().responses[0].path
    manifest = added(store, judged(some(3)))
    (entry,) = manifest.entries
    assert (manifest.sequence, entry.accepted, entry.quarantined) == (2, 3, 0)
    assert old.is_file()
    assert store.tidy() == (old,)
    assert store.tidy(remove=True) == (old,)
    assert not old.exists()
    assert store.tidy() == ()


def test_a_corrected_file_supersedes_its_earlier_version(store):
    added(store, judged(some(3)))
    manifest = added(store, judged(some(2, sha="b" * 64), sha="b" * 64))
    (entry,) = manifest.entries
    assert (entry.source_file, entry.supersedes) == ("b" * 12, "a" * 12)
    assert len(store.tidy()) == 1


def test_what_another_form_found_in_the_same_file_stays(store):
    added(store, judged(some()), forms=(QUESTIONNAIRE,))
    checklist = judged(observations([{"item": "ramp"}]), form="premises", table="observations")
    manifest = added(store, checklist, forms=(CHECKLIST,))
    assert [entry.form for entry in manifest.entries] == ["premises", "survey"]


def test_the_same_questionnaire_in_two_files_is_refused_without_quoting_its_number(store):
    added(store, judged(some()))
    before = everything(store)
    with pytest.raises(StoreError) as refused:
        added(store, judged(some(2, first=2, sha="b" * 64), sha="b" * 64, path="b.csv"))
    said = refused.value.said(Words("en"))
    assert "b.csv" in said
    assert PATH in said
    assert "2 rows" in said
    assert everything(store) == before


def test_a_file_of_which_nothing_was_accepted_is_in_the_manifest(store):
    manifest = added(store, judged(some(0), quarantined=4))
    (entry,) = manifest.entries
    assert (entry.table, entry.parquet, entry.rows_in) == ("", "", 4)
    assert store.evidence().responses == ()


def test_a_refused_file_leaves_no_trace(store):
    refused = FileJudgement("bad.xlsx", "c" * 12, "c" * 64, 5, Status.REFUSED)
    assert added(store, refused).sequence == 0


def test_evidence_stops_at_the_period(store):
    later = some().assign(period="2026Q2", source_file="b" * 12)
    added(store, judged(some()), judged(later, sha="b" * 64, period=Q2, path="q2.csv"))
    assert [part.period for part in store.evidence(Q2).responses] == [Q2]
    assert len(store.evidence().responses) == 2


def test_only_files_that_could_change_the_store_are_fresh(store, tmp_path):
    forms = {form.form: form for form in FORMS}
    paths = [tmp_path / name for name in ("whole.csv", "losses.csv", "new.csv")]
    shas = []
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
        shas.append(sha256_of(path.read_bytes()))
    whole = judged(some(sha=shas[0]), sha=shas[0], path="whole.csv")
    losses = some(first=9, sha=shas[1])
    added(store, whole, judged(losses, sha=shas[1], path="losses.csv", quarantined=1))
    assert store.fresh(paths, forms) == tuple(paths[1:])
    changed = forms | {"survey": dataclasses.replace(QUESTIONNAIRE, sha256="9" * 64)}
    assert store.fresh(paths, changed) == tuple(paths)


class Failing:
    """A call of the system of which the n-th fails."""

    def __init__(self, call, n: int):
        self.call, self.left = call, n

    def __call__(self, *args):
        self.left -= 1
        if not self.left:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.call(*args)


@pytest.mark.parametrize("place", ["replace", "fsync"])
@pytest.mark.parametrize("n", range(1, 7))
def test_a_crash_at_any_step_leaves_the_old_state_or_the_new(store, monkeypatch, place, n):
    added(store, judged(some()))
    before = everything(store)
    second = judged(some(first=50, sha="b" * 64), sha="b" * 64, path="b.csv")
    failing = Failing(getattr(os, place), n)
    with monkeypatch.context() as patched:
        patched.setattr(os, place, failing)
        if failing_calls(place) < n:
            added(store, second)
        else:
            with pytest.raises(StoreError) as refused:
                added(store, second)
            assert "the disk is full" in refused.value.said(Words("en"))
    left = everything(store)
    if left["manifest.json"] == before["manifest.json"]:
        assert left | before == left  # orphans at worst
    assert store.check() == ()
    assert not [name for name in left if ".tmp-" in name]
    assert added(store, second).sequence == 2
    assert [entry.path for entry in store.manifest().entries] == [PATH, "b.csv"]


def failing_calls(place: str) -> int:
    """Calls of one addition: parquet file and manifest; fsync of each and of its folder."""
    return {"replace": 2, "fsync": 4}[place]


def test_a_damaged_parquet_file_and_a_changed_original_are_named(store, tmp_path):
    added(store, judged(some()))
    original = tmp_path / PATH
    original.parent.mkdir(parents=True)
    original.write_text("other bytes", encoding="utf-8")
    store.evidence().responses[0].path.write_bytes(b"damage")
    assert [fault.code for fault in store.check(tmp_path)] == ["damaged", "damaged"]
    original.unlink()
    assert "unreadable" in [fault.code for fault in store.check(tmp_path)]


@pytest.mark.parametrize("content", ["", "[]", '{"format": "nok-store/9"}', '{"entries": 1}'])
def test_a_damaged_manifest_is_refused_in_words(store, content):
    store.folder.mkdir()
    (store.folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoreError):
        store.manifest()


def test_a_second_writer_is_refused_naming_the_first(store):
    with locked(store.folder), pytest.raises(StoreError) as refused:
        added(store, judged(some()))
    assert str(os.getpid()) in refused.value.said(Words("en"))
    assert added(store, judged(some())).sequence == 1


def _add(folder: Path, i: int) -> None:
    sha = f"{i:x}" * 64
    judgement = judged(some(2, first=10 * i, sha=sha), sha=sha, path=f"{i}.csv")
    while True:
        try:
            added(Store(folder), judgement)
        except StoreError:
            continue
        return


def test_writers_that_take_turns_lose_nothing(store):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_add, args=(store.folder, i)) for i in range(1, 5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [entry.path for entry in store.manifest().entries] == [
        f"{i}.csv" for i in range(1, 5)
    ]
    assert store.manifest().sequence == 4
    assert store.check() == ()


def test_the_manifest_is_a_contracted_table(store):
    from nok_analysis.contracts import checked

    added(store, judged(some()))
    whole = json.loads((store.folder / "manifest.json").read_text(encoding="utf-8"))
    assert whole["format"] == "nok-store/1"
    checked(pd.DataFrame(whole["entries"]), "manifest")
