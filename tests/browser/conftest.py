"""The real app in a real Chromium. Without one the tests are skipped, and the summary of the run says so."""

from __future__ import annotations

import pytest

from tests.browser.driving import FIGURES, ROOT, chromium_path
from tests.browser.driving import server as serving


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
