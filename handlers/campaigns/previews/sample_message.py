"""A campaign's message rendered for one person, and sent as a test to a staff member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import FACTS, ITEMS, WORDS, LacksValue
from flows.campaigns.mail_subjects import has_subjects
from flows.campaigns.text_conditions import make_key
from flows.greeting_name import get_first_name
from flows.phrase import Ours
from flows.policy.departure_facts import Kind
from handlers.actions.action import Origin, Refused
from handlers.campaigns.campaign_reference import to_tap
from handlers.campaigns.previews.preview_offers import OfferedTo, build_offering
from handlers.campaigns.sending.campaign_control import MoveCampaign, stays
from handlers.campaigns.sending.campaign_messages import choose_words
from handlers.engine import person_language
from handlers.engine.message_text import choose_approved_locales
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.jobs import chart_job
from storage.campaigns.campaign_mailings import TEMPLATE
from storage.campaigns.campaigns import Campaigns
from storage.people.people import Address, Contact
from templates.finished_message import MissingValue, Rendered, TemplateRefused

MAIL_KIND = "campaign.mail"
"""The job that draws the mail of a variant."""


class WhyNotTested(StrEnum):
    """The reasons why a test cannot be sent."""

    LACKS = "campaign_test_lacks"  # a placeholder without a fallback
    EMPTY = "campaign_test_empty"  # the rendered text is empty


async def send_test(turn: Turn, origin: Origin, command: MoveCampaign) -> Campaign:
    """Send a test of each variant to the chat of the request, and the mail as a picture if it goes out by mail. Raises
    Refused, and then sends none. A text with conditions is sent twice: as people who meet them get it, and as others
    do."""
    campaign = await turn.unit.of(Campaigns).get(command.which.id)
    if campaign is None:
        raise stays(command.which, campaign)
    asked = await turn.unit.messages.get(UUID(origin.key))
    assert asked is not None, "a test is asked for in a message"
    to = await turn.unit.people.address_by_id(asked.address)
    try:
        texts = await render_texts(turn, campaign, to)
    except LacksValue as lacks:
        why = WhyNotTested.EMPTY if str(lacks) == WORDS else WhyNotTested.LACKS
        raise Refused(why, {"place": Ours(f"{{{lacks}}}")}, to_tap(campaign, "edit")) from None
    for place, one in enumerate(texts):
        letter = OutboundMessage(f"campaign-test:{asked.id}:{place}", Kind.STAFF, text=one.text, reply_to=asked.id)
        await post(turn, to, letter)
        if has_subjects(campaign.channels):
            await chart_job.ask(turn, origin, MAIL_KIND, {"campaign": str(campaign.id), "place": str(place)})
    return campaign


async def render_texts(turn: Turn, campaign: Campaign, to: Address) -> list[Rendered]:
    """Render the texts of each variant for the reader at this address. Raises LacksValue."""
    person = await turn.unit.people.get(to.contact)
    assert person is not None, "the writer is known"
    member = await turn.unit.access.member_of(to.contact)
    some = await turn.unit.products.list_some(1)
    known = {**dict.fromkeys(ITEMS, some[0].title if some else "…"), **dict.fromkeys(FACTS, "…")}
    offering, called = build_offering(turn, campaign), member.name if member else turn.business.name
    shown: list[Rendered] = []
    for place, variant in enumerate(campaign.variants):
        named = {make_key(whom): True for one in campaign.texts if one.variant == variant for whom, _ in one.conditions}
        for filled in ({**known, **named}, known) if named else (known,):
            reader = CampaignRecipient(person, to, place, filled, offering[place], called)
            shown.append(render_for_reader(turn, campaign, reader))
    return shown


@dataclass(frozen=True, slots=True)
class CampaignRecipient:
    """A ``person`` at the address ``to``, who gets the variant number ``place``. ``known`` are the values for its
    placeholders; the offer is None if there is none. A test message calls the person by another name, ``called``."""

    person: Contact
    to: Address
    place: int
    known: Mapping[str, Any]
    offered: OfferedTo | None
    called: str = ""


def render_for_reader(turn: Turn, campaign: Campaign, one: CampaignRecipient) -> Rendered:
    """Render a campaign's message for a recipient. Raises LacksValue, also if the text becomes too long."""
    return _render(turn, campaign, one, person_language.of(one.person, turn.business))


def render_approved(turn: Turn, campaign: Campaign, one: CampaignRecipient) -> str | None:
    """Render the text in its approved template, as it is sent outside the window; None if it has none."""
    approvals = turn.business.approvals(one.to.channel, TEMPLATE)
    if not approvals:
        return None
    _, locale = choose_approved_locales(person_language.of(one.person, turn.business), approvals, turn.business.locale)
    return _render(turn, campaign, one, locale).approved


def _render(turn: Turn, campaign: Campaign, one: CampaignRecipient, locale: str) -> Rendered:
    link = f"{turn.link_base}/l/xxxxxxx" if campaign.url and turn.link_base else campaign.url
    own = {"brand": turn.business.name, "currency": turn.business.currency, "now": turn.now, "zone": turn.zone}
    values: dict[str, object] = {**one.known, **own, "link": link}
    if name := get_first_name(one.called or one.person.name):
        values["name"] = name
    if one.offered is not None:
        values |= one.offered.values(campaign.name)
    values |= choose_words(campaign, campaign.texts, one.place, locale, one.to.channel, values)
    try:
        return turn.tools.library.render(
            TEMPLATE,
            channel=one.to.channel,
            locale=locale,
            values={name: value for name, value in values.items() if value},
            override=turn.business.texts.get(TEMPLATE),
        )
    except (MissingValue, TemplateRefused) as wrong:  # the text for this person is empty or too long
        raise LacksValue(WORDS) from wrong
