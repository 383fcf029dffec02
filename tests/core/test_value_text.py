"""A value of the roster in words: typed or as a file holds it, the same in both forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.core.value_text import value_text


@pytest.mark.parametrize(
    ("name", "typed", "written", "vi", "en"),
    [
        ("sex", "F", "F", "Nữ", "Female"),
        ("birth_date", pd.Timestamp(1970, 1, 15), "1970-01-15", "15/01/1970", "1970-01-15"),
        ("birth_date", dt.date(1970, 1, 15), "1970-01-15", "15/01/1970", "1970-01-15"),
        ("key_role", np.True_, "true", "Có", "Yes"),
        ("pregnant", False, "false", "Không", "No"),
        ("salary_coefficient", np.float64(6.5), "6.5", "6,5", "6.5"),
        ("salary_coefficient", 4.9851, "4.9851", "4,9851", "4.9851"),
        ("over_frame_pct", 5.0, "5", "5", "5"),
        ("profession_pct", 7.5, "7.5", "7,5", "7.5"),
        ("si_months", np.int64(1216), "1216", "1.216", "1,216"),
        ("contract_salary_vnd", 12_000_000, "12000000", "12.000.000", "12,000,000"),
        ("skills", "tin học;luật", "tin học;luật", "tin học; luật", "tin học; luật"),
        ("attention_groups", "disability;lạ", "disability;lạ", "Khuyết tật; lạ", "Disability; lạ"),
        ("full_name", "=1+1", "=1+1", "=1+1", "=1+1"),
    ],
)
def test_a_value_in_both_forms_and_languages(name: str, typed: Any, written: str, vi: str, en: str) -> None:
    assert [value_text(name, value, lang) for value in (typed, written) for lang in ("vi", "en")] == [vi, en, vi, en]


@pytest.mark.parametrize("nothing", [None, "", np.nan, pd.NA, pd.NaT])
def test_what_is_absent(nothing: Any) -> None:
    assert value_text("birth_date", nothing, "vi") == "–" and value_text("unknown", nothing, "vi", absent="") == ""


@pytest.mark.parametrize(
    ("name", "written"),
    [("birth_date", "hôm qua"), ("birth_date", "1970-13-45"), ("key_role", "maybe"), ("si_months", "33,6"), ("si_months", "inf"),
     ("salary_coefficient", "nan"), ("sex", "?"), ("no_column", "x")],
)  # fmt: skip
def test_what_the_column_cannot_hold_stays_as_it_is_written(name: str, written: str) -> None:
    assert value_text(name, written, "vi") == written
