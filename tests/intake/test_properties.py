"""Invariants of the door over random tables."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nok_analysis.intake import as_json, check
from nok_analysis.wording import Words
from tests.intake.conftest import AS_OF, HEADER, PERIOD

pytestmark = pytest.mark.slow

CELLS = (
    st.sampled_from(["I01", "I02", "I07", "C07", "i01", "І01", "007", "7", "", "Итого"]),
    st.sampled_from(["1", "2", "3", "007", "", "1E+11"]),
    st.sampled_from(["12.07.2026", "2026-08-01", "12.06.2026", "31.09.2026", "", "1/2/2026"]),
    st.sampled_from(["", "web", "голубь"]),
    *[st.sampled_from(["да", "нет", "", "Да ", "наверное", "н/п"])] * 3,
    st.sampled_from(["1", "5", "6", ""]),
    st.sampled_from(["", "слова", '"', "a\nb", "=1+1", "+7 905 123-45-67"]),
)
ROWS = st.lists(st.tuples(*CELLS), min_size=1, max_size=25)


def written(rows):
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    return "\n".join([HEADER, *(";".join(row) for row in quoted)])


@pytest.fixture(scope="session")
def judge(forms, registry):
    def of(*texts):
        with TemporaryDirectory() as folder:
            paths = [Path(folder) / f"{i}.csv" for i in range(len(texts))]
            for path, text in zip(paths, texts, strict=True):
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
            return check(paths, (forms["door-survey"],), registry, period=PERIOD, as_of=AS_OF)

    return of


def told(judgement):
    return as_json([judgement], Words("en"))["files"][0] | {"file": "", "issues": ()}


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_row_is_accepted_or_set_aside_once(judge, rows):
    (one,) = judge(written(rows))
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    if filled:
        assert one.rows_in == filled
        assert one.rows_in == one.accepted + one.quarantined
        assert one.accepted == sum(len(table.frame) for table in one.tables)
        assert len({row.row for row in one.set_aside}) == one.quarantined
        assert {row.row for row in one.set_aside} <= {issue.row for issue in one.issues}
    else:
        assert [issue.code for issue in one.issues] == ["no_rows"]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_accepted_key(judge, rows, rng):
    shuffled = list(rows)
    rng.shuffle(shuffled)
    one, other = judge(written(rows), written(shuffled))
    assert sorted(one.accepted_keys) == sorted(other.accepted_keys)
    assert one.quarantined == other.quarantined


@settings(max_examples=30, deadline=None)
@given(ROWS, ROWS)
def test_a_file_is_judged_alone_as_together_and_again_the_same(judge, rows, others):
    together = judge(written(rows), written(others))
    alone = (*judge(written(rows)), *judge(written(others)))
    assert [told(one) for one in together] == [told(one) for one in alone]


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_whoever_is_satisfied_has_used(judge, rows):
    (one,) = judge(written(rows))
    for table in one.tables:
        answered = table.frame["q2"].isin([0, 1]).fillna(value=False)
        assert (table.frame.loc[answered, "q1"] == 1).all()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_below_a_header_are_judged(judge, content):
    (one,) = judge(f"{HEADER}\n".encode() + content)
    assert all(issue.code != "internal" for issue in one.issues)
    assert one.rows_in == one.accepted + one.quarantined
