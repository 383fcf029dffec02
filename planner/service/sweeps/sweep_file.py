"""A sweep: one scenario whose keys take several values, as a grid, side by side, or drawn from ranges."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from planner.core.errors import InputError, Problem, problem
from planner.scenario.load import LoadedScenario, problems_of, read_yaml
from planner.scenario.named_keys import path_of, with_values
from planner.scenario.values import Number, Part
from planner.service.scenario_files import read_scenario

MOST_RUNS = 100_000
MOST_STEPS = 10_000
FIXED = ("title", "roster", "corrections")
"""Keys that all runs of a sweep share: its people are read once, and a title is no figure."""
OF_KEYS = ("scenario.unknown_key", "scenario.unknown_key_close")
OF_PLACES = ("scenario.list_value", "scenario.mapping_value")
"""Faults of a scenario that are a key's own, whatever its value: no scenario has it, or what stands above it is no group of keys."""
DIGITS = 4
"""Runs are numbered with at least so many digits."""


class Range(Part):
    """Values from one end to the other; `steps` counts both ends."""

    low: Annotated[Number, Field(alias="from")]
    high: Annotated[Number, Field(alias="to")]
    steps: Annotated[int, Field(ge=2, le=MOST_STEPS)] | None = None

    @model_validator(mode="after")
    def _rises(self) -> Range:
        if self.low >= self.high:
            raise ValueError("the first end must be below the last")
        return self


class Sample(Part):
    """How many runs are drawn, and from which seed."""

    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)]
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1


_LIST = TypeAdapter(Annotated[list[Any], Field(min_length=1, max_length=MOST_RUNS)])


def _range_or_values(value: Any) -> Range | list[Any]:
    """A mapping is a range; anything else must be a list. Each is told what is wrong with it as what it is."""
    return Range.model_validate(value) if isinstance(value, dict) else _LIST.validate_python(value)


Values = Annotated[Any, BeforeValidator(_range_or_values)]
"""A `Range`, or a list of values."""


class Sweep(Part):
    """What a sweep's file says."""

    sweep: Annotated[str, Field(min_length=1, max_length=500)]
    vary: Annotated[dict[str, Values], Field(min_length=1)]
    combine: Literal["grid", "zip", "sample"] = "grid"
    sample: Sample | None = None


@dataclass(frozen=True)
class Asked:
    """The runs of a sweep: name, and the value of each varied key. keys: in the order of the file."""

    base: LoadedScenario
    keys: tuple[str, ...]
    runs: tuple[tuple[str, dict[str, Any]], ...]


def is_sweep(content: Any) -> bool:
    """Whether what a YAML file holds is a sweep, and not a scenario."""
    return isinstance(content, dict) and "sweep" in content


def read_sweep(file: Path) -> Asked:
    """The runs that a sweep's file asks for, the last key changing fastest. InputError lists what is wrong with the file."""
    content = read_yaml(file)
    try:
        sweep = Sweep.model_validate(content)
    except ValidationError as error:
        raise InputError(problems_of(error, file.name, content, Sweep)) from None
    base = read_scenario(file.parent / sweep.sweep)
    if faults := _faults(sweep, base, file.name):
        raise InputError(faults)
    combined = list(_combined(sweep))
    width = max(DIGITS, len(str(len(combined))))
    runs = tuple((f"{file.stem}-{number:0{width}d}", dict(zip(sweep.vary, values, strict=True))) for number, values in enumerate(combined, 1))
    return Asked(base, tuple(sweep.vary), runs)


def _faults(sweep: Sweep, base: LoadedScenario, file: str) -> list[Problem]:
    """Keys that lead nowhere, and what does not go with the way of combining."""
    found: list[Problem] = []
    paths = {}
    for key, values in sweep.vary.items():
        place = f"vary.{key}"
        try:
            path = path_of(base.data, key, file)
        except InputError as error:
            found += [Problem(p.message, file, column=place) for p in error.problems]
            continue
        if path[0] in FIXED:
            found.append(problem("sweep.fixed", file=file, column=place))
        if path in paths:
            found.append(problem("sweep.same_place", file=file, column=place, other=paths[path]))
        paths[path] = key
        if isinstance(values, Range) and (values.steps is None) != (sweep.combine == "sample"):
            found.append(problem("sweep.steps_unused" if values.steps else "sweep.no_steps", file=file, column=place))
        elif isinstance(values, Range) and values.steps is not None and (different := len(set(_steps_of(values)))) < values.steps:
            found.append(problem("sweep.steps_alike", file=file, column=place, steps=values.steps, different=different))
        found += _leads_nowhere(base, key, values, file, place)
    if (sweep.sample is None) == (sweep.combine == "sample"):
        found.append(problem("sweep.sample_missing" if sweep.sample is None else "sweep.sample_unused", file=file, column="sample"))
    if found:
        return found
    counts = {key: _count(values) for key, values in sweep.vary.items() if sweep.combine != "sample"}
    if sweep.combine == "zip" and len(set(counts.values())) > 1:
        found.append(problem("sweep.unequal", file=file, column="vary", counts=", ".join(f"{key}: {n}" for key, n in counts.items())))
    if sweep.combine == "grid" and (runs := int(np.prod(list(counts.values()), dtype=object))) > MOST_RUNS:
        found.append(problem("sweep.too_many", file=file, column="vary", runs=runs, most=MOST_RUNS))
    return found


def _leads_nowhere(base: LoadedScenario, key: str, values: Range | list[Any], file: str, place: str) -> list[Problem]:
    """What is wrong with a key that no scenario has, or that stands where a list is wanted; what is wrong with a value is its run's."""
    first = values.low if isinstance(values, Range) else values[0]
    try:
        with_values(base, {key: first}, file=file)
    except InputError as error:
        return [Problem(p.message, file, column=place) for p in error.problems if p.message.key in OF_KEYS or (p.message.key in OF_PLACES and p.column != key)]
    return []


def _count(values: Range | list[Any]) -> int:
    return values.steps or 0 if isinstance(values, Range) else len(values)


def _combined(sweep: Sweep) -> Sequence[tuple[Any, ...]]:
    """The values of all keys, a tuple a run."""
    if sweep.combine == "sample":
        assert sweep.sample is not None
        return _drawn(sweep, sweep.sample)
    columns = [_steps_of(values) if isinstance(values, Range) else values for values in sweep.vary.values()]
    return list(itertools.product(*columns)) if sweep.combine == "grid" else list(zip(*columns, strict=True))


def _steps_of(values: Range) -> list[int | float]:
    """The values of a range, both ends among them, in exact decimals; whole numbers where both ends are whole."""
    assert values.steps is not None
    step = (values.high - values.low) / (values.steps - 1)
    return [_number(values, values.low + step * i) for i in range(values.steps)]


def _drawn(sweep: Sweep, sample: Sample) -> list[tuple[Any, ...]]:
    """A Latin hypercube: one value from each of `runs` equal parts of a range, each value of a list equally often."""
    from scipy.stats import qmc

    points = qmc.LatinHypercube(d=len(sweep.vary), rng=np.random.default_rng(sample.seed)).random(sample.runs)
    columns = [
        [_number(values, values.low + (values.high - values.low) * Decimal(str(point))) for point in own]
        if isinstance(values, Range)
        else [values[int(part) % len(values)] for part in np.floor(own * sample.runs)]
        for values, own in zip(sweep.vary.values(), points.T, strict=True)
    ]
    return list(zip(*columns, strict=True))


def _number(ends: Range, value: Decimal) -> int | float:
    """A value of a range: whole where both ends are whole numbers (money, people), else a decimal of at most 12 places."""
    whole = all(end == end.to_integral_value() for end in (ends.low, ends.high))
    return int(value.to_integral_value()) if whole else float(round(value, 12))
