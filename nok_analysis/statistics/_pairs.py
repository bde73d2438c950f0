"""Every pair of institutions: difference, bounds, adjusted p, verdict."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._adjusted_p import holm
from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_alike,
    checked_count,
    checked_level,
    checked_nonnegative,
    checked_parts,
    checked_threshold,
    checked_vector,
)
from nok_analysis.statistics._distributions import (
    fisher_exact_p,
    normal_two_sided_p,
    two_sided_normal,
)
from nok_analysis.statistics._shares import wilson_bounds
from nok_analysis.statistics.verdicts import PairVerdict, reaches

# Cochran's rule: below this expected count the normal score test gives way to Fisher's.
_LEAST_EXPECTED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Pairwise:
    """Pairs (0, 1), (0, 2), ..., difference = first - second with unadjusted bounds."""

    first: Integers
    second: Integers
    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    p_adjusted: Floats
    verdict: tuple[PairVerdict, ...]


def pairs_of(size: int) -> tuple[Integers, Integers]:
    """Pairs (0, 1), (0, 2), ..., (1, 2), ... of so many things."""
    first, second = np.triu_indices(size, k=1)
    return first.astype(np.int64), second.astype(np.int64)


def pairwise_proportions(
    counts: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    threshold: float = 0.0,
    min_n: int = 5,
    confidence_level: float = 0.95,
) -> Pairwise:
    """Every pair of shares compared, p adjusted for the number of pairs.

    Parameters
    ----------
    counts, n : array of shape (institutions,)
        Yes and answers of each institution.
    threshold : float
        Least difference that matters, as a share.
    min_n : int
        Fewest answers that allow a verdict.
    confidence_level : float
        Of the intervals and, as 1 - level, of the verdict.

    Returns
    -------
    Pairwise
        Newcombe's bounds; p of the pooled score test, or of Fisher's exact test when the
        smallest expected count is below 5; NaN and `too_few` below `min_n`.

    Raises
    ------
    ValueError
        If a count exceeds its n.

    Notes
    -----
    Bounds are not adjusted for the number of pairs; the verdict is (Holm), and it needs a
    difference of at least the threshold too.

    References
    ----------
    Newcombe (1998), Stat Med 17:873-890, method 10; Holm (1979).

    Examples
    --------
    >>> pairs = pairwise_proportions([45, 30, 2], [50, 50, 3])
    >>> pairs.verdict
    ('higher', 'too_few', 'too_few')
    """
    level, threshold = checked_level(confidence_level), checked_threshold(threshold)
    yes, answered = checked_parts(counts, n)
    first, second = pairs_of(yes.size)
    enough = answered >= max(checked_count("min_n", min_n), 1)
    p = np.full(first.size, np.nan)
    for pair in np.flatnonzero(enough[first] & enough[second]):
        both = [first[pair], second[pair]]
        p[pair] = _two_shares_p(yes[both], answered[both])
    bounds = _newcombe(yes, answered, (first, second), two_sided_normal(level))
    return _judged(first, second, bounds, p, threshold, level=level)


def _two_shares_p(yes: Integers, answered: Integers) -> float:
    """Pooled score test, or Fisher's exact test where a count is expected below 5."""
    pooled = yes.sum() / answered.sum()
    if min(pooled, 1 - pooled) * answered.min() < _LEAST_EXPECTED:
        return fisher_exact_p(np.stack([yes, answered - yes]))
    error = np.sqrt(pooled * (1 - pooled) * (1 / answered).sum())
    return float(normal_two_sided_p((yes / answered) @ np.array([1.0, -1.0]) / error))


def _newcombe(
    yes: Integers, answered: Integers, pairs: tuple[Integers, Integers], quantile: float
) -> tuple[Floats, Floats, Floats]:
    """Differences with their bounds, -1 and 1 where nobody answered."""
    first, second = pairs
    with np.errstate(divide="ignore", invalid="ignore"):
        share = yes / answered
        low, high = wilson_bounds(share, answered, quantile)
    down, up = share - low, high - share
    difference = share[first] - share[second]
    lowest = difference - np.hypot(down[first], up[second])
    highest = difference + np.hypot(up[first], down[second])
    return difference, np.nan_to_num(lowest, nan=-1.0), np.nan_to_num(highest, nan=1.0)


def pairwise_scores(
    estimates: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    *,
    threshold: float = 0.0,
    confidence_level: float = 0.95,
) -> Pairwise:
    """Every pair of scores compared, p adjusted for the number of pairs.

    Parameters
    ----------
    estimates, standard_errors : array of shape (institutions,)
        Points; NaN where a score or its error is not known.
    threshold : float
        Least difference that matters, in points.
    confidence_level : float
        Of the intervals and, as 1 - level, of the verdict.

    Returns
    -------
    Pairwise
        Normal bounds on sqrt(SE**2 + SE**2); NaN and `too_few` for unknown scores.

    Raises
    ------
    ValueError
        If an error is negative.

    Notes
    -----
    Bounds are not adjusted for the number of pairs; the verdict is (Holm). Near the end of
    the scale take the error as (high - low) / 2q of `variance.score_interval`.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6:65-70.

    Examples
    --------
    >>> pairwise_scores([88.1, 80.9, 85.0], [1.0, 1.0, 2.0], threshold=5).verdict
    ('higher', 'no_evidence', 'no_evidence')
    """
    level, threshold = checked_level(confidence_level), checked_threshold(threshold)
    scores = checked_vector("estimates", estimates, missing=True)
    errors = checked_nonnegative("standard_errors", standard_errors, missing=True)
    checked_alike(estimates=scores, standard_errors=errors)
    first, second = pairs_of(scores.size)
    difference = scores[first] - scores[second]
    sigma = np.hypot(errors[first], errors[second])
    with np.errstate(divide="ignore", invalid="ignore"):
        # two censuses: any difference is certain, none is none
        z = np.where(difference == 0, 0 * sigma, difference / sigma)
    half = two_sided_normal(level) * sigma
    bounds = (difference, difference - half, difference + half)
    return _judged(first, second, bounds, normal_two_sided_p(z), threshold, level=level)


def _judged(
    first: Integers,
    second: Integers,
    bounds: tuple[Floats, Floats, Floats],
    p: Floats,
    threshold: float,
    *,
    level: float,
) -> Pairwise:
    """Adjust p and say a word for each pair."""
    adjusted = holm(p)
    found: Bools = adjusted < 1 - level
    words: tuple[PairVerdict, ...] = tuple(
        _word(float(d), found=bool(f), tested=bool(t), threshold=threshold)
        for d, f, t in zip(bounds[0], found, ~np.isnan(p), strict=True)
    )
    return Pairwise(first, second, *bounds, p, adjusted, words)


def _word(difference: float, *, found: bool, tested: bool, threshold: float) -> PairVerdict:
    """Verdict of one pair: both evidence and size, or `no_evidence`."""
    if not tested:
        return "too_few"
    if not (found and reaches(difference, threshold)):
        return "no_evidence"
    return "higher" if difference > 0 else "lower"
