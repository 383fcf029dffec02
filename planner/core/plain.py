"""Values of files as JSON knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def plain(value: Any, *, bare: tuple[type, ...] = ()) -> Any:
    """A value as JSON knows it: mappings with text as keys, lists, numbers; dates as ISO text, anything else as its text.

    bare: types of values that are left as they are (YAML knows dates).
    """
    if value is None or isinstance(value, (bool, int, float, str, *bare)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(inner, bare=bare) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner, bare=bare) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)
