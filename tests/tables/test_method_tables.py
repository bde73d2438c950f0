"""Tables of the methodology's page: calculations, choices, another methodology, acts."""

from nok_analysis.tables import tabulate
from tests.tables.stand_in import changed
from tests.tables.truth import said, tree


def rows(html):
    """Return the cells of each row, joined by bars."""
    found = [list(row) for row in tree(html).iter("tr")]
    return [" | ".join("".join(cell.itertext()).strip() for cell in row) for row in found]


def html(name, council, **options):
    return tabulate(name, council, **options)._repr_html_()


def test_a_criterion_is_worked_out_of_the_indicators_as_shown(quarter):
    text = said(html("workings", quarter, institution="C1"))
    assert "0.6·93.33 + 0.4·93.33" in text


def test_nothing_is_worked_out_of_a_number_that_is_not_published(quarter):
    found = {one[:3]: one for one in rows(html("workings", quarter, institution="C2"))}
    assert found["3.1"].endswith(" | not published | not published | not published")
    assert "rests on numbers that are not published" in found["3 Д"]
    assert found["3 Д"].endswith(" | not published")


def test_a_folded_table_is_opened_by_its_reader(quarter):
    folded = html("workings", quarter, institution="C1", folded=True)
    assert folded.startswith(
        '<details class="fold"><summary>Calculation of each score</summary>'
    )
    assert html("workings", quarter, institution="C1") in folded


def test_without_an_institution_the_first_whole_one_is_the_example(quarter):
    assert "S1" not in html("workings", quarter)
    assert said(html("workings", quarter)).count(" = ") == 0


def test_choices_say_how_many_totals_and_places_they_change(quarter):
    text = html("choices", quarter)
    assert "1 of 2 other choices would change a place" in said(text)
    found = {one.partition("Done here")[0]: one.split(" | ")[1:] for one in rows(text)}
    all_of_them = "A share is counted of all questionnaires of the group"
    assert found[all_of_them] == ["6 of 6", "−1.50КЦСОН «Забота»", "2 of 4"]
    zero = "An indicator with nobody to ask counts as the lowest value"
    assert found[zero] == ["0 of 6", "no change", "0 of 4"]


def test_a_methodology_beside_has_its_own_points_and_its_own_places(quarter):
    text = said(html("beside", quarter))
    assert "Points of 100" in text
    assert "Points of 30" in text
    assert "2 of 4 places would be another" in text


def test_without_a_methodology_beside_the_reader_is_told_how_to_have_one(quarter):
    assert "“beside”" in said(html("beside", changed(quarter, beside=())))


def test_an_act_names_what_rests_on_it(quarter):
    assert rows(html("acts", quarter))[1:] == [
        "Приказ 344н | not given | not given | 1.1, 1.2, 2.1, 2.2, 3.1"
    ]
