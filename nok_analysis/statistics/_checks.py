"""What every function of the room demands; impossible data raises ValueError."""

import math
from collections.abc import Collection, Iterable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Number = Fraction | int | float

_MATRIX = 2


def impossible(value: object, name: str, expected: str) -> ValueError:
    """Error that quotes the value and says what was expected."""
    return ValueError(f"{name}: {value!r}, expected {expected}")


def checked_level(confidence_level: float) -> float:
    """Return a confidence level strictly between 0 and 1."""
    if not 0 < confidence_level < 1:
        raise impossible(
            confidence_level, "confidence_level", "a share between 0 and 1 such as 0.95"
        )
    return float(confidence_level)


def checked_levels(confidence_levels: Iterable[float]) -> tuple[float, ...]:
    """Return one or more confidence levels."""
    levels = tuple(checked_level(level) for level in confidence_levels)
    if not levels:
        raise impossible(levels, "confidence_levels", "at least one")
    return levels


def checked_option(name: str, value: str, allowed: Collection[str]) -> str:
    """Return an option that is in the list; never guess."""
    if value not in allowed:
        raise impossible(value, name, f"one of {', '.join(allowed)}")
    return value


def checked_count(name: str, value: float) -> int:
    """Return a whole number that is not negative."""
    if not (value >= 0 and float(value).is_integer()):
        raise impossible(value, name, "a whole number, 0 or more")
    return int(value)


def checked_population(n: int, population_size: float | None) -> int | None:
    """Return the population size, at least the number of people asked; None stays None."""
    if population_size is None:
        return None
    size = checked_count("population_size", population_size)
    if n > size:
        raise impossible(size, "population_size", f"at least n = {n}")
    return size


def checked_share_counts(count: float, n: float) -> tuple[int, int]:
    """Return a count and its total, the count at most the total."""
    part, whole = checked_count("count", count), checked_count("n", n)
    if part > whole:
        raise impossible(part, "count", f"at most n = {whole}")
    return part, whole


def checked_within(name: str, value: Number, low: float, high: float) -> float:
    """Return a number of the closed range."""
    if not low <= value <= high:
        raise impossible(value, name, f"a number from {low:g} to {high:g}")
    return float(value)


def checked_inside(name: str, value: float, low: float, high: float) -> float:
    """Return a number of the open range."""
    if not low < value < high:
        raise impossible(value, name, f"a number between {low:g} and {high:g}, ends excluded")
    return float(value)


def checked_threshold(threshold: float) -> float:
    """Return a threshold of a difference: finite, not negative."""
    if not (threshold >= 0 and math.isfinite(threshold)):
        raise impossible(threshold, "threshold", "a finite number, 0 or more")
    return float(threshold)


def checked_array(name: str, values: npt.ArrayLike, *, missing: bool = False) -> Floats:
    """Return a new float array without infinities, and without NaN unless `missing`."""
    array = np.array(values, dtype=np.float64)
    bad = np.isinf(array) if missing else ~np.isfinite(array)
    if bad.any():
        raise impossible(float(array[bad][0]), name, "finite numbers")
    return array


def checked_vector(name: str, values: npt.ArrayLike, *, missing: bool = False) -> Floats:
    """Return a new float array of one dimension."""
    vector = checked_array(name, values, missing=missing)
    if vector.ndim != 1:
        raise impossible(vector.shape, f"shape of {name}", "one dimension")
    return vector


def checked_matrix(name: str, values: npt.ArrayLike, *, missing: bool = False) -> Floats:
    """Return a new float array of two dimensions."""
    matrix = checked_array(name, values, missing=missing)
    if matrix.ndim != _MATRIX:
        raise impossible(matrix.shape, f"shape of {name}", "two dimensions")
    return matrix


def checked_counts(name: str, values: npt.ArrayLike) -> Integers:
    """Return whole numbers, none negative, of any shape."""
    array = checked_array(name, values)
    bad = (array < 0) | (array != np.floor(array))
    if bad.any():
        raise impossible(float(array[bad][0]), name, "whole numbers, 0 or more")
    return array.astype(np.int64)


def checked_parts(counts: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Integers, Integers]:
    """Return vectors of counts and totals, each count at most its total."""
    parts, wholes = checked_counts("counts", counts), checked_counts("n", n)
    checked_alike(counts=parts, n=wholes)
    if (parts > wholes).any():
        place = int(np.flatnonzero(parts > wholes)[0])
        raise impossible(int(parts[place]), f"counts[{place}]", f"at most n = {wholes[place]}")
    return parts, wholes


def checked_nonnegative(name: str, values: npt.ArrayLike, *, missing: bool = False) -> Floats:
    """Return a float vector without negative numbers."""
    vector = checked_vector(name, values, missing=missing)
    if (vector < 0).any():
        raise impossible(float(np.nanmin(vector)), name, "numbers of 0 or more")
    return vector


def checked_weights(weights: npt.ArrayLike) -> Floats:
    """Return weights that are not negative and not all zero."""
    vector = checked_nonnegative("weights", weights)
    if vector.size and vector.sum() <= 0:
        raise impossible(vector.tolist(), "weights", "a positive sum")
    return vector


def checked_flags(name: str, values: npt.ArrayLike) -> Bools:
    """Return yes/no marks given as booleans or as 0 and 1."""
    array = checked_array(name, values)
    if not np.isin(array, (0.0, 1.0)).all():
        raise impossible(sorted(set(array.ravel().tolist()))[:5], name, "only 0 and 1")
    return array.astype(np.bool_)


def checked_alike(**arrays: npt.NDArray[np.generic]) -> None:
    """Demand one shape of all arrays and name those that differ."""
    shapes = {name: array.shape for name, array in arrays.items()}
    if len(set(shapes.values())) > 1:
        raise impossible(shapes, "shapes", "the same of all")
