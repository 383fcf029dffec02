"""Every difficult file by its id. `python -m tests.messy.difficult.cases DIR` writes them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.messy.difficult import (
    across,
    dates,
    identity,
    lost,
    notes,
    ordinary,
    refusals,
    right_already,
    right_files,
    units,
    upper_headings,
    words,
)
from tests.messy.difficult.draft import DRAFTS, case_of

MODULES = (right_already, right_files, notes, lost, units, upper_headings, dates, words, identity, across, refusals, ordinary)
IDS = tuple(DRAFTS)
OF_OUR_OWN = tuple(id for id in IDS if id[0].isdigit() and id != "00")
"""The files of further kinds that nobody has sent yet."""

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for id in IDS:
        case = case_of(id)
        if not case.draft.converted:
            print(case.write(folder))
