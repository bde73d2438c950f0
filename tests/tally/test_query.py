"""The SQL of the tally keeps to the words that DuckDB and Spark share."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from nok_analysis.tally.engine import open_engine
from nok_analysis.tally.query import Cell, Variant, counting, summing

ALLOWED = {"select", "cast", "coalesce", "count_if", "count", "sum", "as", "bigint", "from",
           "group", "by", "order", "and", "or", "is", "not", "null", "case", "when", "then",
           "else", "end", "join", "on"}  # fmt: skip
NAMES = {"period", "institution", "form", "channel", "answers", "coefficients", "n", "n_rows",
         "r", "k", "t", "polite", "used", "grade"}  # fmt: skip
NUMBERED = re.compile(r"[abcszq]\d+(_\d+)?")
SIGNS = set("(),.*=<>+-")

CELLS = [
    Cell("polite", 1),
    Cell("polite"),
    Cell("polite", -1, ("used",)),
    Cell("", None, ("used",)),
]
VARIANTS = [
    Variant("polite", ("used",), (), (1,)),
    Variant("polite", (), ("used",), (1,), None, "all"),
    Variant("polite", (), ("used",), (1, 2), None, "group"),
    Variant("grade", (), (), (), (1, 5)),
    Variant("grade", (), (), (), None, "group"),
]
TEXTS = {
    "counting": counting(CELLS),
    "by channel": counting(CELLS, ("period", "institution", "form", "channel")),
    "nothing to count": counting([]),
    "summing": summing([VARIANTS, VARIANTS[:1]]),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_only_words_of_the_common_subset_are_used(text):
    words = re.findall(r"[a-z_][a-z_0-9]*", text)
    strange = {word for word in words if word not in ALLOWED | NAMES
               and not NUMBERED.fullmatch(word)}  # fmt: skip
    assert strange == set()
    rest = re.sub(r"[a-z_][a-z_0-9]*|\d+|\s", "", text)
    assert set(rest) <= SIGNS


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_count_is_cast_and_keys_are_written_out(text):
    assert text.count("count_if(") == text.count("cast(coalesce(count_if(")
    assert text.count("sum(") == text.count("cast(sum(")
    assert re.search(r"\ngroup by (period, institution.*)\norder by \1$", text)


@pytest.fixture
def engine():
    runner = open_engine("duckdb://", threads=1, memory_mb=64)
    yield runner
    runner.close()


def test_a_question_that_nobody_answered_counts_zero_not_null(engine):
    answers = pa.table({"period": ["2026Q3"] * 2, "institution": ["I"] * 2, "form": ["f"] * 2,
                        "polite": pa.array([None, None], pa.int8()),
                        "used": pa.array([1, None], pa.int8())})  # fmt: skip
    engine.register_table("answers", answers)
    found = engine.run(counting(CELLS))
    assert found.to_pylist() == [{"period": "2026Q3", "institution": "I", "form": "f",
                                  "n_rows": 2, "c0": 0, "c1": 0, "c2": 0, "c3": 1}]  # fmt: skip
    assert found.schema.types == [pa.string()] * 3 + [pa.int64()] * 5


def test_keys_are_ordered_by_their_letters_codes(engine):
    codes = ["е", "Ё", "ё", "Z", "a"]
    answers = pa.table({"period": ["2026Q3"] * 5, "institution": codes, "form": ["f"] * 5})
    engine.register_table("answers", answers)
    assert engine.run(counting([]))["institution"].to_pylist() == sorted(codes)


def test_sums_of_whole_numbers_are_64_bit_integers(engine):
    keys = {"period": ["2026Q3"], "institution": ["I"], "form": ["f"]}
    rows = {name: values * 2 for name, values in keys.items()}
    engine.register_table("answers", pa.table(rows | {"polite": pa.array([1, 0], pa.int8())}))
    engine.register_table("coefficients", pa.table(keys | {"a0_0": [10], "b0_0": [5]}))
    found = engine.run(summing([[Variant("polite", (), (), (1,))]]))
    assert found.to_pylist() == [
        {"period": "2026Q3", "institution": "I", "n": 2, "s0": 0, "q0": 50}
    ]
    assert found.schema.types == [pa.string()] * 2 + [pa.int64()] * 3
