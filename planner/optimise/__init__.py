"""The optimisation model and its solution. OR-Tools is imported only in this room."""

import sys
from types import ModuleType

import numpy


def _load_scipy() -> None:
    """`scipy.sparse` takes over every name of numpy, and would load a compiler of Fortran with them that nobody here asks for: a
    twentieth of a second of every command. Whoever imports `numpy.f2py` itself later gets it."""
    if "scipy.sparse" not in sys.modules and "numpy.f2py" not in sys.modules:
        numpy.f2py = sys.modules["numpy.f2py"] = ModuleType("numpy.f2py")  # type: ignore[assignment]
        try:
            import scipy.sparse  # noqa: F401
        finally:
            del sys.modules["numpy.f2py"], numpy.f2py


_load_scipy()
