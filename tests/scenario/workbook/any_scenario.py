"""Made-up scenarios with every key: names that mean something to Excel or YAML, numbers of all sizes, parts that are empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from planner.core.columns import CATEGORIES, LEVELS, UNIT_KINDS, values
from planner.core.vocabulary import CHOSEN_ROUTES, SECONDMENTS

ROUTES = [route.value for route in CHOSEN_ROUTES]
NASTY = [
    " x ", "2027", "007", "2.5", "20%", "1.234", "=1+1", "+84", "'quoted", '"q"', "a;b", "a, b", "a\nb", "a\r\nb", "Có", "true", "null", "~", "*", "x: y",
    "# no comment", "2027-07-01", "01/07/2027", "_x0041_", "\x07bell", "\u200b", "\u00a0", "e\u0301", "😀", "\x85", "đơn vị", "A.B", "[1]", "{}", "-", "Vụ 1*", "N\\A", "#N/A",
]  # fmt: skip
text = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
count = st.integers(0, 10_000_000)
money = st.sampled_from([0, 1]) | st.integers(1_000_000, 10**15)  # what lies between was meant in another unit, and is refused
share = st.decimals(0, 1, places=3).map(float) | st.sampled_from([0, 1, 0.07, 0.29, 1e-05])
weight = st.integers(0, 1_000_000) | st.floats(0, 1_000_000, allow_nan=False) | st.sampled_from([0.05, 0.1 + 0.2])
day = st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1))


def some(**keys: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with any of the keys."""
    return st.fixed_dictionaries({}, optional=keys)


def bounds(low: str, high: str, number: st.SearchStrategy[Any], **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Two bounds that do not cross, or one, or none."""

    def ordered(found: dict[str, Any]) -> dict[str, Any]:
        if low in found and high in found:
            found[low], found[high] = sorted((found[low], found[high]))
        return found

    return some(**{low: number, high: number}, **more).map(ordered)


shares = bounds("reduction_at_least", "reduction_at_most", share)
counts = bounds("at_least", "at_most", count)
of_unit = bounds("reduction_at_least", "reduction_at_most", share, minimum_headcount=count, exits_at_most_per_period=count)
new_unit = st.fixed_dictionaries(
    {"unit": text, "name": text, "kind": st.sampled_from(values(UNIT_KINDS))}, optional={"received_functions": st.booleans(), "minimum_headcount": count}
)
step = st.one_of(
    st.fixed_dictionaries({"merge": st.lists(text, min_size=1, max_size=3), "into": new_unit}),
    st.fixed_dictionaries({"dissolve": text, "people_to": st.lists(text, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"move": st.fixed_dictionaries({"people": st.lists(text, min_size=1, max_size=3), "to": text})}),
)
keep = some(
    key_roles=st.booleans(),
    people=st.lists(text, max_size=3),
    skills=st.lists(st.fixed_dictionaries({"skill": text, "at_least": count}, optional={"unit": text}), max_size=2),
    positions=st.lists(
        st.fixed_dictionaries({"level": st.sampled_from(values(LEVELS)), "at_least": count}, optional={"per": st.sampled_from(["unit", "ministry"])}), max_size=2
    ),
    succession=st.lists(st.tuples(text, text).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: {"if_leaves": pair[0], "keep": pair[1]}), max_size=2),
)
tier = st.fixed_dictionaries({}, optional={"tolerance": weight, "relative_tolerance": share})
tiers = st.lists(
    st.tuples(
        st.sampled_from([("minimise", w) for w in ("involuntary", "attention_group", "cost", "redeploy")] + [("maximise", w) for w in ("retained_merit", "objective")]), tier
    ),
    max_size=3, unique_by=lambda found: found[0],
).map(lambda found: [{goal[0]: goal[1], **more} for goal, more in found])  # fmt: skip
law = st.lists(
    st.fixed_dictionaries(
        {"parameter": st.just("nd154.early_retirement.per_early_year"), "from": st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), "value": st.sampled_from([4, 5.5, 6]), "reason": text}
    ),
    max_size=2, unique_by=lambda item: item["from"],
)  # fmt: skip


@st.composite
def scenarios(draw: Any) -> dict[str, Any]:
    """A valid scenario's mapping."""
    names = draw(st.lists(text, min_size=1, max_size=3, unique=True))
    first = dt.date(2027, 1, 1)
    periods = [{"name": name, "leave_on": first + dt.timedelta(days=200 * i), **draw(shares)} for i, name in enumerate(names)]
    data: dict[str, Any] = {
        "title": draw(text), "roster": draw(text), "snapshot_on": draw(day), "decided_on": draw(day), "periods": periods,
    }  # fmt: skip
    routes = draw(st.none() | st.lists(st.sampled_from(ROUTES), unique=True))
    rest = some(
        description=text, corrections=text, reorganised_on=day, regime=st.sampled_from(["auto", "nd29", "nd178", "nd154"]),
        reduction=some(
            of=st.sampled_from(["headcount", "quota"]), by_category=st.dictionaries(st.sampled_from(values(CATEGORIES)), shares),
            by_kind=st.dictionaries(st.sampled_from(values(UNIT_KINDS)), shares),
        ),
        units=some(default=of_unit, by_unit=st.dictionaries(text, of_unit, max_size=3)),
        reorganise=st.lists(step, max_size=3), keep=keep, deputies=st.sampled_from(["law", "each", "ignore"]) | count, deputies_grace=st.booleans(),
        redeploy=st.fixed_dictionaries({"allowed": st.booleans()}, optional={"at_most_per_unit": count, "any_category": st.booleans(), "to": st.lists(text, max_size=3)}),
        secondment=st.dictionaries(st.sampled_from(list(SECONDMENTS)), counts),
        budget=some(total_vnd=st.none() | money, by_period=st.dictionaries(st.sampled_from(names), money)),
        fairness=st.lists(
            st.fixed_dictionaries({"by": text | st.sampled_from(["sex", "age_band", "unit"]), "max_ratio": st.decimals("0.000001", "99.999999", places=6).map(float)}),
            max_size=3, unique_by=lambda rule: rule["by"],
        ),
        by_route=st.dictionaries(st.sampled_from(routes or ["early_retirement"] if routes is None else routes or ["-"]), counts) if routes != [] else st.just({}),
        stay_close=count, merit=some(**dict.fromkeys(("excellent", "good", "completed", "not_completed", "award", "award_cap"), weight)),
        objective=some(**dict.fromkeys(("retained_merit", "cost_per_million_vnd", "involuntary", "attention_group", "redeploy", "secondment"), weight)),
        tiers=tiers, law=law,
        solver=some(time_limit_s=st.floats(0.1, 86_400), relative_gap=share, seed=st.integers(0, 2**31 - 1)),
    )  # fmt: skip
    return data | draw(rest) | ({} if routes is None else {"routes": routes})


D = dt.date
FULL: dict[str, Any] = {
    "title": "Đủ mọi khóa | Every key", "description": "Dòng một\nDòng hai", "roster": "data/r.xlsx", "corrections": "c.csv", "snapshot_on": D(2026, 12, 1),
    "decided_on": D(2026, 12, 15), "reorganised_on": D(2025, 3, 1), "regime": "nd154",
    "periods": [
        {"name": "2027", "leave_on": D(2027, 7, 1), "reduction_at_least": 0.08, "reduction_at_most": 0.125},
        {"name": "Đợt 2", "leave_on": D(2030, 7, 1), "reduction_at_least": 0.2},
    ],
    "reduction": {
        "of": "quota", "by_category": {"contract": {"reduction_at_least": 0.1, "reduction_at_most": 1}}, "by_kind": {"department": {"reduction_at_most": 0.07}},
    },
    "units": {
        "default": {"reduction_at_most": 0.4, "exits_at_most_per_period": 9},
        "by_unit": {"VP": {"reduction_at_least": 0, "reduction_at_most": 0.3, "minimum_headcount": 20, "exits_at_most_per_period": 5}, "AB": {"minimum_headcount": "workload"}},
    },
    "reorganise": [
        {"merge": ["A", "B"], "into": {"unit": "AB", "name": "Cục A, B", "kind": "agency_2", "received_functions": True, "minimum_headcount": 30}},
        {"dissolve": "C", "people_to": ["AB", "VP"]}, {"move": {"people": ["M-1"], "to": "VP"}},
    ],
    "workload": [
        {"unit": "AB", "driver": "hồ sơ | files", "volume": 1250.5, "people_per_100": 0.8, "remains": 0.75},
        {"unit": "AB", "driver": "đoàn kiểm tra", "volume": 40, "people_per_100": 30},
    ],
    "keep": {
        "key_roles": True, "twins": "alike", "people": ["M-7", "0008"], "skills": [{"skill": "thẩm định", "unit": "VP", "at_least": 3}],
        "positions": [{"level": "head", "at_least": 1, "per": "unit"}], "succession": [{"if_leaves": "M-8", "keep": "M-9"}],
    },
    "acceptance": {
        "confidence": 0.9, "default": {"low": 0.4, "middle": 0.6, "high": 0.8},
        "chances": [{"volunteer": True, "route": "early_retirement", "age_band": "55_over", "chance": {"low": 0.7, "middle": 0.8, "high": 0.9}}],
    },
    "deputies": 3, "deputies_grace": True, "redeploy": {"allowed": True, "at_most_per_unit": 5, "any_category": False, "to": ["VP", "AB"]},
    "secondment": {"commune": {"at_least": 20, "at_most": 60}, "province": {}},
    "budget": {"total_vnd": 180_000_000_000, "by_period": {"2027": 60_000_000_000}},
    "fairness": [{"by": "sex", "max_ratio": 1.25}, {"by": "war_merit", "max_ratio": 2}, {"by": "nhóm riêng", "max_ratio": 1.5}],
    "routes": ["immediate_separation", "early_retirement"], "by_route": {"immediate_separation": {"at_least": 1, "at_most": 100}}, "stay_close": 10,
    "merit": {"excellent": 100, "good": 80, "completed": 55, "not_completed": 0, "award": 5, "award_cap": 15},
    "objective": {"retained_merit": 1.0, "cost_per_million_vnd": 0.05, "involuntary": 60, "attention_group": 120, "redeploy": 8, "secondment": 2},
    "tiers": [{"minimise": "involuntary", "tolerance": 1}, {"maximise": "objective", "relative_tolerance": 0.01}],
    "law": [{"parameter": "nd154.early_retirement.per_early_year", "from": D(2027, 1, 1), "value": 6, "reason": "draft"}],
    "solver": {"time_limit_s": 60, "relative_gap": 1e-05, "seed": 7},
}  # fmt: skip
"""A scenario with every key."""
