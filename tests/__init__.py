"""The tests; a package, so that no library that brings one of the same name (Canaille does) is taken for it."""
