"""A sealed plan holds on another machine, and whatever was changed of it is said: bytes, members, signer, law, decisions."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from planner.core.errors import InputError
from planner.core.signing.keys import installation_key
from planner.service.manifest import write_manifest
from planner.service.run import run_with
from planner.service.saved_runs import save_run
from planner.service.sealing import archive, sealed
from planner.service.sealing.sealed import check_sealed, seal
from tests.builder import roster_of, run_of, target

pytestmark = pytest.mark.usefixtures("keys")
PEOPLE = ({}, {"rating_1": "completed"}, {"full_name": "=1+1"}, {}, {"rating_2": "completed"})
CHANGED = 150


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small plan's folder."""
    save_run(run_of(roster_of(*PEOPLE), periods=target(0.2)), tmp_path / "plan")
    return tmp_path / "plan"


def rezipped(file: Path, change) -> Path:
    """The archive again with members changed by `change(dict of name -> bytes)`."""
    with zipfile.ZipFile(file) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    out = file.with_name("changed.plan")
    with zipfile.ZipFile(out, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    return out


def words(found) -> str:
    return "\n".join(each.sentence("en") for each in (*found.breaches, *([found.difference] if found.difference else [])))


@pytest.mark.parametrize("goal", [0.2, 1.0])
def test_a_sealed_plan_holds_and_comes_out_again_also_an_impossible_one(tmp_path, goal):
    run = run_of(roster_of(*PEOPLE), periods=target(goal), keep={"people": ["P01"]})
    save_run(run, tmp_path / "plan")
    seal(tmp_path / "plan", tmp_path / "x.plan")
    shutil.rmtree(tmp_path / "plan")
    found = check_sealed(tmp_path / "x.plan")
    assert found.holds, words(found)
    assert found.status == run.plan.status.value
    assert (tmp_path / "x.plan").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_does_not_hold_is_not_sealed(plan, tmp_path):
    (plan / "decisions.csv").write_text("x")
    with pytest.raises(InputError, match=r"decisions\.csv.*changed after the plan was written"):
        seal(plan, tmp_path / "x.plan")
    assert not (tmp_path / "x.plan").exists()


def test_every_changed_byte_of_the_content_is_said(plan, tmp_path):
    file, changed = tmp_path / "x.plan", tmp_path / "changed.plan"
    seal(plan, file)
    content, rng, refused = file.read_bytes(), random.Random(5), 0
    with zipfile.ZipFile(file) as made:  # what a ZIP says beside its members (times, system) is nobody's content
        members = {name: made.read(name) for name in made.namelist() if not name.startswith("seal.")}
        spans = [(at.header_offset + 30 + len(at.filename), at.compress_size) for at in made.infolist()]
    for _ in range(CHANGED):
        start, size = rng.choice(spans)
        at = start + rng.randrange(size)
        changed.write_bytes(content[:at] + bytes([content[at] ^ (1 + rng.randrange(255))]) + content[at + 1 :])
        try:
            with archive.opened_archive(changed) as opened:
                assert members == {p.relative_to(opened.folder).as_posix(): p.read_bytes() for p in opened.folder.rglob("*") if p.is_file()}
        except InputError:
            refused += 1
    assert refused > 0.9 * CHANGED, "what fills a compressed member's last byte, or tells of a code that it does not use, changes nothing"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m.update({"plan/more.txt": b"x"}), "other members"),
        (lambda m: m.pop("plan/decisions.csv"), "other members"),
        (
            lambda m: m.update({"plan/decisions.csv": m["plan/decisions.csv"] + b" "}),
            r"plan/decisions\.csv in the file is not what was signed",
        ),
        (
            lambda m: m.update({"seal.json": m["seal.json"].replace(b'"seed": 1', b'"seed": 2')}),
            "the signature is not that of this content",
        ),
        (lambda m: m.update({"seal.json": m["seal.json"].replace(b'"format": 1', b'"format": 7')}), "sealed in the form 7"),
        (lambda m: m.update({"seal.sig": b"00"}), "the signature is not that of this content"),
        (lambda m: m.pop("seal.sig"), "no sealed plan"),
        (lambda m: m.update({"seal.json": b"[" * 100_000}), "no sealed plan"),
        (lambda m: m.update({"seal.json": b" " * (archive._LARGEST_SEAL + 9)}), "no sealed plan"),
    ],
)
def test_a_changed_member_is_named(plan, tmp_path, change, said):
    seal(plan, tmp_path / "x.plan")
    with pytest.raises(InputError, match=said):
        check_sealed(rezipped(tmp_path / "x.plan", change))


def test_two_members_of_one_name_are_refused(plan, tmp_path):
    seal(plan, tmp_path / "x.plan")
    with zipfile.ZipFile(tmp_path / "x.plan", "a") as made, pytest.warns(UserWarning):
        made.writestr("plan/decisions.csv", b"other")
    with pytest.raises(InputError, match="other members"):
        check_sealed(tmp_path / "x.plan")


def test_names_that_lead_out_of_the_folder_are_refused_even_signed(plan, tmp_path):
    archive.write_archive({"plan/../../out.txt": plan / "plan.json"}, {}, tmp_path / "x.plan")
    with pytest.raises(InputError, match="no sealed plan"):
        check_sealed(tmp_path / "x.plan")
    assert not (tmp_path / "out.txt").exists()


def test_a_member_larger_than_it_is_listed_is_not_unpacked(plan, tmp_path, monkeypatch):
    big = tmp_path / "big"
    big.write_bytes(b"0" * 3_000_000)
    archive.write_archive({"plan/big.bin": big}, {}, tmp_path / "x.plan")
    monkeypatch.setattr(archive, "_MOST_BYTES", 2_000_000)
    with pytest.raises(InputError, match="no sealed plan"):
        check_sealed(tmp_path / "x.plan")


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_said(tmp_path, content):
    (tmp_path / "x.plan").write_bytes(content)
    with pytest.raises(InputError, match="no sealed plan"):
        check_sealed(tmp_path / "x.plan")


def test_another_key_signs_another_name_and_forged_decisions_are_found(plan, tmp_path, monkeypatch):
    seal(plan, tmp_path / "x.plan")
    mine = check_sealed(tmp_path / "x.plan").signer
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "other"))
    file = plan / "decisions.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",retain,", ",immediate_separation,", 1), encoding="utf-8")
    write_manifest(plan)
    seal(plan, tmp_path / "forged.plan")
    found = check_sealed(tmp_path / "forged.plan")
    assert found.signer != mine and found.breaches and not found.holds


def test_a_lawful_plan_that_planning_does_not_come_to_is_said_with_its_first_difference(tmp_path):
    best = run_of(roster_of(*PEOPLE), periods=target(0.2))
    options = best.instance.options
    leaver = int(best.decisions["decision"].ne("retain").to_numpy().argmax())
    other = 0
    choice = best.plan.chosen.copy()
    decision = options.decision[choice[leaver]]
    stay = options.decision[choice[other]]
    choice[leaver] = np.flatnonzero((options.person == leaver) & (options.decision == stay))[0]
    choice[other] = np.flatnonzero(
        (options.person == other) & (options.decision == decision) & (options.period == options.period[best.plan.chosen[leaver]])
    )[0]
    save_run(run_with(best, choice), tmp_path / "plan")
    seal(tmp_path / "plan", tmp_path / "x.plan")
    found = check_sealed(tmp_path / "x.plan")
    assert not found.breaches and "planning again comes to" in words(found)


def test_another_number_of_the_law_is_named(plan, tmp_path, monkeypatch):
    seal(plan, tmp_path / "x.plan")
    here = tmp_path / "law"
    shutil.copytree(sealed.LAW, here)
    one = sorted(here.rglob("*.yaml"))[0]
    one.write_text(one.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    sorted(here.rglob("*.yaml"))[1].unlink()
    (here / "new.yaml").write_text("x: 1\n")
    monkeypatch.setattr(sealed, "LAW", here)
    said = words(check_sealed(tmp_path / "x.plan"))
    assert "is another one in this program" in said and "is not known to this program" in said and "that the file does not" in said


def test_the_same_plan_is_the_same_file_but_for_the_time(plan, tmp_path):
    seals = [seal(plan, tmp_path / name) for name in ("a.plan", "b.plan")]
    assert all({**one, "sealed_at": ""} == {**seals[0], "sealed_at": ""} for one in seals)
    assert json.dumps(seals[0]["files"]) == json.dumps(seals[1]["files"])


def test_a_key_is_made_once_for_its_owner_only(keys):
    first, again = installation_key(), installation_key()
    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert keys.stat().st_mode & 0o777 == 0o700 and [p.stat().st_mode & 0o777 for p in keys.iterdir()] == [0o600]


def test_a_key_that_others_may_read_is_refused(keys):
    installation_key()
    (keys / "installation.pem").chmod(0o640)
    with pytest.raises(InputError, match="others than its owner may read"):
        installation_key()


@pytest.mark.parametrize("content", ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "x" * 20_000])
def test_what_is_no_key_is_refused_and_kept(keys, content):
    installation_key()
    (keys / "installation.pem").write_text(content)
    with pytest.raises(InputError, match="not this installation's key"):
        installation_key()
    assert (keys / "installation.pem").read_text() == content
