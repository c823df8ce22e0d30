"""The fallback of a refused message: it is posted on the campaign's next channel, in the same transaction.

A person never gets it twice. A message with an unknown outcome has no fallback; if the first message arrived after all,
the waiting fallback is withdrawn (handlers/delivery/message_retry.py). If the text cannot be rendered, its code can be
used again.
"""

from __future__ import annotations

from flows.campaigns.campaign import Campaign
from flows.delivery import Failure
from flows.policy.text_registration import OVERLONG
from flows.routes import FALLS_BACK
from handlers.campaigns.sending.wave_fanout import list_ways
from handlers.campaigns.sending.wording_gaps import LACKS
from handlers.engine.outbox_posts import make_replacement, post
from handlers.engine.turn import Turn
from handlers.people.marketing_addresses import choose_reached
from storage.campaigns.campaign_fallbacks import CampaignFallbacks
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_handout import HandedCodes
from storage.people.people import Address
from storage.sending.message import Message

_FOR_GOOD = FALLS_BACK | {Failure.SETUP.value}  # a template that was rejected, a country that is not enabled
_UNSAID = frozenset({LACKS, "template.refused", OVERLONG})  # detected as its values are filled in
_NAMED = 4  # parts of a message's key: campaign, its id, step and person


async def fall_back(turn: Turn, message: Message, rule: str) -> None:
    """Post a campaign's message again on its next channel, if this rule or failure allows another.

    Consent, hours and caps are checked when it is sent, as for any message. It has the deadline of the first message.
    """
    if message.campaign is not None and rule in _UNSAID and not message.was_marked and message.fallback_of is None:
        await turn.unit.of(HandedCodes).put_back(message.campaign, [message.id])  # nobody has seen the code
    if message.campaign is None or rule not in _FOR_GOOD or _is_late(turn, message):
        return
    campaign = await turn.unit.of(Campaigns).get(message.campaign)
    if campaign is None or campaign.is_over or await turn.unit.of(CampaignFallbacks).may_come(message):
        return
    to = await _find_next_address(turn, campaign, message)
    if to is None:
        return
    key = ":".join([*message.key.split(":")[:_NAMED], to.channel])
    await post(turn, to, make_replacement(message, key, due_at=turn.now))


def _is_late(turn: Turn, message: Message) -> bool:
    return message.latest is not None and message.latest <= turn.now


async def _find_next_address(turn: Turn, campaign: Campaign, message: Message) -> Address | None:
    """Return the person's address on a channel that comes after the message's own; None if there is none."""
    channels = [way.channel for way in await list_ways(turn, campaign)]
    behind = channels[channels.index(message.channel) + 1 :] if message.channel in channels else []
    theirs = await turn.unit.people.addresses_of(message.contact) if behind else ()
    return choose_reached(behind, theirs, await turn.unit.consents.states(one.id for one in theirs))
