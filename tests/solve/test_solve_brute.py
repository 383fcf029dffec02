"""The solver against enumeration, on many small random models of every status."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.sparse import csr_array

from planner.model.rows import Model, RowName, Rows
from planner.solve import BarName, Status, solve
from planner.solve.bound import priced_bound
from planner.solve.conflict import explain_conflict
from planner.solve.exact import keeps, objective_of
