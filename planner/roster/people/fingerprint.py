"""The fingerprint of a roster: equal content gives equal fingerprints, on every platform."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd


def fingerprint(people: pd.DataFrame, units: pd.DataFrame) -> str:
    """sha256 (hex) over the names, lengths and values of every column of both canonical frames, in order."""
    digest = hashlib.sha256(b"planner roster 1")
    for frame in (people, units):
        digest.update(f"\n{len(frame)} {len(frame.columns)}".encode())
        for name in frame.columns:
            digest.update(f"\n{name}\n".encode())
            digest.update(_content(frame[name]))
    return digest.hexdigest()


def _content(series: pd.Series) -> bytes:
    """The values in one form for each kind: text by lengths and UTF-8, numbers and dates little-endian, gaps apart."""
    absent = series.isna().to_numpy()
    if isinstance(series.dtype, pd.StringDtype) or series.dtype == object:
        words = series.to_numpy(dtype=object, na_value="").tolist()
        lengths = np.fromiter(map(len, words), dtype="<i4", count=len(words))
        return np.packbits(absent).tobytes() + lengths.tobytes() + "".join(words).encode("utf-8", "surrogatepass")
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return series.to_numpy().astype("datetime64[s]").astype("<i8").tobytes()
    if pd.api.types.is_float_dtype(series.dtype):
        values = series.to_numpy(dtype=np.float64, na_value=np.nan) + 0.0
        return np.packbits(absent).tobytes() + np.where(absent, 0.0, values).astype("<f8").tobytes()
    values = series.to_numpy(dtype="int64", na_value=0) if absent.any() else series.to_numpy(dtype="int64")
    return np.packbits(absent).tobytes() + values.astype("<i8").tobytes()
