"""The library that draws the pictures of the app, ECharts, as one script: taken from the installed package that ships it.

Streamlit ships ECharts as a module for its own pages. The module's other imports belong to Streamlit's component, which is
at its end and is not wanted: they are given stand-ins that can be called and asked for anything.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from planner.core.errors import InputError, problem

SHIPPED_BY = "streamlit"
_CHUNK = "static/static/js/EChartsChart.*.js"
_IMPORT = re.compile(r"(?:^|;)import(?:\{(?P<names>[^}]*)\}from)?\"\./[^\"]+\"")
_EXPORT = re.compile(r";?export\{[^}]*\};?\s*$")
_MAKER = re.compile(r"=[`\"']_echarts_instance_[`\"'];function (?P<name>[\w$]+)\(")
_STAND_IN = "const __any=new Proxy(function(){},{get:(_,k)=>k===Symbol.toPrimitive?()=>'':k===Symbol.iterator?void 0:__any,apply:()=>__any,construct:()=>__any});"


@cache
def echarts_script() -> str:
    """A classic script that defines `echarts.init`. InputError where the installed package ships it in another form."""
    chunk = _chunk()
    source = chunk.read_text(encoding="utf-8") if chunk else ""
    maker, imports = _MAKER.search(source), list(_IMPORT.finditer(source))
    if maker is None or not imports or not _EXPORT.search(source):
        raise InputError(problem("batch.no_pictures", column="--html", package=SHIPPED_BY))
    names = [part.split(" as ")[-1].strip() for found in imports for part in (found["names"] or "").split(",") if part]
    body = _EXPORT.sub("", source[imports[-1].end() :].lstrip(";"))
    given = "".join(f"const {name}=__any;" for name in names)
    script = f'(function(){{"use strict";{_STAND_IN}{given}{body};globalThis.echarts={{init:{maker["name"]}}};}})();'
    return re.sub(r"</(?=script)", r"<\\/", script, flags=re.IGNORECASE).replace("<!--", r"<\!--")


def _chunk() -> Path | None:
    """The file of the installed package that holds the library; found without loading the package."""
    spec = find_spec(SHIPPED_BY)
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob(_CHUNK))), None)
