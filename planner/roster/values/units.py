"""In which unit a column counts time."""

from __future__ import annotations

from typing import Literal

MonthsUnit = Literal["months", "years", "unsaid"]
"""`unsaid`: the heading does not say whether it counts months or years."""
