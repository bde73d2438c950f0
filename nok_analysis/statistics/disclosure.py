"""Disclosure: may this number be published."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._attack import Attack, attack, cell_width, feasible_range
from nok_analysis.statistics._checks import (
    Bools,
    Integers,
    checked_count,
    checked_counts,
    impossible,
)

__all__ = [
    "Attack",
    "Suppression",
    "attack",
    "feasible_range",
    "suppress_rows",
    "suppress_table",
]

_MATRIX = 2
_FEWEST_HIDDEN = 2


@dataclass(frozen=True, slots=True, eq=False)
class Suppression:
    """What is hidden for itself, what is hidden to protect it, and both together."""

    primary: Bools
    complementary: Bools
    hidden: Bools


def suppress_rows(
    totals: npt.ArrayLike, *, minimum: int = 5, groups: npt.ArrayLike | None = None
) -> Suppression:
    """Institutions hidden under a published total of their group.

    Parameters
    ----------
    totals : array of shape (institutions,)
        Respondents of each institution.
    minimum : int
        Fewest respondents that may be shown; 0 is shown.
    groups : array of shape (institutions,), optional
        Label of the group whose total is published; one group by default.

    Returns
    -------
    Suppression
        In each group with anything hidden at least two are hidden and they sum to at least
        `minimum`, as far as the group has so many.

    Raises
    ------
    ValueError
        If a total is not a whole number.

    Notes
    -----
    A group too small to hide in stays open to subtraction: hide its total too (`attack`).

    References
    ----------
    Rules of the NHS England Friends and Family Test; Hundepool et al. (2012), Statistical
    Disclosure Control, sec. 4.4.

    Examples
    --------
    >>> suppress_rows([3, 20, 30, 40, 50], groups=list("AAABB")).hidden.tolist()
    [True, True, False, False, False]
    """
    counts = checked_counts("totals", totals)
    least = checked_count("minimum", minimum)
    labels = np.zeros(counts.size) if groups is None else np.asarray(groups)
    if counts.ndim != 1 or labels.shape != counts.shape:
        raise impossible((counts.shape, labels.shape), "shapes", "one dimension, the same")
    primary: Bools = (counts > 0) & (counts < least)
    hidden = primary.copy()
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        hidden[members] = _hidden_in_group(counts[members], primary[members], least)
    return Suppression(primary, hidden & ~primary, hidden)


def _hidden_in_group(counts: Integers, primary: Bools, minimum: int) -> Bools:
    """Hide the next smallest until two are hidden and they sum to the minimum."""
    hidden = primary.copy()
    if not hidden.any():
        return hidden
    # zeros last: they are shown as long as anybody else can be hidden
    for place in np.lexsort((counts, counts == 0)):
        if hidden.sum() >= _FEWEST_HIDDEN and counts[hidden].sum() >= minimum:
            break
        hidden[place] = True
    return hidden


def suppress_table(counts: npt.ArrayLike, *, minimum: int = 5) -> Suppression:
    """Cells hidden in a table whose row and column totals are published.

    Parameters
    ----------
    counts : array of shape (rows, columns)
        People in each cell.
    minimum : int
        Fewest people that may be shown; 0 is shown.

    Returns
    -------
    Suppression
        The attacker's range of every small cell is at least minimum - 1 wide, wherever the
        totals allow that; mark both kinds of hiding alike.

    Raises
    ------
    ValueError
        If a count is not a whole number.

    Notes
    -----
    A row or column total below `minimum` gives its cells away whatever is hidden: merge it,
    and let `attack` decide. Suppress first, round afterwards.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, sec. 4.4-4.5.

    Examples
    --------
    >>> table = suppress_table([[2, 20, 30], [15, 25, 35], [40, 45, 50]])
    >>> table.primary.sum(), table.hidden.sum()
    (np.int64(1), np.int64(4))
    """
    table = checked_counts("counts", counts)
    least = checked_count("minimum", minimum)
    if table.ndim != _MATRIX:
        raise impossible(table.shape, "shape of counts", "two dimensions")
    primary: Bools = (table > 0) & (table < least)
    hidden = primary.copy()
    _close_lone_lines(table, hidden)
    for row, column in np.argwhere(primary).tolist():
        while cell_width(table, hidden, (row, column)) < least - 1:
            beside = np.zeros_like(hidden)
            beside[row, :] = beside[:, column] = True
            if not (_hide_smallest(table, hidden, beside) or _hide_any(table, hidden)):
                break
            _close_lone_lines(table, hidden)
    return Suppression(primary, hidden & ~primary, hidden)


def _close_lone_lines(table: Integers, hidden: Bools) -> None:
    """Hide a second cell wherever a row or column hides one only: subtraction finds it."""
    while True:
        lone_rows = (hidden.sum(axis=1) == 1) & ~hidden.all(axis=1)
        lone_columns = (hidden.sum(axis=0) == 1) & ~hidden.all(axis=0)
        closes = lone_rows[:, np.newaxis].astype(np.int64) + lone_columns[np.newaxis, :]
        # a cell that closes two lines at once saves a third
        if not any(_hide_smallest(table, hidden, closes == lines) for lines in (2, 1)):
            return


def _hide_any(table: Integers, hidden: Bools) -> bool:
    """Hide the smallest visible cell of the table."""
    return _hide_smallest(table, hidden, np.ones_like(hidden))


def _hide_smallest(table: Integers, hidden: Bools, wanted: Bools) -> bool:
    """Hide the smallest visible cell among the wanted, zeros last; False when none is left."""
    places = np.argwhere(wanted & ~hidden)
    if not len(places):
        return False
    values = table[places[:, 0], places[:, 1]]
    row, column = places[np.lexsort((values, values == 0))[0]]
    hidden[row, column] = True
    return True
