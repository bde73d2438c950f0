"""Confidence sets of places."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_alike,
    checked_count,
    checked_level,
    checked_nonnegative,
    checked_vector,
)

# Differences held in memory at once: 8 bytes each, 16 MB.
_BLOCK = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class RankConfidence:
    """Places with the sets of places that the data allow, one by one and all at once."""

    rank: Integers
    marginal_low: Integers
    marginal_high: Integers
    simultaneous_low: Integers
    simultaneous_high: Integers
    confidence_level: float


def rank_confidence(
    estimates: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    confidence_level: float = 0.95,
    replicates: int = 10_000,
    stepdown: bool = True,
    higher_is_better: bool = True,
) -> RankConfidence:
    """Places with confidence sets, for one institution and for all of them at once.

    Parameters
    ----------
    estimates, standard_errors : array of shape (institutions,)
        Scores and their errors in the same unit; an error of 0 is a census, NaN is unknown
        and its institution cannot be told from any other.
    rng : numpy.random.Generator
        Source of the replicates.
    confidence_level : float
        Between 0 and 1.
    replicates : int
        Draws behind the critical value.
    stepdown : bool
        Repeat without the pairs already told apart: never wider.
    higher_is_better : bool
        Direction of the scores.

    Returns
    -------
    RankConfidence
        Places in the order of the input.

    Raises
    ------
    ValueError
        If an estimate is NaN or an error negative.

    Notes
    -----
    Takes institutions as independent and estimates as normal: rough under 30 answers. The
    marginal set speaks of one institution that was named beforehand.

    References
    ----------
    Mogstad, Romano, Shaikh, Wilhelm (2024), REStud 91:476-518, sec. 3.2-3.4.

    Examples
    --------
    >>> sets = rank_confidence([90, 88, 60], [1, 1, 1], rng=np.random.default_rng(1))
    >>> sets.simultaneous_low.tolist(), sets.simultaneous_high.tolist()
    ([1, 1, 3], [2, 2, 3])
    """
    level = checked_level(confidence_level)
    scores = checked_vector("estimates", estimates)
    errors = checked_nonnegative("standard_errors", standard_errors, missing=True)
    checked_alike(estimates=scores, standard_errors=errors)
    scores = scores if higher_is_better else -scores
    draws = rng.standard_normal((checked_count("replicates", replicates), scores.size))
    draws *= np.nan_to_num(errors)

    def places(first: Integers, second: Integers) -> tuple[Integers, Integers]:
        beats = _beats(_Pairs(scores, errors, first, second), draws, level, stepdown=stepdown)
        beaten = np.bincount(second[beats], minlength=scores.size)
        return 1 + beaten, scores.size - np.bincount(first[beats], minlength=scores.size)

    first, second = np.nonzero(~np.eye(scores.size, dtype=np.bool_))
    simultaneous = places(first, second)
    marginal = np.ones((2, scores.size), dtype=np.int64)
    for own in range(scores.size):
        with_own = (first == own) | (second == own)
        low, high = places(first[with_own], second[with_own])
        marginal[:, own] = low[own], high[own]
    rank = 1 + (scores > scores[:, np.newaxis]).sum(axis=1)
    return RankConfidence(rank, marginal[0], marginal[1], *simultaneous, level)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Ordered pairs, of which the first may beat the second."""

    scores: Floats
    errors: Floats
    first: Integers
    second: Integers


def _beats(pairs: _Pairs, draws: Floats, level: float, *, stepdown: bool) -> Bools:
    """Pairs whose first is surely better; Algorithm 3.1 of the paper (stepwise)."""
    difference = pairs.scores[pairs.first] - pairs.scores[pairs.second]
    sigma = np.hypot(pairs.errors[pairs.first], pairs.errors[pairs.second])
    beats: Bools = (sigma == 0) & (difference > 0)  # a census: compared as they stand
    in_play: Bools = sigma > 0  # False for NaN
    while in_play.any():
        greatest = _greatest(draws, pairs.first[in_play], pairs.second[in_play], sigma[in_play])
        found = in_play & (difference > np.quantile(greatest, level) * sigma)
        beats = beats | found
        in_play = in_play & ~found
        if not (stepdown and found.any()):
            break
    return beats


def _greatest(draws: Floats, first: Integers, second: Integers, sigma: Floats) -> Floats:
    """Greatest standardised difference of each draw, block by block to spare memory."""
    rows = max(1, _BLOCK // first.size)
    blocks = (draws[start : start + rows] for start in range(0, len(draws), rows))
    return np.concatenate(
        [((block[:, first] - block[:, second]) / sigma).max(axis=1) for block in blocks]
    )
