"""The button that hands out a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

TYPES = {
    "csv": "text/csv", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "yaml": "application/yaml", "zip": "application/zip",
}  # fmt: skip


def download(label: str, content: str | bytes | Callable[[], bytes], file: str, *, key: str, icon: str = "download", **more: Any) -> None:
    """Draw it; the page is not drawn anew by a press. content: what makes it is called when the button is pressed, and only then."""
    st.download_button(label, content, file, TYPES[file.rpartition(".")[2]], key=key, icon=f":material/{icon}:", on_click="ignore", **more)
