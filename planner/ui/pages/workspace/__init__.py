"""The page about what was decided, by whom, on what data; each of its parts has a file."""
