"""The commands about rosters: making, reading and checking them, and what to verify."""
