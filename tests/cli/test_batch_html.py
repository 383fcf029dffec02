"""`planner batch --html`: refused before any work where it cannot be written, told with the other files, made anew by `--resume`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import call, furnish


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster, a scenario, and a sweep of two runs."""
    folder = furnish(tmp_path_factory.mktemp("html"))
    (folder / "many.yaml").write_text("sweep: s.yaml\nvary: {objective.involuntary: [10, 60]}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("page", "words"),
    [("report.txt", "must end in .html"), ("nowhere/report.html", "nowhere"), ("out/many-0001/report.html", "a run's folder holds nothing but its plan")],
)
def test_a_page_that_cannot_be_written_is_refused_before_any_work(desk: Path, tmp_path: Path, page: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("batch", desk / "many.yaml", "--out", tmp_path / "out", "--html", tmp_path / page) == 2
    assert words in " ".join(capsys.readouterr().err.split()) and not (tmp_path / "out").exists()


def test_the_page_stands_beside_the_tables_and_is_made_anew(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, page = tmp_path / "out", tmp_path / "out" / "report.html"
    assert call("batch", desk / "many.yaml", "--out", out, "--html", page, "--json", "--lang", "vi") == 0
    assert json.loads(capsys.readouterr().out)["written"] == [str(out / "runs.csv"), str(page)]
    first = page.read_text(encoding="utf-8")
    assert '<html lang="vi">' in first and "many-0002" in first and page.stat().st_mode & 0o777 == 0o600
    page.unlink()
    assert call("batch", desk / "many.yaml", "--out", out, "--html", page, "--resume", "--quiet", "--lang", "vi") == 0
    shown = capsys.readouterr().out
    assert "Sau tên mỗi phương án là giá trị của: objective.involuntary" in shown and "many-0001:" in shown and "many-0002:" in shown
    assert "many-0001" in (again := page.read_text(encoding="utf-8")) and "many-0002" in again


def test_a_full_disk_leaves_the_tables_and_the_older_page(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from planner.report.batch_page import page as pages

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    (tmp_path / "r.html").write_text("older", encoding="utf-8")
    monkeypatch.setattr(pages, "batch_page", full)
    assert call("batch", desk / "many.yaml", "--out", tmp_path / "out", "--html", tmp_path / "r.html", "--quiet") == 2
    assert "r.html" in capsys.readouterr().err
    assert (tmp_path / "out" / "runs.csv").is_file() and (tmp_path / "r.html").read_text(encoding="utf-8") == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "r.html"]
