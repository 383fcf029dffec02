"""People for the law tests, typed as the roster types them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from tests.policy.law_cases import make_people


@pytest.fixture(scope="session")
def people() -> Callable[..., pd.DataFrame]:
    """`make_people`."""
    return make_people
