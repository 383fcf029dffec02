"""Plans written together are, byte by byte, what each written alone is."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.service.beyond.folders import write_plans
from planner.service.run import run_with
from planner.service.saved_runs import save_run
from planner.service.verification import verify_folder
from tests.service.beyond.cases import case_of, plans, small_run


@pytest.mark.parametrize("workers", [1, 2])
def test_what_plans_share_is_written_once_and_is_the_same(tmp_path: Path, workers: int) -> None:
    case = case_of(small_run(1))
    choices = [choice for _, choice in plans(case.model)[:3]]
    names = [f"plan-{k}" for k in range(len(choices))]
    write_plans(case, choices, names, tmp_path / "together", lang="vi", workers=workers)
    for name, choice in zip(names, choices, strict=True):
        alone, together = tmp_path / name, tmp_path / "together" / name
        save_run(run_with(case.run, choice, lang="vi"), alone, "vi", workbook=False)
        files = sorted(p.relative_to(alone) for p in alone.rglob("*") if p.is_file())
        assert files == sorted(p.relative_to(together) for p in together.rglob("*") if p.is_file()) and len(files) > 5
        for file in files:
            assert (alone / file).read_bytes() == (together / file).read_bytes(), file
        assert verify_folder(together) == []
