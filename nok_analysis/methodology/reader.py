"""Methodology files: read strictly, every fault named with file, line and key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from nok_analysis.errors import MethodologyError
from nok_analysis.methodology.checks import (
    check_codes,
    check_dates,
    check_scale,
    check_weights,
)
from nok_analysis.methodology.choices import read_choices
from nok_analysis.methodology.formula_reader import NO_FORMULA, read_formula
from nok_analysis.methodology.model import (
    Band,
    Cite,
    Criterion,
    Indicator,
    Methodology,
    Source,
    Total,
)
from nok_analysis.methodology.variants import (
    alternatives,
    base_of,
    branches,
    chosen_otherwise,
    laid_over,
    read_file,
)
from nok_analysis.parameters import Section
from nok_analysis.wording import mark_for_catalog as _

BASES = ("read", "operator_code", "arithmetic", "unverified")
COMBINE = ("weighted_mean", "mean", "sum")
UNDEFINED = ("", "exclude_and_renormalise", "zero", "hundred")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
TAKEN = ("total",)


def read_methodology(
    path: Path, *, shown_as: str = "", choices: Mapping[str, str] | None = None
) -> Methodology:
    """Return the methodology that a file holds, its formulas already chosen.

    Parameters
    ----------
    path : Path
        YAML file, ``params/methodology/<name>.yaml``.
    shown_as : str
        Name of the file in messages; its own path when empty.
    choices : mapping of str to str, optional
        Other words for some of the file's choices, for a trial: ``{"formula_version": "V-A"}``.

    Raises
    ------
    MethodologyError
        When anything in the file is wrong; every fault is listed with file, line and key.
    """
    section = chosen_otherwise(_whole(path, shown_as), choices or {})
    check_dates(section, path)
    return _checked(section)


def read_trials(path: Path, *, shown_as: str = "") -> dict[str, Methodology]:
    """Return the methodology of a file under each choice that it did not take.

    Returns
    -------
    dict of str to Methodology
        Scenario (``choice:denominator=all``) → the methodology with that one word.
    """
    whole = _whole(path, shown_as)
    found: dict[str, Methodology] = {}
    for key, word in alternatives(_checked(chosen_otherwise(whole, {}))):
        try:
            found[f"choice:{key}={word}"] = _checked(chosen_otherwise(whole, {key: word}))
        except MethodologyError as error:
            if any(fault.code != NO_FORMULA for fault in error.faults):
                raise
    return found


def _whole(path: Path, shown_as: str) -> Section:
    """Return the section of a file; a variant is laid over the sound file that it varies."""
    section = read_file(path, shown_as)
    name = base_of(section)
    if not name:
        return section
    base, base_shown_as = path.with_name(name), str(Path(shown_as or path).with_name(name))
    whole = laid_over(section, read_file(base, base_shown_as))
    read_methodology(base, shown_as=base_shown_as)  # its faults are its own
    return whole


def _checked(section: Section) -> Methodology:
    found = _methodology(section)
    section.finish()
    check_codes(section, found)
    if not section.faults:
        check_scale(section, found)
    section.raise_faults(MethodologyError)
    return found


def _methodology(section: Section) -> Methodology:
    valid, scale = section.section("valid"), section.section("scale")
    choices, words = read_choices(section.section("choices"))
    sources = _sources(section.section("sources"))
    known = tuple(source.code for source in sources)
    total = _total(section.section("total"), known)
    valid_from, valid_to = _span(valid)
    low, high = scale.exact("low"), scale.exact("high")
    scale.finish()
    return Methodology(
        code=_code(section, "methodology"),
        version=section.name("version"),
        title=section.name("title"),
        regime=section.name("regime"),
        valid_from=valid_from,
        valid_to=valid_to,
        status_note=section.text("status_note", ""),
        low=low,
        high=high,
        sources=sources,
        choices=choices,
        bands=_bands(section, low, high),
        total=total,
        criteria=_criteria(section, total, known, words),
        branches=branches(section.pairs),
        sha256=section.sha256,
        file=section.file,
    )


def _sources(section: Section) -> tuple[Source, ...]:
    found: list[Source] = []
    for code in tuple(section.names()):
        one = section.section(code)
        date = _date(one, "date")
        found.append(
            Source(code, one.name("act"), date, one.text("published", ""), one.text("url", ""))
        )
        one.finish()
    return tuple(found)


def _span(section: Section) -> tuple[str, str]:
    first, last = _date(section, "from"), _date(section, "to")
    if first and last and last < first:
        section.fault(
            "to",
            _("the last day {last} lies before the first {first}"),
            first=first,
            last=last,
            code="bad_date",
        )
    section.finish()
    return first, last


def _date(section: Section, key: str) -> str:
    text = section.text(key, "")
    try:
        return dt.date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        section.fault(
            key, _("“{value}” is not a date like 2026-09-30"), value=text[:80], code="bad_date"
        )
        return ""


def _bands(section: Section, low: Fraction, high: Fraction) -> tuple[Band, ...]:
    found: list[Band] = []
    for one in section.sections("bands"):
        found.append(Band(one.exact("low"), one.name("label"), one.word("basis", BASES)))
        one.finish()
    found.sort(key=lambda band: band.low, reverse=True)
    lows = [band.low for band in found]
    if len(set(lows)) != len(lows):
        section.fault("bands", _("two bands begin at the same value"), code="out_of_range")
    elif len({band.label for band in found}) != len(found):
        section.fault("bands", _("two bands bear the same label"), code="duplicate_key")
    elif lows and (lows[-1] != low or lows[0] > high):
        section.fault(
            "bands",
            _("the bands must cover the scale: the lowest begins at {low}, none above {high}"),
            low=str(low),
            high=str(high),
            code="out_of_range",
        )
    return tuple(found)


def _total(section: Section, sources: tuple[str, ...]) -> Total:
    found = Total(
        section.text("symbol", ""), section.word("combine", COMBINE), _cite(section, sources)
    )
    section.finish()
    return found


def _criteria(
    section: Section, total: Total, sources: tuple[str, ...], words: dict[str, str]
) -> tuple[Criterion, ...]:
    found: list[Criterion] = []
    for one in section.sections("criteria"):
        found.append(
            Criterion(
                code=_code(one, "code"),
                name=one.name("name"),
                combine=one.word("combine", COMBINE),
                weight=_weight(one, total.combine),
                cite=_cite(one, sources) if "cite" in one else Cite(),
                indicators=_indicators(one, sources, words),
                short_name=one.text("short_name", ""),
            )
        )
        one.finish()
    if section.is_list("criteria") and not found:
        section.fault("criteria", _("at least one criterion is needed"), code="missing_key")
    check_weights(section, "criteria", total.combine, [one.weight for one in found])
    return tuple(found)


def _indicators(
    section: Section, sources: tuple[str, ...], words: dict[str, str]
) -> tuple[Indicator, ...]:
    combine = section.text("combine", "")
    found: list[Indicator] = []
    for one in section.sections("indicators"):
        found.append(
            Indicator(
                code=_code(one, "code"),
                symbol=one.text("symbol", ""),
                name=one.name("name"),
                weight=_weight(one, combine),
                cite=_cite(one, sources),
                formula=read_formula(one.section("formula"), words),
                undefined=one.word("undefined", UNDEFINED, ""),
            )
        )
        one.finish()
    if section.is_list("indicators") and not found:
        section.fault("indicators", _("at least one indicator is needed"), code="missing_key")
    check_weights(section, "indicators", combine, [one.weight for one in found])
    return tuple(found)


def _code(section: Section, key: str) -> str:
    code = section.text(key)
    if key in section and (not _CODE.fullmatch(code) or code in TAKEN):
        section.fault(
            key,
            _("“{value}” cannot be a code: digits, Latin letters, dots, dashes"),
            value=code[:80],
            code="bad_type",
        )
    return code


def _weight(section: Section, combine: str) -> Fraction | None:
    if combine != "weighted_mean":
        return None
    before = len(section.faults)
    weight = section.exact("weight")
    if weight <= 0 and len(section.faults) == before:
        section.fault("weight", _("the number must be above 0"), code="out_of_range")
    return weight


def _cite(section: Section, sources: tuple[str, ...]) -> Cite:
    cite = section.section("cite")
    if "cite" not in section:
        return Cite()
    source = cite.text("source")
    if "source" in cite and source not in sources:
        cite.fault(
            "source",
            _("“{value}” is not among the sources of this file: {known}"),
            value=source[:80],
            known=", ".join(sources),
            code="bad_type",
        )
    found = Cite(
        source, cite.text("clause", ""), cite.word("basis", BASES), _date(cite, "confirmed")
    )
    cite.finish()
    return found
