"""Every source of the sample council goes through the door into the store, and no further."""

import pytest

from nok_analysis.contracts import EVIDENCE
from nok_analysis.parts import read_parts
from nok_analysis.reception import receive
from nok_analysis.store.parquet import read_columns
from nok_analysis.tally import opinion_counts

SECRETS = ("Вымышленная", "000-00-00", "112-233-445", "Холодно в коридоре", "Ждали три недели")


@pytest.fixture(scope="module")
def reception(council):
    parts = read_parts("2026Q3", council)
    return receive(parts.run, parts.registry, parts.forms)


def test_every_table_of_evidence_has_parts_of_both_quarters(reception):
    evidence = reception.store.evidence()
    for table in EVIDENCE:
        assert {"2026Q2", "2026Q3"} <= {str(one.period) for one in getattr(evidence, table)}


def test_every_row_of_the_other_sources_is_accepted(reception):
    others = [one for one in reception.store.manifest().entries
              if "Другие источники" in one.path or "Карточки" in one.path]  # fmt: skip
    assert len(others) > 20
    assert sum(one.accepted for one in others) == sum(one.rows_in for one in others)


def test_texts_are_in_the_store_and_in_no_result_manifest_or_note(reception, assessment):
    parts = reception.store.evidence().opinions
    texts = {row["text"] for part in parts
             for row in read_columns(part.path, ["text"]).to_pylist()}  # fmt: skip
    assert any(SECRETS[0] in str(text) for text in texts)
    shown = "".join(table.to_csv() for _name, table in assessment.results())
    notes = [(reception.store.folder / name).read_text("utf-8")
             for name in ("manifest.json", "received.json")]  # fmt: skip
    for secret in SECRETS:
        assert secret not in shown
        assert all(secret not in note for note in notes)


def test_suspected_personal_data_are_counted_by_rows(reception):
    counted = [one.warnings.get("personal_data_suspected", 0)
               for one in reception.store.manifest().entries
               if "Другие источники" in one.path]  # fmt: skip
    assert sum(counted) >= 1


def test_voices_enter_no_score_and_are_counted_beside_it(reception, assessment):
    table = opinion_counts(
        reception.store.evidence().opinions, populations={}, confidence_level=0.95
    )
    assert set(table["kind"]) == {"mention", "review", "appeal", "gathering", "opinion"}
    assert "" in set(table["institution"])
    assert not {"mentions", "appeals"} & set(assessment.distributions["form"])


def test_cards_have_an_age_and_are_stale_by_the_limit_of_their_form(assessment):
    seen = assessment.openness
    cards = seen[(seen["form"] == "authority_site") & seen["age_days"].notna()]
    assert len(cards)
    assert (cards["stale"].astype(bool) == (cards["age_days"] > 180)).all()
