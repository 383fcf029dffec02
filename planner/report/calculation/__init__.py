"""One person's calculation sheet (phiếu tính chế độ): every step of the sum with its article, to be checked by hand."""

from planner.report.calculation.build import calculation, of_plan, open_in_plan
from planner.report.calculation.model import Calculation

__all__ = ["Calculation", "calculation", "of_plan", "open_in_plan"]
