"""The first page of the site: every quarter with its sentence, every institution linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from nok_analysis.errors import ReportError
from nok_analysis.exhibits import paragraph
from nok_analysis.period import Period
from nok_analysis.report.exporter import exporter
from nok_analysis.report.frame import Frame, asset
from nok_analysis.report.gate import check_page
from nok_analysis.report.sanitise import clean_body
from nok_analysis.report.tree import written
from nok_analysis.wording import Words


@dataclass(frozen=True, slots=True)
class QuarterEntry:
    """One quarter of the list.

    Attributes
    ----------
    period : Period
    title : str
        The quarter in words.
    href : str
        Relative link to its first page; empty when the quarter has no report.
    sentence : str
        What is new in it, one sentence.
    mean : Fraction or None
        Mean of the district, points; None when no institution has a score.
    assessed : int
        Institutions that the mean is of.
    spark : Markup
        Drawing of the means up to this quarter; empty for none.
    synthetic : bool
        Demonstration data.
    council : str
        Name of the council.
    """

    period: Period
    title: str
    href: str
    sentence: str
    mean: Fraction | None
    assessed: int
    spark: Markup
    synthetic: bool
    council: str


@dataclass(frozen=True, slots=True)
class InstitutionEntry:
    """One institution of the list: names, and a relative link to its newest page or none."""

    short_name: str
    name: str
    href: str = ""


def site_index(
    entries: Sequence[QuarterEntry],
    institutions: Sequence[InstitutionEntry],
    words: Words,
    *,
    places: int = 1,
    ends: tuple[Fraction, Fraction] = (Fraction(0), Fraction(100)),
    notes: Sequence[str] = (),
    link_hosts: tuple[str, ...] = (),
) -> str:
    """Return the page ``reports/index.html``, quarters newest first, checked as every page.

    Parameters
    ----------
    entries : sequence of QuarterEntry
        In any order; at least one.
    institutions : sequence of InstitutionEntry
        In the order of the list.
    words : Words
    places : int
        Decimals of the mean.
    ends : tuple of Fraction
        Scale of the drawings, points; said once below them.
    notes : sequence of str
        Sentences about the data: the methodology, corrections, files.
    link_hosts : tuple of str
        Hosts that links may lead to.

    Raises
    ------
    ReportError
        When there is no quarter, or a text makes a page that may not be published.
    """
    if not entries:
        raise ReportError("there is no quarter to list; make a report first: nok report")
    newest_first = sorted(entries, key=lambda entry: entry.period, reverse=True)
    newest = newest_first[0]
    parts = [
        _masthead(words),
        _quarters(newest_first, words, places, ends),
        _institutions(institutions, words),
        _notes(notes, words),
    ]
    tree = clean_body("\n".join(parts), link_hosts=link_hosts)
    body = (tree.text or "") + "".join(written(child) for child in tree)
    html = exporter().framed(body, _frame(newest, words))
    check_page(html)
    return html


def _masthead(words: Words) -> Markup:
    return Markup('<div class="mast">{}<h1>{}</h1>{}</div>').format(
        paragraph(words.say("Independent assessment of the quality of services"), names="kick"),
        words.say("Reports of the council"),
        paragraph(words.say("Each quarter the council shows how the institutions stand, which "
                            "differences are real and what has changed.")),
    )  # fmt: skip


def _quarters(
    entries: Sequence[QuarterEntry],
    words: Words,
    places: int,
    ends: tuple[Fraction, Fraction],
) -> Markup:
    items = Markup("").join(
        _quarter(entry, words, places, is_new=entry is entries[0]) for entry in entries
    )
    reading = ""
    if any(entry.spark for entry in entries):
        reading = paragraph(words.say(
            "The line is the mean of the assessed institutions, points, scale {scale}. Which "
            "institutions are assessed changes, so a difference of means is no finding.",
            scale=words.interval(*ends, 0)), names="note")  # fmt: skip
    return _section("quarters", words.say("Quarters"),
                    Markup('<ul class="qs">{}</ul>{}').format(items, reading))  # fmt: skip


def _quarter(entry: QuarterEntry, words: Words, places: int, *, is_new: bool) -> Markup:
    title = _linked(entry.title, entry.href)
    if is_new:
        title += Markup(" · {}").format(words.say("new"))
    return Markup("<li><div><h3>{}</h3><p>{} {}</p></div>{}</li>").format(
        title, entry.sentence, _mean(entry, words, places), entry.spark
    )


def _mean(entry: QuarterEntry, words: Words, places: int) -> Markup:
    if entry.mean is None:
        text = words.say("No institution has a score.")
    else:
        text = words.count("Mean {mean} over {n} institution.",
                           "Mean {mean} over {n} institutions.", entry.assessed,
                           mean=words.number(entry.mean, places))  # fmt: skip
    return Markup('<span class="meta">{}</span>').format(text)


def _institutions(institutions: Sequence[InstitutionEntry], words: Words) -> Markup:
    if not institutions:
        return Markup("")
    items = Markup("").join(
        Markup("<li>{} <small>{}</small></li>").format(
            _linked(one.short_name, one.href), one.name
        )
        for one in institutions
    )
    return _section("institutions", words.say("Institutions"),
                    Markup('<ul class="ins">{}</ul>').format(items))  # fmt: skip


def _notes(notes: Sequence[str], words: Words) -> Markup:
    if not notes:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(note) for note in notes)
    return _section("about", words.say("About the data"), Markup("<ul>{}</ul>").format(items))


def _section(name: str, heading: str, inside: Markup) -> Markup:
    return Markup('<section aria-labelledby="{0}"><h2 id="{0}">{1}</h2>{2}</section>').format(
        name, heading, inside
    )


def _linked(text: str, href: str) -> Markup:
    return (
        Markup('<a href="{}">{}</a>').format(href, text) if href else Markup("{}").format(text)
    )


def _frame(newest: QuarterEntry, words: Words) -> Frame:
    return Frame(
        words=words,
        title=words.say("Reports of the council"),
        description=words.say("Reports of the council by quarters. {council}.",
                              council=newest.council),
        council=newest.council,
        synthetic=newest.synthetic,
        more_style=asset("site.css"),
    )  # fmt: skip
