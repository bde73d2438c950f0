"""Reading of golden files and comparing of numbers and words with them."""

import csv
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Gap:
    """Largest deviation of some numbers from the golden ones, and what is tolerated."""

    label: str
    deviation: float
    tolerance: float

    @property
    def passes(self) -> bool:
        return self.deviation <= self.tolerance


Check = Callable[[Path], list[Gap]]


def read_json(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def column(rows: Iterable[dict[str, str]], name: str) -> np.ndarray:
    """Numbers of a column; empty is NaN."""
    return np.array([float(row[name] or "nan") for row in rows])


def near(label: str, ours, theirs, tolerance: float, *, relative: bool = False) -> Gap:
    """Largest deviation; missing must be missing on both sides."""
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    a, b = np.broadcast_arrays(a, b)
    if (np.isnan(a) != np.isnan(b)).any():
        return Gap(label, math.inf, tolerance)
    gaps = np.abs(a - b)[~np.isnan(a)]
    if relative:
        gaps = gaps / np.maximum(np.abs(b[~np.isnan(b)]), np.finfo(float).tiny)
    return Gap(label, float(gaps.max(initial=0.0)), tolerance)


def same(label: str, ours, theirs) -> Gap:
    """Number of words, flags or whole numbers that differ; none is tolerated."""
    ours, theirs = list(ours), list(theirs)
    differing = sum(a != b for a, b in zip(ours, theirs, strict=True))
    return Gap(label, float(differing), 0.0)
