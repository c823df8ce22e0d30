"""The text of a mail as HTML and as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape

import nh3
from markupsafe import Markup

from flows.delivery import Key
from templates.mail_page import load_mail_page

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?()']")
_BLANK_LINES = re.compile(r"\n\s*\n")


def write_html(
    subject: str,
    language: str,
    text: str,
    keys: Sequence[Key],
    footer: str,
    end: Key | None,
    picture: str = "",
    pixel: str = "",
) -> str:
    """Return the page of a mail: its picture, its text, a button for each key with an address, and the footer in small
    print.

    Everything is escaped; only web addresses in the text become links. ``picture`` and ``pixel`` are addresses, or "".
    """
    return load_mail_page().render(
        language=language,
        subject=subject,
        picture=picture,
        parts=[_write_lines(part) for part in _BLANK_LINES.split(text.strip())],
        keys=[key for key in keys if key.url],
        footer=_write_lines(footer),
        end=end if end is not None and end.url else None,
        pixel=pixel,
    )


def write_plain(text: str, keys: Sequence[Key], footer: str, end: Key | None) -> str:
    """Return the same as plain text, with each address on a line of its own."""
    links = [f"{key.text}: {key.url}" for key in keys if key.url]
    below = [line for line in (footer, f"{end.text}: {end.url}" if end and end.url else "") if line]
    parts = [text.strip(), *links]
    if below:
        parts.append("\n".join(["-- ", *below]))  # the separator of a signature: RFC 3676, 4.3
    return "\n\n".join(parts) + "\n"


def _write_lines(text: str) -> Markup:
    """Return a part of a text as HTML: escaped, with line breaks and links, and with no other element or scheme."""
    shown, at = [], 0
    for found in _URL.finditer(text):
        shown += [escape(text[at : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        at = found.end()
    return Markup(_load_cleaner().clean("".join([*shown, escape(text[at:])]).replace("\n", "<br>\n")))  # noqa: S704


@cache
def _load_cleaner() -> nh3.Cleaner:
    """Return the second wall behind ``escape``; it takes some 10 µs for each part."""
    return nh3.Cleaner(tags={"a", "br"}, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None)
