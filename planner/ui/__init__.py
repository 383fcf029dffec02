"""The app's pages. They draw finished things: what they show is computed, and tested, elsewhere in `planner`."""
