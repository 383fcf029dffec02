"""Nothing disappears between a ministry's files and the roster: of each difficult file the right values, and every deviation at its cell.

What is not right yet stands in `still_wrong.py`, with the reason: such a test must fail, and its line goes with the fault.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from planner.roster.read import read_roster
from tests.messy import still_wrong
from tests.messy.difficult.account import account_faults
from tests.messy.difficult.cases import IDS, OF_OUR_OWN, case_of
from tests.messy.difficult.draft import Case
from tests.messy.difficult.judge import faults
from tests.messy.difficult.seen import Seen, check


def wrong(ids: tuple[str, ...], reasons: dict[str, str]) -> list[Any]:
    """The ids as parameters; those with a reason must fail."""
    return [pytest.param(id, marks=pytest.mark.xfail(strict=True, reason=reasons[id]) if id in reasons else (), id=id) for id in ids]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Case, Seen, Path]]:
    """What is said of a file, by its id; each is written and read once."""
    folder = tmp_path_factory.mktemp("difficult")

    @cache
    def look(id: str) -> tuple[Case, Seen, Path]:
        case = case_of(id)
        path = case.write(folder, convert)
        normalized = folder / f"{id}.normalized.csv"
        return case, check(path, normalized), normalized

    return look


def convert(source: Path, kind: str, target: Path) -> None:
    """The workbook in another format, by LibreOffice; skips where that is not installed."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: old formats were NOT tried")
    profile = source.parent.parent / "profile"
    command = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind, "--outdir", str(target.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    made = source.with_suffix(f".{kind}")
    if made != target:
        made.rename(target)


Look = Callable[[str], tuple[Case, Seen, Path]]


@pytest.mark.parametrize("id", wrong(IDS, still_wrong.FILES))
def test_a_value_is_read_right_or_reported(seen: Look, id: str) -> None:
    case, said, _ = seen(id)
    assert faults(case, said) == []


@pytest.mark.parametrize("id", wrong(("00",), {"00": still_wrong.NO_ACCOUNT}) if still_wrong.NO_ACCOUNT else wrong(IDS, still_wrong.ACCOUNTS))
def test_the_account_adds_up(seen: Look, id: str) -> None:
    case, said, _ = seen(id)
    assert account_faults(case, said) == []


def test_what_is_written_in_canonical_columns_is_the_same_roster(seen: Look) -> None:
    read = [(id, *seen(id)) for id in ("00", "C05b", "D05", "L19", "O4", "P01b", "G04")]
    for id, _, said, normalized in read:
        if said.code == 0:
            again = read_roster(normalized)
            assert len(again.people) == len(said.people), id
            for name in ("full_name", "birth_date", "salary_coefficient", "position_level", "unit"):
                assert again.people[name].tolist() == said.people[name].tolist(), (id, name)


def test_the_exit_code_says_whether_anything_is_wrong(seen: Look) -> None:
    for id in IDS:
        if not case_of(id).draft.converted:
            _, said, _ = seen(id)
            assert said.code in (0, 2), id
            assert (said.code == 2) == any(s.severity == "error" for s in said.said), id
            assert all(s.message.strip() for s in said.said), id


def test_there_are_enough_files_of_our_own_and_none_has_two_reasons() -> None:
    kinds = [case_of(id).kind for id in OF_OUR_OWN]
    assert len(OF_OUR_OWN) >= 60 and set(kinds) == set(range(1, 10))
    assert set(still_wrong.FILES) <= set(IDS) and set(still_wrong.ACCOUNTS) <= set(IDS)
    assert json.dumps(still_wrong.FILES)  # plain words
