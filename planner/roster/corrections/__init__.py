"""The ledger of corrections: accepted and refused cells with who, when, why and from which file; and its application."""

from planner.roster.corrections.cell_text import canonical, cell_text, column_texts, correct, current, now
from planner.roster.corrections.into_roster import Fit, about, apply, fit, unapplied
from planner.roster.corrections.ledger import LEDGER_COLUMNS, append_corrections, read_corrections, write_corrections
from planner.roster.corrections.of_units import CORRECTED, PREFIX, correct_unit, is_of_unit, unit_column

__all__ = [
    "CORRECTED",
    "Fit",
    "LEDGER_COLUMNS",
    "PREFIX",
    "about",
    "append_corrections",
    "apply",
    "canonical",
    "cell_text",
    "column_texts",
    "correct",
    "correct_unit",
    "current",
    "fit",
    "is_of_unit",
    "now",
    "read_corrections",
    "unapplied",
    "unit_column",
    "write_corrections",
]
