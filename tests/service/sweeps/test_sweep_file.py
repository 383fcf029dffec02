"""What a sweep's file asks for: names, order, values, and every fault with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.service.sweeps.sweep_file import read_sweep

BASE = """
title: base
roster: roster.csv
snapshot_on: 2026-12-01
decided_on: 2026-12-15
periods:
  - {name: "2027", leave_on: 2027-07-01, reduction_at_least: 0.08}
  - {name: "2030", leave_on: 2030-07-01, reduction_at_least: 0.20}
"""


def sweep(folder: Path, text: str):
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    file = folder / "many.yaml"
    file.write_text("sweep: base.yaml\n" + text, encoding="utf-8")
    return read_sweep(file)


def said(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        sweep(folder, text)
    return [p.sentence("en") for p in error.value.problems]


def test_a_grid_runs_with_the_last_key_fastest(tmp_path: Path) -> None:
    asked = sweep(tmp_path, "vary:\n  periods.2030.reduction_at_least: [0.15, 0.20]\n  budget.total_vnd: {from: 40_000_000_000, to: 60_000_000_000, steps: 3}\n")
    assert [name for name, _ in asked.runs] == [f"many-000{n}" for n in range(1, 7)]
    assert [tuple(values.values()) for _, values in asked.runs] == [(t, b * 10**9) for t in (0.15, 0.20) for b in (40, 50, 60)]
    assert asked.keys == ("periods.2030.reduction_at_least", "budget.total_vnd")


def test_steps_count_both_ends_in_exact_decimals(tmp_path: Path) -> None:
    asked = sweep(tmp_path, "vary:\n  periods.2030.reduction_at_least: {from: 0.1, to: 0.3, steps: 5}\n")
    assert [v["periods.2030.reduction_at_least"] for _, v in asked.runs] == [0.1, 0.15, 0.2, 0.25, 0.3]


def test_zip_takes_the_keys_side_by_side(tmp_path: Path) -> None:
    asked = sweep(tmp_path, "vary: {objective.involuntary: [1, 2], objective.redeploy: [3, 4]}\ncombine: zip\n")
    assert [tuple(v.values()) for _, v in asked.runs] == [(1, 3), (2, 4)]


@pytest.mark.parametrize(("runs", "seed"), [(1, 1), (7, 1), (30, 5)])
def test_a_sample_takes_one_value_from_each_part_and_each_list_value_equally_often(tmp_path: Path, runs: int, seed: int) -> None:
    text = f"vary: {{objective.involuntary: {{from: 0.5, to: 60.5}}, regime: [auto, nd29, nd154]}}\ncombine: sample\nsample: {{runs: {runs}, seed: {seed}}}\n"
    asked = sweep(tmp_path, text)
    drawn = [v["objective.involuntary"] for _, v in asked.runs]
    assert sorted(int((x - 0.5) / 60 * runs) for x in drawn) == list(range(runs))
    counts = [[v["regime"] for _, v in asked.runs].count(name) for name in ("auto", "nd29", "nd154")]
    assert max(counts) - min(counts) <= 1 and sum(counts) == runs
    assert asked.runs == sweep(tmp_path, text).runs, "the same seed draws the same"


def test_whole_ends_give_whole_numbers(tmp_path: Path) -> None:
    asked = sweep(tmp_path, "vary: {budget.total_vnd: {from: 10_000_000_000, to: 20_000_000_001}}\ncombine: sample\nsample: {runs: 5}\n")
    assert all(isinstance(v["budget.total_vnd"], int) for _, v in asked.runs)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vary: {}\n", "vary"),
        ("vary: {periods.2031.reduction_at_least: [0.1]}\n", "did you mean 2030"),
        ("vary: {periods.2030.reduction_at_least: [0.1], periods.2.reduction_at_least: [0.1]}\n", "are the same place of the scenario"),
        ("vary: {title: [a, b]}\n", "all runs of a sweep share this key"),
        ("vary: {roster: [a.csv]}\n", "all runs of a sweep share this key"),
        ("vary: {objective.redeploy: {from: 1, to: 2}}\n", "a range needs steps"),
        ("vary: {objective.redeploy: {from: 2, to: 1, steps: 3}}\n", "the first end must be below the last"),
        ("vary: {objective.redeploy: {from: 1, to: 2, steps: 1}}\n", "vary.objective.redeploy.steps"),
        ("vary: {objective.redeploy: {from: 1, to: 2, steps: 3}}\ncombine: sample\nsample: {runs: 3}\n", "leave out steps"),
        ("vary: {objective.redeploy: [a]}\ncombine: sample\n", "needs sample"),
        ("vary: {objective.redeploy: [a]}\nsample: {runs: 3}\n", "sample is read only with"),
        ("vary: {objective.redeploy: [a], budget.total_vnd: [1, 2]}\ncombine: zip\n", "objective.redeploy: 1, budget.total_vnd: 2"),
        ("vary: {objective.redeploy: {from: 1, to: 20000, steps: 9999}, budget.total_vnd: {from: 1, to: 90, steps: 11}}\n", "109989 runs"),
        ("vary: {objective.redeploy: [a]}\ncombin: zip\n", "did you mean combine"),
        ("vary: {objective.redeploy: []}\n", "vary.objective.redeploy"),
        ("vary: {objective.redeploy: 5}\n", "5 is not a list"),
        ("vary: {nowhere: [1, 2]}\n", "vary.nowhere"),
        ("vary: {objektive.redeploy: [1, 2]}\n", "did you mean objective"),
        ("vary: {extends: [a.yaml]}\n", "vary.extends"),
        ("vary: {fairness.sex.max_ratio: [1.1, 1.2]}\n", "vary.fairness.sex.max_ratio"),
        ("vary: {objective.redeploy: {from: 1, to: 2, steps: 3}}\n", "2 different values only"),
        ("vary: {objective.redeploy: {from: 1.0000000000001, to: 1.0000000000002, steps: 10}}\n", "1 different values only"),
        ("vary: {objective.redeploy: {from: 1, to: 2, steps: 1e9}}\n", "steps"),
        ("vary: {objective.redeploy: {from: .nan, to: 2, steps: 3}}\n", ".nan"),
        ("vary: {objective.redeploy: {from: -.inf, to: .inf, steps: 3}}\n", "-.inf"),
        ("vary: {objective.redeploy: {from: 0, to: 1000000, steps: 1000000}}\n", "steps"),
        ("vary: {objective.redeploy: [1]}\ncombine: sample\nsample: {runs: 1000000000}\n", "sample.runs"),
        ("vary: {objective.redeploy: [1], objective.redeploy: [2]}\n", "objective.redeploy"),
    ],
)
def test_a_faulty_sweep_names_its_key(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in sentence for sentence in said(tmp_path, text)), said(tmp_path, text)


def test_what_is_wrong_is_said_once_and_as_what_it_is(tmp_path: Path) -> None:
    assert len(said(tmp_path, "vary: {objective.redeploy: []}\n")) == len(said(tmp_path, "vary: {objective.redeploy: 5}\n")) == 1


def test_a_value_that_the_scenario_cannot_take_is_its_runs_own_fault(tmp_path: Path) -> None:
    assert len(sweep(tmp_path, "vary: {regime: [nix, auto], periods.2030.leave_on: [x, 2030-07-01]}\n").runs) == 4
