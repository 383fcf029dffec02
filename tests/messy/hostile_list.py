"""The list of hostile inputs: makes each, gives it to the command, and prints what it cost.

`python -m tests.messy.hostile_list [--write docs/hostile-inputs.md] [NAME…]`; `tests/messy/test_hostile_list.py` asks for each the
exit code, one sentence and no traceback.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.builder import ROOT
from tests.messy.hostile import hostile
from tests.messy.hostile_tables import hostile_tables
from tests.messy.test_hostile_scenarios import GOOD, GROWING, SMALL

SECONDS = {"roster": 30, "scenario": 10}
"""In which a command must have refused it, of processor time: what a machine takes that has nothing else to do."""
MEGABYTES = 2_560
"""What all processes of a command may take together."""
POLL_S = 0.02

STRANGE = {
    "a pipe": "pipe", "a device without end": "zero", "a folder": "folder", "a circle of links": "loop", "a file of the system": "/proc/self/environ",
    "a file that is not there": "not/there",
}  # fmt: skip
WORKBOOKS = {
    "bomb": "300 MB of zeros in a part", "cells": "9 million cells beside noise", "checksum": "bytes changed under a checksum", "corners": "a cell in each corner of a sheet",
    "cut": "two thirds of a workbook", "empty": "no byte at all", "laughs": "entities that grow tenfold ten times", "liar": "a part larger than its directory says",
    "locked": "a password", "no-sheet": "a sheet that is not there", "no-strings": "texts that are not there", "no-workbook": "no list of sheets",
    "outside": "an entity that reads /etc/passwd", "page": "a web page", "repeated": "17 thousand million repeated cells", "text": "a text with a workbook's ending",
    "torn": "an element that is not closed", "zip": "a zip of something else", "noise": "noise with an .xls's beginning", "scrambled": "changed bytes",
}  # fmt: skip
TABLES = {
    "rows": "rows without end", "long-text": "one text of 2 MB for 500,000 rows", "texts": "texts of 20 kB for 500,000 rows", "plain-texts": "the same without a dictionary",
    "wide": "5,000 columns", "groups": "6,000 row groups", "list": "3 million texts in one cell", "nested": "80 structures in each other", "cut": "half a file",
    "no-end": "a directory of 2 GB", "scrambled": "changed bytes", "line": "a line of 1 GB", "long-line": "a line of 60 MB", "million-columns": "a million columns",
    "columns": "5,000 columns that nobody knows", "semicolons": "400,000 semicolons", "quote": "a quotation mark over 22 MB", "cell": "a cell of 1 MB",
    "zeros": "bytes of zero", "utf16": "UTF-16 without its mark", "newlines": "90 million line ends", "all-wrong": "600,000 rows with six faults each",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One hostile input: `roster` or `scenario`, a name, what it is, and its file."""

    kind: str
    name: str
    what: str
    file: Path


@dataclass(frozen=True)
class Cost:
    """What a command made of it: exit code, what it said, seconds by the clock and of processors, most memory of all its processes."""

    code: int
    said: str
    seconds: float
    cpu: float
    megabytes: float


def cases(folder: Path) -> list[Case]:
    """Every hostile input, made in `folder`."""
    for name in ("workbooks", "tables", "scenarios"):
        (folder / name).mkdir(parents=True)
    found = [_case("roster", file, WORKBOOKS) for file in hostile(folder / "workbooks")]
    found += [_case("roster", file, TABLES) for file in hostile_tables(folder / "tables")]
    return [*found, *_scenarios(folder / "scenarios")]


def _case(kind: str, file: Path, words: dict[str, str]) -> Case:
    stem, _, number = file.stem.rpartition("-")
    return Case(kind, file.name, words[file.stem if not number.isdigit() else stem], file)


def _scenarios(folder: Path) -> Iterator[Case]:
    texts = {name: text for name, (text, _) in SMALL.items()} | {f"{name} that grow": text for name, text in GROWING.items()}
    texts["a hundred thousand faults"] = GOOD + f"keep: {{people: [{','.join(['1'] * 99_000)}]}}\n"
    texts["a megabyte of dashes"] = GOOD + "x:\n" + "- \n" * 330_000
    texts["a megabyte that is nearly a number"] = GOOD + f"x: {'1' * 900_000}x\n"
    texts["a megabyte of digits and points"] = GOOD + f"description: {'1.' * 450_000}\n"
    texts["more pairs than are compared"] = GOOD + f"keep: {{succession: [{','.join(['{if_leaves: A, keep: B}'] * 9_000)}]}}\n"
    texts["twenty thousand strangers"] = GOOD.replace("r.csv", str(ROOT / "data" / "ministry.xlsx")) + f"keep: {{people: [{','.join(f'Q{i}' for i in range(20_000))}]}}\n"
    texts["five thousand periods"] = GOOD + "".join(f'  - {{name: "{i}", leave_on: 2027-07-01}}\n' for i in range(5_000))
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "loop").symlink_to(folder / "loop")
    ministry = ROOT / "data" / "ministry.xlsx"
    for what, place in STRANGE.items():
        texts[f"extends {what}"] = f"extends: {place}\n"
        texts[f"corrections: {what}"] = GOOD.replace("r.csv", str(ministry)) + f"corrections: {place}\n"
    texts |= {f"roster: {what}": GOOD.replace("r.csv", place) for what, place in STRANGE.items()}
    for number in range(25):
        (folder / f"chain-{number}.yaml").write_text(f"extends: chain-{number + 1}.yaml\n", encoding="utf-8")
    texts["a chain without end"] = "extends: chain-0.yaml\n"
    texts["a circle"] = "extends: scenario-circle.yaml\n"
    (folder / "scenario-circle.yaml").write_text("extends: scenario-circle.yaml\n", encoding="utf-8")
    for number, (name, text) in enumerate(texts.items()):
        file = folder / f"scenario-{number:02}.yaml"
        file.write_text(text, encoding="utf-8")
        yield Case("scenario", file.name, name, file)


def cost(case: Case) -> Cost:
    """Give it to the command that reads it."""
    out = case.file.with_name("plan")
    arguments = ["--quiet", *(["check", str(case.file)] if case.kind == "roster" else ["solve", str(case.file), "--out", str(out)])]
    started = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "planner", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
        )
        most = [0.0]
        watch = threading.Thread(target=_watch, args=(process, most))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    assert not out.exists(), "a plan of a hostile scenario"
    return Cost(process.returncode, said, time.monotonic() - started, usage.ru_utime + usage.ru_stime, most[0])


def _watch(process: subprocess.Popen[bytes], most: list[float]) -> None:
    """Adds up the memory of a process and its children, as often as it can, until it has ended."""
    while process.returncode is None and (now := _memory(process.pid)):
        most[0] = max(most[0], now / 2**20)
        time.sleep(POLL_S)


def _memory(pid: int) -> int:
    """Bytes of memory of a process and its children, pages that they share counted for each."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_memory(int(child)) for child in children)


def fault(case: Case, found: Cost) -> str:
    """What is wrong with how it was refused; "" where nothing is. Time is not asked here: machines differ."""
    if found.code != 2:
        return f"exit code {found.code}"
    if "Traceback" in found.said or "panicked" in found.said:
        return "a traceback"
    if not found.said.strip():
        return "not a word"
    return f"{found.megabytes:.0f} MB" if found.megabytes > MEGABYTES else ""


def _row(case: Case, found: Cost) -> str:
    bad = fault(case, found) or ("too slow" if found.cpu > SECONDS[case.kind] else "")
    said = found.said.strip().splitlines()[0].replace(str(case.file.parent) + "/", "").replace("|", "/")[:110]
    return f"| {case.kind} | {case.what}{'' if case.kind == 'scenario' else f' (`{case.name}`)'} | {found.seconds:.1f} | {found.cpu:.1f} | {found.megabytes:.0f} | {bad or said} |"


def main(arguments: Sequence[str]) -> None:
    """Print the table, or write it below the title of a document."""
    target = Path(arguments[1]) if arguments[:1] == ["--write"] else None
    wanted = arguments[2:] if target else arguments
    rows = ["| input | what it is | seconds | of processors | MB, all processes | what is said, the first sentence |", "|---|---|--:|--:|--:|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(Path(folder)):
            if not wanted or case.name in wanted or case.what in wanted:
                rows.append(_row(case, cost(case)))
                print(rows[-1], flush=True)
    if target:
        head = target.read_text(encoding="utf-8").partition("<!-- measured -->")[0]
        target.write_text(head + "<!-- measured -->\n" + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
