"""Disclosure: may this number be published."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._attack import Attack, attack, feasible_range
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
    while (exposed := _exposed(table, primary, hidden, least)).any():
        cell = _next_cell(table, hidden, exposed)
        if cell is None:
            break
        hidden[cell] = True
    return Suppression(primary, hidden & ~primary, hidden)


def _exposed(table: Integers, primary: Bools, hidden: Bools, minimum: int) -> Bools:
    """Small cells whose range is narrower than minimum - 1."""
    if not primary.any():
        return primary
    seen = attack(table, hidden)
    return primary & (seen.high - seen.low < minimum - 1)


def _next_cell(table: Integers, hidden: Bools, exposed: Bools) -> tuple[int, int] | None:
    """Smallest visible neighbour, first of lines that hide one cell only; zeros last."""
    lone_rows, lone_columns = hidden.sum(axis=1) == 1, hidden.sum(axis=0) == 1
    closes = lone_rows[:, np.newaxis].astype(np.int64) + lone_columns[np.newaxis, :]
    beside = exposed.any(axis=1)[:, np.newaxis] | exposed.any(axis=0)[np.newaxis, :]
    for wanted in (closes > 0, beside, np.ones_like(hidden)):
        for candidates in (wanted & (table > 0), wanted):
            open_cells = np.argwhere(candidates & ~hidden)
            if len(open_cells):
                rows, columns = open_cells.T
                order = np.lexsort((table[rows, columns], -closes[rows, columns]))
                row, column = open_cells[order[0]]
                return int(row), int(column)
    return None
