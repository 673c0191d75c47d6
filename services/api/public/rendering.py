"""Rendering the public pages: templates with every value escaped, and what fits around them."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.public import words
from plan_core.plans import rich_text
from plan_core.reporting.rules import ordinance_word

_FONT = re.compile(r"sarabun-(thai|latin)-(400|600)-normal-[\w-]+\.woff2", re.ASCII)
_RANGES = {
    "thai": "U+0E01-0E5B, U+200C-200D, U+25CC",
    "latin": "U+0000-00FF, U+2000-206F, U+20AC",
}


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("api.public"),
        autoescape=True,  # everywhere, whatever a template's name ends in
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("digits", "day", "baht", "cell", "kind", "counts"):
        made.filters[name] = getattr(words, name)
    made.filters["ordinance"] = ordinance_word
    made.filters["blocks"] = cast("Any", rich_text.read)
    made.globals["words"] = cast("Any", words)  # typed as Jinja's own ones only
    return made


def render(template: str, **values: object) -> bytes:
    return environment().get_template(template).render(**values).encode()


def style_sheet(assets: Path) -> bytes:
    """Our sheet, with the front end's own letters where they were built."""
    faces = [
        f"@font-face{{font-family:Sarabun;font-weight:{found[2]};font-display:swap;"
        f"src:url(/assets/{found[0]}) format('woff2');unicode-range:{_RANGES[found[1]]}}}"
        for found in map(_FONT.fullmatch, sorted(_names_in(assets)))
        if found
    ]
    sheet = (Path(__file__).parent / "public.css").read_text(encoding="utf-8")
    return "\n".join([*faces, sheet]).encode()


def _names_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()] if folder.is_dir() else []


def tag_of(content: bytes) -> str:
    """A strong ETag: equal bytes, equal tag."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def is_current(if_none_match: str, tag: str) -> bool:
    """Whether one of the tags that a client holds is this one (RFC 9110, weak comparison)."""
    held = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return tag in held or held == ["*"]
