"""The synthetic ministry: people and units, drawn together from one seed. No real person is in it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import InputError, Problem, problem
from planner.policy.law.deputy_caps import deputy_law
from planner.policy.law.parameters import Law, load_law
from planner.policy.person.leadership import CLASS_1
from planner.roster.people.frame import typed_people
from planner.roster.sample import ages, careers, contracts, traits
from planner.roster.sample.posts import HEAD, LEVELS, Posts, posts, titles
from planner.roster.sample.random import FloatArray, choose
from planner.roster.sample.scale import scale_of
from planner.roster.sample.shape import SNAPSHOT_ON, STRUCTURES, UnitShape, headcounts, shape, unit_shapes, units_table


def make_ministry(people: int, units: int, seed: int, structure: str = "nd351") -> tuple[pd.DataFrame, pd.DataFrame]:
    """A ministry of `people` in `units`, the same for the same arguments; `structure` names the decree that names the units.

    Returns people and units in the canonical columns and types of `columns.ROSTER` and `columns.UNITS`, counted on
    1 December 2026. InputError where there are no people, no units, more units than people, a negative seed, or no such
    structure.
    """
    _check(people, units, seed, structure)
    law = load_law()
    rng = np.random.Generator(np.random.PCG64(seed))
    shapes = unit_shapes(units, structure)
    counts = headcounts(people, shapes)
    table = units_table(shapes, counts)
    post = posts(shapes, counts, deputy_law(table, SNAPSHOT_ON, law).allowance, law, rng)
    return _people(post, shapes, _ids(people, STRUCTURES[structure][1]), law, rng), table


def _check(people: int, units: int, seed: int, structure: str) -> None:
    """Every argument that cannot be, at once."""
    found: list[Problem] = []
    if units < 1:
        found.append(problem("sample.no_units", column="--units", units=units))
    if people < max(units, 1):
        found.append(problem("sample.too_few_people", column="--people", people=people, units=max(units, 1)))
    if seed < 0:
        found.append(problem("sample.negative_seed", column="--seed", seed=seed))
    if structure not in STRUCTURES:
        found.append(problem("sample.unknown_structure", column="--structure", name=structure, known=", ".join(STRUCTURES)))
    if found:
        raise InputError(found)


def _people(
    post: Posts, shapes: list[UnitShape], ids: npt.NDArray[np.object_], law: Law, rng: np.random.Generator
) -> pd.DataFrame:
    """The people frame, column by column."""
    scale = scale_of(law)
    life = ages.lives(post, _women(post), law, rng)
    career = careers.careers(post, life, scale, rng)
    contract = contracts.contracts(post, life, career.table, rng)
    rated, quality = traits.ratings(post, life, rng)
    wishes = traits.volunteers(post, life, quality, rng)
    frame = pd.DataFrame(
        {
            "employee_id": ids,
            "full_name": _names(life.female, rng),
            "birth_date": life.born_on.astype("datetime64[s]"),
            "sex": np.where(life.female, "F", "M").astype(object),
            "unit": np.array([s.id for s in shapes], dtype=object)[post.unit],
            "position_title": titles(post, shapes, career.title),
            "position_level": np.array(LEVELS, dtype=object)[post.level],
            "category": _categories(post, shapes),
            "rank_code": career.rank_code,
            "step": pd.Series(np.where(career.step > 0, career.step, np.nan)).astype("Int64"),
            "salary_coefficient": scale.coefficient(career.table, career.step - 1),
            "leadership_allowance": _leadership(post, shapes, law),
            "over_frame_pct": careers.over_frame(career, scale),
            "seniority_pct": careers.seniority(post, life),
            "profession_pct": careers.profession(post, career),
            "reserved_coefficient": careers.reserved(career, _merged(post, shapes), scale, rng),
            "contract_salary_vnd": pd.Series(contract.salary_vnd).astype("Int64"),
            "si_months": life.insured,
            "si_paid_out_months": life.paid_out,
            "hazard_months": _hazard_months(post, shapes, life, law, rng),
            "joined_on": life.joined_on.astype("datetime64[s]"),
            "contract_signed_on": contract.signed_on.astype("datetime64[s]"),
            "contract_end_on": contract.end_on.astype("datetime64[s]"),
            "awards": traits.awards(rated, rng),
            "education": career.education,
            "skills": traits.skills(post, shapes, rng),
            "key_role": traits.key_roles(post, quality, career.stage, rng),
            "attention_groups": traits.attention_groups(life, rng),
            "volunteers": wishes,
            "lock": traits.locks(post, wishes, quality, rng),
        }
        | {f"rating_{year}": words for year, words in enumerate(rated, start=1)}
        | traits.family(life, rng)
        | traits.faults(quality, rng)
    )
    return typed_people(frame)


def _hazard_months(
    post: Posts, shapes: list[UnitShape], life: ages.Lives, law: Law, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Months in hazardous work; none for those whom it would have retired before the snapshot."""
    months = traits.hazard_months(post, shapes, life, rng)
    return np.where(ages.past_retirement(life, months, law), 0, months)


def _women(post: Posts) -> FloatArray:
    """Each person's chance of being a woman: lower among heads, as the contract works say elsewhere."""
    works = shape("units")["contract"]
    by_work = np.array([w["women"] for w in works] + [ages.WOMEN])
    return by_work[post.contract] - 0.15 * (post.level == HEAD)


def _ids(n: int, begin: str) -> npt.NDArray[np.object_]:
    """`MOIT-0001` and so on, wide enough for the last; `begin` stands before the dash."""
    width = max(4, len(str(n)))
    return np.array([f"{begin}-{number:0{width}d}" for number in range(1, n + 1)], dtype=object)


def _names(female: npt.NDArray[np.bool_], rng: np.random.Generator) -> npt.NDArray[np.object_]:
    """Family, middle and given name, drawn independently."""
    words = shape("names")
    out = np.empty(len(female), dtype=object)
    families = np.array(list(words["family"]), dtype=object)
    weights = np.array(list(words["family"].values()), dtype=np.float64)
    for sex, mask in (("M", ~female), ("F", female)):
        n = int(mask.sum())
        middle, given = (np.array(words[part][sex], dtype=object) for part in ("middle", "given"))
        drawn = families[choose(rng, weights, n)] + " " + middle[rng.integers(0, len(middle), n)]
        out[mask] = drawn + " " + given[rng.integers(0, len(given), n)]
    return out


def _categories(post: Posts, shapes: list[UnitShape]) -> npt.NDArray[np.object_]:
    """Public employees in public units, civil servants elsewhere, contracts in both."""
    public = np.array([s.kind == "public_unit" for s in shapes])[post.unit]
    return np.select([post.contracted, public], ["contract", "public_employee"], "civil_servant").astype(object)


def _leadership(post: Posts, shapes: list[UnitShape], law: Law) -> FloatArray:
    """The leadership allowance of the office held, 0 for staff; that of its own table for civil servants of a class-1 agency."""
    ordinary, first = (np.array([law.on(name, SNAPSHOT_ON).get(level, 0.0) for level in LEVELS]) for name in ("salary.leadership_allowance", CLASS_1))
    in_first = np.array([s.kind == "agency_1" for s in shapes])[post.unit]
    return np.where(in_first, first[post.level], ordinary[post.level])


def _merged(post: Posts, shapes: list[UnitShape]) -> npt.NDArray[np.bool_]:
    """Who works in a unit that was made from several."""
    return np.array([s.merged_from > 1 for s in shapes])[post.unit]
