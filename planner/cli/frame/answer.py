"""What the forms of answers share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """An answer has these keys and no others."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Place(Answer):
    """A problem: where, and what to do. `column`: of a cell; `key`: a key path of a scenario, or an option."""

    file: str | None
    sheet: str | None
    row: int | None
    """The row of a sheet, the line of a text file."""
    column: str | None
    key: str | None
    message: str


class Written(Answer):
    """The files that were written."""

    written: list[str]
