"""Answers of a sample design: weights, strata, primary units and their known numbers."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nok_analysis.statistics._checks import (
    Bools,
    Floats,
    Integers,
    checked_alike,
    checked_count,
    checked_vector,
    checked_weights,
    impossible,
)

Sizes = Mapping[Hashable, int]

_LISTED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Given answers with weights, strata and primary units; `whole` people, if known."""

    values: Floats
    weights: Floats
    layer: Integers
    unit: Integers
    unit_layer: Integers
    sizes: Floats
    whole: float
    unseen: bool


def design_sample(
    values: npt.ArrayLike,
    weights: npt.ArrayLike | None,
    strata: npt.ArrayLike | None,
    population_sizes: Sizes | int | None,
    *,
    clusters: npt.ArrayLike | None = None,
) -> Sample:
    """Given answers with their weights, strata and primary units."""
    y = checked_vector("values", values, missing=True)
    w = np.ones(y.size) if weights is None else checked_weights(weights)
    checked_alike(values=y, weights=w)
    kept = ~np.isnan(y)
    layer, sizes, unseen = _layers(strata, kept, population_sizes)
    unit, unit_layer = np.arange(layer.size), layer
    if clusters is not None:
        _, index = np.unique(_labels("clusters", clusters, kept), return_inverse=True)
        # a cluster label counts within its stratum
        pairs, unit = np.unique(np.stack([layer, index]), axis=1, return_inverse=True)
        unit, unit_layer = unit.ravel(), pairs[0]
    whole = math.inf if clusters is not None else float(sizes.sum())
    return Sample(y[kept], w[kept], layer, unit, unit_layer, sizes, whole, unseen)


def _labels(name: str, labels: npt.ArrayLike, kept: Bools) -> npt.NDArray[np.generic]:
    """Labels of the given answers."""
    names = np.asarray(labels)
    if names.shape != kept.shape:
        raise impossible(names.shape, f"shape of {name}", f"{kept.shape}")
    return names[kept]


def _layers(
    strata: npt.ArrayLike | None, kept: Bools, population_sizes: Sizes | int | None
) -> tuple[Integers, Floats, bool]:
    """Stratum of each answer, size of each stratum (infinite: unknown), is one unseen."""
    if strata is None:
        if isinstance(population_sizes, Mapping):
            raise impossible(population_sizes, "population_sizes", "one number")
        size = math.inf
        if population_sizes is not None:
            size = checked_count("population_sizes", population_sizes)
        return np.zeros(int(kept.sum()), dtype=np.int64), np.array([size], float), False
    labels, index = np.unique(_labels("strata", strata, kept), return_inverse=True)
    if population_sizes is None:
        return index, np.full(labels.size, math.inf), False
    sizes, unseen = _sizes_by_label(labels.tolist(), population_sizes)
    return index, sizes, unseen


def _sizes_by_label(labels: list[Hashable], sizes: Sizes | int) -> tuple[Floats, bool]:
    """Sizes in the order of the labels, and whether a stratum with people has no label."""
    if not isinstance(sizes, Mapping):
        raise impossible(sizes, "population_sizes", "a size for every stratum")
    lost = [label for label in labels if label not in sizes]
    if lost:
        raise impossible(
            list(sizes)[:_LISTED], "population_sizes", f"a size for {lost[:_LISTED]} too"
        )
    known = {label: checked_count("population_sizes", size) for label, size in sizes.items()}
    unseen = any(size > 0 for label, size in known.items() if label not in set(labels))
    return np.array([known[label] for label in labels], dtype=np.float64), unseen


def stratum_units(layer: Integers, sizes: Floats) -> Integers:
    """Units of each stratum, at most its size."""
    n = np.bincount(layer, minlength=sizes.size)
    if (n > sizes).any():
        raise impossible(sizes.tolist(), "population_sizes", f"at least {n.tolist()}")
    return n
