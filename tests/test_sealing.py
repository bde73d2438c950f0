"""The seal of a report: its digest, the frame of its page, where it came from."""

from dataclasses import replace

import nbformat.v4 as v4
import pytest

from nok_analysis import seal
from nok_analysis.errors import ReportError
from nok_analysis.report.seal import read_seal
from nok_analysis.sealing import MIME


def bundle(assessment):
    return seal(assessment)._repr_mimebundle_()


def notebook(*bundles):
    outputs = [v4.new_output("display_data", one) for one in bundles]
    return v4.new_notebook(cells=[v4.new_code_cell("seal(assessment)", outputs=outputs)])


def test_the_seal_holds_the_digest_of_the_tables(assessment):
    assert bundle(assessment)[MIME]["digest"] == assessment.digest


def test_what_is_sealed_is_read_back(assessment):
    found = read_seal(notebook(bundle(assessment)))
    assert found.digest == assessment.digest
    assert found.language == "ru"
    assert (found.home, found.site, found.sheet) == ("index.html", "../index.html", False)
    assert found.link_hosts == assessment.run.link_hosts


def test_a_page_of_an_institution_lies_one_folder_deeper(assessment):
    page = bundle(replace(assessment, institution="I01"))[MIME]["page"]
    assert (page["home"], page["site"], page["sheet"]) == (
        "../index.html", "../../index.html", True,
    )  # fmt: skip


def test_provenance_says_what_the_numbers_rest_on(assessment):
    told = dict(bundle(assessment)[MIME]["provenance"])
    assert assessment.digest[:12] in told.values()
    assert any("344n-social" in text for text in told.values())
    assert any(str(int(assessment.manifest["rows_in"].sum())) in text for text in told.values())


def test_names_in_the_seal_are_text(assessment):
    run = replace(assessment.run, file="<script>alert(1)</script>")
    html = bundle(replace(assessment, run=run))["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_no_seal_two_seals_and_a_seal_without_a_part_are_refused(assessment):
    one = bundle(assessment)
    with pytest.raises(ReportError, match="нет печати"):
        read_seal(notebook())
    with pytest.raises(ReportError, match="2"):
        read_seal(notebook(one, one))
    lacking = {MIME: {name: part for name, part in one[MIME].items() if name != "page"}}
    with pytest.raises(ReportError, match="page"):
        read_seal(notebook(lacking))
