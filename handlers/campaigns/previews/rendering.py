"""A campaign's message to somebody, rendered as it would leave, to be looked at and priced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.campaigns.campaign import Campaign
from flows.campaigns.texts import WORDS, LacksValue
from handlers import language
from handlers.campaigns.previews.offering import OfferedTo
from handlers.campaigns.sending.told import said
from handlers.turn import Turn
from storage.campaigns.mailings import TEMPLATE
from storage.people import Address, Contact
from templates.rendered import MissingValue, TemplateRefused


def as_read(
    turn: Turn,
    campaign: Campaign,
    person: Contact,
    to: Address,
    place: int,
    filled: Mapping[str, Any],
    offered: OfferedTo | None,
    called: str | None = None,
) -> str:
    """The text of a variant for a person, who is ``called`` by another name than their own where that is given, and
    what they are ``offered``. Raises LacksValue, also where the text grows too long."""
    locale = language.of(person, turn.business)
    link = f"{turn.link_base}/l/xxxxxxx" if campaign.url and turn.link_base else campaign.url
    own = {"brand": turn.business.name, "currency": turn.business.currency, "now": turn.now, "zone": turn.zone}
    values: dict[str, object] = {**filled, **own, "link": link}
    if name := (called or person.name or "").split():
        values["name"] = name[0]
    if offered is not None:
        values |= offered.values(campaign.name)
    values |= said(campaign, campaign.texts, place, locale, to.channel, values)
    try:
        rendered = turn.tools.library.render(
            TEMPLATE,
            channel=to.channel,
            locale=locale,
            values={name: value for name, value in values.items() if value},
            override=turn.business.texts.get(TEMPLATE),
        )
    except (MissingValue, TemplateRefused) as wrong:  # nothing of its words is left for this person, or too much
        raise LacksValue(WORDS) from wrong
    return rendered.text
