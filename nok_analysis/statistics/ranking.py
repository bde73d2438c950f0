"""Places of a rating, and how certain they are."""

import bisect
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Bools,
    Number,
    checked_count,
    checked_flags,
    impossible,
)
from nok_analysis.statistics._rank_sets import RankConfidence, rank_confidence

__all__ = [
    "RankConfidence",
    "indistinguishable_groups",
    "rank_confidence",
    "ranks",
    "tau_best",
    "tau_worst",
]


def ranks(scores: Iterable[Number], *, higher_is_better: bool = True) -> tuple[int, ...]:
    """Place of each score: 1 + the number of strictly better scores.

    Parameters
    ----------
    scores : iterable of Fraction, int or float
        Compared exactly as given: rank first, round afterwards.
    higher_is_better : bool
        Direction of the scores.

    Returns
    -------
    tuple of int
        Places from 1 in the order of the input (1-2-2-4).

    Raises
    ------
    ValueError
        If a score is NaN: a missing score has no place.

    Notes
    -----
    Floats that went through sums may differ where fractions tie; give fractions.

    Examples
    --------
    >>> from fractions import Fraction
    >>> ranks([Fraction(1, 3), Fraction(2, 3), Fraction(4, 6), Fraction(1, 9)])
    (3, 1, 1, 4)
    """
    given = list(scores)
    if any(score != score for score in given):
        raise impossible(given, "scores", "no NaN")
    ordered = sorted(given)
    if higher_is_better:
        return tuple(1 + len(given) - bisect.bisect_right(ordered, score) for score in given)
    return tuple(1 + bisect.bisect_left(ordered, score) for score in given)


def tau_best(
    estimates: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    *,
    tau: int,
    rng: np.random.Generator,
    confidence_level: float = 0.95,
    replicates: int = 10_000,
    higher_is_better: bool = True,
) -> Bools:
    """Institutions that could be among the `tau` best.

    Parameters
    ----------
    estimates, standard_errors, rng, confidence_level, replicates, higher_is_better
        As in `rank_confidence`.
    tau : int
        Number of best places.

    Returns
    -------
    array of bool, shape (institutions,)
        True where the simultaneous set reaches place `tau` or better.

    Notes
    -----
    Holds all truly best institutions with the stated confidence, and usually more than `tau`.

    References
    ----------
    Mogstad, Romano, Shaikh, Wilhelm (2024), REStud 91:476-518, sec. 3.4.

    Examples
    --------
    >>> tau_best([90, 88, 60], [1, 1, 1], tau=1, rng=np.random.default_rng(1)).tolist()
    [True, True, False]
    """
    places = rank_confidence(
        estimates,
        standard_errors,
        rng=rng,
        confidence_level=confidence_level,
        replicates=replicates,
        higher_is_better=higher_is_better,
    )
    return places.simultaneous_low <= checked_count("tau", tau)


def tau_worst(
    estimates: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    *,
    tau: int,
    rng: np.random.Generator,
    confidence_level: float = 0.95,
    replicates: int = 10_000,
    higher_is_better: bool = True,
) -> Bools:
    """Institutions that could be among the `tau` worst.

    Parameters
    ----------
    estimates, standard_errors, tau, rng, confidence_level, replicates, higher_is_better
        As in `tau_best`.

    Returns
    -------
    array of bool, shape (institutions,)
        Call one *worst* only if it is the only True.

    Notes
    -----
    Mirror of `tau_best` with the direction turned.

    References
    ----------
    Mogstad, Romano, Shaikh, Wilhelm (2024), REStud 91:476-518, sec. 3.4.

    Examples
    --------
    >>> tau_worst([90, 88, 60], [1, 1, 1], tau=1, rng=np.random.default_rng(1)).tolist()
    [False, False, True]
    """
    return tau_best(
        estimates,
        standard_errors,
        tau=tau,
        rng=rng,
        confidence_level=confidence_level,
        replicates=replicates,
        higher_is_better=not higher_is_better,
    )


def indistinguishable_groups(
    estimates: Sequence[Number], differs: npt.ArrayLike, *, higher_is_better: bool = True
) -> tuple[tuple[int, ...], ...]:
    """Longest runs of the rating order in which no pair differs.

    Parameters
    ----------
    estimates : sequence of Fraction, int or float
        Scores that order the rating.
    differs : array of bool, shape (institutions, institutions)
        Symmetric: the pair was told apart (Holm-adjusted).
    higher_is_better : bool
        Direction of the scores.

    Returns
    -------
    tuple of tuple of int
        Places of the input, best first; groups may overlap, one may stand alone.

    Raises
    ------
    ValueError
        If `differs` is not symmetric or not of the right size.

    Notes
    -----
    No evidence of a difference is not evidence of equality.

    Examples
    --------
    >>> indistinguishable_groups([70, 90, 80], [[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    ((1, 2), (2, 0))
    """
    apart = checked_flags("differs", differs)
    size = len(estimates)
    if apart.shape != (size, size) or (apart != apart.T).any():
        raise impossible(apart.shape, "differs", f"a symmetric matrix of {size} rows")
    order = sorted(range(size), key=lambda place: estimates[place], reverse=higher_is_better)
    groups: list[tuple[int, ...]] = []
    reached = 0
    for start in range(size):
        stop = start + 1
        while stop < size and not apart[order[stop], order[start:stop]].any():
            stop += 1
        if stop > reached:
            groups.append(tuple(order[start:stop]))
            reached = stop
    return tuple(groups)
