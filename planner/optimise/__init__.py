"""The optimisation model and its solution. OR-Tools is imported only in this room."""
