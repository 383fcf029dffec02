"""Eight people at once: 8 sessions in a real Chromium click for two minutes at one server, while its two workers plan.

`python -m bench.crowd [SECONDS]`. Each session keeps two more in a unit, locks somebody, plans again, keeps its plan in the workspace,
comments, writes a version of what all write, and looks at the page Workspace. `/_stcore/health` is asked every 100 ms. Told at the
end: what was acknowledged and does not stand (must be nothing), what users were told that went wrong, "database is locked" anywhere,
and how long the server took to say that it is well (target 300 ms). Then five sessions have 10,000 people planned in the same moment,
and what the page of each that waits says is printed.

The browsers would stand on other machines; here they have the lowest priority (`nice`), and still take most of the two cores.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import stat
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import TimeoutError as PlaywrightTimeout

from bench.app import SIZE, VI
from tests.browser.driving import FIGURES, FINISHED, SKELETONS, Server, chromium_path, server

SESSIONS, SECONDS, PEOPLE, SOLVES = 8, 120.0, 10_000, 5
PATIENCE_MS = 60_000
EVERY_S, TARGET_MS = 0.1, 300.0
SHARED, WAITS = "Chung", "Đang chờ đến lượt"
ROOT = Path(__file__).resolve().parents[1]
LOCKED = re.compile(r"database (?:table )?is locked|deadlock detected", re.IGNORECASE)
WORDS = {
    "workspace": "Không gian làm việc", "keep_heading": "Lưu phương án đang xem", "keep_name": "Tên trong không gian làm việc",
    "comment": "Góp ý", "words": "Nội dung góp ý", "commented": "Đã lưu góp ý.", "text": "Văn bản", "text_label": "Nội dung kịch bản",
}  # fmt: skip


@dataclass
class Health:
    """Milliseconds of each answer of the server to whether it is well."""

    address: str
    answers: list[float] = field(default_factory=list)
    failed: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        """Ask until it is over, beginning every 100 ms."""
        while not self._over.is_set():
            began = time.monotonic()
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=30) as answer:
                    answer.read()
                self.answers.append(1000 * (time.monotonic() - began))
            except OSError:
                self.failed += 1
            time.sleep(max(0.0, EVERY_S - (time.monotonic() - began)))

    @contextlib.contextmanager
    def asked(self) -> Any:
        """Ask for as long as the block runs, in a thread of its own."""
        thread = threading.Thread(target=self.ask, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    @property
    def told(self) -> str:
        """The figures in a line."""
        known = sorted(self.answers)
        above = sum(each > TARGET_MS for each in known)
        middle, late = known[len(known) // 2], known[min(len(known) - 1, len(known) * 99 // 100)]
        return f"{len(known)} answers, median {middle:.0f} ms, p99 {late:.0f} ms, worst {known[-1]:.0f} ms; {above} above {TARGET_MS:.0f} ms, {self.failed} without an answer"


@dataclass
class Session:
    """One browser of its own: what it did, what it was told, and what it was told that stands."""

    number: int
    page: Any
    address: str
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    versions: Counter[str] = field(default_factory=Counter)
    quicker: int = 0
    target: int | None = None
    locks: int = 0

    async def drawn(self) -> None:
        """Until the script has run to its end and everything is drawn; what went wrong on the page is kept."""
        await self.page.wait_for_timeout(120)
        await self.page.wait_for_function(FINISHED)
        await self.page.wait_for_function(SKELETONS)
        for css in ("[data-testid=stException]", "[data-testid=stAlertContentError]"):
            for found in await self.page.locator(css).all_inner_texts():
                self._told(found)

    def _told(self, said: str) -> None:
        if "trong lúc đó" in said or "đã lưu phiên bản" in said:
            self.quicker += 1
        else:
            self.wrong.append(" ".join(said.split())[:200])

    async def open(self, query: str) -> None:
        """Stand at a plan."""
        await self.page.goto(f"{self.address}/plan?lang=vi&{query}")
        await self.page.locator(FIGURES).first.wait_for()
        await self.drawn()

    async def go(self, page: str, word: str) -> None:
        """Open a page by its link at the side."""
        await self.page.locator(f'[data-testid="stSidebarNav"] a[href*="/{page}"]').click()
        await self.page.get_by_role("heading", level=1, name=word).wait_for()
        await self.drawn()

    async def keep_two_more(self) -> None:
        """Have a unit keep two more, and wait until that is told."""
        presses = self.page.locator("table.units").get_by_role("button", name=VI["more"])
        await presses.first.wait_for()
        press = presses.nth(self.done["two more"] % await presses.count())
        await press.click()
        await press.click()
        await self.page.locator(".told").filter(has_text="giữ thêm").first.wait_for()
        await self.drawn()
        await self.planned()

    async def lock_somebody(self) -> None:
        """Keep the first of those who would leave against their will."""
        await self.page.locator("[data-id=figure_involuntary]").click()
        dialog = self.page.get_by_role("dialog")
        press = dialog.get_by_role("button", name=f"{VI['keep']}: ").first
        await press.wait_for()
        await press.click()
        await self.page.locator(".told").filter(has_text=VI["keep"]).first.wait_for()
        self.locks += 1
        await self.drawn()
        await self.planned()

    async def plan_again(self) -> None:
        """Ask for another target, and plan."""
        target = 15 + (self.number + 3 * self.done["plan again"]) % 9
        entry = self.page.get_by_label(VI["target"]).first
        await entry.fill(str(target))
        await entry.press("Enter")
        await self.drawn()
        self.target = target
        await self.page.get_by_role("button", name=VI["solve"], exact=True).click()
        await self.drawn()
        await self.planned()

    async def planned(self) -> None:
        """Until no plan is being made on this desk."""
        await self.page.wait_for_function("() => !document.querySelector('.st-key-cancel_job')")
        await self.drawn()

    async def keep_plan(self, name: str) -> None:
        """Keep the plan that is shown in the workspace under a name."""
        await self.page.get_by_role("button", name=WORDS["keep_heading"]).click()
        entry = self.page.get_by_label(WORDS["keep_name"])
        await entry.fill(name)
        await entry.press("Enter")
        await self.page.wait_for_timeout(1500)  # the button keeps under the name that it was drawn with
        await self.drawn()
        press = self.page.locator(".st-key-keep_in_workspace button")
        if not await press.is_visible():
            await self.page.get_by_role("button", name=WORDS["keep_heading"]).click()
        await press.click()
        kept = self.page.get_by_text(re.compile(rf"plan/{name}, ")).first
        if await self._acknowledged(kept):
            self.versions[name] += 1

    async def comment(self) -> None:
        """Comment on the plan that the page shows first."""
        words = f"Phiên {self.number}, lần {self.done['comment']}"
        await self.page.get_by_role("button", name=WORDS["comment"], exact=True).first.click()
        entry = self.page.get_by_label(WORDS["words"])
        await entry.fill(words)
        await self.page.locator("[data-testid=stForm]").get_by_role("button", name=WORDS["comment"], exact=True).click()
        if await self._acknowledged(self.page.get_by_text(WORDS["commented"]).first):
            self.comments.append(words)

    async def _acknowledged(self, said: Any) -> bool:
        """Whether the page says that it stands; what it says instead is kept."""
        refused = self.page.locator("[data-testid=stAlertContentError]").first
        await said.or_(refused).first.wait_for()
        stands = bool(await said.count())
        await self.drawn()
        return stands

    async def in_the_workspace(self) -> None:
        """Look at the page, keep the plan as one's own and as everybody's, comment."""
        await self.go("workspace", WORDS["workspace"])
        for what, does in (
            ("own version", lambda: self.keep_plan(f"Phien {self.number}")), ("comment", self.comment), ("version of all", lambda: self.keep_plan(SHARED)),
        ):  # fmt: skip
            await self.did(what, does)
            await self.go("plan", VI["pages"]["plan"])
            await self.go("workspace", WORDS["workspace"])
        await self.go("plan", VI["pages"]["plan"])

    async def did(self, what: str, does: Callable[[], Awaitable[Any]]) -> None:
        """One thing done, and counted; what cannot be done is kept as what went wrong."""
        from playwright.async_api import Error

        try:
            await does()
        except Error as error:
            self.wrong.append(f"{what}: {str(error).splitlines()[0][:160]}")
            await self.page.keyboard.press("Escape")
            await self.page.goto(self.page.url)
            await self.page.locator("h1").first.wait_for()
        self.done[what] += 1

    async def work(self, until: float) -> None:
        """Click until the time is over."""
        things = [("two more", self.keep_two_more), ("lock", self.lock_somebody), ("plan again", self.plan_again), ("workspace", self.in_the_workspace)]
        turn = self.number
        while time.monotonic() < until:
            what, does = things[turn % len(things)]
            await self.did(what, does)
            turn += 1

    async def stands(self) -> list[str]:
        """What of the desk was acknowledged and does not stand, once the page is opened anew."""
        from playwright.async_api import Error

        try:
            draft = await self._draft()
        except Error as error:
            return [f"session {self.number}: its desk could not be looked at ({str(error).splitlines()[0][:120]})"]
        kept, target = len(draft.get("keep", {}).get("people", [])), round(100 * draft["periods"][-1]["reduction_at_least"])
        lost = [] if kept >= self.locks else [f"session {self.number}: {self.locks} locks were told, {kept} stand"]
        return lost + ([] if self.target in (None, target) else [f"session {self.number}: a target of {self.target} was entered, {target} stands"])

    async def _draft(self) -> dict[str, Any]:
        """The scenario of the desk, as its page shows it when it is opened anew."""
        from planner.scenario.load import parse_yaml

        await self.page.goto(f"{self.address}/scenario?{self.page.url.partition('?')[2]}")
        await self.page.get_by_role("heading", level=1, name=VI["pages"]["scenario"]).wait_for()
        await self.drawn()
        await self.page.locator("[class*='st-key-w_scenario_part']").get_by_text(WORDS["text"], exact=True).first.click()
        await self.drawn()
        await self.page.wait_for_function("() => [...document.querySelectorAll('textarea')].some((each) => each.value.includes('periods:'))")
        return dict(parse_yaml(await self.page.get_by_role("textbox", name=WORDS["text_label"], exact=True).input_value(), "desk.yaml"))


POLITE = """#!/bin/sh
# Where Linux groups processes by session, being nice counts within a group only; each browser is one of its own.
[ "$(cut -d' ' -f6 /proc/self/stat)" = "$$" ] && echo 19 > /proc/self/autogroup 2>/dev/null
exec nice -n 19 "{path}" "$@"
"""


def main(seconds: float = SECONDS) -> None:
    """Print what eight sessions came to, then five plans at once."""
    path = chromium_path()
    if path is None:
        print("no Chromium on this machine: nothing was measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _prepare(root / "runs")
        polite = root / "chromium"
        polite.write_text(POLITE.format(path=path), encoding="utf-8")
        polite.chmod(polite.stat().st_mode | stat.S_IXUSR)
        with server(root / "runs", root / "server.log") as served:
            asyncio.run(_measured(root, served, str(polite), seconds))


def _prepare(runs: Path) -> None:
    """A plan of the sample, and one of 10,000 people, as commands leave them."""
    from planner.roster.read import read_roster
    from planner.roster.sample import write_sample
    from planner.scenario.load import load_scenario, scenario_from
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    base = load_scenario(ROOT / "scenarios" / "base_2030.yaml")
    save_run(make_run(Request(base, read_roster(ROOT / "data" / "ministry.xlsx"), lang="vi")), runs / "base", "vi", workbook=False)
    large = runs.with_name("large.parquet")
    write_sample(large, PEOPLE, PEOPLE // 80, 7)
    asked = scenario_from({**base.data, "budget": {"total_vnd": 40_000_000 * PEOPLE}}, name="large.yaml")
    save_run(make_run(Request(asked, read_roster(large), lang="vi")), runs / "large", "vi", workbook=False)


@contextlib.asynccontextmanager
async def _sessions(path: str, address: str, count: int, query: str) -> AsyncIterator[list[Session]]:
    """So many browsers of their own that stand at a plan."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        made = []
        for number in range(count):
            page = await (await browser.new_context(viewport=SIZE)).new_page()
            page.set_default_timeout(PATIENCE_MS)
            made.append(Session(number, page, address))
            await made[-1].open(query)
        yield made
        await browser.close()


async def _measured(root: Path, served: Server, path: str, seconds: float) -> None:
    health = Health(served.address)
    async with _sessions(path, served.address, SESSIONS, "run=runs/base") as sessions:
        with health.asked():
            await asyncio.gather(*(each.work(time.monotonic() + seconds) for each in sessions))
        lost = [said for each in sessions for said in await each.stands()] + _lost(root, sessions)
    print(f"{SESSIONS} sessions, 2 workers, {seconds:.0f} s, {os.cpu_count()} cores shared with the browsers:")
    _print(sessions, lost, health, root / "server.log")
    await _five(path, served)


def _lost(root: Path, sessions: list[Session]) -> list[str]:
    """What of the workspace was acknowledged and does not stand in the store, or stands there broken."""
    os.environ.update(PLANNER_RUNS=str(root / "runs"), PLANNER_KEYS=str(root / "keys"))
    from planner.service.workspace.rights import open_actor
    from planner.service.workspace.workspace import Workspace

    work, me = Workspace.of_installation(), open_actor()
    there = {each.object: each for each in work.listed(me)}
    comments = {each.content["text"] for each in there.values() if each.kind == "comment"}
    lost = [f"comment: {words}" for each in sessions for words in each.comments if words not in comments]
    told = sum((each.versions for each in sessions), Counter())
    for name, count in told.items():
        stand = there[f"plan/{name}"].number if f"plan/{name}" in there else 0
        if stand < count:
            lost.append(f"plan/{name}: {count} versions were told, {stand} stand")
    return lost + [fault.sentence("en") for fault in work.verify(me)[0]]


def _print(sessions: list[Session], lost: list[str], health: Health, log: Path) -> None:
    done = sum((each.done for each in sessions), Counter())
    print("  done: " + ", ".join(f"{what} {count}" for what, count in sorted(done.items())))
    written = sum(len(each.comments) + sum(each.versions.values()) + each.locks + (each.target is not None) for each in sessions)
    print(f"  acknowledged writes looked for again: {written}; lost: {len(lost)}")
    for each in lost:
        print(f"    {each}")
    print(f"  told that somebody was quicker, with both sides: {sum(each.quicker for each in sessions)}")
    wrong = Counter(said for each in sessions for said in each.wrong)
    print(f"  errors shown to a user: {sum(wrong.values())}")
    for said, count in wrong.most_common(12):
        print(f"    {count} × {said}")
    written_log = log.read_text(encoding="utf-8", errors="replace")
    locked = len(LOCKED.findall(written_log)) + sum(bool(LOCKED.search(said)) for said in wrong)
    print(f'  "database is locked", in pages or in the log of the server: {locked}; tracebacks in the log: {written_log.count("Traceback")}')
    print(f"  health: {health.told}")


async def _five(path: str, served: Server) -> None:
    """Five sessions have 10,000 people planned in the same moment: what each page says, and when its plan stands."""
    health = Health(served.address)
    async with _sessions(path, served.address, SOLVES, "run=runs/large") as sessions:
        for each in sessions:
            entry = each.page.get_by_label(VI["target"]).first
            await entry.fill(str(21 + each.number))
            await entry.press("Enter")
            await each.drawn()
        with health.asked():
            found = await asyncio.gather(*(_solved(each) for each in sessions))
    print(f"{SOLVES} plans of {PEOPLE:,} people asked for in one moment, 2 workers:")
    for seen, seconds in sorted(found, key=lambda each: each[1]):
        print(f"  stood after {seconds:5.1f} s; the page said: {' | '.join(seen) or '(nothing: it was planned at once)'}")
    print(f"  health: {health.told}")


async def _solved(session: Session) -> tuple[list[str], float]:
    """Press Solve; the different sentences of the panel while the plan waits, and seconds until it stands."""
    began, seen = time.monotonic(), list[str]()
    await session.page.get_by_role("button", name=VI["solve"], exact=True).click()
    panel, working = session.page.locator(".st-key-job_under_way"), session.page.locator(".st-key-cancel_job")
    with contextlib.suppress(PlaywrightTimeout):  # on a quiet machine a plan may stand before it was seen to be under way
        await working.first.wait_for(timeout=10_000)
    while await working.count():
        for words in await panel.all_inner_texts():
            line = words.strip().partition("\n")[0]
            if line.startswith(WAITS) and line not in seen:
                seen.append(line)
        await session.page.wait_for_timeout(100)
    await session.drawn()
    return seen, time.monotonic() - began


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
