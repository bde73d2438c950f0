"""The check as it is read: lines for people, one object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from nok_analysis.methodology.arithmetic import ONE, combination
from nok_analysis.published.checking import Checked, File, Row
from nok_analysis.published.model import (
    TOTAL,
    Check,
    Implied,
    Number,
    Remark,
    Severity,
    Verdict,
    spoken,
)
from nok_analysis.published.numbers import exactly
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _
from nok_analysis.wording.visible import shown, visible

VERDICTS = {
    Verdict.REPRODUCES: _("reproduces"),
    Verdict.CONSISTENT: _("consistent within rounding"),
    Verdict.INCOMPLETE: _("incomplete"),
    Verdict.IMPOSSIBLE: _("impossible"),
}
SEVERITIES = {Severity.ERROR: _("error"), Severity.WARNING: _("remark")}
WAYS = {
    "half_up": _("halves rounded up"),
    "half_even": _("halves rounded to the even digit"),
    "truncated": _("digits cut off"),
}
#: In the order in which one is named where several fit.
BASES = {
    "shown": "",
    "exact": _("from the indicators without rounding between"),
    "staged": _("from the indicators, rounded at each stage"),
}


def as_text(checked: Checked, words: Words) -> str:
    """Return a line or two for each row, what is wrong below it, and the counts.

    Parameters
    ----------
    checked : Checked
    words : Words
    """
    lines = [line for file in checked.files for line in _of_file(file, words)]
    for row in checked.rows:
        lines += _of_row(row, words)
    if checked.rows:
        counts = [
            f"{words.say(VERDICTS[verdict])} – {words.number(n)}"
            for verdict, n in checked.verdicts.items()
            if n
        ]
        lines.append("")
        lines.append(
            words.say(
                _("By the methodology {methodology}: {counts}"),
                methodology=checked.methodology.code,
                counts=", ".join(counts),
            )
        )
    return "\n".join(lines)


def as_json(checked: Checked, words: Words) -> dict[str, Any]:
    """Return the object that ``nok published check --json`` prints; numbers are exact texts.

    Parameters
    ----------
    checked : Checked
    words : Words
        Language of the messages.
    """
    return {
        "methodology": checked.methodology.code,
        "verdicts": {str(verdict): n for verdict, n in checked.verdicts.items()},
        "files": [
            {
                "file": file.name,
                "status": "refused" if file.refused else "read",
                "issues": [_remark(one, words) for one in file.remarks],
            }
            for file in checked.files
        ],
        "rows": [_row(row, words) for row in checked.rows],
    }


def formula(check: Check, words: Words) -> str:
    """Return the calculation of a node with its exact result, as a person would write it.

    Parameters
    ----------
    check : Check
    words : Words
    """
    numbers = ["?" if one.number is None else one.number.said(words) for one in check.parts]
    weights = [str(spoken(one.weight, words)) for one in check.parts]
    whole = sum(one.number.value for one in check.parts if one.number)
    left = combination(
        check.combine,
        numbers,
        weights,
        left_out=bool(check.left_out),
        factor=check.computed / whole if check.left_out and check.computed and whole else ONE,
    )
    if check.computed is None:
        return left
    decimals = check.published.typed if check.published else 0
    result = exactly(check.computed, decimals)
    result = result.replace(".", ",") if words.language == "ru" else result
    return f"{left} = {result}".replace("= ≈", "≈ ")


def _of_file(file: File, words: Words) -> Iterator[str]:
    for one in file.remarks:
        yield f"{words.say(SEVERITIES[one.severity])}: {one.said(words)}"
    if file.refused:
        yield words.say(_("{file}: refused; nothing was read from it"), file=file.name)


def _of_row(row: Row, words: Words) -> Iterator[str]:
    record = row.record
    name = f" – {record.label}" if record.label else ""
    year = f", {shown(record.year)}" if record.year else ""
    verdict = words.say(VERDICTS[row.verdict])
    said = _joined(_arithmetic(row.total, words), _ending(row.total, words))
    yield f"{record.place.said(words)}{name}{year}: {verdict}. {said}".rstrip()
    for check in row.criteria:
        if check.worth_saying:
            said = _ending(check, words) or formula(check, words)
            yield "    " + words.say(_("criterion {node}: {said}"), node=check.node, said=said)
    for one in row.remarks:
        place = one.place.column
        at = words.say("column “{column}”", column=shown(place)) + ": " if place else ""
        same = one.place.file == record.place.file and one.place.row == record.place.row
        said = f"{at}{one.sentence(words)}" if same else one.said(words)
        yield f"    {words.say(SEVERITIES[one.severity])}: {said}"


def _arithmetic(check: Check, words: Words) -> str:
    if len(check.lacking) == len(check.parts) and check.computed is None:
        return ""
    return formula(check, words)


def _joined(calculated: str, ending: str) -> str:
    """Return a calculation and what it means as one sentence."""
    if not calculated or not ending:
        return calculated or ending
    return f"{calculated} {ending}" if ending.startswith("(") else f"{calculated}; {ending}"


def _ending(check: Check, words: Words) -> str:
    """Return what the calculation means for the published number."""
    published = check.published
    if published is None:
        return words.say(_("(the total was not read)"))
    if check.verdict is Verdict.REPRODUCES:
        return _rounded(check, published, words)
    if check.verdict is Verdict.INCOMPLETE:
        return _left(check, published, words)
    calculated = "" if check.node == TOTAL else formula(check, words) + " "
    return calculated + words.say(_("(published {value})"), value=published.said(words))


def _rounded(check: Check, published: Number, words: Words) -> str:
    calculated = "" if check.node == TOTAL else formula(check, words) + " "
    if check.computed == published.value:
        return calculated.rstrip()
    basis, way = _split(check.conventions[0])
    ways = [words.say(WAYS[way])]
    if {f"{basis}_half_up", f"{basis}_half_even"} <= set(check.conventions):
        ways = [words.say(_("rounded as usual"))]  # nothing was a half
    if BASES.get(basis):
        ways.append(words.say(BASES[basis]))
    return calculated + words.say(
        _("(published {value}: {ways})"), value=published.said(words), ways=", ".join(ways)
    )


def _split(convention: str) -> tuple[str, str]:
    """Return the basis and the way of rounding of a convention's name."""
    way = next(way for way in WAYS if convention.endswith(way))
    return convention.removesuffix(way).removesuffix("_"), way


def _left(check: Check, published: Number, words: Words) -> str:
    lacking = [_named(check, node, words) for node in check.lacking]
    value = published.said(words)
    if check.implied:
        implied = ", ".join(_implied(check, one, words) for one in check.implied)
        return words.say(_("{value} leaves only {implied}"), value=value, implied=implied)
    if len(lacking) == len(check.parts):
        return words.say(_("{value}; nothing was read to compute it from"), value=value)
    if check.combinations > 1:
        return words.say(
            _("{value} leaves {feasible} of {combinations} combinations of {lacking}"),
            value=value,
            feasible=words.number(check.feasible),
            combinations=words.number(check.combinations),
            lacking=", ".join(lacking),
        )
    return words.say(
        _("(published {value}; not read: {lacking})"), value=value, lacking=", ".join(lacking)
    )


def _implied(check: Check, one: Implied, words: Words) -> str:
    node = _named(check, one.node, words)
    if one.span.low == one.span.high:
        return f"{node} = {spoken(one.value, words)}"
    return words.say(
        _("{node} = {value} (from {low} to {high})"),
        node=node,
        value=words.number(one.value, one.decimals),
        low=words.number(one.span.low, one.decimals),
        high=words.number(one.span.high, one.decimals),
    )


def _named(check: Check, node: str, words: Words) -> str:
    """Return what a person calls a part: a criterion by that word, an indicator by its code."""
    return words.say(_("criterion {node}"), node=node) if check.node == TOTAL else node


def _remark(one: Remark, words: Words) -> dict[str, Any]:
    expected = one.values.get("expected")
    return {
        "severity": str(one.severity),
        "code": one.code,
        "file": one.place.file,
        "sheet": None if one.place.sheet is None else shown(one.place.sheet),
        "row": one.place.row,
        "column": None if one.place.column is None else shown(one.place.column),
        "value": one.value,
        "expected": None if expected is None else str(spoken(expected, Words("en"))),
        "message": one.said(words),
    }


def _row(row: Row, words: Words) -> dict[str, Any]:
    record = row.record
    return {
        "file": record.place.file,
        "sheet": None if record.place.sheet is None else shown(record.place.sheet),
        "row": record.place.row,
        "id": visible(record.id) or None,
        "year": shown(record.year) or None,
        "institution": visible(record.institution) or None,
        "verdict": str(row.verdict),
        "conventions": list(row.total.conventions),
        **_check(row.total, words),
        "criteria": [_check(one, words) for one in row.criteria],
        "remarks": [_remark(one, words) for one in row.remarks],
    }


def _check(check: Check, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {
        "node": check.node,
        "left_out": list(check.left_out),
        "published": check.published and check.published.exactly(),
        "computed": None if check.computed is None else _exact(check.computed),
        "arithmetic": _arithmetic(check, words) or None,
        "possible": None
        if check.possible is None
        else [_exact(check.possible.low), _exact(check.possible.high)],
        "implied": {
            one.node: {
                "value": exactly(one.value, one.decimals),
                "low": _exact(one.span.low),
                "high": _exact(one.span.high),
            }
            for one in check.implied
        },
    }
    if check.node != TOTAL:
        found |= {
            "verdict": str(check.verdict),
            "conventions": list(check.conventions),
            "feasible": check.feasible,
            "combinations": check.combinations,
        }
    return found


def _exact(value: Fraction) -> str:
    """Return a decimal where there is one, else the fraction; never a rounded number."""
    text = exactly(value)
    return str(value) if text.startswith("≈") else text
