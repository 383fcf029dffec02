"""The one catalogue of texts: Vietnamese and English side by side, one TOML file for each room.

A text's key is `<file>.<name>`; its table holds `en` and `vi`, plain `str.format` templates. Texts that belong together may
stand in one block: `<file>.<block>.<name>`. Numbers and dates in them
are written with a format spec, so that each language shows its own form: `{n:int}` 1.234 / 1,234,
`{x:money}` whole đồng, `{x:pct}` a share as per cent, `{x:chance}` a chance, never 0% or 100% unless it is, `{g:gap}` a gap as per cent, never rounded down, `{r:times}` a ratio,
`{c:coef}` a salary coefficient, `{d:date}` 15/01/2027 / 2027-01-15. `{n:?person|people}` is the word that fits a number.
"""

from __future__ import annotations

import datetime as dt
import string
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from math import ceil
from typing import Any

LANGUAGES = ("vi", "en")
LOCALES = {"vi": "vi_VN", "en": "en_US"}
LEAST_CHANCE = 0.0005
"""What `percent` would round to nothing."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the catalogue with its values, rendered only when the reader's language is known."""

    key: str
    params: dict[str, Any] = field(default_factory=dict)

    def render(self, lang: str = "en") -> str:
        """The sentence in `lang` (`vi` or `en`)."""
        return text(self.key, lang, **self.params)


@cache
def room(name: str) -> dict[str, dict[str, str]]:
    """All texts of one file, `{name: {en, vi}}`. KeyError where there is no such file."""
    source = resources.files(__package__).joinpath(f"{name}.toml")
    if not source.is_file():
        raise KeyError(name)
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    single = {name: entry for name, entry in tables.items() if set(entry) <= set(LANGUAGES)}
    return single | {f"{block}.{name}": e for block in tables.keys() - single.keys() for name, e in tables[block].items()}


def rooms() -> list[str]:
    """The names of the catalogue's files."""
    found = resources.files(__package__).iterdir()
    return sorted(p.name.removesuffix(".toml") for p in found if p.name.endswith(".toml"))


def text(key: str, lang: str = "en", **params: Any) -> str:
    """The text `key` in `lang`, filled. KeyError where the catalogue lacks it: a fault of the programme."""
    where, _, name = key.partition(".")
    template = room(where)[name][lang]
    return _FORMATTERS[lang].vformat(template, (), params)


def has(key: str) -> bool:
    """Whether the catalogue knows `key`."""
    where, _, name = key.partition(".")
    try:
        return name in room(where)
    except KeyError:
        return False


def half_of(title: str, lang: str = "en") -> str:
    """A title or description in one language: of "in Vietnamese | in English" the half in `lang`, any other as it is."""
    halves = title.split(" | ")
    return halves[LANGUAGES.index(lang)] if len(halves) == len(LANGUAGES) and all(halves) else title


def number(value: float | int, lang: str = "en", decimals: int | None = None) -> str:
    """A number grouped as the language writes it: 1.234,5 (vi) or 1,234.5 (en)."""
    return _written(value + 0, lang, decimals)  # + 0: nothing is -0


@lru_cache(maxsize=4096)  # a page writes the same few hundred numbers at every click
def _written(value: float | int, lang: str, decimals: int | None) -> str:
    from babel.numbers import format_decimal  # a tenth of a second, not needed by every command

    if decimals is None:
        return format_decimal(value, locale=LOCALES[lang])
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=LOCALES[lang])


def percent(share: float, lang: str = "en", decimals: int = 1) -> str:
    """A share (0.2) as per cent: 20,0% (vi) or 20.0% (en)."""
    return number(100 * float(share), lang, decimals) + "%"


def chance(value: float, lang: str = "en") -> str:
    """A chance as per cent: one that is neither none nor certain is never written as 0% or 100%."""
    share = float(value)
    if 0 < share <= LEAST_CHANCE:
        return text("words.chance_least", lang)
    if 1 - LEAST_CHANCE <= share < 1:
        return text("words.chance_most", lang)
    return percent(share, lang)


def coefficient(value: float, lang: str = "en") -> str:
    """A salary coefficient as it is written: two decimals, up to four only where it has them; 4,98 (vi) or 4.98 (en)."""
    written = f"{value:.2f}" if round(value, 2) == round(value, 4) else f"{value:.4f}".rstrip("0")
    return written.replace(".", ",") if lang == "vi" else written


def date(value: dt.date, lang: str = "en") -> str:
    """A date as the language writes it: 15/01/2027 (vi) or 2027-01-15 (en)."""
    return value.strftime("%d/%m/%Y") if lang == "vi" else value.isoformat()


class _Formatter(string.Formatter):
    """`str.format` with the specs `int`, `num`, `money`, `pct`, `chance`, `times`, `gap`, `coef`, `date` and `?one|many`, and nested `Message` values."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return value.render(self.lang)
        if format_spec in ("int", "money"):
            return number(int(value), self.lang)
        if format_spec == "num":
            return number(value, self.lang)
        if format_spec == "pct":
            return percent(value, self.lang)
        if format_spec == "chance":
            return chance(value, self.lang)
        if format_spec == "times":
            return number(float(value), self.lang, 2)
        if format_spec == "gap":
            return percent(ceil(value * 1e6) / 1e6, self.lang, 4)
        if format_spec == "coef":
            return coefficient(value, self.lang)
        if format_spec.startswith("?"):
            one, many = format_spec[1:].split("|")
            return one if value == 1 else many
        if format_spec == "date":
            return date(value, self.lang)
        return super().format_field(value, format_spec)


_FORMATTERS = {lang: _Formatter(lang) for lang in LANGUAGES}
