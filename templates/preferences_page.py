"""The page of a person's preferences for marketing: forms that work without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from templates import formats
from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, get_words, load_style, template

PAGE = "preferences"
KEEP, MONTH = "keep", "month"
PAUSES = ("", KEEP, MONTH)
"""The values of the field ``pause``: none, as it is, for a month."""
OFTEN = ("0", "7", "30")
"""The values of the field ``often``: days between two messages; 0 is no limit."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """A channel with consent: its title, the masked address, and the path where a form ends its marketing."""

    title: str
    address: str
    end: str


@dataclass(frozen=True, slots=True)
class PreferencesPage:
    """The choices of a person.

    ``topics`` are the programmes with consent; ``end`` is the path where a form ends all marketing, ``record`` the path
    of the person's record. ``shared``: the data may go to others. ``saved``: a form was just stored. ``waiting`` is the
    masked address whose consent waits for a yes. ``key`` is the hidden value of a proven address; without it, the page
    offers no more marketing than before.
    """

    brand: str
    locale: str
    channels: Sequence[ChannelChoice]
    topics: Sequence[str]
    end: str
    record: str
    paused_until: date | None
    days_apart: int
    shared: bool
    saved: bool = False
    waiting: str = ""
    key: str = ""


def render_page(page: PreferencesPage) -> str:
    """Render the page in its reader's language."""
    written = choose_language(PAGE, page.locale)
    until = page.paused_until
    return template("preferences/form.html").render(
        t=get_words(PAGE, written),
        lang=written,
        css=load_style(),
        brand=shorten(one_line(page.brand), _LONGEST, "…"),
        page=page,
        until=formats.format_date_of_year(until, page.locale) if until else "",
        often=[one for one in OFTEN if page.key or int(one) >= page.days_apart],
    )
