"""Tables in three formats; wrong endings and missing folders are said."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.service.beyond.tables import records, require_ending, write_table

FRAME = pd.DataFrame({"employee_id": ["=1+1", "P2"], "proven": [True, False], "gain": [1.5, None]})


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_table_comes_back_as_it_was(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"t{ending}"
    write_table(FRAME, out)
    read = {".csv": pd.read_csv, ".xlsx": partial(pd.read_excel, engine="calamine"), ".parquet": pd.read_parquet}[ending](out)
    assert list(read.columns) == list(FRAME.columns) and read["gain"].iloc[0] == 1.5 and pd.isna(read["gain"].iloc[1])
    if ending == ".csv":
        assert out.read_bytes().startswith(b"\xef\xbb\xbf") and read["employee_id"].iloc[0] == "'=1+1"


def test_a_wrong_ending_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.csv, \.xlsx, \.parquet"):
        require_ending(tmp_path / "t.txt")
    with pytest.raises(InputError, match="no such folder"):
        require_ending(tmp_path / "none" / "t.csv")


def test_an_absent_figure_is_none_in_json() -> None:
    assert records(FRAME)[1] == {"employee_id": "P2", "proven": False, "gain": None}
