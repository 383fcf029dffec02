"""Every difficult file by its id. `python -m tests.messy.difficult.cases DIR` writes them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.messy.difficult.draft import DRAFTS, Case, Draft
from tests.messy.difficult.kinds import (
    across,
    dates,
    further_cells,
    further_notes,
    identity,
    lost,
    notes,
    ordinary,
    other_layouts,
    other_notes,
    other_words,
    refusals,
    right_already,
    right_files,
    units,
    upper_headings,
    words,
)

MODULES = (right_already, right_files, notes, lost, units, upper_headings, dates, words, identity, across, refusals, ordinary, further_notes, further_cells, other_notes, other_words, other_layouts)
IDS = tuple(DRAFTS)
OF_OUR_OWN = tuple(id for id in IDS if id[0].isdigit() and id != "00")
"""The files of further kinds that nobody has sent yet."""


def case_of(id: str) -> Case:
    """The case of one of the files."""
    kind, about, function = DRAFTS[id]
    draft = Draft(id, kind, about)
    function(draft)
    return draft.finish()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for id in IDS:
        case = case_of(id)
        if not case.draft.converted:
            print(case.write(folder))
