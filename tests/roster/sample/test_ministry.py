"""The synthetic ministry holds together: whatever the seed and the size, the facts of a person agree."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.columns import ROSTER, ROSTER_BY_NAME, UNITS, UNITS_BY_NAME, values
from planner.core.dates import IntArray, month_index, whole_months
from planner.core.errors import InputError
from planner.policy.law import organisation
from planner.policy.law.deputy_caps import deputy_law
from planner.policy.law.parameters import load_law
from planner.policy.person.facts import facts_of, moment_of
from planner.policy.person.leadership import leadership_problems
from planner.policy.person.ranks import rank_problems, table_of_rank
from planner.policy.terms import Terms
from planner.roster.sample import make_ministry
from planner.roster.sample.scale import scale_of
from planner.roster.sample.shape import SNAPSHOT_ON, shape

SNAPSHOT = pd.Timestamp(SNAPSHOT_ON)


def months_of_retirement(people: pd.DataFrame) -> IntArray:
    """The month indices in which people retire."""
    return moment_of(facts_of(people, load_law()), Terms(SNAPSHOT_ON)).retirement_month


@pytest.fixture(scope="module")
def ministry() -> tuple[pd.DataFrame, pd.DataFrame]:
    return make_ministry(1500, 21, 2026)


def check_invariants(people: pd.DataFrame, units: pd.DataFrame) -> None:
    """Every promise that holds for one person or one unit, whatever was drawn."""
    assert [*people] == [c.name for c in ROSTER] and [*units] == [c.name for c in UNITS]
    check_words(people, ROSTER_BY_NAME)
    check_words(units, UNITS_BY_NAME)
    check_units(people, units)
    check_lives(people)
    check_past(people)
    check_pay(people, units)
    check_contracts(people)
    check_circumstances(people)


def check_words(frame: pd.DataFrame, columns: dict) -> None:
    for name, column in columns.items():
        assert not (column.required and frame[name].isna().any()), name
        if column.choices:
            found = frame[name].dropna()
            words = set(found.str.split(";").explode()) if column.kind == "list" else set(found)
            assert words <= {*values(column.choices), ""}, name


def check_units(people: pd.DataFrame, units: pd.DataFrame) -> None:
    assert units["unit"].is_unique and set(people["unit"]) == set(units["unit"])
    assert people["employee_id"].is_unique
    heads = people.loc[people["position_level"] == "head"].groupby("unit").size()
    assert (heads == 1).all() and len(heads) == len(units)
    counts = people.groupby("unit").size()
    minimum = units.set_index("unit")["minimum_headcount"].fillna(0)
    assert (counts.reindex(minimum.index) > minimum).all()


def check_lives(people: pd.DataFrame) -> None:
    age = whole_months(people["birth_date"].to_numpy(), SNAPSHOT_ON)
    joined = whole_months(people["birth_date"].to_numpy(), people["joined_on"].to_numpy())
    served = month_index(SNAPSHOT_ON) - month_index(people["joined_on"].to_numpy())
    contract = (people["category"] == "contract").to_numpy()
    assert (age >= 23 * 12).all()
    assert (joined >= 22 * 12 - 1).all() and (joined[~contract] <= 30 * 12 + 1).all()
    assert (people["joined_on"] < SNAPSHOT).all()
    assert ((people["si_months"] > 0) & (people["si_months"] <= served)).all()
    assert (people["si_months"] >= 0.75 * served).all()
    assert (people["si_paid_out_months"] <= people["si_months"]).all()
    assert (people["hazard_months"] <= people["si_months"]).all()
    assert (months_of_retirement(people) > month_index(SNAPSHOT_ON)).all()


def check_past(people: pd.DataFrame) -> None:
    for name in ("birth_date", "joined_on", "contract_signed_on", "youngest_child_born_on"):
        assert people[name].dropna().lt(SNAPSHOT - pd.DateOffset(months=1)).all(), name


def check_pay(people: pd.DataFrame, units: pd.DataFrame) -> None:
    scale = scale_of(load_law())
    table = scale.table_of(people["rank_code"].fillna("").to_numpy(object))
    agreed = people["contract_salary_vnd"].notna().to_numpy()
    assert ((table < 0) == agreed).all()
    assert (people["salary_coefficient"].isna() == agreed).all()
    paid, step = people.loc[~agreed], people.loc[~agreed, "step"].to_numpy(np.int64)
    assert (scale.paid[table[~agreed], step - 1] == paid["salary_coefficient"]).all()
    last = step == scale.length[table[~agreed]]
    assert (paid["over_frame_pct"].to_numpy()[~last] == 0).all()
    ordinary, first = (load_law().on(f"salary.leadership_allowance{of}", SNAPSHOT_ON) for of in ("", "_class_1"))
    kind = people["unit"].map(units.set_index("unit")["kind"])
    due = [(first if k == "agency_1" else ordinary).get(level, 0) for k, level in zip(kind, people["position_level"], strict=True)]
    assert (people["leadership_allowance"] == due).all() and not leadership_problems(people, units, SNAPSHOT_ON)
    assert people["public_service_pct"].isna().all()


def check_contracts(people: pd.DataFrame) -> None:
    contract = people["category"] == "contract"
    assert (people.loc[contract, "position_level"] == "staff").all()
    assert (people["contract_signed_on"].notna() == contract).all()
    assert people.loc[~contract, ["contract_end_on", "contract_salary_vnd"]].isna().all(axis=None)
    ending = people.loc[people["contract_end_on"].notna()]
    assert (ending["contract_end_on"] > SNAPSHOT).all()
    assert (people.loc[contract, "contract_signed_on"] >= people.loc[contract, "joined_on"]).all()


def check_circumstances(people: pd.DataFrame) -> None:
    assert (people.loc[people["pregnant"] | people["maternity_leave"], "sex"] == "F").all()
    assert not (people["pregnant"] & people["maternity_leave"]).any()
    child = people["youngest_child_born_on"]
    assert (child.isna() | ((child < SNAPSHOT) & (child > people["birth_date"] + pd.Timedelta(days=21 * 365)))).all()
    assert people.loc[people["maternity_leave"], "youngest_child_born_on"].notna().all()
    young = people["joined_on"] > SNAPSHOT - pd.DateOffset(months=17)
    assert people.loc[young, "rating_1"].isna().all()
    assert not (people["rating_3"].notna() & people["rating_1"].isna()).any()
    assert not ((people["lock"] == "keep") & (people["volunteers"] != "no")).any()
    assert (people["lock"] != "leave").all()
    early = people["volunteers"] == "early_retirement"
    assert (people.loc[early, "si_months"] >= 240).all()
    assert all(unicodedata.is_normalized("NFC", name) for name in people["full_name"])


@given(seed=st.integers(0, 2**63), people=st.integers(1, 400), units=st.integers(1, 30))
@settings(max_examples=20, deadline=None)
def test_facts_agree_for_any_seed_and_size(seed: int, people: int, units: int) -> None:
    staff, table = make_ministry(max(people, units), units, seed)
    assert len(staff) == max(people, units) and len(table) == units
    check_invariants(staff, table)


def test_one_person_in_one_unit_is_its_head() -> None:
    people, units = make_ministry(1, 1, 7)
    check_invariants(people, units)
    assert people["position_level"].tolist() == ["head"] and units["unit"].tolist() == ["VKHTC"]


def test_the_same_seed_gives_the_same_ministry(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    again = make_ministry(1500, 21, 2026)
    other = make_ministry(1500, 21, 2027)
    for first, second in zip(ministry, again, strict=True):
        pd.testing.assert_frame_equal(first, second)
    assert not other[0]["birth_date"].equals(ministry[0]["birth_date"])


def test_the_default_ministry_agrees_with_itself(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    check_invariants(*ministry)


def test_shares_are_those_of_a_ministry(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    people, _ = ministry
    n = len(people)
    left = months_of_retirement(people) - month_index(SNAPSHOT_ON)
    age = (SNAPSHOT - people["birth_date"]).dt.days / 365.25
    ratings = people["rating_1"].value_counts(normalize=True)
    assert 40 < age.mean() < 44
    assert 0.03 <= np.mean(left <= 43) <= 0.055
    assert 0.09 <= np.mean((left >= 24) & (left <= 60)) <= 0.13
    assert ratings["excellent"] == pytest.approx(0.18, abs=0.03) and ratings["good"] == pytest.approx(0.62, abs=0.03)
    assert ratings["not_completed"] == pytest.approx(0.02, abs=0.01)
    assert people["key_role"].sum() == round(0.06 * n)
    assert np.mean(people["attention_groups"] != "") == pytest.approx(0.08, abs=0.001)
    assert np.mean(people["volunteers"] != "no") == pytest.approx(0.06, abs=0.002)
    small = people["youngest_child_born_on"] > SNAPSHOT - pd.DateOffset(months=36)
    assert np.mean(small) == pytest.approx(0.05, abs=0.01)
    assert {"pregnant", "maternity_leave", "under_discipline", "under_inspection"} <= set(
        people.columns[people.eq(True).any()]
    )
    assert (people["hazard_months"] >= 180).any() and (people["si_paid_out_months"] > 0).any()


def test_facts_are_correlated(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    people, _ = ministry
    by_level = people.groupby("position_level")["si_months"].mean()
    assert by_level["head"] > by_level["division_head"] > by_level["staff"]
    salaried = people.loc[people["category"] != "contract"]
    assert salaried["si_months"].corr(salaried["salary_coefficient"]) > 0.7
    points = {"not_completed": 0, "completed": 1, "good": 2, "excellent": 3}
    assert people["rating_1"].map(points).corr(people["rating_3"].map(points)) > 0.4
    lawyers = people["skills"].str.contains("pháp chế")
    assert lawyers[people["unit"] == "VPC"].mean() > 0.2 > 4 * lawyers[people["unit"] == "CXTTM"].mean()


def test_deputies_keep_to_the_caps_but_for_a_couple_of_units(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    people, units = ministry
    deputies = people.loc[people["position_level"] == "deputy"].groupby("unit").size().reindex(units["unit"])
    above = deputies.to_numpy() - deputy_law(units, SNAPSHOT_ON).allowance
    assert sorted(above[above > 0]) == [1, 1] and deputies.ge(2).all()
    assert not people.loc[people["position_level"] == "deputy", "key_role"].any()


UNITS_OF_351 = (
    "Vụ Kế hoạch - Tài chính", "Vụ Phát triển thị trường nước ngoài và Thương mại đa biên", "Vụ Tổ chức cán bộ", "Vụ Pháp chế", "Văn phòng bộ",
    "Cục Năng lượng - Dầu khí", "Cục Điện lực", "Cục Công nghiệp", "Cục Kỹ thuật an toàn và Môi trường công nghiệp", "Cục Hóa chất",
    "Cục Quản lý và Phát triển thị trường trong nước", "Cục Thương mại điện tử", "Ủy ban Cạnh tranh quốc gia",
    "Cục Khoa học, Công nghệ và Chuyển đổi số", "Cục Xuất nhập khẩu", "Cục Phòng vệ thương mại", "Cục Xúc tiến thương mại",
    "Cục Địa chất và Khoáng sản Việt Nam", "Viện Nghiên cứu Chiến lược, Chính sách Công Thương", "Báo Công Thương", "Tạp chí Công Thương",
)  # fmt: skip
"""NĐ 351/2026/NĐ-CP, Điều 3, word for word and in its order."""


def test_the_21_units_are_those_of_decree_351(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    people, units = ministry
    table = units.set_index("unit")
    assert tuple(table["name"]) == UNITS_OF_351
    assert table["merged_from"][table["merged_from"] > 1].to_dict() == {"VTTNNDB": 3, "CDL": 2, "CTTTN": 2, "CKHCN": 3}
    assert list(table.index[table["received_functions"]]) == ["CNLDK", "CKHCN"]
    headcount = people.groupby("unit").size().reindex(table.index)
    quota = table["assigned_quota"].astype(int)
    assert (quota > headcount).any() and (quota < headcount).any()
    kinds = table["kind"].value_counts().to_dict()
    assert kinds == {"department": 4, "office": 1, "agency_1": 2, "agency_2": 11, "public_unit": 3}


def test_units_and_divisions_have_the_posts_that_the_law_asks(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    for people, units in (ministry, make_ministry(1000, 23, 2025, "nd40")):
        kind = units["kind"].to_numpy(object)
        civil = people[people["category"] == "civil_servant"]
        posts, heads, deputies = (
            part.groupby("unit").size().reindex(units["unit"]).fillna(0).to_numpy(np.int64)
            for part in (civil, *(civil[civil["position_level"] == level] for level in ("division_head", "division_deputy")))
        )
        assert (posts >= organisation.least_posts(kind, SNAPSHOT_ON)).all()
        assert (posts >= heads * organisation.least_division_posts(kind, SNAPSHOT_ON)).all()
        divided = organisation.may_have_divisions(kind, posts, units["merged_from"].to_numpy(), SNAPSHOT_ON)
        assert not (heads[~divided] > 0).any() and (heads > 0).any()
        most = organisation.most_division_deputies(kind, posts // np.maximum(heads, 1), SNAPSHOT_ON)
        assert ((most == organisation.NO_LIMIT) | (deputies <= most * heads)).all()


def test_the_foreign_markets_have_the_six_divisions_of_the_decree(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    people, _ = ministry
    assert people[people["unit"] == "VTTNNDB"]["position_level"].eq("division_head").sum() == 6


def test_the_structure_of_decree_40_has_22_units_and_the_one_that_came() -> None:
    people, units = make_ministry(1000, 23, 2025, "nd40")
    check_invariants(people, units)
    assert set(units["unit"]) >= {"VTTNN", "VCSTM", "VDKT", "TTB", "CDMST"} and len(units) == 23
    assert units.loc[units["unit"] == "CDCKS", "name"].item() == UNITS_OF_351[17]
    assert not set(people["employee_id"]) & set(make_ministry(1000, 21, 2025)[0]["employee_id"])  # other people, so other ids


def test_the_law_finds_no_coefficient_off_its_rank_and_step(ministry: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    assert rank_problems(ministry[0]) == []


def test_the_sample_names_tables_only_for_codes_that_the_law_lacks() -> None:
    named = {code for row in shape("units")["ladder"].values() if "tables" in row for code in row["codes"]}
    named |= {work["code"] for work in shape("units")["contract"]}
    assert not named & set(table_of_rank())


@pytest.mark.parametrize(
    ("people", "units", "seed", "words"),
    [
        (5, 22, 1, "--people: 5 people cannot staff 22 units, since each unit has a head. Give --people 22 or more"),
        (0, 1, 1, "0 people cannot staff 1 units"),
        (10, 0, 1, "--units: A ministry needs at least one unit"),
        (10, 2, -1, "--seed: The seed is -1"),
    ],
)
def test_an_impossible_size_is_one_sentence(people: int, units: int, seed: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        make_ministry(people, units, seed)
    assert len(caught.value.problems) == 1
    assert words in str(caught.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        make_ministry(-1, 0, -1, "nd96")
    assert len(caught.value.problems) == 4 and "--structure: There is no structure nd96" in str(caught.value)
    assert all(p.sentence("vi") != p.sentence("en") for p in caught.value.problems)
