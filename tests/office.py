"""LibreOffice as a second opinion on a workbook: recalculates every formula, whatever values the file stores."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(workbook: Path, folder: Path) -> Path:
    """A copy of `workbook` in `folder` with every formula computed by LibreOffice; skips the test where it is not installed."""
    return recalculated_all([workbook], folder)[0]


def recalculated_all(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """As `recalculated` for several workbooks of different names, in one start of LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: formulas were NOT recalculated by a second programme")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    out = folder / "recalculated"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, workbooks)],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    return [out / workbook.name for workbook in workbooks]
