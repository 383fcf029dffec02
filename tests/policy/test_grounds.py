"""The ground of a leaver: which point of NĐ 154/2025 Article 2(1) the recorded facts settle, and what people write themselves."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from planner.core.texts import LANGUAGES
from planner.policy.grounds import BY_RULE, EVIDENCE, POINTS, LeaverFacts, cited, point_message, point_written, points_by_rule

FACTS = tuple(field.name for field in fields(LeaverFacts))


@pytest.mark.parametrize(
    ("true", "point"),
    [
        ("officials leads asked post_ends reorganised", "b"),  # loses the post through the merger, and asks
        ("officials leads post_ends reorganised", "a"),  # did not ask: redundant like anybody
        ("officials asked post_ends reorganised", "a"),
        ("officials leads asked reorganised", "a"),  # merged before this plan: the post was kept then
        ("officials reorganised not_completed", "a"),  # the merger comes before the rating
        ("officials not_completed", "e"),
        ("officials leads asked not_completed", "e"),
        ("officials leads asked", ""),  # that a leader stops for the sake of restructuring is nothing a roster records
        ("officials leads", ""),
        ("officials asked", ""),
        ("officials", ""),
        ("leads asked post_ends reorganised not_completed", ""),  # a labour contract: clause 1 does not name it
    ],
)
def test_a_rule_chooses_a_point_where_the_facts_settle_it_and_none_else(true: str, point: str) -> None:
    assert set(true.split()) <= set(FACTS)
    facts = LeaverFacts(**{name: np.array([name in true.split()]) for name in FACTS})
    assert points_by_rule(facts).tolist() == [point]


def test_nobody_has_no_ground() -> None:
    assert points_by_rule(LeaverFacts(**{name: np.zeros(0, bool) for name in FACTS})).tolist() == []


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
