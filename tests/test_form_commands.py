"""``nok form …`` as people use it."""

import pytest

from tests.commands import nok, refused

pytestmark = pytest.mark.slow


def test_an_xlsform_and_a_printed_questionnaire_are_written_once(workspace):
    for command, ending in (("xlsform", "xlsx"), ("paper", "html")):
        done = nok("form", command, "survey-675n-kobo", cwd=workspace)
        assert (done.returncode, done.stdout) == (0, "")
        assert (workspace / f"survey-675n-kobo.{ending}").stat().st_size > 5000
        assert refused(nok("form", command, "survey-675n-kobo", cwd=workspace), "уже есть")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["paper", "comfort"], "comfort – не анкета"),
        (["xlsform", "none"], "none.yaml"),
        (["propose", "none.csv"], "none.csv"),
        (["propose", "registry.csv", "--sheet", "x", "--sheets"], "--sheets"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(workspace, arguments, said):
    assert refused(nok("form", *arguments, cwd=workspace), said)


def test_a_proposal_is_printed_with_its_remarks_apart(workspace):
    export = next((workspace / "data/sample/incoming/2026Q3").glob("*.xlsx"))
    done = nok("form", "propose", export, cwd=workspace)
    assert done.returncode == 0
    assert done.stdout.startswith("# Предложено по файлу")
    assert "осталось Вам" in done.stderr


def test_outside_a_workspace_a_form_is_proposed_all_the_same(tmp_path):
    (tmp_path / "a.csv").write_text("Учреждение;Вам помогли?\nI01;да\nI01;нет\n", "utf-8")
    done = nok("form", "propose", "a.csv", cwd=tmp_path)
    assert 'institution: {column: "Учреждение"' in done.stdout
    assert "Столбцов опознано: 2; осталось Вам: 0." in done.stderr
