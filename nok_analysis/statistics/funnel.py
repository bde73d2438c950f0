"""Funnel: who is outside what chance explains."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_levels,
    checked_nonnegative,
    checked_parts,
    checked_within,
    impossible,
)
from nok_analysis.statistics._distributions import two_sided_normal
from nok_analysis.statistics.verdicts import Reason, Status

__all__ = ["Funnel", "FunnelLimits", "limits", "overdispersed"]

_FEWEST_INSTITUTIONS = 10
_FEWEST_TO_SPREAD = 2
_HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class FunnelLimits:
    """Binomial limits around a target; low and high of shape (levels, len(n))."""

    n: Floats
    target: float
    low: Floats
    high: Floats
    confidence_levels: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Funnel that allows for over-dispersion; low, high, outside of shape (levels, len(n))."""

    target: float
    z: Floats
    phi: float
    tau2: float
    z_adjusted: Floats
    low: Floats
    high: Floats
    outside: Bools
    confidence_levels: tuple[float, ...]
    status: Status = "ok"
    reason: Reason = ""


def limits(
    n: npt.ArrayLike, target: float, *, confidence_levels: Sequence[float] = (0.95, 0.998)
) -> FunnelLimits:
    """Limits that a share of n people leaves by chance only so often.

    Parameters
    ----------
    n : array of shape (points,)
        People behind each share.
    target : float
        Common share in [0, 1].
    confidence_levels : sequence of float
        One pair of limits each.

    Returns
    -------
    FunnelLimits
        target +- q sqrt(target(1 - target)/n), clipped to [0, 1]; 0 and 1 at n = 0.

    Raises
    ------
    ValueError
        If n is negative or the target is not a share.

    Notes
    -----
    Ignores over-dispersion: never flag anybody by these limits alone.

    References
    ----------
    Spiegelhalter (2005), Stat Med 24:1185-1202, eq. 1; equal to the PHE funnel tool.

    Examples
    --------
    >>> funnel = limits([100, 400], 0.8)
    >>> funnel.low.round(4).tolist()
    [[0.7216, 0.7608], [0.6764, 0.7382]]
    """
    levels = checked_levels(confidence_levels)
    size = checked_nonnegative("n", n)
    center = checked_within("target", target, 0, 1)
    quantiles = np.array([[two_sided_normal(level)] for level in levels])
    with np.errstate(divide="ignore", invalid="ignore"):
        half = quantiles * np.sqrt(center * (1 - center) / size)
    half[:, size == 0] = 1.0
    return FunnelLimits(
        size, center, np.clip(center - half, 0, 1), np.clip(center + half, 0, 1), levels
    )


def overdispersed(
    counts: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    target: float | None = None,
    winsorise: float = 0.10,
    confidence_levels: Sequence[float] = (0.95, 0.998),
) -> Funnel:
    """Funnel whose limits allow for differences that all institutions share.

    Parameters
    ----------
    counts, n : array of shape (institutions,)
        Yes and answers; an institution without answers is left out and never outside.
    target : float, optional
        Common share; the pooled share by default.
    winsorise : float
        Part of the z values drawn in at either end before phi is computed.
    confidence_levels : sequence of float
        One pair of limits each.

    Returns
    -------
    Funnel
        `outside` is abs(z_adjusted) > q; nobody is outside under ten institutions.

    Raises
    ------
    ValueError
        If a count exceeds its n, or `winsorise` is outside [0, 0.5).

    Notes
    -----
    Print phi and tau2 beside the flags. An institution outside is a question, not an answer.

    References
    ----------
    Spiegelhalter (2005), Stat Med 24:1185-1202, sec. 4; FunnelPlotR 0.6, method "PR".

    Examples
    --------
    >>> funnel = overdispersed([80] * 11 + [20], [100] * 12)
    >>> round(funnel.phi, 2), funnel.outside[1].nonzero()[0].tolist()
    (1.44, [11])
    """
    levels = checked_levels(confidence_levels)
    yes, answered = checked_parts(counts, n)
    if not 0 <= winsorise < _HALF:
        raise impossible(winsorise, "winsorise", "a share from 0 to below 0.5")
    known = answered > 0
    share = np.divide(yes, answered, out=np.full(yes.size, math.nan), where=known)
    pooled = float(yes.sum() / answered.sum()) if known.any() else math.nan
    center = pooled if target is None else checked_within("target", target, 0, 1)
    return _funnel(share, answered, center, levels, winsorise)


def _funnel(
    share: Floats, n: Integers, center: float, levels: tuple[float, ...], winsorise: float
) -> Funnel:
    """Funnel on the scale of angles, where asin(sqrt(p)) has the variance 1/(4n)."""
    known, middle = n > 0, math.asin(math.sqrt(center))
    deviation = np.arcsin(np.sqrt(share)) - middle
    z = deviation * np.sqrt(4 * n)
    phi, tau2 = _dispersion(z[known], (4 * n[known]).astype(np.float64), winsorise)
    with np.errstate(divide="ignore"):
        spread = np.sqrt(1 / (4 * n) + tau2)
    quantiles = np.array([[two_sided_normal(level)] for level in levels])
    found = (phi, tau2, deviation / spread, *_back(middle, quantiles * spread))
    outside: Bools = np.abs(deviation / spread) > quantiles
    if known.sum() >= _FEWEST_INSTITUTIONS:
        return Funnel(center, z, *found, outside, levels)
    few: tuple[Status, Reason] = ("too_few", "fewer_than_ten_institutions")
    return Funnel(center, z, *found, np.zeros_like(outside), levels, *few)


def _dispersion(z: Floats, weight: Floats, winsorise: float) -> tuple[float, float]:
    """Over-dispersion phi and the variance between institutions tau2; eq. 12 and sec. 4.3."""
    k = z.size
    if k == 0:
        return math.nan, math.nan
    drawn_in = np.clip(z, *np.quantile(z, [winsorise, 1 - winsorise]))
    phi = float((drawn_in**2).mean())
    excess = k * phi - (k - 1)
    if k < _FEWEST_TO_SPREAD or excess <= 0:
        return phi, 0.0
    return phi, excess / float(weight.sum() - (weight**2).sum() / weight.sum())


def _back(center: float, half: Floats) -> tuple[Floats, Floats]:
    """Limits as shares from limits as angles."""
    low = np.sin(np.clip(center - half, 0, math.pi / 2)) ** 2
    high = np.sin(np.clip(center + half, 0, math.pi / 2)) ** 2
    return low, high
