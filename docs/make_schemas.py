"""Writes the JSON Schema of every command's `--json` answer into `docs/schemas`: `python docs/make_schemas.py`.

`tests/cli/test_schemas.py` fails where the folder no longer agrees with the code.
"""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "schemas"


def made() -> dict[str, str]:
    """The content of each file by its name."""
    from planner.cli.frame.answers import ANSWERS, schema_of

    return {f"{command}.json": json.dumps(schema_of(command), ensure_ascii=False, indent=1) + "\n" for command in sorted(ANSWERS)}


def main() -> None:
    """Write what is made, and remove what is not."""
    FOLDER.mkdir(exist_ok=True)
    files = made()
    for old in FOLDER.glob("*.json"):
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (FOLDER / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
