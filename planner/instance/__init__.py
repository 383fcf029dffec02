"""Scenario, roster and law joined into arrays: units after reorganising, merit, floors, groups, options and seats."""
