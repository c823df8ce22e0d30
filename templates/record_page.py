"""The page of a person's record, and the page that asks for the code before it. They need no script and no cookie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from templates import formats
from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, get_words, load_style, template

PAGE = "record"
SEND, CODE, KEY, DOWNLOAD, ASK = "send", "code", "key", "download", "ask"
"""The forms' fields: to send a code, the code, the hidden proof of it, to download the JSON, to ask for the rest."""
_STYLE = "record/record.css"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CodePage:
    """The page that sends a code to a masked ``address`` and asks for it. ``said`` names the words on what happened:
    sent, wrong, many, late, or none."""

    brand: str
    locale: str
    address: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record: headings, each with its lines. ``partly``: it covers one address alone. ``key`` is the hidden value of
    its forms; without it the page is a file. ``until`` is the deadline of a request for the rest. ``lacks``: data
    at other addresses is left out. ``preferences`` is the path of a form for more marketing."""

    brand: str
    locale: str
    made: date
    sections: Sequence[tuple[str, Sequence[str]]]
    partly: bool
    key: str = ""
    until: date | None = None
    lacks: bool = False
    preferences: str = ""


def render_code_page(page: CodePage) -> str:
    """Render the page that asks for a code, in its reader's language."""
    return _render("record/code.html", page)


def render_record(page: RecordPage) -> str:
    """Render a record in its reader's language."""
    made = formats.format_date_of_year(page.made, page.locale)
    until = formats.format_date_of_year(page.until, page.locale) if page.until else ""
    return _render("record/record.html", page, made=made, until=until)


def load_record_style() -> str:
    """Return the style sheet of the pages."""
    return load_style(_STYLE)


def _render(file: str, page: CodePage | RecordPage, **more: str) -> str:
    written = choose_language(PAGE, page.locale)
    words, brand = get_words(PAGE, written), shorten(one_line(page.brand), _LONGEST, "…")
    return template(file).render(t=words, lang=written, css=load_record_style(), brand=brand, page=page, **more)
