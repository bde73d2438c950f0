"""The passport of the council."""

import datetime as dt
from pathlib import Path

import pytest

from nok_analysis.errors import ParameterError
from nok_analysis.passport import InstitutionType, read_passport

SHIPPED = Path(__file__).parents[1] / "params/council.yaml"


def changed(folder, old, new):
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = folder / "council.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_shipped_passport_is_that_of_the_council_of_the_district():
    passport = read_passport(SHIPPED)
    assert passport.name.endswith(
        "социального обслуживания населения Ленинск-Кузнецкого района"
    )
    assert passport.founded == dt.date(2014, 9, 15)
    assert passport.institution_types["shelter"] == InstitutionType(
        "Социальный приют", "Социальные приюты"
    )
    assert passport.publish_names is False


def test_the_shipped_passport_names_no_person_and_no_telephone():
    assert read_passport(SHIPPED).secretary == "заместитель начальника УСЗН"
    assert "+7" not in SHIPPED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("short_name:", "shortname:", "short_name"),
        ("short_name: Общественный", 'short_name: ""\nplace2: Общественный', "short_name"),
        ('founded: "2014-09-15"', 'founded: "15.09.2014"', "founded"),
        ("aims:\n", "aims: много\nold_aims:\n", "aims"),
        ("centre:", "центр:", "institution_types.центр"),
        ("plural: Дома-интернаты", "many: Дома-интернаты", "institution_types.home.plural"),
        ("gorod:", "Gorod:", "settlements.Gorod"),
        ('publish_names: "no"', 'publish_names: "maybe"', "publish_names"),
    ],
)
def test_a_fault_of_the_passport_is_placed(old, new, place, tmp_path):
    with pytest.raises(ParameterError) as caught:
        read_passport(changed(tmp_path, old, new))
    assert place in {fault.path for fault in caught.value.faults}
    assert all(fault.line is not None for fault in caught.value.faults)


def test_a_council_without_settlements_has_none(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "council.yaml"
    path.write_text(text[: text.index("settlements:")], encoding="utf-8")
    assert read_passport(path).settlements == {}
