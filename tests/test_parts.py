"""Everything that a run names, read and held together before any received file."""

import pytest

from nok_analysis.errors import NokError, RunError
from nok_analysis.parts import read_parts
from nok_analysis.wording import Words
from tests.commands import change

ENGLISH = Words("en")


def test_a_run_brings_all_that_it_names(workspace):
    parts = read_parts("2026Q3", workspace)
    assert parts.methodology.code == "344n-social"
    assert set(parts.forms) == set(parts.run.forms)
    assert parts.passport.name
    assert "I01" in parts.registry.institutions


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("params/runs/2026Q3.yaml", 'threshold: "5"', 'threshold: "4"'),
        ("params/council.yaml", "name:", "# a remark\nname:"),
        ("params/methodology/344n-social.yaml", "title:", "# a remark\ntitle:"),
    ],
)
def test_whatever_a_report_depends_on_changes_its_fingerprint(workspace, name, old, new):
    before = read_parts("2026Q3", workspace).fingerprint
    assert read_parts("2026Q3", workspace).fingerprint == before
    path = workspace / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert read_parts("2026Q3", workspace).fingerprint != before


def test_every_institution_that_the_registry_lacks_is_named(workspace):
    change(workspace, "institutions: all", "institutions: [I01, I98, I99]")
    with pytest.raises(RunError) as error:
        read_parts("2026Q3", workspace)
    assert [fault.values["code"] for fault in error.value.faults] == ["I98", "I99"]
    assert {fault.code for fault in error.value.faults} == {"unknown_institution"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("methodology: 344n-social", "methodology: nowhere", "params/methodology/nowhere.yaml"),
        ("methodology: 344n-social", "methodology: ../../x.yaml", "out of the workspace"),
        ("comfort, waiting,", "comfort, wating,", "params/forms/wating.yaml"),
        ("comfort, waiting,", "waiting,", "comfort"),
    ],
)
def test_a_part_that_is_not_there_is_named_with_its_place(workspace, old, new, said):
    change(workspace, old, new)
    with pytest.raises(NokError) as error:
        read_parts("2026Q3", workspace)
    assert said in error.value.said(ENGLISH)
