"""The official lists by route: who leaves by which route under which decree, in the columns that the authorities ask for."""

from planner.report.official_lists.lists import Form, FormColumn, Summary, forms_of, summary_of_units

__all__ = ["Form", "FormColumn", "Summary", "forms_of", "summary_of_units"]
