"""The app without a browser: `AppTest`, a runs folder of its own, and plans laid there beforehand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from planner.service.workspace.rights import Actor, Role
from planner.service.workspace.workspace import Workspace
from planner.ui import access
from planner.ui.session import rosters, state
from tests.service.workspace.access.provider import claims, id_of, put_secrets
from tests.ui.seen import ELEMENTS, PRESSED, drawn_here, said_in

ROOT = Path(__file__).resolve().parents[2]
CHIEF = Actor(id_of("chief"), frozenset(Role))


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once() -> Iterator[None]:
    """Each `AppTest` reads of every installed package whether it brings components of Streamlit's: half of a page's time, for one answer."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def runs(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("app") / "runs"


@pytest.fixture(scope="session")
def plans(runs):
    """Three plans of the sample ministry as commands leave them: 20 per cent, 25 per cent, and an impossible one."""
    from planner.roster.read import read_roster
    from planner.scenario.load import load_scenario, scenario_from
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    base = load_scenario(ROOT / "scenarios" / "base_2030.yaml")
    roster = read_roster(ROOT / "data" / "ministry.xlsx")
    for name, share in (("twenty", 0.20), ("more", 0.25), ("impossible", 0.95)):
        periods = [*base.data["periods"][:-1], {**base.data["periods"][-1], "reduction_at_least": share}]
        loaded = scenario_from({**base.data, "title": f"Plan {name}", "periods": periods}, name=f"{name}.yaml")
        save_run(make_run(Request(loaded, roster, lang="vi")), runs / name, "vi", workbook=False)
    return ["runs/twenty", "runs/more", "runs/impossible"]


def done_here(kind, task, limit_s=0.0, *, quick=False):
    """Stands for `workers.work`: the task is done here and now instead of in a worker, which has tests of its own."""
    from planner.core.errors import InputError
    from planner.service.jobs.state import JobState, Phase, new_id, problem_records
    from planner.service.jobs.tasks import TASKS
    from planner.ui.session import paths

    folder = paths.app_runs() / new_id()
    folder.mkdir(parents=True)
    try:
        TASKS[kind]({**task, "kind": kind, "folder": str(folder)}, lambda said: None)
    except InputError as error:
        return folder, JobState("x", kind, kind, Phase.REFUSED, problems=tuple(problem_records(error.problems)))
    return folder, JobState("x", kind, kind, Phase.DONE)


@pytest.fixture
def app(runs, monkeypatch):
    """Open the app: `app("plan", lang="en", run="runs/twenty")` gives the page as drawn; user: what the provider says of who signed in."""
    from streamlit.testing.v1 import AppTest

    from planner.ui import access, navigation
    from planner.ui.elements import made
    from planner.ui.session import state, workers

    monkeypatch.setenv("PLANNER_RUNS", str(runs))
    monkeypatch.setenv("PLANNER_KEYS", str(runs.with_name("keys")))
    monkeypatch.setattr(state, "own_key", lambda: "")  # there is no browser
    monkeypatch.setattr(access, "visitors_address", lambda: None)
    monkeypatch.setattr(workers, "WARM_UP_AFTER_S", 3600.0)
    monkeypatch.setattr(workers, "work", done_here)
    monkeypatch.setattr(made, "draw", drawn_here)
    ELEMENTS.clear()
    PRESSED.clear()

    def open_page(page: str = "data", user: dict | None = None, **query: str):
        monkeypatch.setattr(navigation, "PAGES", sorted(navigation.PAGES, key=lambda known: known.name != page))
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if user is not None:
            at.user = user
        for name, value in query.items():
            at.query_params[name] = value
        return at.run()

    return open_page


Filler = Callable[[Workspace], None]


def nothing(workspace: Workspace) -> None:
    """Fill a workspace with nothing but its database."""
    workspace.listed(CHIEF)


@pytest.fixture(scope="session")
def sample_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results in which the sample was read, to be copied: reading it takes longer than most pages."""
    folder = tmp_path_factory.mktemp("sample") / "runs"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANNER_RUNS", str(folder))
        assert rosters.sample()[0] is not None
    return folder


@pytest.fixture(scope="session")
def templates() -> dict[Filler, Path]:
    """Installations that were filled once and are copied from then on, by what fills them."""
    return {}


@pytest.fixture
def installed(
    templates: dict[Filler, Path],
    sample_read: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Filler], Workspace]:
    """A workspace of the test's own where people sign in, filled as a function says: a copy of one that was filled once."""
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    put_secrets(tmp_path / "secrets.toml", monkeypatch)

    def copied(fill: Filler) -> Workspace:
        if fill not in templates:
            first = tmp_path_factory.mktemp("house")
            shutil.copytree(sample_read, first / "runs")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PLANNER_RUNS", str(first / "runs"))
                patch.setenv("PLANNER_KEYS", str(first / "keys"))
                fill(Workspace.of_installation())
            templates[fill] = first
        shutil.copytree(templates[fill], tmp_path, dirs_exist_ok=True)
        return Workspace.of_installation()

    return copied


@pytest.fixture
def house(installed: Callable[[Filler], Workspace]) -> Workspace:
    """An empty workspace of the test's own where people sign in."""
    return installed(nothing)


@pytest.fixture
def enter(house: Workspace, app, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Open the app as somebody with roles."""
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))  # `app` has named its own
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    monkeypatch.setattr(state, "own_key", access.own_key)
    access._ended.clear()

    def open_as(name: str, *roles: Role, page: str = "workspace", unit: str | None = None, hours_ago: float = 0.0, **query: str):
        house.grant(CHIEF, id_of(name), frozenset(roles), unit)
        asked = {"lang": "en", **query}
        return app(page, user=claims(name, hours_ago), **{key: value for key, value in asked.items() if value is not None})

    return open_as


@pytest.fixture
def files(monkeypatch):
    """The files that the page offers, by the names of their buttons: (what makes it, its name). A button stands for each, since
    these tests have no browser."""
    offered: dict = {}

    def drawn(label, content, file, *, key, on_click, **more):
        offered[key] = content, file
        access.st.button(label, key=key, on_click=on_click, **more)

    for page in ("exports", "own_unit"):
        monkeypatch.setattr(f"planner.ui.pages.workspace.{page}.download", drawn)
    return offered


def words(at) -> str:
    """Everything that stands on the page as text."""
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.text, at.info, at.success, at.toast, at.warning, at.error)
    shown = [element.value for kind in kinds for element in kind]
    metrics = [f"{m.label} {m.value} {m.delta}" for m in at.metric]
    buttons = [button.label for button in at.button]
    return "\n".join([*shown, *metrics, *buttons, *said_in(list(ELEMENTS.values()))])


def figure(at, label: str) -> str:
    """The large figure of a label, as written."""
    said = [m.value for m in at.markdown]
    return said[said.index(label) + 1].strip("*").replace("\\", "")


def open_part(at, key: str, part: str):
    """Open a part of a page by its segmented control, whose key starts with `key`."""
    control = next(c for c in at.segmented_control if c.key.startswith(key))
    return control.set_value(part).run()
