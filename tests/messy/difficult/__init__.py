"""Files with one difficulty each, as personnel offices and their software produce them, and what is right to read in them."""
