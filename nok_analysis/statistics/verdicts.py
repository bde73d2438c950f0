"""Closed words: every status, reason and verdict that this room can return.

`wording/` holds a sentence for each; figures only colour them.
"""

from typing import Literal, get_args

Status = Literal["ok", "too_few", "refused", "trial"]
Reason = Literal[
    "",
    "no_answers",
    "fewer_than_two",
    "fewer_than_four",
    "below_min_n",
    "group_below_three",
    "cell_below_two",
    "subjects_or_raters",
    "no_standard_error",
    "no_variance_or_rows",
    "no_variation",
    "zero_variance",
    "single_unit_stratum",
    "empty_stratum",
    "fewer_than_two_institutions",
    "fewer_than_ten_institutions",
    "short_series",
    "gap_in_series",
    "no_treated_or_no_period_after",
    "fewer_than_two_periods_before",
    "fewer_than_three_controls",
    "trends_not_parallel_before",
]
ChangeVerdict = Literal["improved", "declined", "no_evidence", "too_few"]
PairVerdict = Literal["higher", "lower", "no_evidence", "too_few"]
ContrastVerdict = Literal["above", "below", "no_evidence", "too_few"]
SpecialCause = Literal[
    "outside_high",
    "outside_low",
    "trend_up",
    "trend_down",
    "two_of_three_high",
    "two_of_three_low",
    "shift_high",
    "shift_low",
    "common_cause",
]
Step = Literal["too_few", "two_periods", "trial", "xmr"]

STATUSES: tuple[Status, ...] = get_args(Status)
REASONS: tuple[Reason, ...] = get_args(Reason)
CHANGE_VERDICTS: tuple[ChangeVerdict, ...] = get_args(ChangeVerdict)
PAIR_VERDICTS: tuple[PairVerdict, ...] = get_args(PairVerdict)
CONTRAST_VERDICTS: tuple[ContrastVerdict, ...] = get_args(ContrastVerdict)
SPECIAL_CAUSES: tuple[SpecialCause, ...] = get_args(SpecialCause)
STEPS: tuple[Step, ...] = get_args(Step)

# 85 % - 80 % is 0.04999999999999993 in floats and still is a difference of 5 points.
_ROUNDING = 1e-9


def reaches(difference: float, threshold: float) -> bool:
    """Tell whether a difference is as large as the threshold, either way.

    Parameters
    ----------
    difference : float
        Difference in the unit of the threshold (shares or points).
    threshold : float
        Least difference that matters.

    Returns
    -------
    bool
        False for NaN.

    Examples
    --------
    >>> reaches(0.85 - 0.80, 0.05)
    True
    """
    return abs(difference) >= threshold - _ROUNDING


def side(low: float, high: float) -> int:
    """Tell on which side of zero an interval lies: 1, -1, or 0 when it holds zero.

    Parameters
    ----------
    low, high : float
        Bounds; NaN counts as holding zero.

    Returns
    -------
    int
        1 above zero, -1 below, 0 undecided.

    Examples
    --------
    >>> side(0.1, 0.4), side(-0.4, -0.1), side(-0.1, 0.4)
    (1, -1, 0)
    """
    return int(low > 0) - int(high < 0)
