"""`planner batch`: scenarios, folders of them and sweeps, planned side by side."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import OK, WRONG_INPUT, wants_ending
from planner.cli.frame.state import answer, state
from planner.core.texts import text

if TYPE_CHECKING:
    from distributed import Client

    from planner.service.sweeps.batch import Executor
    from planner.service.sweeps.jobs import Shared

LEAST_IS_BEST = ("cost_vnd", "involuntary", "leavers", "payback_months", "gap", "loss_gap", "seconds")
"""Figures of which less is better; of all others more is."""
SHOWN = 20
"""So many rows stand in the terminal; all are in `runs.csv`."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(batch)


def batch(
    scenarios: Annotated[list[Path], typer.Argument(metavar="SCENARIO…")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR")],
    workers: Annotated[int, typer.Option(min=1)] = 2,
    resume: Annotated[bool, typer.Option()] = False,
    time_limit: Annotated[Optional[float], typer.Option("--time-limit", min=0, metavar="S")] = None,
    workbooks: Annotated[bool, typer.Option("--workbooks")] = False,
    best: Annotated[Optional[str], typer.Option(metavar="KEY")] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N")] = 5,
    scheduler: Annotated[Optional[str], typer.Option(metavar="ADDRESS")] = None,
    html: Annotated[Optional[Path], typer.Option("--html", metavar="REPORT.html")] = None,
) -> None:
    """Plan many scenarios side by side; write runs.csv and a folder for each run."""
    from planner.cli.frame.progress import working
    from planner.cli.show import print_batch
    from planner.cli.workspace.signed import note_key
    from planner.core.errors import InputError, problem
    from planner.service.sweeps.batch import run_batch
    from planner.service.sweeps.cluster import connected
    from planner.service.sweeps.jobs import asked_of
    from planner.service.sweeps.tables import COLUMNS, MORE

    _refuse_page(html, out)
    with connected(scheduler) as client:
        asked = asked_of(scenarios, state.lang, workbooks=workbooks, time_limit_s=time_limit)
        figures = [key for key in (*COLUMNS, *asked.keys, *MORE) if key not in ("scenario", "title", "status", "error", "folder")]
        if best is not None and best not in figures:
            raise InputError(problem("cli.no_such_figure", column="--best", key=best, known=", ".join(figures)))
        note_key()
        with _stopped_by_signals(), working("planning", ticking=False) as work:
            executor = _executor(asked.shared, workers, client)
            rows = run_batch(
                asked, out, executor, resume=resume, html=html, progress=lambda step: work.counted(step.done, step.of, step.failed)
            )
    written = [str(out / "runs.csv"), *([] if html is None else [str(html)])]
    answer({"written": written, "runs": _plain_rows(rows), "best": [] if best is None else _plain_rows(_best(rows, best, top))})
    if best is not None:
        print_batch(_best(rows, best, top), state.lang, asked.keys)
    else:
        print_batch(rows[:SHOWN], state.lang, asked.keys)
        if len(rows) > SHOWN:
            print(text("cli.more_rows", state.lang, shown=SHOWN, of=len(rows), file=str(out / "runs.csv")))
    if html is not None:
        print(html)
    raise typer.Exit(WRONG_INPUT if any(row["status"] == "error" for row in rows) else OK)


def _refuse_page(html: Path | None, out: Path) -> None:
    """InputError where the page of all runs could not be written, before any of them is planned."""
    from planner.core.errors import InputError, problem
    from planner.report.batch_page.echarts import echarts_script

    if html is None:
        return
    inside = html.absolute().is_relative_to(out.absolute())
    if inside and html.absolute().parent != out.absolute():
        raise InputError(problem("cli.page_in_a_run", column="--html", file=str(html), folder=str(out)))
    if html.suffix.lower() != ".html" or not inside or out.is_dir():
        wants_ending(html, ".html")
    echarts_script()


def _plain_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `runs.csv` as JSON keeps them."""
    from planner.core.plain import plain

    return [plain({name: value for name, value in row.items() if name != "units"}) for row in rows]


def _executor(shared: Shared, workers: int, client: Client | None) -> Executor:
    from planner.service.sweeps.cluster import ClusterExecutor
    from planner.service.sweeps.local import LocalExecutor

    return LocalExecutor(shared, workers) if client is None else ClusterExecutor(shared, client)


def _best(rows: list[dict[str, Any]], key: str, top: int) -> list[dict[str, Any]]:
    """The best rows by a figure: the least where less is better, else the most; rows without it are none of them."""
    known = [row for row in rows if isinstance(row.get(key), int | float)]
    return sorted(known, key=lambda row: row[key], reverse=key not in LEAST_IS_BEST)[:top]


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """A request to end is taken as Ctrl-C, so that finished runs keep their rows."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
