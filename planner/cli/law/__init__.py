"""The commands about the law: what it gives each person, the same people on two terms, and its calendar."""
