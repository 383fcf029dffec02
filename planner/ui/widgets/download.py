"""The button that hands out a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

TYPES = {
    "csv": "text/csv", "plan": "application/octet-stream", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "yaml": "application/yaml", "zip": "application/zip",
}  # fmt: skip


def download(
    label: str, content: str | bytes | Callable[[], bytes], file: str, *, key: str, icon: str = "download", on_click: Callable[[], None] | None = None, **more: Any
) -> None:
    """Draw it. content: what makes it is called when the button is pressed, and only then. on_click: what a press does beside; the
    page is then drawn anew, else not."""
    st.download_button(label, content, file, TYPES[file.rpartition(".")[2]], key=key, icon=f":material/{icon}:", on_click=on_click or "ignore", **more)
