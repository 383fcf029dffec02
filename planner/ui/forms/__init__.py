"""The forms in which a scenario is asked."""
