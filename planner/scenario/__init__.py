"""What is asked: the scenario file, its strict schema, inheritance and change log."""
