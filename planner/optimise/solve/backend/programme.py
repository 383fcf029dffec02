"""A linear or integer programme in arrays: what every solver is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Programme:
    """Maximise `gain @ x` with `lower <= matrix @ x <= upper` and `floor <= x <= ceiling`.

    The first q rows are requirements; the rest say that a person has at most one column. digit: bool[k], columns that
    may be digits of a number (`digits.py`).
    """

    gain: Floats
    matrix: csr_array
    lower: Floats
    upper: Floats
    floor: Floats
    ceiling: Floats
    digit: npt.NDArray[np.bool_] | None = None
