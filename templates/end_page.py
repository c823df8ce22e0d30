"""The page that ends marketing: two buttons, and what has ended already. It needs no script and no cookie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, choose_wanted, get_words, load_style, template

PAGE = "end"
FIELD = "end"
"""The form's field with HERE or EVERYWHERE."""
HERE, EVERYWHERE = "here", "everywhere"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class EndPage:
    """The page of an address. ``channel`` and ``address`` name it, masked, or are empty; ``here`` and ``everywhere``
    are True where marketing has ended."""

    brand: str
    locale: str
    channel: str = ""
    address: str = ""
    here: bool = False
    everywhere: bool = False
    more: str = ""  # the path of the preferences


def get_end_label(locale: str) -> str:
    """Return the words of the link to the page, below a mail."""
    return str(get_words(PAGE, choose_language(PAGE, locale))["form"]["label"])


def make_plain_page(wanted: Sequence[str], *, here: bool = False, everywhere: bool = False) -> EndPage:
    """Return a page that names nobody, for a moment without the database, in the first of the wanted languages."""
    return EndPage("", choose_wanted(PAGE, wanted), here=here, everywhere=everywhere)


def mask_address(address: str) -> str:
    """Return a number or mail address that only its owner recognises, as mails are forwarded; "" for another name."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}" if at else f"…{name[-2:]}" if name.startswith("+") else ""


def render_page(page: EndPage) -> str:
    """Render the page in its reader's language."""
    written = choose_language(PAGE, page.locale)
    words = get_words(PAGE, written)
    over = page.here or page.everywhere
    lead = "over_everywhere" if page.everywhere else "over_here" if over else "lead"
    channel = page.channel or words["form"]["channel"]
    return template("end/form.html").render(
        t=words,
        lang=written,
        css=load_style(),
        brand=shorten(one_line(page.brand), _LONGEST, "…"),
        page=page,
        over=over,
        channel=channel,
        headline=words["form"]["over" if over else "title"],
        lead=words["form"][lead].format(channel=channel),
    )
