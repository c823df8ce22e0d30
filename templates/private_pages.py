"""The shared parts of pages behind a signed link: words by language, style, notices and content security policy.

The words of a page are in templates/pages/<page>, a file for each language.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from templates.message_library import pick_locale

_FOLDER = Path(__file__).parent / "pages"
_STYLES = ("track/track.css", "address/form.css")


@cache
def list_locales(page: str) -> tuple[str, ...]:
    """Return the languages of a page."""
    return tuple(sorted(file.stem for file in (_FOLDER / page).glob("*.toml")))


def choose_language(page: str, locale: str) -> str:
    """Return the language of a page that is nearest to a locale."""
    return pick_locale(locale, list_locales(page), "en")


@cache
def get_words(page: str, locale: str) -> Mapping[str, Any]:
    """Return the words of a page in one of its languages."""
    return MappingProxyType(tomllib.loads((_FOLDER / page / f"{locale}.toml").read_text(encoding="utf-8")))


_PAGES = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def template(path: str | Template) -> Template:
    """Return a page's template, which extends templates/pages/base.html; values are data and always escaped."""
    return _PAGES.get_template(path)


@cache
def load_style(*more: str) -> str:
    """Return the style sheet of all pages, and ``more`` sheets of some."""
    return "".join((_FOLDER / name).read_text(encoding="utf-8") for name in (*_STYLES, *more))


def choose_wanted(page: str, wanted: Sequence[str]) -> str:
    """Return the first of the wanted languages that a page has."""
    known = {one.partition("-")[0] for one in list_locales(page)}
    tag = next((one for one in wanted if one.replace("_", "-").partition("-")[0].lower() in known), "en")
    return choose_language(page, tag)


def render_notice(page: str, name: str, wanted: Sequence[str]) -> str:
    """Render a short notice page instead of a form, in the first of the wanted languages that it has."""
    written = choose_wanted(page, wanted)
    return template("notice.html").render(lang=written, css=load_style(), **get_words(page, written)["notice"][name])


def make_page_policy(
    script: str = "", framed_by: str = "'none'", images: str = "data:", style: str | None = None, frames: str = ""
) -> str:
    """Return the content security policy: the page's own style and form, at most one script, and by default no
    framing. ``style`` is the page's style sheet if it has more than all pages; ``frames`` are the allowed sources of
    frames in the page."""
    runs = f"script-src 'sha256-{_digest(script)}'; " if script else ""
    runs += f"frame-src {frames}; " if frames else ""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style or load_style())}'; {runs}img-src {images}; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
