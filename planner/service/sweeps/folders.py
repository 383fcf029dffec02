"""The folders of a batch's runs, written from the bytes that came back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from planner.core.files import PRIVATE_FOLDER
from planner.core.folders import replaced_folder
from planner.roster.people.frame import Roster
from planner.roster.write import write_roster
from planner.service.manifest import refuse_other_things, write_manifest
from planner.service.saved_runs import INPUTS, ROSTER
from planner.service.sweeps.jobs import Job, Shared
from planner.service.sweeps.worker import Made


def written(files: Mapping[str, bytes], roster: Roster, out: Path) -> None:
    """One run's folder with the roster, whole or not at all. InputError where `out` holds other things."""
    refuse_other_things(out)
    with replaced_folder(out) as folder:
        _put(files, folder)
        write_roster(roster, folder / INPUTS / ROSTER)
        write_manifest(folder)


class Folders:
    """Writes the folders of many runs. The roster of many is one set of files on disk with many names, where the system allows."""

    def __init__(self, shared: Shared, out: Path) -> None:
        self._shared = shared
        self._out, self._place = out, out / f".rosters-{os.getpid()}"

    def write(self, job: Job, made: Made) -> None:
        """The folder of a run, whole or not at all."""
        with replaced_folder(self._out / job.name) as folder:
            _put(made.files, folder)
            for file in self._files(self._shared.roster_of[job.base]):
                _linked(file, folder / INPUTS / file.name)
            write_manifest(folder)

    def remove(self) -> None:
        """The common files go; the runs keep theirs. So do those that killed batches left."""
        for left in self._out.glob(".rosters-*"):
            shutil.rmtree(left, ignore_errors=True)

    def _files(self, number: int) -> Iterable[Path]:
        """The files of a roster."""
        folder = self._place / str(number)
        if not folder.exists():
            folder.mkdir(parents=True, mode=PRIVATE_FOLDER)
            write_roster(self._shared.rosters[number], folder / ROSTER)
        return sorted(folder.iterdir())


def _put(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _linked(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except OSError:
        shutil.copyfile(file, name)
