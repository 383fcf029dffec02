"""The solvers of OR-Tools behind one function each; programmes are arrays here."""
