"""Help, usage errors and options that stand anywhere, in both languages; and what starting costs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from planner.cli.commands import app
from planner.core.texts import LANGUAGES, has, text
from planner.core.version import __version__
from tests.builder import ROOT
from tests.cli.desk import call, furnish

COMMANDS: dict[str, Any] = dict(get_command(app).commands)  # type: ignore[attr-defined]
EVERY = COMMANDS | {f"{group} {name}": each for group, inner in COMMANDS.items() for name, each in getattr(inner, "commands", {}).items()}
"""With those of groups: "audit verify"."""
ENGLISH = re.compile(r"\b(Usage|Options|Arguments|Commands|Show this message|Missing|Error|required|default)\b")


def key_of(command: str, name: str) -> str | None:
    """The catalogue's key of an argument's help."""
    block = command.replace("-", "_").replace(" ", "_")
    return next((key for key in (f"help.{block}.{name}", f"help.any.{name}") if has(key)), None)


@pytest.mark.parametrize("command", EVERY)
def test_every_command_argument_and_option_has_its_help_in_both_languages(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["about", *(param.name for param in EVERY[command].params)]
    assert not [name for name in names if key_of(command, name) is None]
    for lang in LANGUAGES:
        assert call(*command.split(), "--help", "--lang", lang) == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert all(text(str(key_of(command, name)), lang) in shown for name in names)
        assert lang == "en" or not ENGLISH.search(shown)


def test_no_help_is_of_a_command_that_is_gone() -> None:
    from planner.core.texts import room

    blocks = {key.split(".")[0] for key in room("help")}
    assert blocks == {"planner", "any", *(name.replace("-", "_").replace(" ", "_") for name in EVERY)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_lists_the_commands_and_fits_80_columns(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--help", "--lang", lang) == 0
    shown = capsys.readouterr().out
    assert all(re.search(rf"^  {command} ", shown, re.MULTILINE) for command in COMMANDS)
    assert max(map(len, shown.splitlines())) <= 80
    assert ("Các lệnh:" in shown) == (lang == "vi") and "--install-completion" in shown


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "--json"], ["--json", "--version"], ["--lang", "vi", "--version"]])
def test_the_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*arguments) == 0
    shown = capsys.readouterr().out
    assert json.loads(shown) == {"version": __version__} if "--json" in arguments else shown == f"planner {__version__}\n"


USAGE = [
    (["solve"], "SCENARIO.yaml: this argument is missing", "SCENARIO.yaml: thiếu tham số này"),
    (["solve", "s.yaml"], "--out: this option is missing", "--out: thiếu tùy chọn bắt buộc này"),
    (["solve", "s.yaml", "--out"], "--out: a value is missing", "--out: thiếu giá trị"),
    (["solve", "s.yaml", "--out", "x", "--tim-limit", "3"], "--tim-limit: there is no such option; did you mean --time-limit?", "có phải ý bạn là --time-limit?"),
    (["solve", "s.yaml", "--out", "x", "--zzz"], "--zzz: there is no such option", "--zzz: không có tùy chọn này"),
    (["solve", "s.yaml", "--out", "x", "--time-limit", "soon"], "soon will not do; a number from 0 is wanted", "soon không hợp lệ; cần một số từ 0"),
    (["check", "a", "b"], "b: this is one argument too many for planner check", "b: planner check không nhận thêm tham số này"),
    (["check", "roster.csv", "--quiet=3"], "--quiet: this option stands alone", "--quiet: tùy chọn này đứng một mình"),
    (["slove", "s.yaml"], "slove: there is no such command; did you mean planner solve?", "slove: không có lệnh này; có phải ý bạn là planner solve?"),
    (["conquer"], "conquer: there is no such command", "conquer: không có lệnh này"),
    (["batch", "s.yaml", "--out", "x", "--workers", "0"], "0 will not do; a whole number from 1", "0 không hợp lệ; cần số nguyên từ 1"),
    (["repair", "d", "one", "--out", "x.yaml"], "N: one is no whole number", "N: one không phải số nguyên"),
    (["benefits", "r.csv", "--leave-on", "1/7/2027", "--out", "b.csv"], "1/7/2027 is no date", "1/7/2027 không phải ngày"),
    (["benefits", "r.csv", "--leave-on", "2027-07-01", "--regime", "nd155", "--out", "b.csv"], "did you mean nd154?", "có phải ý bạn là nd154?"),
]


@pytest.mark.parametrize(("arguments", "english", "vietnamese"), USAGE, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "")
def test_wrong_arguments_are_said_in_the_chosen_language(arguments: list[str], english: str, vietnamese: str, capsys: pytest.CaptureFixture[str]) -> None:
    for lang, words in (("en", english), ("vi", vietnamese)):
        for whole in (["--lang", lang, *arguments], [*arguments, f"--lang={lang}"]):
            if whole[-2:-1] == ["--out"]:
                continue  # what follows would be its value
            assert call(*whole) == 2
            shown = capsys.readouterr()
            assert words in shown.err and not shown.out
            assert lang == "en" or not ENGLISH.search(shown.err)


@pytest.mark.parametrize("arguments", [["--lang", "fr", "check", "x"], ["check", "x", "--lang", "fr"]])
def test_a_language_that_there_is_not(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*arguments) == 2
    assert "--lang: there is no language fr; it is vi or en" in capsys.readouterr().err


def test_the_language_of_the_environment_holds_until_an_option_says_otherwise(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PLANNER_LANG", "vi")
    assert call("check", "none.xlsx") == 2 and call("check", "none.xlsx", "--lang", "en") == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "Không tìm thấy" in first and "There is no file" in second


def test_what_stands_after_two_dashes_is_no_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(furnish(tmp_path))
    assert call("check", "--", "--json") == 2
    assert "--json" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_options_and_languages(shell: str) -> None:
    def completed(line: str) -> str:
        words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1), "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        done = subprocess.run(
            [sys.executable, "-c", "from planner.cli import main; main()"], env={"_PLANNER_COMPLETE": f"complete_{shell}", "PATH": "/usr/bin", **words}, cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.stdout

    assert "solve" in completed("planner so") and "--time-limit" in completed("planner solve --ti") and "vi" in completed("planner --lang v")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["solve", "--help"], ["slove"]])
def test_what_needs_no_figures_starts_without_their_libraries(arguments: list[str]) -> None:
    script = "import sys; from planner.cli.main import run; run(sys.argv[1:]); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert loaded and not loaded & {"pandas", "numpy", "ortools", "openpyxl", "rich", "ruamel.yaml", "planner.scenario.model"}
