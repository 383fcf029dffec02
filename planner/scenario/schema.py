"""`python -m planner.scenario.schema`: write `scenarios/schema.json` anew from the code."""

from __future__ import annotations

import json
from pathlib import Path

from planner.core.files import atomic_path
from planner.scenario.load import json_schema


def write_schema(out: Path) -> None:
    """Write the JSON Schema of scenario files to `out`."""
    with atomic_path(out, private=False) as temporary:
        temporary.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_schema(Path("scenarios") / "schema.json")
