"""How a parser says that a cell cannot be read, or was read with a doubt."""

from __future__ import annotations

from typing import Any


class CellFault(Exception):
    """The cell has no reading, or two. `key` names the text in `roster.toml`, `params` fill it."""

    def __init__(self, key: str, /, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class DoubtfulCell(CellFault):
    """The cell was read as `value`, and the user should know how."""

    def __init__(self, value: Any, key: str, /, **params: Any) -> None:
        super().__init__(key, **params)
        self.value = value
