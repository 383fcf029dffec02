"""The exported file says the same problem: other solvers, each in its own process, come to the same optimum."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from planner.optimise.model.export_mps import number, row_names, write_mps
from planner.optimise.model.rows import Model, RowName, Rows
from planner.optimise.solve import Status, solve
from planner.scenario.requirement_kinds import UNIT_MINIMUMS, Dim, Kind
from tests.optimise.solve.small import best, random_model

# HiGHS and OR-Tools cannot live in one process, so the reader is a process of its own; many files in one, it starts slowly.
READER = """
import json, sys, highspy
out = []
for path in sys.argv[1:]:
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("mip_rel_gap", 0.0)
    read = h.readModel(path)
    h.run()
    status = h.modelStatusToString(h.getModelStatus())
    lp = h.getLp()
    out.append([str(read), status, h.getObjectiveValue(), lp.num_col_, lp.num_row_])
print(json.dumps(out))
"""

CBC = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pulp
out = []
for path in sys.argv[1:]:
    _, problem = pulp.LpProblem.fromMPS(path, sense=pulp.LpMinimize)
    problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
    out.append([pulp.LpStatus[problem.status], pulp.value(problem.objective)])
print(json.dumps(out))
"""


def highs(paths: list[Path]) -> list[list]:
    run = subprocess.run([sys.executable, "-c", READER, *map(str, paths)], capture_output=True, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def cbc(paths: list[Path]) -> list[list]:
    run = subprocess.run([sys.executable, "-c", CBC, *map(str, paths)], capture_output=True, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def model_of(matrix: list, lower: list, upper: list, gain: list, start: list, names: list | None = None) -> Model:
    m = len(gain)
    rows = Rows(
        csr_array(np.array(matrix, dtype=float).reshape(len(lower), m)),
        np.array(lower, dtype=float),
        np.array(upper, dtype=float),
        tuple(names or [RowName(Kind("rule", ("rule", str(i)), ())) for i in range(len(lower))]),
    )
    return Model(np.array(start), np.array(gain, dtype=float), 7.25, np.ones(m, dtype=bool), rows, 100.0)


def test_highs_finds_the_same_optimum_or_none_on_random_models(tmp_path: Path) -> None:
    models = [random_model(np.random.default_rng(1000 + k)) for k in range(60)]
    paths = [tmp_path / f"{k}.mps" for k in range(len(models))]
    for model, path in zip(models, paths, strict=True):
        write_mps(model, path, "Phương án thử")
    for model, (read, status, value, *_) in zip(models, highs(paths), strict=True):
        truth = best(model)
        assert "kOk" in read
        if truth is None:
            assert "nfeasible" in status
        else:
            assert status == "Optimal"
            assert value == pytest.approx(-truth, rel=1e-6, abs=1e-6)


def test_cbc_and_solve_agree(tmp_path: Path) -> None:
    models = [random_model(np.random.default_rng(2000 + k), people=6) for k in range(8)]
    paths = [tmp_path / f"{k}.mps" for k in range(len(models))]
    for model, path in zip(models, paths, strict=True):
        write_mps(model, path, "t")
    for model, (status, value) in zip(models, cbc(paths), strict=True):
        ours = solve(model, time_limit_s=10, relative_gap=1e-7, seed=1)
        assert (status == "Infeasible") == (ours.status is Status.INFEASIBLE)
        if ours.objective is not None:
            assert value == pytest.approx(-ours.objective, rel=1e-6, abs=1e-6)


def test_every_kind_of_row_and_odd_names(tmp_path: Path) -> None:
    names = [
        RowName(UNIT_MINIMUMS, ("Vụ Pháp chế & Đào tạo",)),
        RowName(Kind("odd", ("budget", "total_vnd"), (Dim.GROUP,)), ("  ",)),
        RowName(Kind("odd", ("a b\tc",), (Dim.GROUP,)), ("'\"$ RHS",)),
        RowName(Kind("odd", ("x" * 300,), (Dim.GROUP,)), ("y",)),
        RowName(Kind("odd", ("x" * 300,), (Dim.GROUP,)), ("z",)),
        RowName(Kind("odd", ("free",), ())),
    ]
    inf = float("inf")
    matrix = [[1, 0, 1, 0], [10**9, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 1, 1]]
    model = model_of(
        matrix, [1, -inf, 0, 1, 1, -inf], [2, 10**15, inf, 2, 1, inf], [3.5, 0, -0.0, 1 / 3], [0, 2, 4], names
    )
    assert len(set(row_names(model.rows))) == 6
    assert all(name.isascii() and " " not in name for name in row_names(model.rows))
    out = tmp_path / "odd.mps"
    write_mps(model, out, "Cắt giảm 20%: đến 2030\n*")
    words = out.read_text()
    assert words.splitlines()[0] == "NAME Cat_giam_20_den_2030"
    assert "-0\n" not in words and "r5" not in words and repr(-1 / 3) in words and "1000000000000000" in words
    ((read, status, value, columns, rows),) = highs([out])
    assert ("kOk" in read, status, columns, rows) == (True, "Optimal", 5, 9)
    assert value == pytest.approx(-best(model), abs=1e-9)  # type: ignore[operator]


def test_bounds_that_cross_nobody_allowed_and_no_objective(tmp_path: Path) -> None:
    crossed = model_of([[1, 0]], [2], [1], [1, 2], [0, 2])
    nothing = model_of([[1, 0]], [0], [1], [1, 2], [0, 2])
    nothing.allowed[:] = False
    aimless = model_of([[1, 0]], [1], [1], [0, 0], [0, 2])
    paths = [tmp_path / name for name in ("a.mps", "b.mps", "c.mps")]
    for model, path in zip((crossed, nothing, aimless), paths, strict=True):
        write_mps(model, path, "")
    answers = highs(paths)
    assert ["nfeasible" in a[1] for a in answers] == [True, True, False]
    assert answers[2][2] == -7.25


def test_numbers_keep_every_digit() -> None:
    assert [number(v) for v in (-0.0, 1e15, 0.1, 1e-300, -2.5, 2.0**60)] == [
        "0", "1000000000000000", "0.1", "1e-300", "-2.5", repr(2.0**60)
    ]  # fmt: skip


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "m.mps"
    out.write_text("old")
    model = model_of([[1, 0]], [1], [1], [0, 0], [0, 2])
    broken = Model(model.start, model.gain[:1], 0.0, model.allowed, model.rows, 1.0)
    with pytest.raises(IndexError):
        write_mps(broken, out, "t")
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]
