"""Voices: documents and heads, counted once; appeals per hundred recipients."""

import pandas as pd
import pytest

from nok_analysis.forms.register_model import Register
from nok_analysis.period import Period
from nok_analysis.statistics.intervals import rate
from nok_analysis.store import Part
from nok_analysis.store.parquet import encoded
from nok_analysis.tally import opinion_counts
from nok_analysis.vocabulary import FormKind

LEVEL = {"confidence_level": 0.95}
FORM = Register("appeals", "1", FormKind.REGISTER, "", None, None, None, "f" * 64,
                feeds="opinions", fields=())  # fmt: skip


def voice(document, **more):
    plain = {"institution": "I02", "period": "2026Q3", "kind": "appeal", "document": document,
             "topic": "", "date": "2026-08-14", "channel": "letter", "form": "appeals",
             "source_file": "a" * 12, "source_row": 2, "text": "слова"}  # fmt: skip
    return plain | more


@pytest.fixture
def counted(tmp_path):
    def count(*rows, populations=None, **options):
        path = tmp_path / "part.parquet"
        path.write_bytes(encoded(pd.DataFrame(rows), "opinions", FORM))
        part = Part(path, Period(2026, 3), "appeals", "a" * 12, "")
        return opinion_counts([part], populations=populations or {}, **LEVEL, **options)

    return count


def test_a_document_on_two_topics_counts_in_each_and_once_in_all(counted):
    rows = [voice("1", topic="food"), voice("1", topic="staff"), voice("2", topic="food")]
    by_topic = counted(*rows).set_index("topic")["documents"]
    assert by_topic.to_dict() == {"food": 2, "staff": 1}
    (whole,) = counted(*rows, by=())["documents"]
    assert whole == 2


def test_heads_of_one_gathering_are_not_counted_twice(counted):
    rows = [voice("1", topic=topic, kind="gathering", channel="live", headcount=42)
            for topic in ("food", "staff")]  # fmt: skip
    (whole,) = counted(*rows, by=())["headcount"]
    assert whole == 42


def test_where_nobody_was_counted_the_headcount_is_not_known(counted):
    assert counted(voice("1"))["headcount"].isna().all()


def test_appeals_have_a_rate_where_the_number_of_recipients_is_known(counted):
    rows = [voice(str(i)) for i in range(6)]
    (found,) = counted(*rows, populations={("2026Q3", "I02"): 60}).itertuples()
    expected = rate(6, exposure=0.6)
    assert (found.per_100, found.method) == (10.0, "byar")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert counted(*rows)["per_100"].isna().all()
    mentions = [voice("1", kind="mention", channel="media")]
    assert counted(*mentions, populations={("2026Q3", "I02"): 60})["method"].isna().all()


def test_complaint_and_thanks_are_told_apart(counted):
    rows = [voice("1", tone="negative"), voice("2", tone="positive"), voice("3")]
    assert counted(*rows)["tone"].tolist() == ["", "negative", "positive"]


def test_no_voices_are_an_empty_table():
    assert len(opinion_counts([], populations={}, **LEVEL)) == 0
