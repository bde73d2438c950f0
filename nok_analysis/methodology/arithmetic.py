"""The calculation of a node as a person would write it: “½·(12/14 + 31/35)·100 = 87,14”."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from nok_analysis.methodology.formulas import answered, required_items
from nok_analysis.methodology.model import Choices, Methodology
from nok_analysis.methodology.worked import Worked
from nok_analysis.wording import Words
from nok_analysis.wording import mark_for_catalog as _

DOT = "·"
ONE = Fraction(1)
MOST_PLACES = 4
HALVES = 2

Said = Callable[[Worked, Choices, Words], str]


def calculation(
    worked: Worked,
    methodology: Methodology,
    level: str,
    words: Words,
    *,
    weights: tuple[Fraction | None, ...] = (),
) -> str:
    """Return how a worked node follows from its parts: “½·(12/14 + 31/35)·100”.

    Parameters
    ----------
    worked : Worked
    methodology : Methodology
    level : str
        ``total``, ``criterion`` or ``indicator``: how many decimals the parts have.
    words : Words
    weights : tuple of Fraction or None
        Weights of the parts as the file has them; for a criterion or total.
    """
    if worked.value is None:
        return words.say("not defined: {reason}", reason=words.say(REASONS[worked.reason]))
    if worked.formula is not None:
        return _formula(worked, methodology.choices, words)
    below = methodology.decimals("criterion" if level == "total" else "indicator")
    return _combined(worked, weights, words, below)


def combination(
    kind: str,
    numbers: Sequence[str],
    weights: Sequence[str],
    *,
    left_out: bool = False,
    factor: Fraction = ONE,
) -> str:
    """Return how the parts of a node are combined: “(90 + 80)/2”, “0,3·90 + 0,7·80”.

    Parameters
    ----------
    kind : str
        ``mean``, ``weighted_mean`` or ``sum``.
    numbers, weights : sequence of str
        Of the parts that are defined, as they are said; a sum or mean needs no weights.
    left_out : bool
        Whether some parts are not defined.
    factor : Fraction
        By which a sum without some parts is scaled up.
    """
    text = " + ".join(numbers)
    if kind == "sum":
        return text if factor == ONE else f"({text}){DOT}({factor})"
    if kind == "mean":
        return f"({text})/{len(numbers)}"
    text = " + ".join(
        f"{weight}{DOT}{one}" for weight, one in zip(weights, numbers, strict=True)
    )
    return f"({text})/({' + '.join(weights)})" if left_out else text


def plain(value: Fraction, words: Words) -> str:
    """Return a parameter with no more decimals than it has."""
    for places in range(MOST_PLACES):
        if (value * 10**places).denominator == 1:
            return words.number(value, places)
    return words.number(value, MOST_PLACES)


def _combined(
    worked: Worked, weights: tuple[Fraction | None, ...], words: Words, places: int
) -> str:
    pairs = zip(worked.parts, weights or worked.weights, strict=True)
    kept = [(part.value, weight) for part, weight in pairs if part.value is not None]
    numbers = [words.number(value, places) for value, _weight in kept]
    factor = next((one for one in worked.weights if one is not None), Fraction(1))
    own = [plain(weight, words) for _value, weight in kept if weight is not None]
    left_out = len(kept) < len(worked.parts)
    return combination(worked.kernel, numbers, own, left_out=left_out, factor=factor)


def _formula(worked: Worked, choices: Choices, words: Words) -> str:
    if worked.formula is None or (worked.reason and not worked.parts):
        return _by_rule(worked, words)
    said_so = SAID.get(worked.kernel)
    return said_so(worked, choices, words) if said_so else worked.kernel


def _by_rule(worked: Worked, words: Words) -> str:
    """Return the value that a rule put in the place of 0/0, and why it did."""
    reason = words.say(REASONS.get(worked.reason, worked.reason))
    if worked.value is None:
        return reason
    return words.say(
        "{points} ({reason}; by the rule of the methodology)",
        points=plain(worked.value, words),
        reason=reason,
    )


def _ratio(worked: Worked, choices: Choices, words: Words) -> str | None:
    """Return “k/n” of a leaf that is 100·k/n, None for any other."""
    if len(worked.counts) != 1 or worked.reason:
        return None
    (count,) = worked.counts
    bases = {
        "share": answered(count, choices),
        "scale_mean": count.n,
        "share_of_required": required_items(count, choices),
        "share_of_term": count.n,
    }
    if worked.kernel not in bases:
        return None
    return f"{words.number(count.k)}/{words.number(bases[worked.kernel])}"


def _share(worked: Worked, choices: Choices, words: Words) -> str:
    return f"{_ratio(worked, choices, words)}{DOT}100"


def _pooled_share(worked: Worked, _choices: Choices, words: Words) -> str:
    numbers = " + ".join(words.number(count.k) for count in worked.counts)
    group = max(count.n for count in worked.counts)
    return f"({numbers})/({len(worked.counts)}{DOT}{words.number(group)}){DOT}100"


def _pooled_required(worked: Worked, choices: Choices, words: Words) -> str:
    placed = " + ".join(words.number(count.k) for count in worked.counts)
    required = " + ".join(words.number(required_items(c, choices)) for c in worked.counts)
    return f"({placed})/({required}){DOT}100"


def _steps(worked: Worked, choices: Choices, words: Words) -> str:
    numbers = worked.formula.numbers if worked.formula else {}
    step = numbers["step"] if "step" in numbers else numbers["each"]
    (count,) = worked.counts
    met = Fraction(count.k)
    if worked.kernel == "step_points" and choices.na_in_steps == "count_as_met":
        met += count.not_applicable
    if worked.kernel == "step_points" and choices.na_in_steps == "rescale":
        met *= Fraction(count.everybody, count.n)
    return f"min({plain(numbers['cap'], words)}; {plain(step, words)}{DOT}{plain(met, words)})"


def _waiting(worked: Worked, _choices: Choices, words: Words) -> str:
    (count,) = worked.counts
    return words.say(
        "waiting {measured} with a term of {term}: points of the zone",
        measured=words.number(count.k),
        term=words.number(count.n),
    )


def _mean_of(worked: Worked, choices: Choices, words: Words) -> str:
    kept = [part for part in worked.parts if part.value is not None]
    if len(kept) == 1:
        return _formula(kept[0], choices, words)
    ratios = [_ratio(part, choices, words) for part in kept]
    hundred = all(ratio is not None for ratio in ratios)
    texts = (
        [ratio or "" for ratio in ratios]
        if hundred
        else [_points(part, choices, words) for part in kept]
    )
    inside = f"({' + '.join(texts)})"
    text = f"½{DOT}{inside}" if len(kept) == HALVES else f"{inside}/{len(kept)}"
    return f"{text}{DOT}100" if hundred else text


def _points(worked: Worked, choices: Choices, words: Words) -> str:
    if worked.kernel == "waiting_points" and worked.value is not None and not worked.reason:
        return plain(worked.value, words)
    return _formula(worked, choices, words)


def _range(worked: Worked, choices: Choices, words: Words) -> str:
    numbers = worked.formula.numbers if worked.formula else {}
    low, high = plain(numbers["low"], words), plain(numbers["high"], words)
    points = plain(numbers["points"], words)
    inner = _formula(worked.parts[0], choices, words)
    falling = worked.formula is not None and worked.formula.words["direction"] == "falling"
    top = f"{high} − {inner}" if falling else f"{inner} − {low}"
    return f"({top})/({high} − {low}){DOT}{points}"


def _bands(worked: Worked, choices: Choices, words: Words) -> str:
    inner = _formula(worked.parts[0], choices, words)
    return words.say("{share}, points of its band", share=inner)


SAID: dict[str, Said] = {
    "share": _share,
    "scale_mean": _share,
    "share_of_required": _share,
    "share_of_term": _share,
    "pooled_share": _pooled_share,
    "pooled_share_of_required": _pooled_required,
    "step_points": _steps,
    "item_points": _steps,
    "waiting_points": _waiting,
    "mean_of": _mean_of,
    "range_points": _range,
    "points_by_band": _bands,
}

#: Why a value is undefined, as a person reads it.
REASONS: dict[str, str] = {
    "": "",
    "zero_base": _("nobody to count"),
    "not_observed": _("not observed"),
    "incomplete_form": _("the checklist is incomplete"),
    "question_absent": _("the question was not asked"),
    "filter_missing": _("the question that opens it was not asked"),
    "criterion_undefined": _("a criterion is not defined"),
    "below_min_n": _("too few respondents"),
    "disclosure": _("not published, to protect respondents"),
}
