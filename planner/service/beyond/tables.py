"""What is found beyond a plan as plain values: rows of a table, and one JSON document."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, an absent one None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): _plain(v) for k, v in row.items()} for row in plain.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def as_json(content: Any) -> str:
    """Plain values as the text of a JSON file."""
    return json.dumps(content, ensure_ascii=False, indent=1)
