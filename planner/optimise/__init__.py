"""The optimisation model and its solution. OR-Tools is imported only in this room."""

from __future__ import annotations

import importlib.util
import sys


def _put_off(name: str) -> None:
    """A module that is loaded once somebody uses it; nothing where it is loaded already, or is not there."""
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, own = name.rpartition(".")
    setattr(sys.modules[parent], own, module)


_put_off("numpy.f2py")
"""SciPy names everything that NumPy has, its compiler of Fortran too, which takes a tenth of the time in which all of a command's
libraries load. Nothing here uses it."""
