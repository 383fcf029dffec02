"""The JSON Schema of scenario files. `python -m planner.scenario.schema`: write `scenarios/schema.json` anew from the code."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from planner.core.files import atomic_path
from planner.scenario.model import Scenario


def write_schema(out: Path) -> None:
    """Write the JSON Schema of scenario files to `out`."""
    with atomic_path(out, private=False) as temporary:
        temporary.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file, `extends` included."""
    schema = Scenario.model_json_schema(schema_generator=_Described)
    schema["properties"]["extends"] = {
        "type": "string",
        "description": "Path of one parent scenario, relative to this file; this file then states what differs.",
    }
    for part in (schema, *schema["$defs"].values()):
        for shown in part["properties"].values():
            if shown.get("type") == "number" and isinstance(shown.get("default"), str):
                shown["default"] = float(shown["default"])  # pydantic writes a decimal's default as text
    required = schema.pop("required")
    schema["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


class _Described(GenerateJsonSchema):
    """Each key with what stands below it in the source as its description."""

    def model_schema(self, schema: Any) -> dict[str, Any]:
        """As the base."""
        made = super().model_schema(schema)
        fields = schema["cls"].model_fields
        for name, said in _said_of(schema["cls"]).items():
            made["properties"][fields[name].alias or name]["description"] = said
        return made


def _said_of(part: type) -> dict[str, str]:
    """The names of a class's own fields to the texts below them."""
    (stated,) = ast.parse(textwrap.dedent(inspect.getsource(part))).body
    assert isinstance(stated, ast.ClassDef)
    found = {}
    for field, said in zip(stated.body, stated.body[1:], strict=False):
        of_field = isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if of_field and isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) and isinstance(said.value.value, str):
            found[field.target.id] = inspect.cleandoc(said.value.value)
    return found


if __name__ == "__main__":
    write_schema(Path("scenarios") / "schema.json")
