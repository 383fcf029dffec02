"""What was decided: the plan, its tables, explanations, comparison, and what hangs on doubtful law or unverified data."""
