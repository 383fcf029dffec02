"""The rows of a table: which hold people, which are something else, and what they look like."""
