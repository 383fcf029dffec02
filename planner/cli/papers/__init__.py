"""Commands that make papers from a plan: brief, calculation sheets, official lists, packs."""
