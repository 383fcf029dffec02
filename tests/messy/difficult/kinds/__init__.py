"""The difficult files by kind; `tests.messy.difficult.cases` lists them."""
