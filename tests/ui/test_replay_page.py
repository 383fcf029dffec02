"""The Replay page in each of its states; both languages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import figure, words

LAST_178, FIRST_154 = dt.date(2025, 8, 31), dt.date(2025, 9, 1)


def put(at: Any, left: dt.date, right: dt.date, **regimes: str) -> Any:
    """The page with two dates, and regimes where given."""
    at.date_input(key="w_replay_on_a").set_value(left)
    at.date_input(key="w_replay_on_b").set_value(right)
    for mark, regime in regimes.items():
        at.selectbox(key=f"w_replay_regime_{mark}_en").set_value(regime)
    at.run()
    assert not at.exception
    return at


def table(at: Any, column: str) -> Any:
    """The first table that has a column of this heading."""
    return next(d.value for d in at.dataframe if column in d.value.columns)


@pytest.mark.parametrize(("lang", "loses", "people"), [("vi", "Được hưởng ít hơn", "1.358"), ("en", "Loses", "1,358")])
def test_the_end_of_nd178_costs_nearly_everybody(app: Any, lang: str, loses: str, people: str) -> None:
    at = put(app("replay", lang=lang), LAST_178, FIRST_154)
    shown = words(at)
    assert f"{loses} | {people} |" in shown.replace("\\", "")
    assert ("nghỉ ngày 31/08/2025" if lang == "vi" else "leaving on 2025-08-31") in shown
    assert figure(at, "Chênh lệch B − A" if lang == "vi" else "Difference, B − A").startswith("−9")
    assert table(at, "difference_vnd")["difference_vnd"].str.contains("." if lang == "vi" else ",", regex=False).any()


def test_the_same_terms_on_both_sides_are_nothing_to_compare(app: Any) -> None:
    assert "Both sides are the same" in words(put(app("replay", lang="en"), FIRST_154, FIRST_154))


def test_no_route_is_nothing_to_compare(app: Any) -> None:
    at = app("replay", lang="en")
    at.multiselect(key="w_replay_routes_en").set_value([]).run()
    assert not at.exception and "at least one route" in words(at)


def test_a_date_without_a_decree_is_named(app: Any) -> None:
    at = put(app("replay", lang="en"), FIRST_154, dt.date(2031, 1, 1))
    assert "no decree covers leaving on 2031-01-01" in words(at).replace("\\", "")


def test_a_forced_decree_is_computed_with_a_warning(app: Any) -> None:
    at = put(app("replay", lang="en"), dt.date(2027, 7, 1), dt.date(2027, 7, 1), a="nd178", b="nd154")
    assert "was asked for" in words(at) and "1,500" in words(at)


def test_people_are_filtered_by_change_and_name(app: Any) -> None:
    at = put(app("replay", lang="en"), LAST_178, FIRST_154)
    pick = next(m for m in at.multiselect if m.key.startswith("w_replay_change"))
    pick.set_value(["none"]).run()
    assert not at.exception
    assert any(c.value.startswith("78 of 1,500") for c in at.caption)
    at.text_input(key="w_replay_search").set_value("nobody at all").run()
    assert "No rows" in words(at) or any(c.value.startswith("0 of") for c in at.caption)


def test_cliffs_are_shown_for_either_side(app: Any) -> None:
    at = put(app("replay", lang="en"), LAST_178, FIRST_154)
    near = table(at, "boundary")
    assert near["boundary"].str.contains("governs leaving up to 2025-08-31").any()
    assert not near["boundary"].str.startswith("Another half-year").any()
    pick = next(m for m in at.multiselect if m.key.startswith("w_replay_cliffs"))
    pick.set_value(["insurance_half_year"]).run()
    assert table(at, "boundary")["boundary"].str.startswith("Another half-year of insurance").all()


def test_a_marked_person_shows_routes_and_boundaries(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A click in a table has no stand-in here, so the part that it opens is drawn by itself."""
    from planner.ui.pages import replay as replay_page

    monkeypatch.setattr(replay_page, "_marked", lambda event: 0)
    at = put(app("replay", lang="en"), LAST_178, FIRST_154)
    routes = table(at, "reason_a")
    assert len(routes) == 6 and set(routes["eligible_a"]) == {"Yes", "No"}


def test_the_files_are_written_by_a_worker(tmp_path: Path) -> None:
    from planner.policy.terms import Terms
    from planner.service.jobs.saved_rosters import keep_roster
    from planner.service.jobs.tasks import TASKS
    from tests.builder import roster_of

    roster = roster_of({}, {"birth_date": "1966-01-15", "si_months": 300})
    sha256 = keep_roster(tmp_path / "rosters", roster)
    task = {
        "rosters": str(tmp_path / "rosters"), "roster": sha256, "lang": "vi", "routes": ["immediate_separation"], "folder": str(tmp_path),
        "left": Terms(LAST_178, snapshot_on=LAST_178).record(), "right": Terms(FIRST_154, regime="nd154").record(),
    }  # fmt: skip
    for file in ("replay.xlsx", "replay.csv"):
        TASKS["replay"]({**task, "file": file}, lambda said: None)
    assert len((tmp_path / "replay.csv").read_text(encoding="utf-8").splitlines()) == 13
    assert (tmp_path / "replay.xlsx").stat().st_size > 5_000


def test_a_marked_person_is_found_on_the_person_page(app: Any, plans: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.ui.pages import replay as replay_page

    monkeypatch.setattr(replay_page, "_marked", lambda event: 0)
    at = put(app("replay", lang="en", run=plans[0]), LAST_178, FIRST_154)
    first = table(at, "months_early_a")["employee_id"].iloc[0]
    opened: list[str] = []
    monkeypatch.setattr(replay_page.history.actions, "go_to", opened.append)
    at.button(key="replay_to_person").click().run()
    assert not at.exception and opened == ["person"]
    assert at.session_state["w_person_search"] == first
