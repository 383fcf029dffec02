"""The tables of a batch: `runs.csv` and `runs.parquet`, `units.parquet`, `decisions.parquet`, `comparison.xlsx`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.errors import InputError
from planner.core.files import atomic_path
from planner.roster.values.text import unprotect, write_for_people
from planner.service.sweeps.jobs import COMPARISON, DECISIONS, RUNS, RUNS_PARQUET, UNITS, Job
from planner.service.sweeps.worker import Made

COLUMNS = (
    "scenario", "title", "status", "objective", "gap", "leavers", "reduction", "cost_vnd", "involuntary", "seconds", "error", "folder",
)  # fmt: skip
MORE = ("loss_gap", "saving_vnd_per_year", "payback_months")
"""Columns after those of the varied keys."""
WHOLE = ("leavers", "cost_vnd", "involuntary", "saving_vnd_per_year")
MOST_COMPARED = 20
"""So many plans stand side by side in one sheet; more are for `runs.csv` and `planner compare`."""
UNIT_COLUMNS = ("unit", "before", "after", "leavers", "cost_vnd")
UNITS_OF = "units"
"""Of a row in memory its units, which are no column of `runs.csv`."""
_TEXTS = ("scenario", "title", "status", "error", "folder")
Row = dict[str, Any]


def row_of(job: Job, made: Made | None, out: Path) -> Row:
    """The row of `runs.csv` of a run: figures where it has an answer, else status `error` and the reason."""
    row: Row = {**dict.fromkeys(COLUMNS), **dict.fromkeys(MORE), **job.values}
    row |= {"scenario": job.scenario, "folder": str(out / job.name)}
    if made is None or made.summary is None:
        return row | {"status": "error", "error": job.error if made is None else made.error}
    summary = made.summary
    head = summary["headcount"] or {}
    return row | {
        "title": summary["title"],
        **{key: summary[key] for key in ("status", "objective", "gap", "cost_vnd", "involuntary", *MORE)},
        **{key: head.get(key) for key in ("leavers", "reduction")},
        UNITS_OF: [tuple(unit[column] for column in UNIT_COLUMNS) for unit in summary["units"]] if summary["units"] else None,
        "seconds": summary["provenance"]["seconds"],
        "error": summary.get("conflict_summary") or " | ".join(c["message"] for c in summary["conflict"]),
    }


def write_tables(finished: Sequence[tuple[Job, Row]], keys: Sequence[str], out: Path, lang: str) -> None:
    """All tables of the runs that are finished, each whole or not at all. keys: what sweeps vary, a column each."""
    frame = runs_frame([row for _, row in finished], keys)
    write_for_people(frame, out / RUNS)
    with atomic_path(out / RUNS_PARQUET) as temporary:
        frame.assign(**{key: frame[key].map(_plain) for key in keys if frame[key].dtype.kind == "O"}).to_parquet(temporary, index=False)
    plans = [Path(row["folder"]) for _, row in finished if row["status"] in ("optimal", "feasible")]
    _write_units([(job.name, units) for (job, row) in finished if (units := row.get(UNITS_OF)) is not None], out / UNITS)
    _write_decisions(plans, out / DECISIONS)
    _write_comparison(plans, out / COMPARISON, lang)


def remove_leftovers(out: Path) -> None:
    """Unfinished tables that a killed batch left in its folder."""
    for name in map(Path, (RUNS, RUNS_PARQUET, UNITS, DECISIONS, COMPARISON)):
        for left in out.glob(f".{name.stem}.*{name.suffix}"):
            left.unlink(missing_ok=True)


def runs_frame(rows: Sequence[Row], keys: Sequence[str]) -> pd.DataFrame:
    """`runs.csv` as a frame: the columns of the contract, one a varied key, then `MORE`."""
    frame = pd.DataFrame({name: [row.get(name) for row in rows] for name in (*COLUMNS, *keys, *MORE)})
    texts = {name: frame[name].astype(object).where(frame[name].notna(), "") for name in _TEXTS}
    return frame.assign(**texts).astype(dict.fromkeys(WHOLE, "Int64"))


def _plain(value: Any) -> Any:
    """A varied value as one type a column can hold."""
    return value if value is None or isinstance(value, str) else str(value)


def _write_units(plans: Sequence[tuple[str, list[tuple[Any, ...]]]], out: Path) -> None:
    """run, unit, before, after, leavers, cost_vnd: a row a unit of every plan."""
    rows = [(name, *unit) for name, units in plans for unit in units]
    with atomic_path(out) as temporary:
        pd.DataFrame(rows, columns=["run", *UNIT_COLUMNS]).to_parquet(temporary, index=False)


def _write_decisions(plans: Sequence[Path], out: Path) -> None:
    """run, employee_id, decision, period, cost_vnd: a row a person of every plan, a group of rows a plan."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.dictionary(pa.int32(), pa.string())
    schema = pa.schema([("run", text), ("employee_id", pa.string()), ("decision", text), ("period", text), ("cost_vnd", pa.int64())])
    with atomic_path(out) as temporary, pq.ParquetWriter(temporary, schema) as writer:
        for frame in _decisions(plans):
            writer.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False))


def _decisions(plans: Sequence[Path]) -> Iterator[pd.DataFrame]:
    """The decisions of each plan. Its folder was written, or found whole, a moment ago."""
    from planner.service.saved_runs import DECISIONS_FILE

    words = ["employee_id", "decision", "period"]
    for folder in plans:
        frame = pd.read_csv(folder / DECISIONS_FILE, usecols=[*words, "cost_vnd"], dtype=dict.fromkeys(words, str), keep_default_na=False)
        frame["employee_id"] = unprotect(frame["employee_id"])
        yield frame.assign(run=folder.name)


def _write_comparison(plans: Sequence[Path], out: Path, lang: str) -> None:
    """The plans side by side; none is left from an older batch where there are none, or too many for a sheet."""
    from planner.plan.comparison import compare
    from planner.report.books.workbook import write_comparison
    from planner.service.saved_runs import load_run

    if not 0 < len(plans) <= MOST_COMPARED:
        with suppress(InputError):
            out.unlink(missing_ok=True)
        return
    write_comparison(compare([load_run(folder) for folder in plans], [folder.name for folder in plans]), out, lang)
