"""A table written in the format that its file's ending names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.core.errors import InputError, problem
from planner.core.files import atomic_path
from planner.roster.values.text import protect_csv

ENDINGS = (".csv", ".xlsx", ".parquet")


def require_ending(out: Path) -> None:
    """InputError where the ending is of no table, or the folder is not there."""
    if out.suffix.lower() not in ENDINGS:
        raise InputError(problem("cli.ending", file=str(out), endings=", ".join(ENDINGS)))
    if not out.absolute().parent.is_dir():
        raise InputError(problem("beyond.no_folder", file=str(out.absolute().parent)))


def write_table(frame: pd.DataFrame, out: Path) -> None:
    """The frame as a file, whole or not at all: .csv (with a byte-order mark, `true`/`false`, formula-like text behind an
    apostrophe), .xlsx or .parquet. InputError as `require_ending`."""
    require_ending(out)
    ending = out.suffix.lower()
    with atomic_path(out) as temporary:
        if ending == ".parquet":
            frame.to_parquet(temporary, index=False)
        elif ending == ".xlsx":
            _safe(frame).to_excel(temporary, index=False, engine="openpyxl", freeze_panes=(1, 0))
        else:
            _safe(frame).to_csv(temporary, index=False, encoding="utf-8-sig", lineterminator="\n")


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as people's programmes may open it."""
    shown = frame.copy()
    for name in shown.columns:
        if shown[name].dtype == bool:
            shown[name] = shown[name].map({True: "true", False: "false"})
        elif not pd.api.types.is_numeric_dtype(shown[name]):
            shown[name] = protect_csv(shown[name].fillna("").astype("str"))
    return shown


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, an absent one None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): _plain(v) for k, v in row.items()} for row in plain.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def as_json(content: Any) -> str:
    """Plain values as one JSON document for a terminal."""
    return json.dumps(content, ensure_ascii=False, indent=1)
