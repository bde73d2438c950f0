"""What must hold between the parts of a methodology file, and between files of one code."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from nok_analysis.errors import NokError
from nok_analysis.methodology.evaluate import highest_total
from nok_analysis.methodology.model import Methodology
from nok_analysis.parameters import Section, read_section
from nok_analysis.period import Period
from nok_analysis.wording import mark_for_catalog as _

_TWICE = _("the code “{node}” stands twice; every node needs its own")
_OVERLAP = _("{file} holds “{methodology}” too, from {first} to {last}: the dates overlap")
FOLDER = "methodology"
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


def check_weights(
    section: Section, key: str, combine: str, weights: list[Fraction | None]
) -> None:
    """Weights of a weighted mean add up to exactly 1."""
    total = sum((weight or Fraction(0) for weight in weights), Fraction(0))
    if weights and combine == "weighted_mean" and total != 1:
        section.fault(
            key,
            _("the weights add up to {total}; they must add up to exactly 1"),
            total=str(total),
            code="weights_sum",
        )


def check_codes(section: Section, found: Methodology) -> None:
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


def check_scale(section: Section, found: Methodology) -> None:
    """No institution can get more than the scale says."""
    if found.low >= found.high:
        section.fault("scale", _("“high” must lie above “low”"), code="out_of_range")
    if found.low > 0:
        section.fault(
            "scale",
            _("nothing met gives 0 points: “low” must not lie above"),
            code="out_of_range",
        )
    top = highest_total(found)
    if top > found.high:
        section.fault(
            "scale",
            _("the criteria can give {top}, more than “high” of the scale"),
            top=str(top),
            code="out_of_range",
        )


def check_dates(section: Section, path: Path) -> None:
    """No other file of the workspace is the same methodology in force on the same days."""
    if path.parent.name != FOLDER:
        return
    code, (own_first, own_last) = _span_of(section)
    for other in sorted(path.parent.glob("*.yaml")):
        if other.name == path.name:
            continue
        try:
            same, (first, last) = _span_of(read_section(other, shown_as=other.name))
        except NokError:
            continue  # it is judged when a run names it
        if code and same == code and first <= own_last and own_first <= last:
            section.fault(
                "valid", _OVERLAP, methodology=code, file=other.name, first=first, last=last
            )


def in_force(methodology: Methodology, period: Period) -> bool:
    """Return whether a methodology was in force on any day of a period."""
    first, last = methodology.valid_from or FIRST_DAY, methodology.valid_to or LAST_DAY
    return first <= period.last_day.isoformat() and period.first_day.isoformat() <= last


def _span_of(section: Section) -> tuple[str, tuple[str, str]]:
    """Return the code of a file and the days of its force; its faults are named elsewhere."""
    silent = Section(section.file, "", section.pairs, [])
    valid = silent.section("valid", required=False)
    days = valid.text("from", "") or FIRST_DAY, valid.text("to", "") or LAST_DAY
    return silent.text("methodology", ""), days
