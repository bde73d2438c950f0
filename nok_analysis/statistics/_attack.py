# pyright: basic, reportArgumentType=false, reportAttributeAccessIssue=false
"""What a reader can work out about hidden numbers; scipy ships no types."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_counts,
    checked_flags,
    checked_matrix,
    checked_vector,
    impossible,
)

_MATRIX = 2
# Status of scipy.optimize.milp.
_SOLVED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Attack:
    """Least and greatest whole number that each cell can hold, and which can hold one only."""

    low: Floats
    high: Floats
    pinned: Bools


def attack(
    counts: npt.ArrayLike,
    hidden: npt.ArrayLike,
    *,
    row_totals: npt.ArrayLike = True,
    column_totals: npt.ArrayLike = True,
) -> Attack:
    """Range of each hidden cell of a table, given all that is published.

    Parameters
    ----------
    counts : array of shape (rows, columns)
        The true table.
    hidden : array of bool, shape (rows, columns)
        Cells that are not published.
    row_totals, column_totals : bool or array of bool
        Is the total published, for all lines or for each.

    Returns
    -------
    Attack
        Arrays of the shape of the table; a published cell holds its count and is not called
        pinned. `high` is infinite where no total bounds the cell.

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    Knows this table only: percentages, intervals and other editions go into `feasible_range`.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, sec. 4.3.1.

    Examples
    --------
    >>> seen = attack([[2, 8], [5, 9]], [[1, 0], [1, 0]])
    >>> seen.low[:, 0].tolist(), seen.pinned[:, 0].tolist()
    ([2.0, 5.0], [True, True])
    """
    table, mask = checked_counts("counts", counts), checked_flags("hidden", hidden)
    if table.ndim != _MATRIX or mask.shape != table.shape:
        raise impossible((table.shape, mask.shape), "shapes", "two dimensions, the same")
    program = _table_program(table, mask, row_totals, column_totals)
    seen = _ranges(program)
    low, high = table.astype(np.float64), table.astype(np.float64)
    pinned = np.zeros(table.shape, dtype=np.bool_)
    low[mask], high[mask], pinned[mask] = seen.low, seen.high, seen.pinned
    return Attack(low, high, pinned)


def cell_width(table: Integers, hidden: Bools, cell: tuple[int, int]) -> float:
    """Width of the attacker's range of one hidden cell, all totals published."""
    program = _table_program(table, hidden, row_totals=True, column_totals=True)
    place = int(hidden[: cell[0]].sum() + hidden[cell[0], : cell[1]].sum())
    return _extreme(program, place, -1.0) - _extreme(program, place, 1.0)


@dataclass(frozen=True, slots=True)
class _Program:
    """Constraints on unknown numbers; whole numbers are demanded where they matter."""

    cells: int
    constraints: list[LinearConstraint]
    bounds: Bounds
    whole: bool


def _table_program(
    table: Integers, hidden: Bools, row_totals: npt.ArrayLike, column_totals: npt.ArrayLike
) -> _Program:
    """Totals of the hidden cells; their matrix is unimodular, so whole comes by itself."""
    lines = np.vstack([_lines(hidden, 0, row_totals), _lines(hidden, 1, column_totals)])
    sums = lines @ table[hidden]
    cells = int(hidden.sum())
    constraints = [LinearConstraint(csr_array(lines), sums, sums)] if lines.size else []
    return _Program(cells, constraints, Bounds(0, np.inf), whole=False)


def _lines(hidden: Bools, axis: int, published: npt.ArrayLike) -> Floats:
    """Which hidden cells each published total holds, one row a total."""
    known = np.broadcast_to(checked_flags("totals", published), hidden.shape[axis])
    member = np.nonzero(hidden)[axis] == np.flatnonzero(known)[:, np.newaxis]
    return member.astype(np.float64)


def feasible_range(
    equalities: npt.ArrayLike,
    totals: npt.ArrayLike,
    *,
    inequalities: npt.ArrayLike | None = None,
    limits: npt.ArrayLike | None = None,
    upper: npt.ArrayLike | None = None,
) -> Attack:
    """Range of each unknown whole number under any published constraints.

    Parameters
    ----------
    equalities : array of shape (sums, cells)
        A of A x = totals.
    totals : array of shape (sums,)
        Published sums.
    inequalities, limits : array of shape (bounds, cells) and (bounds,), optional
        B x <= limits: rounded percentages, intervals, chart data.
    upper : float or array of shape (cells,), optional
        Greatest value of each cell; none by default.

    Returns
    -------
    Attack
        Arrays of shape (cells,).

    Raises
    ------
    ValueError
        If no whole numbers fit: what is published contradicts itself.

    Notes
    -----
    Exact for whole numbers, two programs a cell: for tables, not for whole registers.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, sec. 4.3.1; HiGHS via scipy.

    Examples
    --------
    >>> seen = feasible_range([[1, 1]], [10], upper=[10, 4])
    >>> seen.low.tolist(), seen.high.tolist()
    ([6.0, 0.0], [10.0, 4.0])
    """
    known = checked_matrix("equalities", equalities)
    sums = checked_vector("totals", totals)
    cells = known.shape[1]
    constraints = [LinearConstraint(known, sums, sums)] if len(known) else []
    if (inequalities is None) != (limits is None):
        raise impossible(limits, "inequalities, limits", "both or neither")
    if inequalities is not None and limits is not None:
        bounded = checked_matrix("inequalities", inequalities)
        constraints.append(LinearConstraint(bounded, -np.inf, checked_vector("limits", limits)))
    ceiling = np.full(cells, np.inf)
    if upper is not None:
        ceiling = np.broadcast_to(np.asarray(upper, dtype=np.float64), (cells,))
    return _ranges(_Program(cells, constraints, Bounds(np.zeros(cells), ceiling), whole=True))


def _ranges(program: _Program) -> Attack:
    """Least and greatest value of every cell."""
    low = np.array([_extreme(program, cell, 1.0) for cell in range(program.cells)])
    high = np.array([_extreme(program, cell, -1.0) for cell in range(program.cells)])
    return Attack(low, high, low == high)


def _extreme(program: _Program, cell: int, sign: float) -> float:
    """Least (sign 1) or greatest (sign -1) value of one cell."""
    objective = np.zeros(program.cells)
    objective[cell] = sign
    result = _solved(program, objective)
    if result.status == _SOLVED:
        return float(np.round(result.x[cell]))
    if sign < 0 and _solved(program, 0 * objective).status == _SOLVED:
        return float(np.inf)
    raise impossible(result.message, "constraints", "some whole numbers that fit")


def _solved(program: _Program, objective: Floats) -> OptimizeResult:
    """Solution of one program."""
    return milp(
        objective,
        integrality=np.full(program.cells, int(program.whole)),
        bounds=program.bounds,
        constraints=program.constraints,
    )
