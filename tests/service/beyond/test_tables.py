"""Plain values of what is found beyond a plan."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from planner.service.beyond.tables import as_json, records

FRAME = pd.DataFrame({"employee_id": ["=1+1", "P2"], "proven": [True, False], "gain": [1.5, None]})


def test_an_absent_figure_is_none_in_json() -> None:
    assert records(FRAME)[1] == {"employee_id": "P2", "proven": False, "gain": None}


def test_every_value_is_one_that_json_can_hold() -> None:
    rows = records(pd.DataFrame({"people": np.array([3], dtype=np.int64), "share": np.array([0.5], dtype=np.float32), "class": ["never"]}))
    assert json.loads(as_json(rows)) == rows == [{"people": 3, "share": 0.5, "class": "never"}]
