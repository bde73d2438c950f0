"""Methodology files: read strictly, every fault named with file, line and key."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from fractions import Fraction
from pathlib import Path

from nok_analysis.errors import MethodologyError, NokError
from nok_analysis.methodology.choices import read_choices
from nok_analysis.methodology.evaluate import highest_total
from nok_analysis.methodology.formula_reader import read_formula
from nok_analysis.methodology.model import (
    Band,
    Cite,
    Criterion,
    Indicator,
    Methodology,
    Source,
    Total,
)
from nok_analysis.parameters import Section, read_section
from nok_analysis.wording import mark_for_catalog as _

BASES = ("read", "operator_code", "arithmetic", "unverified")
COMBINE = ("weighted_mean", "mean", "sum")
UNDEFINED = ("", "exclude_and_renormalise", "zero", "hundred")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
TAKEN = ("total",)
_TWICE = _("the code “{node}” stands twice; every node needs its own")


def read_methodology(path: Path, *, shown_as: str = "") -> Methodology:
    """Return the methodology that a file holds, its formulas already chosen.

    Parameters
    ----------
    path : Path
        YAML file, ``params/methodology/<name>.yaml``.
    shown_as : str
        Name of the file in messages; its own path when empty.

    Raises
    ------
    MethodologyError
        When anything in the file is wrong; every fault is listed with file, line and key.
    """
    try:
        section = read_section(path, shown_as=shown_as)
    except NokError as error:
        raise MethodologyError(error.faults[0], *error.faults[1:]) from None
    found = _methodology(section, hashlib.sha256(path.read_bytes()).hexdigest())
    section.finish()
    _check_codes(section, found)
    if not section.faults:
        _check_scale(section, found)
    section.raise_faults(MethodologyError)
    return found


def _methodology(section: Section, sha256: str) -> Methodology:
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
        version=section.text("version"),
        title=section.text("title"),
        regime=section.text("regime"),
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
        sha256=sha256,
        file=section.file,
    )


def _sources(section: Section) -> tuple[Source, ...]:
    found: list[Source] = []
    for code in tuple(section.names()):
        one = section.section(code)
        date = _date(one, "date")
        found.append(
            Source(code, one.text("act"), date, one.text("published", ""), one.text("url", ""))
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
        found.append(Band(one.exact("low"), one.text("label"), one.word("basis", BASES)))
        one.finish()
    found.sort(key=lambda band: band.low, reverse=True)
    lows = [band.low for band in found]
    if len(set(lows)) != len(lows):
        section.fault("bands", _("two bands begin at the same value"), code="out_of_range")
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
                name=one.text("name"),
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
    _check_weights(section, "criteria", total.combine, [one.weight for one in found])
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
                name=one.text("name"),
                weight=_weight(one, combine),
                cite=_cite(one, sources),
                formula=read_formula(one.section("formula"), words),
                undefined=one.word("undefined", UNDEFINED, ""),
            )
        )
        one.finish()
    if section.is_list("indicators") and not found:
        section.fault("indicators", _("at least one indicator is needed"), code="missing_key")
    _check_weights(section, "indicators", combine, [one.weight for one in found])
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


def _check_weights(
    section: Section, key: str, combine: str, weights: list[Fraction | None]
) -> None:
    total = sum((weight or Fraction(0) for weight in weights), Fraction(0))
    if weights and combine == "weighted_mean" and total != 1:
        section.fault(
            key,
            _("the weights add up to {total}; they must add up to exactly 1"),
            total=str(total),
            code="weights_sum",
        )


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


def _check_codes(section: Section, found: Methodology) -> None:
    """Every node of a methodology has one code."""
    seen: set[str] = set()
    again = Section(section.file, "", section.pairs, [])  # its faults were named in reading
    for criterion in again.sections("criteria", required=False):
        for one in (criterion, *criterion.sections("indicators", required=False)):
            code = one.text("code", "")
            if code and code in seen:
                one.faults = section.faults
                one.fault("code", _TWICE, node=code, code="duplicate_key")
            seen.add(code)
    terms = [node for node, _leaf in found.terms() if not node.endswith(":")]
    for node in sorted({node for node in terms if terms.count(node) > 1}):
        section.fault("criteria", _TWICE, node=node, code="duplicate_key")


def _check_scale(section: Section, found: Methodology) -> None:
    if found.low >= found.high:
        section.fault("scale", _("“high” must lie above “low”"), code="out_of_range")
    top = highest_total(found)
    if top > found.high:
        section.fault(
            "scale",
            _("the criteria can give {top}, more than “high” of the scale"),
            top=str(top),
            code="out_of_range",
        )
