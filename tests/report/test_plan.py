"""Which notebook becomes which page."""

import shutil
from dataclasses import replace

import pytest

from nok_analysis.errors import ReportError
from nok_analysis.report.plan import jobs_of
from nok_analysis.workspace import Workspace


@pytest.fixture
def planned(assessment, tmp_path):
    """Plan the quarter over other notebooks."""

    def plan(*names, **changed):
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        for name in names:
            (tmp_path / f"notebooks/{name}.ipynb").write_text("", encoding="utf-8")
        run = replace(assessment.run, workspace=Workspace(tmp_path))
        return jobs_of(replace(assessment, run=run, **changed))

    return plan


def test_a_quarter_has_its_pages_and_one_for_each_institution(assessment):
    jobs = jobs_of(assessment)
    names = [job.name for job in jobs]
    assert names[:4] == ["index", "answers", "comparison", "progress"]
    assert names[4:-1] == [
        f"institutions/{code.lower()}" for code in assessment.shown_institutions()
    ]
    assert names[-1] == "methodology"
    assert {job.institution for job in jobs[:4]} == {""}


def test_an_institution_that_is_not_assessed_has_no_page(assessment):
    assert "institutions/i07" not in {job.name for job in jobs_of(assessment)}


def test_the_workbench_and_copies_are_no_pages(planned):
    names = ("00_workbench", "01_summary", "01_summary-Copy1", "notes", "06_plans")
    assert [job.name for job in planned(*names)] == ["index", "plans"]


def test_a_folder_without_numbered_notebooks_is_refused(planned):
    with pytest.raises(ReportError, match="нет нумерованных тетрадей"):
        planned("notes")


def test_two_notebooks_of_one_page_are_refused_by_name(planned):
    with pytest.raises(ReportError, match=r"01_summary.*07_summary.*index\.html"):
        planned("01_summary", "07_summary")


def test_two_codes_of_one_file_name_are_refused_by_name(planned, assessment):
    rows = assessment.institutions.copy()
    rows.loc[rows["institution"] == "I01", "institution"] = "I-02"
    rows.loc[rows["institution"] == "I02", "institution"] = "I/02"
    with pytest.raises(ReportError, match=r"I-02.*I/02.*institutions/i-02\.html"):
        planned("05_institution", institutions=rows)


def test_a_workspace_without_notebooks_is_refused(planned, tmp_path):
    (tmp_path / "notebooks").mkdir()
    shutil.rmtree(tmp_path / "notebooks")
    with pytest.raises(ReportError):
        planned()
