"""Templates: what a person fills in comes back through the door."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import fastexcel
import pytest
import xlsxwriter

from nok_analysis.errors import RunError
from nok_analysis.forms import read_form
from nok_analysis.intake import check
from nok_analysis.period import Period
from nok_analysis.registry import read_registry
from nok_analysis.templates import as_csv, as_workbook, listed, template_of, write_template
from nok_analysis.templates.columns import REGISTRY
from nok_analysis.wording import Words

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "params/forms"
WORDS = Words()
OF_FORMS = sorted(name for name in listed(ROOT) if name not in REGISTRY)
ASKED = {"period": Period(2026, 3), "as_of": dt.date(2026, 11, 21)}


def judged(path, forms=None):
    registry = read_registry(ROOT / "data/sample/registry.csv")
    read = forms or [read_form(one) for one in sorted(FORMS.glob("*.yaml"))]
    (one,) = check([path], read, registry, **ASKED)
    return one


def cells_of(content):
    """Return the cells of the first sheet of a template as it is handed out."""
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
    return [[cell or "" for cell in row.values()] for row in sheet.to_arrow().to_pylist()]


def filled(name, path, *, extra=()):
    """Write the template as a person leaves it: the example kept, a row of their own below."""
    template = template_of(name, ROOT)
    rows = cells_of(as_workbook(template, WORDS))
    own = [one.example for one in template.heads]
    own[0] = "I02"
    names = fastexcel.read_excel(as_workbook(template, WORDS)).sheet_names
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(names[0])
        for line, row in enumerate([*rows, own, *extra]):
            for place, cell in enumerate(row):
                page.write_string(line, place, cell)
        for other in names[1:]:
            book.add_worksheet(other).write_string(0, 0, "Слова: Знак")
    return path


def test_every_source_of_the_council_has_a_template():
    assert {"appeals", "authority_site", "bus_gov", "counts", "external_ratings", "gatherings",
            "head_reports", "mentions", "opinions", "published_results", "recipients",
            "reviews", "stand", "website"} <= set(listed(ROOT))  # fmt: skip


@pytest.mark.parametrize("name", OF_FORMS)
def test_an_empty_template_holds_no_row_whatever_its_example_says(name, tmp_path):
    path = write_template(name, ROOT, tmp_path / "empty.xlsx", WORDS)
    one = judged(path)
    assert [issue.code for issue in one.issues] == ["no_rows"]


@pytest.mark.parametrize("name", OF_FORMS)
def test_a_filled_template_is_accepted_and_its_example_passed_over(name, tmp_path):
    one = judged(filled(name, tmp_path / "filled.xlsx"))
    assert (one.rows_in, one.accepted, one.quarantined) == (1, 1, 0), one.issues
    assert [table.form for table in one.tables] == [name]
    assert [issue.code for issue in one.issues if issue.code != "header_column_missing"] == [
        "example_row"
    ]


@pytest.mark.parametrize("name", OF_FORMS)
def test_a_template_as_csv_is_accepted_too(name, tmp_path):
    template = template_of(name, ROOT)
    text = as_csv(template, WORDS).decode("utf-8-sig")
    own = ["I02", *[one.example for one in template.heads][1:]]
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=template.separator, lineterminator="\n").writerow(own)
    path = tmp_path / "filled.csv"
    path.write_text(text + line.getvalue(), encoding="utf-8")
    one = judged(path, [read_form(FORMS / f"{name}.yaml")])
    assert (one.rows_in, one.accepted, one.blank >= 1) == (1, 1, True), one.issues


def test_an_example_that_a_person_wrote_over_is_set_aside_and_not_lost(tmp_path):
    template = template_of("appeals", ROOT)
    changed = [one.example for one in template.heads]
    changed[-1] = "02.09.2026"
    one = judged(filled("appeals", tmp_path / "filled.xlsx", extra=[changed]))
    assert (one.rows_in, one.accepted, one.quarantined) == (2, 1, 1)
    assert one.set_aside[0].code == "unknown_institution"


def test_closed_words_are_offered_and_notes_say_what_each_column_means(tmp_path):
    path = write_template("appeals", ROOT, tmp_path / "a.xlsx", WORDS)
    book = fastexcel.read_excel(path.read_bytes())
    assert book.sheet_names == ["Обращения", "Пояснения", "Списки"]
    notes = book.load_sheet(1, header_row=None, dtypes="string").to_arrow().to_pylist()
    said = "\n".join(" ".join(cell or "" for cell in row.values()) for row in notes)
    for one in template_of("appeals", ROOT).heads:
        assert one.header in said
        assert all(word in said for word in one.words)
    markup = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    worded = [one for one in template_of("appeals", ROOT).heads if one.words]
    assert markup.count("<dataValidation ") == len(worded)


def test_the_same_template_has_the_same_bytes_each_time():
    template = template_of("mentions", ROOT)
    assert as_workbook(template, WORDS) == as_workbook(template, WORDS)


def test_recipients_filled_by_hand_are_read_beside_the_registry(tmp_path):
    for file in (ROOT / "data/sample").glob("registry*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "registry_recipients.csv").unlink()
    path = write_template("recipients", ROOT, tmp_path / "registry_recipients.csv", WORDS)
    with path.open("a", encoding="utf-8") as file:
        file.write("I02;2026Q3;;;61;отчёт\n")
    registry = read_registry(tmp_path / "registry.csv")
    assert registry.population("I02", Period(2026, 3)) == 61


@pytest.mark.parametrize(
    ("name", "output", "said"),
    [
        ("weather", "a.xlsx", "шаблона «weather» нет"),
        ("survey-675n-google", "a.xlsx", "по образцам"),
        ("appeals", "a.docx", ".csv, .xlsx"),
        ("appeals", "there.xlsx", "уже есть"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_sentence(name, output, said, tmp_path):
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    with pytest.raises(RunError) as caught:
        write_template(name, ROOT, tmp_path / output, WORDS)
    assert said in caught.value.said(WORDS)
    assert (tmp_path / "there.xlsx").read_bytes() == b"mine"


def test_the_command_writes_a_template_and_lists_all(workspace, command):
    done = command("template", "mentions", cwd=workspace)
    assert (done.returncode, (workspace / "mentions.xlsx").exists()) == (0, True)
    names = [line.split()[0] for line in command("template", cwd=workspace).stdout.splitlines()]
    assert names == list(listed(workspace))
    assert command("template", "weather", cwd=workspace).returncode == 2
