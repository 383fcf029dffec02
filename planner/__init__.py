"""A planner that finds, proves and explains the best lawful way to reduce a workforce."""

__version__ = "0.1.0"
