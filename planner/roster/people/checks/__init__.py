"""Checks of the people of a roster: what is missing, cannot be, is not plausible, or stands there twice."""
