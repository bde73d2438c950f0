"""p values that stay honest when a reader scans many of them."""

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import Floats, checked_vector, impossible


def holm(p_values: npt.ArrayLike) -> Floats:
    """Holm-adjusted p values, which bound the chance of any false finding.

    Parameters
    ----------
    p_values : array of shape (tests,)
        NaN marks a test that was not done: it stays NaN and is not counted.

    Returns
    -------
    array of shape (tests,)
        In the order of the input, at most 1.

    Raises
    ------
    ValueError
        If a p value lies outside [0, 1].

    Notes
    -----
    Holds under any dependence of the tests, at the price of missed small differences.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6:65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.06, 0.06]
    """
    p, done, order = _sorted(p_values)
    steps = np.arange(order.size, 0, -1)
    raised = np.maximum.accumulate(p[done][order] * steps)
    return _restored(p, done, order, raised)


def benjamini_hochberg(p_values: npt.ArrayLike) -> Floats:
    """Hochberg-adjusted p values, which bound the share of false findings among all findings.

    Parameters
    ----------
    p_values : array of shape (tests,)
        NaN marks a test that was not done: it stays NaN and is not counted.

    Returns
    -------
    array of shape (tests,)
        In the order of the input, at most 1.

    Raises
    ------
    ValueError
        If a p value lies outside [0, 1].

    Notes
    -----
    For screening long lists; tests must not be negatively dependent.

    References
    ----------
    Benjamini and Hochberg (1995), JRSS B 57:289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    p, done, order = _sorted(p_values)
    m = order.size
    stretched = p[done][order] * m / np.arange(1, m + 1)
    lowered = np.minimum.accumulate(stretched[::-1])[::-1]
    return _restored(p, done, order, lowered)


def _sorted(
    p_values: npt.ArrayLike,
) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """P values, which of them were done, and the order of those that were."""
    p = checked_vector("p_values", p_values, missing=True)
    if ((p < 0) | (p > 1)).any():
        raise impossible(p.tolist(), "p_values", "numbers from 0 to 1")
    done = ~np.isnan(p)
    return p, done, np.argsort(p[done], kind="stable")


def _restored(
    p: Floats, done: npt.NDArray[np.bool_], order: npt.NDArray[np.intp], adjusted: Floats
) -> Floats:
    """Results in the order of the input, NaN where no test was done."""
    in_order = np.empty(order.size)
    in_order[order] = np.minimum(adjusted, 1.0)
    result = np.full(p.size, np.nan)
    result[done] = in_order
    return result
