"""A plan's list of files is signed by the installation: whoever makes it anew without the key is found, or named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.core.errors import InputError
from planner.core.signing.keys import fingerprint
from planner.roster.corrections import apply, read_corrections, write_corrections
from planner.roster.people.correction import Correction
from planner.service import manifest
from planner.service.manifest import MANIFEST, read_manifest, write_manifest
from planner.service.saved_runs import INPUTS, LEDGER, load_run, save_run
from planner.service.verification import verify_folder
from tests.builder import roster_of, run_of, target
from tests.cli.desk import call, furnish

pytestmark = pytest.mark.usefixtures("keys")
PEOPLE = ({}, {"rating_1": "completed"}, {}, {"rating_2": "completed"})
BY = Correction("P01", "step", "", "5", True, "Lan", "2026-11-22T04:00:00+00:00", "app", "r", "https://login#lan")
NOWHERE = "/proc/no-keys-here"
"""A folder that nobody can make."""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small plan of a corrected roster."""
    made, _ = apply(roster_of(*PEOPLE), [BY])
    assert made is not None
    save_run(run_of(made, periods=target(0.25), corrections="c.csv"), tmp_path / "plan", workbook=False)
    return tmp_path / "plan"


def listed_anew(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """The list changed, and its own hash made anew by somebody who has not the key."""
    body = {key: value for key, value in read_manifest(folder).items() if key != "sha256"}
    change(body)
    (folder / MANIFEST).write_text(manifest._written(body), encoding="utf-8")


def stripped(body: dict[str, Any]) -> None:
    """Take the signature out of a list."""
    del body["signer"], body["signature"]


def of_version(version: str) -> Callable[[dict[str, Any]], None]:
    """As a list of that version was, unsigned."""
    return lambda body: (stripped(body), body.update(planner=version))[1]


def keys_of(folder: Path) -> list[str]:
    return [fault.message.key for fault in verify_folder(folder)]


def test_a_plan_is_signed_by_the_installation_that_wrote_it(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    key = fingerprint(read_manifest(plan)["signer"])
    assert call("verify", plan, "--key", key) == 0
    told = capsys.readouterr().out
    assert f"Signed by this installation (key {key})" in told and "1 signed by this installation" in told and "decided by https://login#lan" in told
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "other"))
    assert call("verify", plan, "--lang", "vi") == 0 and f"Do khóa khác ký: {key}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["files"].update({"decisions.csv": "0" * 64}),
        lambda body: body.update(planner="9.9"),
        lambda body: body.update(law_sha256="0" * 64),
        lambda body: body.update(signature="0" * 128),
        lambda body: body.update(signature=body["signature"].upper()),
        lambda body: body.update(signer="0" * 64),
        lambda body: body.update(signer="", signature=""),
    ],
)  # fmt: skip
def test_a_list_that_was_made_anew_without_the_key_is_refused_by_whatever_reads_it(plan: Path, change: Callable[[dict[str, Any]], Any], capsys: pytest.CaptureFixture[str]) -> None:
    listed_anew(plan, change)
    with pytest.raises(InputError, match="does not bear the signature of whoever wrote it"):
        load_run(plan)
    assert keys_of(plan) == ["files.signature_wrong"] and call("verify", plan) == 1
    assert "does not bear the signature" in capsys.readouterr().out


@pytest.mark.parametrize("gone", ["signer", "signature"])
def test_half_a_signature_is_a_broken_list(plan: Path, gone: str) -> None:
    listed_anew(plan, lambda body: body.pop(gone))
    assert keys_of(plan) == ["files.manifest_broken"]


def test_a_signature_that_was_taken_away_is_missed(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed_anew(plan, stripped)
    assert load_run(plan).solved  # older plans are read
    assert call("verify", plan) == 1
    told = capsys.readouterr().out
    assert "bears no signature, though this version signs what it writes" in told and "Unsigned: written by an older version" in told


def test_a_plan_of_an_older_version_is_read_and_said_to_be_unsigned(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed_anew(plan, of_version("0.1.0"))
    assert load_run(plan).solved and call("verify", plan) == 1
    told = capsys.readouterr().out
    assert "0.1.0" in told and "Unsigned: written by an older version" in told


def test_whoever_signs_a_changed_plan_with_another_key_is_named(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ours = fingerprint(read_manifest(plan)["signer"])
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "other"))
    write_manifest(plan)
    theirs = fingerprint(read_manifest(plan)["signer"])
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    assert call("verify", plan) == 0 and f"Signed by another key: {theirs}" in capsys.readouterr().out
    assert call("verify", plan, "--key", ours) == 1 and f"signed by the key {theirs}, not by {ours}" in capsys.readouterr().out


def test_a_ledger_in_a_plan_that_lost_its_signatures_or_its_author_is_found(plan: Path) -> None:
    file = plan / INPUTS / LEDGER
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("https://login#lan", "https://login#minh"), encoding="utf-8")
    write_manifest(plan)
    with pytest.raises(InputError, match="the signature is not that of this line"):
        verify_folder(plan)
    file.write_text("".join(",".join(line.split(",")[:-3]) + "\n" for line in whole.splitlines()), encoding="utf-8")
    write_manifest(plan)
    assert [entry.signer for entry in read_corrections(file)] == [""] and keys_of(plan) == ["corrections.signature_gone"]


def test_a_plan_that_was_written_where_no_key_can_be_kept_is_unsigned_and_holds_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PLANNER_KEYS", NOWHERE)
    save_run(run_of(roster_of(*PEOPLE), periods=target(0.25)), tmp_path / "plan", workbook=False)
    assert "signer" not in read_manifest(tmp_path / "plan")
    assert call("verify", tmp_path / "plan") == 0 and "Unsigned" in capsys.readouterr().out
    assert call("verify", tmp_path / "plan", "--key", "ab12") == 1 and "bears no signature, where that of the key ab12" in capsys.readouterr().out


def test_verify_says_who_signed_the_lines_of_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = tmp_path / "c.csv"
    furnish(tmp_path)
    write_corrections([BY], ledger)
    assert call("verify", ledger) == 0 and "one entry; 1 signed by this installation" in capsys.readouterr().out
    assert call("verify", ledger, "--key", "ab12") == 1 and "not by ab12" in capsys.readouterr().out
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("#lan", "#minh"), encoding="utf-8")
    assert call("verify", ledger, "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert call("verify", tmp_path / "roster.csv") == 2
    assert said["holds"] is False and said["ledger"] is None and "signature" in said["breaches"][0]["message"]


def test_the_same_plan_by_the_same_installation_is_the_same_list(plan: Path) -> None:
    before = (plan / MANIFEST).read_bytes()
    copy = plan.with_name("copy")
    shutil.copytree(plan, copy)
    write_manifest(copy)
    assert (copy / MANIFEST).read_bytes() == before


def test_a_key_that_will_not_do_is_told_before_anything_is_planned(tmp_path: Path, keys: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(tmp_path)
    monkeypatch.setattr("planner.service.run.make_run", None)
    keys.mkdir()
    (keys / "installation.pem").write_text("no key", encoding="utf-8")
    (keys / "installation.pem").chmod(0o600)
    assert call("solve", tmp_path / "s.yaml", "--out", tmp_path / "plan") == 2 and "this is not this installation's key" in capsys.readouterr().err
    assert not (tmp_path / "plan").exists()


def test_where_no_key_can_be_kept_a_command_plans_and_says_that_it_is_unsigned(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(tmp_path)
    monkeypatch.setenv("PLANNER_KEYS", NOWHERE)
    assert call("solve", tmp_path / "s.yaml", "--out", tmp_path / "plan") == 0
    assert f"It will be unsigned: no key can be kept in {NOWHERE}" in capsys.readouterr().err
