"""Sensitivity: would another weighting or version change the places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Floats,
    Integers,
    Number,
    checked_count,
    checked_inside,
    checked_matrix,
    checked_weights,
    impossible,
)
from nok_analysis.statistics._distributions import least_ranks
from nok_analysis.statistics.agreement import kendall_tau
from nok_analysis.statistics.ranking import ranks

__all__ = ["Versions", "WeightSensitivity", "leave_one_out", "versions", "weights"]

# Totals that differ by less are equal: floats break exact ties.
_DECIMALS = 10


@dataclass(frozen=True, slots=True, eq=False)
class WeightSensitivity:
    """Official place, best and worst place drawn, and how often the place stayed."""

    rank: Integers
    low: Integers
    high: Integers
    share_same: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Versions:
    """Places by version; shift and tau-b compare with the first version and with each other.

    `ranks` and `shift` have the shape (versions, institutions), `tau_b` (versions, versions).
    """

    names: tuple[str, ...]
    ranks: Integers
    shift: Integers
    tau_b: Floats


def weights(
    scores: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    spread: float = 0.2,
    replicates: int = 2000,
) -> WeightSensitivity:
    """Places under weights drawn around the official ones.

    Parameters
    ----------
    scores : array of shape (institutions, criteria)
        Points of each criterion.
    weights : array of shape (criteria,)
        Official weights.
    rng : numpy.random.Generator
        Source of the draws.
    spread : float
        Each weight is multiplied by a uniform number from 1 - spread to 1 + spread.
    replicates : int
        Draws.

    Returns
    -------
    WeightSensitivity
        `low` and `high` are the best and the worst place met; `share_same` is the share of
        draws with the official place.

    Raises
    ------
    ValueError
        If a score is missing or the spread lies outside (0, 1).

    Notes
    -----
    Speaks of weights alone; chance in the answers is `ranking.rank_confidence`.

    References
    ----------
    Saisana, Saltelli, Tarantola (2005), JRSS A 168:307-323.

    Examples
    --------
    >>> drawn = weights([[90, 60], [60, 91]], [0.5, 0.5], rng=np.random.default_rng(1))
    >>> drawn.rank.tolist(), drawn.low.tolist(), drawn.high.tolist()
    ([2, 1], [1, 1], [2, 2])
    """
    points, official = _checked(scores, weights)
    width = checked_inside("spread", spread, 0, 1)
    size = (checked_count("replicates", replicates), official.size)
    drawn = official * rng.uniform(1 - width, 1 + width, size)
    rank = _places(points, official[np.newaxis, :])[0]
    places = _places(points, drawn)
    met = np.vstack([rank, places])
    same = (places == rank).mean(axis=0) if size[0] else np.full(rank.size, np.nan)
    return WeightSensitivity(rank, met.min(axis=0), met.max(axis=0), same)


def _checked(scores: npt.ArrayLike, weights: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return scores and a weight for each of their columns."""
    points, official = checked_matrix("scores", scores), checked_weights(weights)
    if official.shape != (points.shape[1],) or official.size == 0:
        raise impossible(official.shape, "shape of weights", f"({points.shape[1]},)")
    return points, official


def _places(points: Floats, drawn: Floats) -> Integers:
    """Places of the institutions under each row of weights, weights scaled to sum to 1."""
    totals = drawn / drawn.sum(axis=1, keepdims=True) @ points.T
    return least_ranks(-totals.round(_DECIMALS), axis=1)


def leave_one_out(scores: npt.ArrayLike, weights: npt.ArrayLike) -> Integers:
    """Places without each criterion in turn.

    Parameters
    ----------
    scores : array of shape (institutions, criteria)
        Points of each criterion.
    weights : array of shape (criteria,)
        Official weights; the rest is scaled to sum to 1.

    Returns
    -------
    array of int, shape (criteria, institutions)
        Row j: places without criterion j.

    Raises
    ------
    ValueError
        If leaving a criterion out leaves no weight.

    Notes
    -----
    A place that hangs on one criterion is a fact about that criterion: name it.

    Examples
    --------
    >>> leave_one_out([[90, 60], [60, 91]], [0.5, 0.5]).tolist()
    [[2, 1], [1, 2]]
    """
    points, official = _checked(scores, weights)
    rest = official * (1 - np.eye(official.size))
    if (rest.sum(axis=1) <= 0).any():
        raise impossible(official.tolist(), "weights", "two criteria with weight")
    return _places(points, rest)


def versions(scores_by_version: Mapping[str, Iterable[Number]]) -> Versions:
    """Places of the same institutions under each version of the scores.

    Parameters
    ----------
    scores_by_version : mapping of name to scores
        Scores of the same institutions in the same order; fractions stay exact.

    Returns
    -------
    Versions
        `shift` is the place less the place in the first version; `tau_b` is NaN under four
        institutions or for a version of equal scores.

    Raises
    ------
    ValueError
        If the numbers of institutions differ or there is no version.

    Notes
    -----
    Compares places, never points: versions of a methodology have different scales.

    Examples
    --------
    >>> both = versions({"old": [90, 80, 70, 60], "new": [80, 90, 70, 60]})
    >>> both.shift[1].tolist(), both.tau_b[0].round(3).tolist()
    ([1, -1, 0, 0], [1.0, 0.667])
    """
    places = [ranks(scores) for scores in scores_by_version.values()]
    lengths = [len(row) for row in places]
    if len(set(lengths)) != 1:
        raise impossible(lengths, "lengths", "the same of all versions, and at least one")
    table = np.array(places, dtype=np.int64)
    tau = [[kendall_tau(first, second).tau_b for second in table] for first in table]
    return Versions(tuple(scores_by_version), table, table - table[0], np.array(tau))
