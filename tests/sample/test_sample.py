"""The sample council: the same bytes everywhere, files as the forms expect them, a story."""

import csv
import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path

import fastexcel
import pytest

from nok_analysis.folding import fold
from nok_analysis.forms import read_form
from nok_analysis.passport import read_passport
from nok_analysis.period import Period
from nok_analysis.registry import read_registry
from nok_analysis.sample import write_sample

REPOSITORY = Path(__file__).parents[2]
COMMITTED = REPOSITORY / "data/sample"
INCOMING = COMMITTED / "incoming"
WRITTEN_BY_HAND = {"README.md", ".gitattributes", "report.png"}
QUARTERS = ["2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3"]
WEB, PANEL = "Анкета получателя (Ответы).xlsx", "results-survey675.csv"
SHELTERS, HOMES = "Анкеты приютов.csv", "Анкеты домов-интернатов.csv"
FORM_OF = {WEB: "survey-675n-google", PANEL: "survey-675n-limesurvey",
           SHELTERS: "survey-675n-paper", HOMES: "survey-675n-paper"}  # fmt: skip


OTHERS = ("Другие источники", "Карточки и сайт органа власти")
WITH_OTHERS = QUARTERS[-2:]
OF_OTHERS = ("authority_site", "bus_gov")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


def files_of(folder):
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")
             if path.is_file() and path.name not in WRITTEN_BY_HAND}  # fmt: skip
    return {name: path for name, path in files.items() if name.split("/")[0] not in OUR_WORK}


OUR_WORK = {"store", "quarantine"}  # a report of the sample leaves them beside it, uncommitted


def content(path):
    """Return what a file says: its bytes; of a workbook its parts, however well compressed."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def rows_of(path):
    """Return the rows of a survey as header → text."""
    if path.suffix == ".csv":
        text = path.read_bytes().decode("utf-8" if path.name == PANEL else "cp1251")
        return list(
            csv.DictReader(io.StringIO(text), delimiter="," if path.name == PANEL else ";")
        )
    sheet = fastexcel.read_excel(path).load_sheet(0, dtypes="string")
    return sheet.to_arrow().to_pylist()


def share(name, period, form, question, typed):
    """Return the satisfied share of those who answered a question, as the file says it."""
    asked = form.question(question)
    institution = form.institution.column.texts[0]
    answers = [asked.words.get(fold(row[asked.column.texts[0]] or ""))
               for row in rows_of(INCOMING / period / name)
               if fold(row[institution] or "") in typed]  # fmt: skip
    given = [one for one in answers if one is not None]
    return Fraction(sum(given), len(given))


def test_the_committed_sample_is_what_the_generator_writes(written):
    ours, theirs = files_of(written), files_of(COMMITTED)
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if content(ours[name]) != content(theirs[name])] == []


def test_the_same_seed_gives_the_same_bytes(written, tmp_path):
    write_sample(tmp_path)
    again = files_of(tmp_path)
    assert all(path.read_bytes() == again[name].read_bytes()
               for name, path in files_of(written).items())  # fmt: skip


def test_another_seed_gives_other_answers_about_the_same_institutions(written, tmp_path):
    write_sample(tmp_path, seed=7)
    name = f"incoming/2026Q3/{PANEL}"
    assert (tmp_path / name).read_bytes() != (written / name).read_bytes()
    assert (tmp_path / "registry.csv").read_bytes() == (written / "registry.csv").read_bytes()


def test_the_sample_is_small_enough_to_be_committed(written):
    assert sum(path.stat().st_size for path in files_of(written).values()) < 2_500_000


def test_every_quarter_with_a_run_file_has_its_four_surveys_and_the_checklists():
    assert sorted(path.stem for path in (REPOSITORY / "params/runs").glob("*.yaml")) == QUARTERS
    for quarter in QUARTERS:
        names = {path.name for path in (INCOMING / quarter).iterdir()}
        others = {f"{name} {quarter}.xlsx" for name in OTHERS if quarter in WITH_OTHERS}
        assert names == {*FORM_OF, f"Чек-листы {quarter}.xlsx"} | others


def test_the_registry_reads_without_a_warning_and_uses_the_words_of_the_council():
    registry = read_registry(COMMITTED / "registry.csv")
    passport = read_passport(REPOSITORY / "params/council.yaml")
    assert registry.warnings == ()
    assert len(registry.institutions) == 12
    kinds = [one.institution_type for one in registry.institutions.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"centre": 6, "shelter": 3, "home": 3}
    assert set(kinds) == set(passport.institution_types)
    assert {one.settlement for one in registry.institutions.values()} == set(
        passport.settlements
    )


def test_no_institution_has_a_tax_number_that_could_be_a_real_one():
    registry = read_registry(COMMITTED / "registry.csv")
    assert all(one.inn.startswith("00") and one.ogrn[3:5] == "00"
               for one in registry.institutions.values())  # fmt: skip


def test_one_institution_was_merged_in_2025_and_one_closed_in_2026():
    institutions = read_registry(COMMITTED / "registry.csv").institutions
    assert (institutions["I07"].merged_into, str(institutions["I07"].active_to)) == (
        "I03",
        "2025-06-30",
    )
    assert Period.of(institutions["I12"].active_to) == Period(2026, 1)


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("name", FORM_OF)
def test_a_survey_has_every_column_of_its_form(name, quarter):
    form = read_form(REPOSITORY / f"params/forms/{FORM_OF[name]}.yaml")
    headers = list(rows_of(INCOMING / quarter / name)[0])
    for question in form.questions:
        texts, pattern = question.column.texts, question.column.pattern
        found = [one for one in headers
                 if one in texts or (pattern and re.search(pattern, one))]  # fmt: skip
        assert len(found) == 1, question.code


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_workbook_of_checklists_has_a_sheet_for_every_checklist(quarter):
    book = fastexcel.read_excel(INCOMING / quarter / f"Чек-листы {quarter}.xlsx")
    for path in (REPOSITORY / "params/forms").glob("*.yaml"):
        form = read_form(path)
        if form.kind == "checklist" and form.form not in OF_OTHERS:
            sheet = book.load_sheet(form.table.sheet, header_row=form.table.header_row - 1,
                                    dtypes="string")  # fmt: skip
            headers = {column.name for column in sheet.available_columns()}
            items = {f"{form.grid_group} [{item.text}]" for item in form.items}
            assert form.shape == "long" or items <= headers, form.form
            assert {*form.institution.column.texts, *form.date.column.texts} <= headers


@pytest.mark.parametrize("quarter", QUARTERS)
def test_nobody_has_more_questionnaires_than_recipients(quarter):
    registry = read_registry(COMMITTED / "registry.csv")
    for name, form_name in FORM_OF.items():
        form = read_form(REPOSITORY / f"params/forms/{form_name}.yaml")
        found = form.institution
        codes = [registry.find(row[found.column.texts[0]] or "", found.match)
                 for row in rows_of(INCOMING / quarter / name)]  # fmt: skip
        for code in set(codes) - {None}:
            assert codes.count(code) <= registry.population(code, Period.parse(quarter))


@pytest.mark.parametrize("question", ["accessibility_satisfied", "overall_satisfied"])
def test_the_centre_with_the_new_ramp_improves_in_the_last_quarter(question):
    form = read_form(REPOSITORY / "params/forms/survey-675n-google.yaml")
    typed = {fold(text) for text in ("Центр «Берёзка»", 'Центр "Березка"', "Берёзка")}
    before = [share(WEB, quarter, form, question, typed) for quarter in ("2025Q3", "2026Q2")]
    assert share(WEB, "2026Q3", form, question, typed) > max(before) + Fraction(5, 100)


@pytest.mark.parametrize("question", ["polite_service", "would_recommend", "overall_satisfied"])
def test_the_centre_that_lost_its_staff_declines_in_the_last_quarter(question):
    form = read_form(REPOSITORY / "params/forms/survey-675n-limesurvey.yaml")
    before = [
        share(PANEL, quarter, form, question, {"i05"}) for quarter in ("2025Q3", "2026Q2")
    ]
    assert share(PANEL, "2026Q3", form, question, {"i05"}) < min(before) - Fraction(8, 100)


def test_one_shelter_has_nine_questionnaires_in_the_last_quarter():
    rows = rows_of(INCOMING / "2026Q3" / SHELTERS)
    assert sum(row["Учреждение"] == "Приют «Маяк»" for row in rows) == 9


def test_children_of_shelters_answer_through_representatives():
    rows = [row for row in rows_of(INCOMING / "2026Q3" / SHELTERS) if row["Кто отвечает"]]
    represented = sum(row["Кто отвечает"] == "пр" for row in rows)
    assert Fraction(represented, len(rows)) > Fraction(2, 3)


def test_an_early_quarter_holds_only_words_of_its_forms():
    for name, form_name in FORM_OF.items():
        form = read_form(REPOSITORY / f"params/forms/{form_name}.yaml")
        for question in form.questions:
            if question.words and question.low is None and question.column.texts:
                cells = {row[question.column.texts[0]] or ""
                         for row in rows_of(INCOMING / "2025Q3" / name)}  # fmt: skip
                assert {fold(cell) for cell in cells} <= set(question.words), question.code


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        (WEB, "Своевременно ли Вам оказана услуга?", "наверное"),
        (WEB, "В какой организации Вы получали услугу?", "Центр «Рассвет»"),
        (WEB, "В какой организации Вы получали услугу?", "Центр «Р\u006fдник»"),
        (WEB, "Отметка времени", "05.10.2026 11:20:00"),
        (WEB, "Удовлетворены ли Вы условиями в целом?", "Да "),
        (WEB, "Откуда Вы узнали об опросе?", "из объявления"),
        (SHELTERS, "№ анкеты", "Итого"),
        (HOMES, "Дата", "31.09.2026"),
        (HOMES, "Учреждение", "Полевой дом милосердия"),
        (PANEL, "ORG", "I07"),
    ],
)
def test_the_last_quarter_is_dirty_as_life_is(name, column, value):
    assert value in {row[column] for row in rows_of(INCOMING / "2026Q3" / name)}


def test_the_last_quarter_has_identical_and_conflicting_repeats():
    rows = [tuple(row.values()) for row in rows_of(INCOMING / "2026Q3" / WEB)]
    assert len(rows) - len(set(rows)) == 2
    keyed = [
        row for row in rows_of(INCOMING / "2026Q3" / SHELTERS) if row["Учреждение"] == "I02"
    ]
    keys = [row["№ анкеты"] for row in keyed]
    assert [key for key in keys if keys.count(key) > 1] == ["15", "15"]
    assert len({tuple(row.values()) for row in keyed}) == len(keyed)


def test_hostile_text_lies_in_the_files_as_text():
    with zipfile.ZipFile(INCOMING / "2026Q3" / WEB) as parts:
        assert b"&lt;script&gt;" in parts.read("xl/sharedStrings.xml")
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    proposals = {row["16. Предложения"] for row in rows_of(INCOMING / "2026Q3" / SHELTERS)}
    assert any(text.startswith("=HYPERLINK(") for text in proposals if text)


def test_personal_data_of_the_sample_are_invented():
    addresses = {row["Адрес электронной почты"] for row in rows_of(INCOMING / "2026Q3" / WEB)}
    assert all(re.fullmatch(r"respondent\d+@example\.org", one) for one in addresses)
    for path in files_of(COMMITTED).values():
        parts = content(path)
        held = b"".join(parts.values()) if isinstance(parts, dict) else parts
        phones = set(re.findall(rb"\+7[\d -]{10,}", held))
        assert phones <= {b"+7 000 000-00-00"}
