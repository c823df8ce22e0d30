"""How an offer looks to a customer: the message on each of the business's channels, and the banner of the app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.channels import CHANNELS, Buttons
from flows.promotions.promotion import Content
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from handlers.returns.offer_images import PATH, make_preview_link
from handlers.returns.prompt_message import OFFER
from templates.finished_message import MissingValue, TemplateRefused


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """The message on a ``channel``, by its title. ``segments`` is the number of SMS that it takes, 0 for others;
    ``buttons`` are those that the channel draws. An empty ``text`` is an offer too long for the channel.
    """

    channel: str
    text: str
    buttons: tuple[str, ...] = ()
    segments: int = 0
    pictured: bool = False


def preview_messages(turn: Turn, sponsor: Sponsor, content: Content, returned: str) -> Sequence[MessagePreview]:
    """Return the message on each channel of the business, after a return of goods called ``returned``."""
    names = {settings.channel for settings in turn.business.channels}
    return [_preview(turn, sponsor, content, returned, name) for name in CHANNELS if name in names]


def make_picture_path(turn: Turn, content: Content) -> str:
    """Return the path of an offer's picture on this service; "" for none."""
    link = make_preview_link(turn, content.image)
    return link[link.index(PATH) :] if link else ""


def _preview(turn: Turn, sponsor: Sponsor, content: Content, returned: str, channel: str) -> MessagePreview:
    values = {
        "brand": turn.business.name, "partner": sponsor.name, "title": content.title, "pitch": content.text,
        "items": [returned], "link": f"{turn.link_base or ''}/l/xxxxxxx", "zone": turn.zone, "now": turn.now,
        "currency": turn.business.currency,
    }  # fmt: skip
    own, locale, traits = turn.business.texts.get(OFFER), turn.business.locale, CHANNELS[channel]
    try:
        made = turn.tools.library.render(OFFER, channel=channel, locale=locale, values=values, override=own)
    except (MissingValue, TemplateRefused):
        return MessagePreview(traits.title, "")
    if made.size is not None:
        return MessagePreview(traits.title, made.text, segments=made.size.segments)
    if traits.buttons is Buttons.ANY:
        return MessagePreview(
            traits.title, made.text, tuple(one.text for one in made.keys), pictured=bool(content.image)
        )
    return MessagePreview(traits.title, made.spell_buttons(), pictured=bool(content.image))
