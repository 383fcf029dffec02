"""Every command that may take seconds says on standard error what it is doing, and nothing with `--quiet`."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli.frame import progress
from planner.core.texts import text
from tests.cli.desk import call, furnish

DATES = ("--leave-on", "2027-07-01")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster, a scenario, its plan, and a plan made by hand."""
    folder = furnish(tmp_path_factory.mktemp("progress"))
    assert call("solve", folder / "s.yaml", "--out", folder / "plan") == 0
    (folder / "hand.csv").write_bytes((folder / "plan" / "decisions.csv").read_bytes())
    return folder


CALLS = {
    "acceptance": (("acceptance", "plan", "--out", "{out}/a"), ("opening", "chances", "writing")),
    "measure": (("measure", "s.yaml", "hand.csv", "--out", "{out}/m"), ("reading", "checking", "planning", "beside", "writing")),
    "outcomes": (("outcomes", "roster.csv", "--on", "2027-07-01", "--out", "{out}/o.csv"), ("reading", "law", "writing")),
    "resignation": (("resignation", "roster.csv", *DATES, "--out", "{out}/r.csv"), ("reading", "law", "writing")),
    "cliffs": (("cliffs", "roster.csv", *DATES, "--out", "{out}/c.csv"), ("reading", "law", "writing")),
    "replay": (("replay", "roster.csv", *DATES, "--against", "2028-07-01", "--out", "{out}/p"), ("reading", "law", "writing")),
    "queue": (("queue", "plan", "--out", "{out}/q.csv"), ("opening", "questions", "writing")),
    "export-model": (("export-model", "s.yaml", "{out}/s.mps"), ("reading", "law", "planning", "writing")),
    "prices": (("prices", "plan", "--out", "{out}/x.csv"), ("opening",)),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_phases_of_long_work_are_said(
    name: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given, phases = CALLS[name]
    monkeypatch.chdir(desk)
    monkeypatch.setattr(progress, "EVERY_S", 0.0)
    monkeypatch.setattr(progress, "FIRST_S", 0.0)
    for quiet in ("--quiet", None):
        out = tmp_path / str(quiet)
        out.mkdir()
        arguments = [part.replace("{out}", str(out)) for part in given]
        assert call(*arguments, "--lang", "vi", *([quiet] if quiet else [])) == 0
        said = capsys.readouterr().err
        for phase in phases:
            assert (text(f"progress.{phase}", "vi") in said) == (quiet is None), (phase, said)
