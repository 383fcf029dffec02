"""The people of a roster as one frame: building it, deriving what is absent, validating, correcting."""
