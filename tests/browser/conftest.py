"""The real app in a real Chromium. Without one the tests are skipped, and the summary of the run says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from planner.core.texts import text
from tests.browser.driving import FIGURES, ROOT, chromium_path, drawn, free_port
from tests.browser.driving import server as serving
from tests.browser.provider import PASSWORD, Provider, provider

SLOW_MS = 60_000


@pytest.fixture(scope="session")
def runs(tmp_path_factory):
    """The app's folder of results."""
    return tmp_path_factory.mktemp("browser") / "runs"


@pytest.fixture(scope="session")
def running(runs, tmp_path_factory):
    """A running app with an empty folder of results."""
    with serving(runs, tmp_path_factory.mktemp("log") / "server.log") as served:
        yield served


@pytest.fixture(scope="session")
def server(running):
    """The address of the running app."""
    return running.address


@pytest.fixture(scope="session")
def planned(runs):
    """A plan of the sample ministry as a command leaves it, for tests that begin with one: the query of its address."""
    from planner.roster.read import read_roster
    from planner.scenario.load import load_scenario
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    loaded = load_scenario(ROOT / "scenarios" / "base_2030.yaml")
    save_run(make_run(Request(loaded, read_roster(ROOT / "data" / "ministry.xlsx"), lang="vi")), runs / "base", "vi", workbook=False)
    return "run=runs/base"


@pytest.fixture(scope="session")
def browser():
    path = chromium_path()
    if path is None:
        pytest.skip("NO CHROMIUM on this machine: the browser tests did not run (apt-get install chromium, or playwright install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser, server):
    """A fresh page on a laptop's screen; when the test ends, nothing may have been asked of another machine."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    outside = [url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))]
    assert not outside, f"requests left this machine: {outside[:5]}"


@pytest.fixture
def session(page, server, planned, lang):
    """A session that stands at a plan of 20 per cent."""
    from tests.browser.test_whole_session import Session

    page.goto(f"{server}/plan?lang={lang}&{planned}")
    page.locator(FIGURES).first.wait_for()
    opened = Session(page, server, lang)
    opened.quiet()
    return opened


ACCOUNTS = ("chief", "lan", "hai", "ba", "vy", "nobody")


@dataclass(frozen=True)
class House:
    """An app where people sign in, and its provider."""

    address: str
    provider: Provider


@pytest.fixture(scope="module")
def house(planned, runs, tmp_path_factory) -> Iterator[House]:
    """A running app with a plan that a command made, a provider that knows everybody, and commands of the same installation."""
    place, port = tmp_path_factory.mktemp("signing-in"), free_port()
    address = f"http://127.0.0.1:{port}"
    with provider(address, ACCOUNTS, place / "provider.log") as made, pytest.MonkeyPatch.context() as patch:
        secrets = place / "secrets.toml"
        secrets.write_text(made.secrets_toml(address), encoding="utf-8")
        secrets.chmod(0o600)
        (place / "runs").mkdir()
        (place / "runs" / "base").symlink_to(runs / "base", target_is_directory=True)
        own = {"PLANNER_RUNS": str(place / "runs"), "PLANNER_KEYS": str(place / "keys"), "PLANNER_SECRETS": str(secrets)}
        for name, value in own.items():
            patch.setenv(name, value)
        with serving(place / "runs", place / "server.log", port, **own):
            yield House(address, made)


@pytest.fixture
def enter(browser, house) -> Iterator[Callable[..., Any]]:
    """Sign in as somebody in a browser of their own; the page that they come to. listens: told of the page before it is opened."""
    from playwright.sync_api import expect

    contexts = []

    def sign_in(name: str, page: str = "workspace", lang: str = "en", listens: Callable[[Any], None] | None = None) -> Any:
        context = browser.new_context(viewport={"width": 1366, "height": 900}, accept_downloads=True)
        contexts.append(context)
        opened = context.new_page()
        opened.set_default_timeout(60_000)
        if listens is not None:
            listens(opened)
        door = text("signin.door.sign_in", lang)
        opened.goto(f"{house.address}/{page}?lang={lang}")
        expect(opened.get_by_role("heading", level=1, name=door)).to_be_visible(timeout=SLOW_MS)
        assert opened.get_by_test_id("stSidebarNav").count() == 0 and "P0" not in opened.content()
        opened.get_by_role("button", name=door, exact=True).click()
        opened.locator("input[name=login]").fill(name)
        opened.locator("input[name=login]").press("Enter")
        opened.locator("input[name=password]").fill(PASSWORD)
        opened.locator("input[name=password]").press("Enter")
        opened.wait_for_url(re.compile(rf"^{re.escape(house.address)}/"))
        opened.goto(f"{house.address}/{page}?lang={lang}")
        opened.get_by_role("heading", level=1).wait_for()
        drawn(opened)
        expect(opened.get_by_role("dialog")).to_have_count(0)
        return opened

    yield sign_in
    for context in contexts:
        context.close()
