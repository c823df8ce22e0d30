"""The layout of pages that need a sign-in: navigation, cards, forms, tables and charts, in the reader's language.

A page's template extends templates/pages/console.html and imports its parts from templates/pages/console/parts.html.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Template

from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, choose_wanted, get_words, load_style, make_page_policy, template

PAGE = "console"
_STYLE = "console/console.css"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ConsoleFrame:
    """The frame of a page. ``words`` is the folder of its kind's words; ``home`` the path of the start page;
    ``tabs`` are the paths below it, and ``tab`` the one that is open. ``form_token`` is the hidden value of forms."""

    words: str
    locale: str
    brand: str
    reader: str
    home: str
    tabs: tuple[str, ...]
    tab: str
    form_token: str


def render_console(path: str | Template, frame: ConsoleFrame, values: Mapping[str, Any]) -> str:
    """Render a page in its frame. The template gets ``t``, the words of its kind, ``c``, the words of all kinds,
    ``frame``, and the ``values``."""
    written = choose_language(PAGE, frame.locale)
    return template(path).render(
        c=get_words(PAGE, written),
        t=get_words(frame.words, choose_language(frame.words, frame.locale)),
        lang=written,
        css=_load_style(),
        brand=_fit(frame.brand),
        reader=_fit(frame.reader),
        frame=frame,
        **values,
    )


def render_login(brand: str, locale: str) -> str:
    """Render the page of an unused login link: one button."""
    written = choose_language(PAGE, locale)
    return template("console/login.html").render(
        c=get_words(PAGE, written), lang=written, css=_load_style(), brand=_fit(brand)
    )


def render_console_notice(name: str, wanted: Sequence[str]) -> str:
    """Render a short notice in place of a page, in the first of the wanted languages that there is."""
    written = choose_wanted(PAGE, wanted)
    words = get_words(PAGE, written)["notice"][name]
    return template("notice.html").render(lang=written, css=_load_style(), **words)


@cache
def make_console_policy() -> str:
    """Return the content security policy: no script, the page's own style and forms, images of this service."""
    return make_page_policy(images="'self' data:", style=_load_style())


def _load_style() -> str:
    return load_style(_STYLE)


def _fit(text: str) -> str:
    return shorten(one_line(text), _LONGEST, "…")
