"""One run in a process of its own, or on another machine: nothing is read from a disk, and the files come back as bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.core.errors import InputError
from planner.core.folders import passing_folder
from planner.core.system_errors import problem_of
from planner.core.texts import text
from planner.instance.answers import Answers
from planner.service.sweeps.jobs import Job, Shared, said_of

MEGABYTE = 2**20


@dataclass(frozen=True)
class Made:
    """What became of a run: the mapping of `plan.json` and the files of its folder but the roster, or why there are none."""

    summary: dict[str, Any] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    error: str = ""


class Planner:
    """Plans runs of one batch; the law's answers are kept from run to run."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._answers = [Answers(roster, many=True) for roster in shared.rosters]

    def warm(self) -> None:
        """Ask the law once of every base scenario, so that processes that are forked later share the answers."""
        from planner.instance.instance import prepare

        for number, loaded in enumerate(self.shared.bases):
            at = self.shared.roster_of[number]
            try:
                prepare(loaded, self.shared.rosters[at], answers=self._answers[at])
            except InputError:
                continue  # its own run says so

    def made(self, job: Job) -> Made:
        """The run of a job. Whatever goes wrong with it is its `error`, and no other run's."""
        from planner.core.memory import give_back

        lang = self.shared.lang
        try:
            return self._planned(job)
        except InputError as error:
            return Made(error=said_of(error, lang))
        except MemoryError:
            give_back()
            return Made(error=text("sweep.no_memory", lang, most=memory_limit() // MEGABYTE))
        except Exception as error:  # noqa: BLE001 - one bad run must not stop the others
            if refusal := problem_of(error):
                return Made(error=refusal.sentence(lang))
            said = f"{type(error).__name__}: {error}".splitlines()[0][:300]
            return Made(error=text("sweep.failed", lang, said=said))

    def _planned(self, job: Job) -> Made:
        from planner.scenario.named_keys import with_values
        from planner.service.run import Request, make_run
        from planner.service.saved_runs import put_files

        shared, at = self.shared, self.shared.roster_of[job.base]
        loaded = shared.bases[job.base]
        if job.values:
            loaded = with_values(loaded, job.values, file=job.scenario)
        asked = Request(
            loaded, shared.rosters[at], shared.time_limit_s, answers=self._answers[at], lang=shared.lang, repairs=job.repairs
        )
        run = make_run(asked)
        with passing_folder() as name:
            folder = Path(name)
            put_files(run, folder, folder, shared.lang, workbook=shared.workbooks, roster=False)
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        return Made(run.summary, files)


def memory_limit() -> int:
    """Most bytes that this process may take, 0 where there is no limit."""
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return 0 if soft == resource.RLIM_INFINITY else soft
