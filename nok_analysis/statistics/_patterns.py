"""Patterns of single forms: runs, spread, straight lines, repeats."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_count,
    checked_matrix,
)

_FEWEST_FOR_SPREAD = 2


@dataclass(frozen=True, slots=True, eq=False)
class Duplicates:
    """Rows that repeat an earlier one, the size of each row's group, and their share."""

    flag: Bools
    group_size: Integers
    share: float


def longest_run(answers: npt.ArrayLike) -> Integers:
    """Length of the longest run of equal answers in each row.

    Parameters
    ----------
    answers : array of shape (respondents, items)
        Answers in the order of the form; NaN is removed before runs are counted.

    Returns
    -------
    array of int, shape (respondents,)
        0 for a row without answers.

    Notes
    -----
    A lead for a person, never a reason to exclude. Means little on yes/no items.

    Examples
    --------
    >>> longest_run([[1, 2, 2, 2], [3, float("nan"), 3, 1]]).tolist()
    [3, 2]
    """
    rows = checked_matrix("answers", answers, missing=True)
    last, run, best = np.full(len(rows), np.nan), np.zeros(len(rows)), np.zeros(len(rows))
    for item in rows.T:
        given = ~np.isnan(item)
        run = np.where(given, np.where(item == last, run + 1, 1), run)
        last = np.where(given, item, last)
        best = np.maximum(best, run)
    return best.astype(np.int64)


def individual_variability(answers: npt.ArrayLike) -> Floats:
    """Spread of the answers of each row, one standard deviation.

    Parameters
    ----------
    answers : array of shape (respondents, items)
        Answers on one scale, NaN missing.

    Returns
    -------
    array of shape (respondents,)
        With n - 1; NaN under two answers.

    Notes
    -----
    Needs items on one scale, some of them worded the other way round.

    References
    ----------
    Dunn, Heggestad, Shanock, Theilgard (2018), Journal of Business and Psychology 33:105-121.

    Examples
    --------
    >>> individual_variability([[1, 3, 5], [2, 2, 2]]).tolist()
    [2.0, 0.0]
    """
    rows = checked_matrix("answers", answers, missing=True)
    given = ~np.isnan(rows)
    n = given.sum(axis=1)
    means = np.where(given, rows, 0.0).sum(axis=1) / np.maximum(n, 1)
    squares = np.where(given, (rows - means[:, np.newaxis]) ** 2, 0.0).sum(axis=1)
    spread = np.sqrt(squares / np.maximum(n - 1, 1))
    return np.where(n >= _FEWEST_FOR_SPREAD, spread, np.nan)


def straight_lining(answers: npt.ArrayLike, *, min_items: int = 8) -> Bools:
    """Rows that give one answer throughout.

    Parameters
    ----------
    answers : array of shape (respondents, items)
        Answers, NaN missing.
    min_items : int
        Fewest answers that let a row be called so.

    Returns
    -------
    array of bool, shape (respondents,)

    Notes
    -----
    Speaks only on scales of four levels or more: "all yes" is an ordinary happy recipient.

    Examples
    --------
    >>> straight_lining([[4] * 8, [4] * 7 + [5]]).tolist()
    [True, False]
    """
    rows = checked_matrix("answers", answers, missing=True)
    answered = (~np.isnan(rows)).sum(axis=1)
    fewest = checked_count("min_items", min_items)
    return (answered >= max(fewest, 1)) & (longest_run(rows) == answered)


def duplicates(answers: npt.ArrayLike) -> Duplicates:
    """Rows that repeat an earlier row, missing answers equal to missing answers.

    Parameters
    ----------
    answers : array of shape (respondents, items)
        Answers, NaN missing.

    Returns
    -------
    Duplicates
        `flag` leaves the first row of each group unmarked; `share` is NaN without rows.

    Notes
    -----
    Short forms repeat by chance: look for equal free text, days and interviewers.

    Examples
    --------
    >>> duplicates([[1, 2], [3, 4], [1, 2]]).flag.tolist()
    [False, False, True]
    """
    rows = checked_matrix("answers", answers, missing=True)
    if rows.size == 0:
        flag = np.arange(len(rows)) > 0
        return Duplicates(
            flag, np.full(len(rows), len(rows)), float(flag.mean()) if len(rows) else math.nan
        )
    comparable = np.where(np.isnan(rows), np.inf, rows)  # answers are finite, gaps equal
    _, first, group, size = np.unique(
        comparable, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    group = group.ravel()
    flag = np.arange(len(rows)) != first[group]
    return Duplicates(flag, size[group], float(flag.mean()))
