"""The page where a staff member edits a draft of a campaign: a form that works without scripts.

Its only script copies the data that a Telegram web app is opened with into the form; nothing is loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, choose_wanted, get_words, load_style, make_page_policy, template

PAGE = "campaign"
SCRIPT = (
    "for(const e of document.querySelectorAll('input[name=app]')){"
    "const d=new URLSearchParams(location.hash.slice(1)).get('tgWebAppData');"
    "if(d&&!e.value){e.value=d;if(e.form.id==='open')e.form.submit()}}"
)
FRAMED_BY = "https://web.telegram.org"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class PageText:
    """A wording: its form ``field``, and the variant, language and channel that it is for, "" for any. ``subject`` is
    None on channels without subjects."""

    field: str
    text: str
    variant: str = ""
    locale: str = ""
    channel: str = ""
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """The form of a draft. ``when`` and ``offer`` are text inputs, ``now`` has their present values; ``wrong`` has
    errors by field. ``once`` identifies the draft's last change: the form is valid until the next one.

    ``app`` is Telegram's verified data from opening the page, if any; ``mails`` is the number of mails to show.
    """

    brand: str
    name: str
    locale: str
    once: str
    longest: int
    people: str
    now: Mapping[str, str]
    texts: tuple[PageText, ...]
    common: tuple[str, ...] = ()
    when: str = ""
    offer: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    saved: bool = False
    app: str = ""
    mails: int = 0


def render_form(page: CampaignPage) -> str:
    """Render the form in its reader's language."""
    written = choose_language(PAGE, page.locale)
    said = get_words(PAGE, written)
    fields = [
        {"name": part, "value": getattr(page, part), "now": page.now.get(part, ""), "wrong": page.wrong.get(part, "")}
        for part in ("people", "when", "offer")
    ]
    return template("campaign/form.html").render(
        t=said,
        lang=written,
        css=load_style(),
        script=SCRIPT,
        brand=shorten(one_line(page.brand), _LONGEST, "…"),
        name=shorten(one_line(page.name), _LONGEST, "…"),
        page=page,
        fields=fields,
        texts=[(one, _label(said["readers"], one)) for one in page.texts],
    )


def render_opening(wanted: Sequence[str]) -> str:
    """Render the first page of a web app: it knows nothing of the campaign, and posts Telegram's data."""
    written = choose_wanted(PAGE, wanted)
    return template("campaign/open.html").render(
        t=get_words(PAGE, written), lang=written, css=load_style(), script=SCRIPT
    )


def make_policy(*, framed: bool) -> str:
    """Return the content security policy; ``framed`` allows only Telegram's web client to frame the page."""
    return make_page_policy(SCRIPT, FRAMED_BY if framed else "'none'", frames="'self'")


MAIL_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; "
    f"form-action 'none'; frame-ancestors 'self' {FRAMED_BY}"
)
"""The content security policy of a mail inside the page: it runs nothing, sends nothing, and opens nothing else."""


def _label(readers: Mapping[str, str], one: PageText) -> str:
    parts = (f"{one.variant}" if one.variant else "", readers.get(one.locale, ""), readers.get(one.channel, ""))
    return " · ".join(filter(None, parts)) or readers["all"]
