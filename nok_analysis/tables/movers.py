"""What parts each place from the next, and each total from the mean: part by part."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from nok_analysis import circle
from nok_analysis.exhibits import Cell, Grid, Head, Passage, Table
from nok_analysis.quotes import Row, fill, keyed, known, quote, rows
from nok_analysis.tables import table
from nok_analysis.tables.blocks import Blocks, named, nothing
from nok_analysis.tables.criteria import short_code
from nok_analysis.vocabulary import Level
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.numbers import round_half_up

if TYPE_CHECKING:
    from nok_analysis.assessment import Assessment

GAP, AGAINST_MEAN = "gap", "gap_mean"  # kinds of the table `comparison`
PARTS = 4  # the largest parts of a gap that are listed
Found = dict[str, list[Row]]  # institution → rows of its gap


@table("movers")
def tabulate_movers(assessment: Assessment, *, words: Words) -> Blocks | Passage:
    """Return what each gap is made of, one table for each group that has places."""
    above, mean = (
        _by(assessment, GAP, "institution_b"),
        _by(assessment, AGAINST_MEAN, "institution"),
    )
    groups = [
        (group, [row for row in listed if row.institution in mean])
        for group, listed in circle.groups(assessment).items()
    ]
    groups = [(group, listed) for group, listed in groups if listed]
    if not groups:
        return nothing(words.say("No places are given: nobody can be compared."))
    return Blocks(
        tuple(
            _table(assessment, group, listed, (above, mean), number)
            for number, (group, listed) in enumerate(groups)
        )
    )


def _by(assessment: Assessment, kind: str, column: str) -> Found:
    found: Found = {}
    for row in rows(assessment, "comparison", kind=kind):
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _table(
    assessment: Assessment,
    group: str,
    listed: list[Row],
    gaps: tuple[Found, Found],
    number: int,
) -> Table:
    words, (above, mean) = assessment.words, gaps
    heads = (
        Head(words.say("Institution"), is_text=True),
        Head(words.say("To the next place")),
        Head(words.say("What it is made of"), is_text=True),
        Head(words.say("Against the mean")),
        Head(words.say("What it is made of"), is_text=True),
    )
    body = tuple(
        (
            Cell(
                circle.name(row),
                href=circle.link(assessment, row.institution),
                small=_better(assessment, above.get(row.institution)),
            ),
            *_above(assessment, above.get(row.institution)),
            *_against(assessment, mean[row.institution]),
        )
        for row in listed
    )
    headline = _headline(assessment, [above.get(row.institution, []) for row in listed])
    title = circle.title(assessment, group)
    return Table(
        named("movers", number),
        f"{title}. {headline}" if title else headline,
        words.say("Points of the total; {period}", period=words.period(assessment.run.period)),
        Grid(heads, body),
        "" if number else _note(words),
    )


def _note(words: Words) -> Markup:
    said = words.say(
        "A part is the weight of an indicator in the total times the difference of its points; "
        "the largest are listed, the rest is one sum. Where an indicator may not be "
        "published, only criteria are told. Whether a gap is more than chance is said by the "
        "table of pairs."
    )
    link = Markup('<a href="methodology.html">{}</a>').format(words.say("of the methodology"))
    codes = fill(words.say("What the codes mean stands on the page {link}."), link=link)
    return Markup("{} {}").format(said, codes)


def _above(assessment: Assessment, found: list[Row] | None) -> tuple[Cell, Cell]:
    words = assessment.words
    if not found:
        word = words.say("nobody stands higher")
        return Cell(word, is_word=True), Cell(word, is_word=True, is_text=True)
    total = keyed(found, "node")["total"]
    said = quote(total, "comparison", "difference", words, places=_places(assessment))
    return said.cell(bold=True), _parts(assessment, found)


def _better(assessment: Assessment, found: list[Row] | None) -> str:
    """Return who stands next above, and at which place."""
    if not found:
        return ""
    code = found[0].institution
    name = circle.name(circle.member(assessment, code))
    place = circle.standing(assessment).get(code)
    if not known(place, "rank"):
        return name
    return assessment.words.say("to place {place}: {name}", place=int(place.rank), name=name)


def _against(assessment: Assessment, found: list[Row]) -> tuple[Cell, Cell]:
    total, words = keyed(found, "node")["total"], assessment.words
    said = quote(
        total, "comparison", "difference", words, places=_places(assessment), signed=True
    )
    return said.cell(bold=True), _parts(assessment, found)


def _parts(assessment: Assessment, found: list[Row]) -> Cell:
    """Return the largest parts of a gap; the remainder by its name where it is seen."""
    words, places = assessment.words, _places(assessment)
    listed = _listed(assessment, found)
    largest = dict(list(listed.items())[:PARTS])
    said = [_part(words, name, row, places) for name, row in largest.items()]
    total = keyed(found, "node")["total"]
    told = [row.value_effect for row in largest.values()]
    if abs(total.weight_effect) >= _seen(places):
        name = words.say("other weights")
        said.append(_part(words, name, total, places, column="weight_effect"))
        told.append(total.weight_effect)
    rest = _rest(total.difference, told, places)
    if said and rest:
        name = words.say(_("the rest") if len(listed) > PARTS else _("rounding"))
        points = words.number(rest, places, signed=True)
        said.append(Markup('<span class="nw">{} {}</span>').format(name, points))
    if not said:
        return Cell(words.say("all parts are equal"), is_word=True, is_text=True)
    return Cell(Markup("; ").join(said), is_text=True)


def _listed(assessment: Assessment, found: list[Row]) -> dict[str, Row]:
    """Return the parts that are not zero by their names, the largest first."""
    criteria = {one.code for one in assessment.methodology.criteria}
    parts = {row.node: row for row in found if row.node not in {*criteria, "total"}}
    if not parts:
        parts = {
            short_code(assessment.words, row.node): row for row in found if row.node in criteria
        }
    ordered = sorted(parts.items(), key=lambda one: (-abs(one[1].value_effect), one[0]))
    return {name: row for name, row in ordered if row.value_effect}


def _rest(whole: Fraction, told: Iterable[Fraction], places: int) -> Fraction:
    """Return what the parts as shown lack to the whole as shown."""
    return round_half_up(whole, places) - sum(round_half_up(one, places) for one in told)


def _part(
    words: Words, name: str, row: Row, places: int, *, column: str = "value_effect"
) -> Markup:
    points = quote(row, "comparison", column, words, places=places, signed=True).html()
    return Markup('<span class="nw">{}</span>').format(
        fill("{name} {points}", name=name, points=points)
    )


def _places(assessment: Assessment) -> int:
    return assessment.methodology.decimals(Level.TOTAL)


def _seen(places: int) -> Fraction:
    """Return the least size that is not shown as zero."""
    return Fraction(1, 2 * 10**places)


def _headline(assessment: Assessment, gaps: Iterable[list[Row]]) -> str:
    """Return which criterion makes most of the gaps between neighbours."""
    names = {one.code: one.name for one in assessment.methodology.criteria}
    sizes = dict.fromkeys(names, 0)
    for found in gaps:
        for row in found:
            if row.node in sizes and known(row, "value_effect"):
                sizes[row.node] += abs(row.value_effect)
    widest = max(sizes, key=lambda code: (sizes[code], code))
    if not sizes[widest]:
        return assessment.words.say("Equal totals share their places")
    return assessment.words.say("Places are parted most by “{name}”", name=names[widest])
