"""What the law reads from a person: facts, salary, rank, and the month of retirement."""
