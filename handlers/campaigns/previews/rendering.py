"""A campaign's message to somebody, rendered as it would leave, to be looked at and priced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class CampaignRecipient:
    """A ``person`` at the address ``to`` with the variant of a ``place``, the values ``known`` for its places, and the
    offer, None without one. A message for trying is addressed to the person by another name, ``called``.
    """

    person: Contact
    to: Address
    place: int
    known: Mapping[str, Any]
    offered: OfferedTo | None
    called: str = ""


def as_read(turn: Turn, campaign: Campaign, one: CampaignRecipient) -> str:
    """The text of a campaign for a recipient. Raises LacksValue, also where the text grows too long."""
    locale = language.of(one.person, turn.business)
    link = f"{turn.link_base}/l/xxxxxxx" if campaign.url and turn.link_base else campaign.url
    own = {"brand": turn.business.name, "currency": turn.business.currency, "now": turn.now, "zone": turn.zone}
    values: dict[str, object] = {**one.known, **own, "link": link}
    if name := (one.called or one.person.name or "").split():
        values["name"] = name[0]
    if one.offered is not None:
        values |= one.offered.values(campaign.name)
    values |= said(campaign, campaign.texts, one.place, locale, one.to.channel, values)
    try:
        rendered = turn.tools.library.render(
            TEMPLATE,
            channel=one.to.channel,
            locale=locale,
            values={name: value for name, value in values.items() if value},
            override=turn.business.texts.get(TEMPLATE),
        )
    except (MissingValue, TemplateRefused) as wrong:  # nothing of its words is left for this person, or too much
        raise LacksValue(WORDS) from wrong
    return rendered.text
