"""Memory is looked through while nobody draws, and not by Streamlit after every drawing."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from planner.ui import memory
from tests.builder import ROOT


class Left:
    """Something that keeps itself alive."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def tidy(monkeypatch: pytest.MonkeyPatch) -> Iterator[memory.Tidy]:
    """What has just looked through everything, where Python itself never does."""
    gc.collect()
    gc.disable()
    monkeypatch.setattr(memory, "ENOUGH", 0)
    monkeypatch.setattr(memory, "PAUSE_S", 0.0)
    yield memory.Tidy()
    gc.enable()


def test_what_is_left_goes_once_nobody_draws_for_a_while(tidy: memory.Tidy) -> None:
    left = weakref.ref(Left())
    drawn = threading.Event()
    drawing = threading.Thread(target=drawn.wait, name=memory.SCRIPT)
    drawing.start()
    assert [tidy.step() for _ in range(2 * memory.STILL)] == [False] * 2 * memory.STILL and left() is not None
    drawn.set()
    drawing.join()
    assert [tidy.step() for _ in range(memory.STILL)] == [False] * (memory.STILL - 1) + [True] and left() is None


def test_where_nothing_was_made_nothing_is_looked_for(tidy: memory.Tidy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ENOUGH", 3)
    assert not any(tidy.step() for _ in range(2 * memory.STILL))
    for _ in range(3):
        gc.collect(0)
    monkeypatch.setattr(memory, "PAUSE_S", 3600.0)
    assert not tidy.step()
    monkeypatch.setattr(memory, "PAUSE_S", 0.0)
    assert tidy.step() and not tidy.step()


def test_this_streamlit_draws_in_threads_of_that_name_and_leaves_memory_alone() -> None:
    import inspect
    import tomllib

    from streamlit.runtime.scriptrunner import script_runner

    assert f'"{memory.SCRIPT}"' in inspect.getsource(script_runner.ScriptRunner)
    assert 'get_option("runner.postScriptGC")' in inspect.getsource(script_runner.ScriptRunner)
    assert tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["runner"]["postScriptGC"] is False
