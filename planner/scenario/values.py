"""What a single value of a scenario may be: exact numbers, shares, money, days; and the base of all its parts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


def _number(value: Any) -> Decimal:
    """A YAML number as the decimal that was typed; text and yes/no are refused, not converted."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number_wanted", "a number is wanted")
    return Decimal(str(value))


def as_day(value: Any) -> Any:
    """A date that was written as text (JSON knows no dates; a repair of `plan.json` may be pasted into a scenario)."""
    if isinstance(value, str):
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            return value
    return value


def _in_range(value: dt.date) -> dt.date:
    """A day that calendars of the law reach: what is reckoned from it must be a date, too."""
    if not FIRST_DAY <= value <= LAST_DAY:
        raise PydanticCustomError("day_out_of_range", "a day of another century", {"first": FIRST_DAY, "last": LAST_DAY})
    return value


def json_number(**bounds: float) -> WithJsonSchema:
    """What an editor is told of a number: pydantic would offer text for a decimal, and leave its bounds out."""
    return WithJsonSchema({"type": "number", **bounds})


FIRST_DAY, LAST_DAY = dt.date(1980, 1, 1), dt.date(2100, 12, 31)
Day = Annotated[dt.date, BeforeValidator(as_day), AfterValidator(_in_range)]
Number = Annotated[Decimal, BeforeValidator(_number), Field(allow_inf_nan=False)]
Share = Annotated[Number, Field(ge=0, le=1), json_number(minimum=0, maximum=1)]
Weight = Annotated[Number, Field(ge=0, le=1_000_000), json_number(minimum=0, maximum=1_000_000)]
Points = Weight
Tolerance = Annotated[Number, Field(ge=0, le=10**15), json_number(minimum=0, maximum=10**15)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Vnd = Annotated[int, Field(ge=0, le=10**15)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class Part(BaseModel):
    """Base of every part: unknown keys refused, nothing converted, nothing changed afterwards.

    What stands below a key describes it: `schema` reads that from the source, which no command waits for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
