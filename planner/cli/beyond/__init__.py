"""Commands that solve again: from a saved plan, or from one made by hand."""
