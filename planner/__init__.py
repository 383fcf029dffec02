"""A planner that finds, proves and explains the best lawful way to reduce a workforce."""

import os

__version__ = "0.1.0"

os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow's own allocator keeps what it has freed; the system's gives it back. Arrow looks at this when it is first imported."""
