"""Memory for many people: arrays that take none until they are written, and giving back what is free."""

from __future__ import annotations

import ctypes
import gc
import mmap
import sys
from typing import Any

import numpy as np
import numpy.typing as npt

LARGE = 2**20
"""Bytes from which an array gets pages of its own; smaller ones are not worth the call."""


def zeros(shape: tuple[int, ...], kind: npt.DTypeLike) -> npt.NDArray[Any]:
    """As `np.zeros`; the pages of a large array take memory only once they are written, and go back when it is freed.

    NumPy asks for huge pages and reuses what was freed before, so that its zeros are often written out.
    """
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
    if size < LARGE:
        return np.zeros(shape, kind)
    private = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_ANONYMOUS") else {}
    return np.frombuffer(mmap.mmap(-1, size, **private), kind).reshape(shape)


def give_back() -> None:
    """Returns freed memory to the system, where its C library can (glibc); a long process then stays as small as its data."""
    gc.collect()
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
