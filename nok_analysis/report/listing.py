"""The list of quarters: what each finished quarter says of itself, and the first page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from markupsafe import Markup

from nok_analysis.assessment import Assessment
from nok_analysis.circle import clean, name, slug
from nok_analysis.figures.sparkline import sparkline
from nok_analysis.period import Period
from nok_analysis.report.site import InstitutionEntry, QuarterEntry, site_index
from nok_analysis.vocabulary import Level

QUARTER = "quarter.json"
DISTRICT = "all"
TEN = 10
NO_MEAN: tuple[Fraction | None, int] = (None, 0)
FLOOR = 70  # the window of totals never begins above it


@dataclass(frozen=True, slots=True)
class _Note:
    sentence: str = ""
    institutions: tuple[str, ...] = ()


Notes = dict[Period, _Note]


def quarter_note(assessment: Assessment) -> bytes:
    """Return what a finished quarter says of itself in the list of quarters."""
    content = {
        "period": str(assessment.run.period),
        "sentence": _sentence(assessment),
        "institutions": list(assessment.shown_institutions()),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def site_page(assessment: Assessment, reports: Path, built: Path) -> bytes:
    """Return the list of quarters as it stands once `built` is the quarter of the run."""
    notes = _notes(reports, built, assessment.run.period)
    page = site_index(
        _entries(assessment, notes),
        _institutions(assessment, notes),
        assessment.words,
        places=assessment.methodology.decimals(Level.TOTAL),
        ends=_window([mean for mean, _assessed in _means(assessment).values() if mean]),
        notes=_about(assessment),
        link_hosts=assessment.run.link_hosts,
    )
    return page.encode()


def _entries(assessment: Assessment, notes: Notes) -> list[QuarterEntry]:
    """Return every quarter with its mean; those with a report have a link and a sentence."""
    means, words = _means(assessment), assessment.words
    periods = sorted({*means, *notes}, key=str)
    sparks = _sparks(assessment, [means.get(one, NO_MEAN)[0] for one in periods])
    return [
        QuarterEntry(
            period=period,
            title=words.period(period),
            href=f"{period}/index.html" if period in notes else "",
            sentence=notes.get(period, _Note()).sentence,
            mean=means.get(period, NO_MEAN)[0],
            assessed=means.get(period, NO_MEAN)[1],
            spark=spark,
            synthetic=assessment.run.synthetic,
            council=assessment.passport.name,
        )
        for period, spark in zip(periods, sparks, strict=True)
    ]


def _sparks(assessment: Assessment, line: list[Fraction | None]) -> list[Markup]:
    """Return for each quarter the line of means up to it."""
    words, decimals = assessment.words, assessment.methodology.decimals(Level.TOTAL)
    ends = _window([mean for mean in line if mean is not None])
    return [
        sparkline(
            line[: place + 1],
            name=f"s{place}",
            title=words.say("mean of the district, quarter by quarter"),
            ends=ends,
            decimals=decimals,
            words=words,
        )
        if mean is not None
        else Markup("")
        for place, mean in enumerate(line)
    ]


def _notes(reports: Path, built: Path, period: Period) -> Notes:
    """Return the notes of the quarters that lie finished in the folder, oldest first."""
    folders = {folder.name: folder for folder in reports.glob("20[0-9][0-9]Q[1-4]")}
    folders[str(period)] = built
    return {Period.parse(name): _noted(folders[name]) for name in sorted(folders)}


def _noted(folder: Path) -> _Note:
    """Return what a quarter says of itself; a damaged note costs it its sentence alone."""
    try:
        note = json.loads((folder / QUARTER).read_bytes())
        return _Note(str(note["sentence"]), tuple(map(str, note["institutions"])))
    except (OSError, ValueError, KeyError, TypeError):
        return _Note()


def _means(assessment: Assessment) -> dict[Period, tuple[Fraction | None, int]]:
    table = assessment.aggregates
    whole = table[(table["scope"] == DISTRICT) & (table["node"] == Level.TOTAL)]
    return {
        Period.parse(row.period): (
            row.value if isinstance(row.value, Fraction) else None,
            int(row.assessed),
        )
        for row in whole.itertuples()
    }


def _window(means: list[Fraction]) -> tuple[Fraction, Fraction]:
    lowest = min([*means, Fraction(FLOOR)])
    return Fraction(int(lowest // TEN) * TEN), Fraction(100)


def _institutions(assessment: Assessment, notes: Notes) -> list[InstitutionEntry]:
    """Return every institution of the roll, linked to its newest page."""
    newest: dict[str, str] = {}
    for period, note in notes.items():
        for code in note.institutions:
            newest[code] = f"{period}/institutions/{slug(code)}.html"
    roll = assessment.institutions.drop_duplicates("institution", keep="last")
    found = [
        InstitutionEntry(name(row), clean(row.name), newest.get(row.institution, ""))
        for row in roll.itertuples()
    ]
    return sorted(found, key=lambda one: one.short_name)


def _sentence(assessment: Assessment) -> str:
    """Return what changed for certain since the quarter before, in one sentence."""
    words, run = assessment.words, assessment.run
    table = assessment.comparison
    totals = table[
        (table["kind"] == "change")
        & (table["node"] == Level.TOTAL)
        & (table["period_b"] == str(run.period.previous()))
        & (table["verdict"] != "not_compared")
    ]
    if totals.empty:
        return words.say("There is no earlier quarter to compare with.")
    better = int((totals["verdict"] == "improved").sum())
    worse = int((totals["verdict"] == "declined").sum())
    if not better and not worse:
        return words.say("No change since the quarter before is proven.")
    parts = []
    if better:
        parts.append(
            words.count("{n} institution improved", "{n} institutions improved", better)
        )
    if worse:
        parts.append(
            words.count("{n} institution declined", "{n} institutions declined", worse)
        )
    return words.say("Proven since the quarter before: {parts}.", parts=", ".join(parts))


def _about(assessment: Assessment) -> list[str]:
    words, methodology = assessment.words, assessment.methodology
    return [
        words.say(
            "Method: {title}, version {version}; criteria: {n}.",
            title=methodology.title,
            version=methodology.version,
            n=len(methodology.criteria),
        ),
    ]
