"""A ledger against tuning until a test of fairness passes: which re-solves came after fairness figures had been seen."""
