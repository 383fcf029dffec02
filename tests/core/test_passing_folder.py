"""What stands in a passing folder goes with its process, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from planner.core.folders import passing_folder

WAITS = "import sys; from planner.core.folders import passing_folder\nwith passing_folder() as folder:\n    (folder / 'names').write_text('x'); print(folder, flush=True); sys.stdin.read()"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files of the test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_it_is_for_its_owner_only_and_goes_with_the_block(place: Path) -> None:
    with passing_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700 and folder.parent == place
        with passing_folder() as another:
            assert folder.is_dir() and another != folder
    with pytest.raises(ValueError, match="x"), passing_folder() as folder:
        raise ValueError("x")
    assert not list(place.iterdir())


def test_what_a_killed_process_left_goes_with_the_next_and_nothing_of_a_living_one(place: Path) -> None:
    made = [subprocess.Popen([sys.executable, "-c", WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    folders = [Path(each.stdout.readline().strip()) for each in made if each.stdout is not None]
    made[0].send_signal(signal.SIGKILL)
    made[0].wait()
    assert all((folder / "names").is_file() for folder in folders)
    with passing_folder():
        assert not folders[0].exists() and (folders[1] / "names").is_file()
    made[1].communicate("")
    assert not folders[1].exists()


def test_nothing_but_such_a_folder_of_this_account_is_removed(place: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = f"planner-passing-{ended.pid}-abcdefgh"
    (place / "kept").mkdir()
    (place / "kept" / "file").write_text("x")
    (place / name).symlink_to(place / "kept")
    (place / f"planner-passing-{ended.pid}-abcdefg").mkdir()
    with passing_folder():
        pass
    assert (place / "kept" / "file").is_file() and (place / name).is_symlink() and (place / f"planner-passing-{ended.pid}-abcdefg").is_dir()


def test_a_place_that_cannot_be_listed_takes_one(place: Path) -> None:
    if os.getuid() == 0:
        pytest.skip("root lists every folder")
    place.chmod(0o300)
    with passing_folder() as folder:
        assert folder.is_dir()
    place.chmod(0o700)
