"""The law's dated numbers with unit, citation and evidence, and their strict loader."""
