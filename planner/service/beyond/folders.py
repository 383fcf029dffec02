"""A folder of several plans and a table of them, written as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import numpy.typing as npt

from planner.core.errors import InputError, problem
from planner.core.folders import passing_folder, replaced_folder
from planner.service.beyond.case import Case
from planner.service.beyond.side_by_side import SideBySide
from planner.service.run import run_with
from planner.service.saved_runs import INPUTS, save_run, write_inputs


def require_own(out: Path, names: Sequence[str]) -> None:
    """InputError where `out` is a file, or holds something that is not of these names (patterns): it would be lost."""
    if out.exists() and not out.is_dir():
        raise InputError(problem("beyond.not_a_folder", file=str(out)))
    other = [] if not out.exists() else sorted(p.name for p in out.iterdir() if not any(fnmatch(p.name, name) for name in names))
    if other:
        raise InputError(problem("beyond.other_things", file=str(out), name=other[0]))


@contextmanager
def results_folder(out: Path, names: Sequence[str]) -> Iterator[Path]:
    """An empty folder that takes the place of `out`, whole or not at all. InputError as `require_own`."""
    require_own(out, names)
    with replaced_folder(out) as staged:
        yield staged


def write_plans(
    case: Case,
    choices: Sequence[npt.NDArray[np.int64]],
    names: Sequence[str],
    into: Path,
    *,
    lang: str,
    workers: int,
    told: Callable[[int, int], None] | None = None,
) -> None:
    """A plan's folder for each choice of the case's model, by name; `planner verify` takes each of them.

    They are plans of the same scenario: their bound and gap are those of its own goal. What all of them were made from is written once and
    copied, and what the law says of everybody is asked once.
    """
    instance = case.run.instance
    run = replace(case.run, instance=replace(instance, answers=instance.answers.for_many()))
    _ = case.model  # made before the processes part
    with passing_folder() as kept:
        inputs = kept / INPUTS
        write_inputs(run, inputs)

        def write(place: int) -> None:
            save_run(run_with(run, choices[place], model=case.model, lang=lang), into / names[place], lang, workbook=False, inputs=inputs)

        with SideBySide(write, workers) as crew:
            for done, _ in enumerate(crew.answers(range(len(choices))), 1):
                if told is not None:
                    told(done, len(choices))
