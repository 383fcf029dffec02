"""How much text a cell of Excel holds."""

from __future__ import annotations

LARGEST_TEXT = 32_000
"""Excel holds 32,767 characters in a cell; longer text ends in an ellipsis."""


def cut(value: str) -> str:
    """Text that fits a cell."""
    return value if len(value) <= LARGEST_TEXT else value[: LARGEST_TEXT - 1] + "…"
