"""One small parser for each kind of cell; each returns a value or what is wrong with it."""
