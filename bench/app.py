"""The app with a large ministry in a real Chromium: seconds of every click, memory of every further session.

`python -m bench.app [PEOPLE]` prints one table. Targets for 10,000 people: first page 10 s from cold, 1.5 s on reload, every
later click 1 s (planning anew excepted), 150 MB for a further session. A page stands after
a click when its script has run to the end and its tables and pictures are drawn; after a reload (F5: same browser, its cache
warm) when its figures can be read, and what is below them has a row of its own. Everything is done several times; beside it
stands what an empty Streamlit page takes on the same machine in the same minutes, since machines differ and lend each other time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import clock
from planner.core.child import processor_s
from tests.browser.driving import FIGURES, drawn, server

PEOPLE = 10_000
TARGETS = {"cold": 10.0, "reload": 1.5, "click": 1.0, "session": 150.0, "-": 0.0}
SIZE = {"width": 1366, "height": 768}
SESSIONS = 3
ROUNDS = 3
RELOADS = 6
VI = {
    "in_use": "Đang dùng", "solve": "Lập phương án", "units": "Đơn vị", "flows": "Luân chuyển, nghỉ", "money": "Chi phí", "requirements": "Yêu cầu",
    "overview": "Tổng quan", "search": "Tìm kiếm", "after": "Sau", "changes": "Thay đổi", "list": "Danh sách", "undo": "Hoàn tác",
    "pages": {"data": "Dữ liệu", "benefits": "Chế độ", "scenario": "Kịch bản", "plan": "Phương án", "compare": "So sánh", "person": "Cá nhân"},
    "target": "Mục tiêu giảm (%)", "more": "Giữ thêm", "keeps_two": "giữ thêm 2", "keep": "Giữ lại", "english": "English", "vietnamese": "Tiếng Việt", "profile": "Hồ sơ nhân lực",
}  # fmt: skip


PART_SHOWS = {
    "units": "table.units", "flows": "[class*=st-key-picture_heat] canvas", "money": "[class*=st-key-picture_money] canvas",
    "requirements": "[class*=st-key-grid_binding] canvas", "overview": "[class*=st-key-chart_waterfall] canvas",
}  # fmt: skip
UNITS = "table.units tbody tr"
"""What the Plan page is opened for."""

Row = tuple[str, str, float, float, float]
"""What was done, the kind of its target, seconds until the page stood; seconds of processor of the server and of the browser's page."""


class Walk:
    """One browser page, and what each step of it took."""

    def __init__(self, page: Any, process: int) -> None:
        self.page, self.process = page, process
        self.rows: list[Row] = []
        self.browser = page.context.browser.new_browser_cdp_session()
        self.first = (0.0, self.worked()[1])
        page.add_init_script(clock.WATCH)
        page.set_default_timeout(120_000)

    def worked(self) -> tuple[float, float]:
        """Processor seconds so far of the server and of the browser's pages (not of what paints them)."""
        processes = self.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        return processor_s(self.process), sum(p["cpuTime"] for p in processes if p["type"] == "renderer")

    def note(self, name: str, kind: str, seconds: float, before: tuple[float, float]) -> None:
        """Keep what a step took, when the processors had worked `before`."""
        now = self.worked()
        self.rows.append((name, kind, seconds, now[0] - before[0], now[1] - before[1]))

    def step(self, name: str, kind: str, action: Callable[[], Any], css: str | None = None, text: str | None = None) -> None:
        """Do something and wait until its page is drawn. css, text: what is seen of it then."""
        before = self.worked()
        self.note(name, kind, clock.clicked(self.page, action, css, text), before)
        self.page.wait_for_timeout(400)  # what a reader takes at least; charts finish drawing meanwhile

    def reload(self) -> None:
        """F5: until the figures can be read, and until everything below them is drawn too."""
        before, started = self.worked(), time.monotonic()
        self.page.reload(wait_until="commit")
        self.note("reload: figures", "reload", clock.opened(self.page), before)
        drawn(self.page)
        self.page.locator(UNITS).nth(1).wait_for()
        self.note("reload: pictures and tables", "-", time.monotonic() - started, before)
        self.page.wait_for_timeout(1500)

    def go(self, name: str, page: str) -> None:
        """Open a page by its link at the side."""
        links = self.page.locator('[data-testid="stSidebarNav"] a')
        link = links.first if page == "data" else self.page.locator(f'[data-testid="stSidebarNav"] a[href*="/{page}"]')
        self.step(name, "click", link.click, "h1", VI["pages"][page])

    def part(self, name: str, control: str, word: str, shows: str | None = None) -> None:
        """Open a part of a page by its control. shows: what is seen of it then."""
        button = self.page.locator(f".st-key-{control}").get_by_text(word, exact=True).first
        self.step(name, "click", button.click, shows)


def main(people: int = PEOPLE) -> None:
    """Print a row a step, and what is above its target."""
    with tempfile.TemporaryDirectory() as folder, clock.chromium() as browser:
        if browser is None:
            return
        root = Path(folder)
        files = _files(root, people)
        before = clock.stolen()
        empty = [clock.empty_page(browser, SIZE)]
        address, first = _first_server(browser, root, files)
        empty.append(clock.empty_page(browser, SIZE))
        second, memory = _second_server(browser, root, address)
        empty.append(clock.empty_page(browser, SIZE))
        spent, lent = (after - was for after, was in zip(clock.stolen(), before, strict=True))
    print(f"The app with {people:,} people, {os.cpu_count()} cores, of which the host gave {lent / max(spent, 1):.0%} to other machines")
    _print([*first, *second], memory, empty)


def _files(root: Path, people: int) -> dict[str, Path]:
    """A roster with its units, and a scenario whose budget fits its size."""
    from planner.roster.sample import write_sample
    from planner.scenario.load import load_scenario, to_yaml

    write_sample(root / "ministry.parquet", people, max(3, people // 80), 7)
    base = load_scenario(Path(__file__).resolve().parents[1] / "scenarios" / "base_2030.yaml").data
    (root / "scenario.yaml").write_text(to_yaml({**base, "budget": {"total_vnd": 40_000_000 * people}}), encoding="utf-8")
    return {"people": root / "ministry.parquet", "units": root / "ministry.units.parquet", "scenario": root / "scenario.yaml"}


def _first_server(browser: Any, root: Path, files: dict[str, Path]) -> tuple[str, list[Row]]:
    """From an empty server to a plan, and every click on it; the address of the plan's page without its host."""
    with server(root / "runs", root / "one.log") as served:
        page = browser.new_context(viewport=SIZE).new_page()
        walk = Walk(page, served.process.pid)
        page.goto(f"{served.address}/?lang=vi")
        page.locator(FIGURES).first.wait_for()
        drawn(page)
        walk.note("start the server, first page (sample)", "cold", time.monotonic() - served.started, walk.first)
        before, started = walk.worked(), time.monotonic()
        page.locator('input[type="file"]').first.set_input_files([files["people"], files["units"]])
        page.get_by_text(VI["in_use"]).first.wait_for()
        drawn(page)
        walk.note("read the uploaded files", "-", time.monotonic() - started, before)
        walk.go("open Scenario", "scenario")
        page.get_by_role("button", name="Tệp kịch bản").first.click()
        page.locator('input[type="file"]').first.set_input_files(files["scenario"])
        page.get_by_text("Đã mở").first.wait_for()
        drawn(page)
        walk.step("plan for the first time", "-", _solve_button(page).click, UNITS)
        for _ in range(ROUNDS):
            _clicks(walk)
        _other_plan(walk)
        address = page.url.removeprefix(served.address)
        page.context.close()  # without its server it would work on, asking for it
    return address, walk.rows


def _solve_button(page: Any) -> Any:
    return page.get_by_role("button", name=VI["solve"], exact=True)


def _clicks(walk: Walk) -> None:
    """What a planner does in a session."""
    page = walk.page
    for name in ("flows", "money", "requirements", "overview"):  # the units are open already: pressing them asks nothing
        walk.part(f"Plan: {name}", "w_plan_part", VI[name], PART_SHOWS[name])
    walk.part("Plan: flows again", "w_plan_part", VI["flows"])
    walk.part("Plan: view After", "w_view_plan", VI["after"])
    walk.part("Plan: view Changes", "w_view_plan", VI["changes"])
    walk.part("Plan: units", "w_plan_part", VI["units"], PART_SHOWS["units"])
    walk.step("Plan: a figure of the head, its people", "click", page.locator("[data-id=figure_involuntary]").click, ".scroll tbody tr")
    walk.step("Plan: search a name", "click", lambda: _type(page, VI["search"], "nguyen thi"))
    page.keyboard.press("Escape")
    drawn(page)
    walk.step("change the target", "click", lambda: _type(page, VI["target"], "22"))
    walk.step("undo", "click", page.locator(".st-key-undo button").first.click)
    walk.go("open Data", "data")
    walk.part("Data: list of people", "w_data_part", VI["list"])
    walk.part("Data: profile", "w_data_part", VI["profile"])
    for name in ("benefits", "scenario", "person", "compare", "plan"):
        walk.go(f"open {name.capitalize()}", name)
    walk.step("switch to English", "click", page.get_by_text(VI["english"], exact=True).click)
    walk.step("and back", "click", page.get_by_text(VI["vietnamese"], exact=True).click)


def _other_plan(walk: Walk) -> None:
    """Another target, planned, and what is opened for the first time then."""
    page = walk.page
    walk.step("change the target", "click", lambda: _type(page, VI["target"], "22"))
    walk.step("plan anew (target 22)", "-", _solve_button(page).click, UNITS)
    _meeting(walk)
    walk.go("open Compare, two plans", "compare")
    walk.go("open Plan of the new target", "plan")


def _meeting(walk: Walk) -> None:
    """What a meeting asks: a unit keeps two more, somebody is kept, an earlier plan is stood at again."""
    page = walk.page
    drawn(page)

    def until(name: str, press: Callable[[], Any], css: str, said: str) -> None:
        before, started = walk.worked(), time.monotonic()
        press()
        page.locator(css).filter(has_text=said).first.wait_for()
        walk.note(name, "-", time.monotonic() - started, before)
        drawn(page)

    more = page.locator("table.units tbody tr").first.get_by_role("button", name=VI["more"])

    def twice() -> None:
        more.click()
        more.click()

    until("a unit keeps two more, told", twice, ".told", VI["keeps_two"])
    page.locator("[data-id=figure_involuntary]").click()
    keep = page.get_by_role("dialog").get_by_role("button", name=f"{VI['keep']}: ").first
    keep.wait_for()
    until("somebody is kept, told", keep.click, ".told", VI["keep"])
    until("stand at an earlier plan", page.locator(".stand").nth(2).click, ".head .name", "22%")


def _type(page: Any, label: str, text: str) -> None:
    field = page.get_by_label(label).first
    field.fill(text)
    field.press("Enter")


def _second_server(browser: Any, root: Path, address: str) -> tuple[list[Row], list[float]]:
    """The same plan on a server that has just started: first page, reload; megabytes of the server with each session."""
    memory: list[float] = []
    with server(root / "runs", root / "two.log") as served:
        page = browser.new_context(viewport=SIZE).new_page()
        walk = Walk(page, served.process.pid)
        page.goto(served.address + address)
        clock.opened(page)
        drawn(page)
        walk.note("start the server, first page (the plan)", "cold", time.monotonic() - served.started, walk.first)
        page.wait_for_timeout(3000)
        for _ in range(RELOADS):
            walk.reload()
        _wander(walk)
        memory.append(_megabytes(served.process.pid))
        for _ in range(SESSIONS):
            other = browser.new_context(viewport=SIZE).new_page()
            further = Walk(other, served.process.pid)
            other.goto(served.address + address)
            clock.opened(other)
            drawn(other)
            _wander(further)
            memory.append(_megabytes(served.process.pid))
    return walk.rows, memory


def _wander(walk: Walk) -> None:
    for page in ("data", "benefits", "scenario", "person", "plan"):
        walk.go(f"walk through, {page}", page)


def _megabytes(process: int) -> float:
    """Resident memory of the server's process; workers are processes of their own."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _print(rows: list[Row], memory: list[float], empty: list[tuple[float, float]]) -> None:
    """A line for each thing done: how often, the first time, middle and worst; processor of server and of page, middle."""
    print("  seconds until the page stands (* above the target)    times  first median  worst  server   page")
    for name in dict.fromkeys(row[0] for row in rows):
        same = [row for row in rows if row[0] == name]
        seconds, kind, middle = [row[2] for row in same], same[0][1], statistics.median
        mark = "*" if kind != "-" and middle(seconds) > TARGETS[kind] else " "
        worked = f"{middle(row[3] for row in same):6.2f} {middle(row[4] for row in same):6.2f}"
        asked = "" if kind == "-" else f"target {TARGETS[kind]:g}"
        print(f"  {name:<50} {mark} {len(same):4} {seconds[0]:6.2f} {middle(seconds):6.2f} {max(seconds):6.2f}  {worked}  {asked}")
    clicks = sorted(row[2] for row in rows if row[1] == "click")
    above = sum(seconds > TARGETS["click"] for seconds in clicks)
    print(f"  clicks: {len(clicks)}, median {statistics.median(clicks):.2f}, nine of ten within {clicks[len(clicks) * 9 // 10]:.2f}, "
          f"worst {clicks[-1]:.2f}; {above} above {TARGETS['click']:g}")  # fmt: skip
    reloads, presses = zip(*empty, strict=True)
    print("  an empty page of Streamlit in the same minutes: reload " + ", ".join(f"{s:.2f}" for s in reloads)
          + "; click " + ", ".join(f"{s:.2f}" for s in presses))  # fmt: skip
    grown = ", ".join(f"{after - was:.0f}" for was, after in zip(memory, memory[1:], strict=False))
    print(f"  server with one session {memory[0]:.0f} MB; each further session adds {grown} MB (target {TARGETS['session']:g})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
