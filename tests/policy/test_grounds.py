"""The ground of a leaver: which point of NĐ 154/2025 Article 2(1) the recorded facts settle, and what people write themselves."""

from __future__ import annotations

import numpy as np
import pytest

from planner.core.texts import LANGUAGES
from planner.policy.grounds import BY_RULE, EVIDENCE, POINTS, LeaverFacts, cited, point_message, point_written, points_by_rule


@pytest.mark.parametrize(
    ("leads", "asked", "reorganised", "not_completed", "point"),
    [
        (True, True, True, False, "b"),  # loses the post through the merger, and asks
        (True, False, True, False, "a"),  # did not ask: redundant like anybody
        (False, True, True, False, "a"),
        (False, False, True, True, "a"),  # the merger comes before the rating
        (True, True, False, False, "c"),
        (True, True, False, True, "c"),
        (True, False, False, False, ""),
        (False, True, False, False, ""),
        (False, False, False, True, "e"),
        (True, False, False, True, "e"),
        (False, False, False, False, ""),
    ],
)
def test_a_rule_chooses_a_point_where_the_facts_settle_it_and_none_else(
    leads: bool, asked: bool, reorganised: bool, not_completed: bool, point: str
) -> None:
    facts = LeaverFacts(*(np.array([value]) for value in (leads, asked, reorganised, not_completed)))
    assert points_by_rule(facts).tolist() == [point]


def test_nobody_has_no_ground() -> None:
    none = np.zeros(0, bool)
    assert points_by_rule(LeaverFacts(none, none, none, none)).tolist() == []


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("đ", "đ"), ("E", "e"), ("điểm a", "a"), ("Điểm đ khoản 1 Điều 2", "đ"), ("điểm g, khoản 1, Điều 2 Nghị định số 154/2025/NĐ-CP", "g"),
        ("điểm h khoản 1 Điều 2 NĐ 154/2025", "h"), ("point c", "c"), ("(d)", "d"), ("point b of Decree 154/2025/NĐ-CP", "b"),
        ("a khoản 1 điều 2", "a"),
        ("f", ""), ("điểm b khoản 2 Điều 2", ""), ("điểm a khoản 1 Điều 7", ""), ("sức khỏe yếu", ""), ("", ""), ("a và b", ""),
    ],
)  # fmt: skip
def test_a_written_ground_names_a_point_only_where_it_says_nothing_else(written: str, point: str) -> None:
    assert point_written(written) == point


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_point_has_its_words_its_mark_and_its_citation(lang: str) -> None:
    assert set(EVIDENCE) == set(POINTS) and set(BY_RULE) < set(POINTS)
    said = {point: point_message(point).render(lang) for point in POINTS}
    assert len(set(said.values())) == len(POINTS) and all(said.values())
    assert all("154/2025/NĐ-CP" in cited(point).render(lang) and f" {point}" in f" {cited(point).render(lang)}" for point in POINTS)
    assert "không hoàn thành nhiệm vụ" in said["e"] if lang == "vi" else "not having completed" in said["e"]
