"""The card of a draft: buttons that change one part each, and their questions with common answers."""

from __future__ import annotations

from decimal import Decimal

from flows.campaigns.campaign import UNLAUNCHED, Campaign
from flows.campaigns.mail_subjects import has_subjects
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from handlers.campaigns.campaign_reference import to_tap
from handlers.engine.turn import Turn
from handlers.staff_chat.staff_command import Reply
from storage.audience.segments import Segments
from templates.standard_wordings import list_ready_names

_PARTS = ("people", "words", "subject", "when", "offer", "test")
"""The commands of a card, in the order of its buttons."""
COMMON = ("vip", "gone 90 days")
"""Audiences that the question offers, with everybody and the saved ones."""
_MOST_AUDIENCES, _LABEL = 4, 20
_MOMENTS = {"now": "button_now", "tomorrow 10am": "button_tomorrow_morning", "friday 6pm": "button_friday_evening"}
_OFFERS = ("10%", "15%", "20%")
_AMOUNTS = {"INR": 100}  # an offer in that money; 5 elsewhere


def make_buttons(campaign: Campaign) -> tuple[tuple[str, Text], ...]:
    """Return the buttons that change or test a draft; none if the campaign is launched."""
    parts = _PARTS if campaign.status in UNLAUNCHED else ()
    shown = [one for one in parts if one != "subject" or has_subjects(campaign.channels)]
    return tuple((to_tap(campaign, one), phrase(f"button_campaign_{one}")) for one in shown)


async def ask_people(turn: Turn, name: str) -> Reply:
    """Ask for the audience, offering everybody, some ready-made audiences and the saved ones."""
    kept = [one.name for one in await turn.unit.of(Segments).all() if len(one.name) <= _LABEL][:_MOST_AUDIENCES]
    named = ((one, Ours(one)) for one in dict.fromkeys((*COMMON, *kept)))
    buttons: list[tuple[str, Text]] = [("everyone", phrase("button_everyone")), *named]
    return Reply(phrase("campaign_whom", name=name), tuple(buttons))


def ask_words() -> Reply:
    """Ask for the text, offering ready-made texts by name."""
    ready = phrase("campaign_words_ready", names=Ours(" · ".join(list_ready_names())))
    return Reply(Lines((phrase("campaign_words"), ready)))


def ask_moment(text: Text = "") -> Reply:
    """Ask for the time; ``text`` says why it is asked again."""
    buttons = tuple((typed, phrase(label)) for typed, label in _MOMENTS.items())
    return Reply(text or phrase("campaign_when"), buttons)


def ask_offer(currency: str, name: str = "campaign_offer_ask") -> Reply:
    """Ask for the offer, with an amount in the shop's currency; ``name`` selects another phrase."""
    buttons: list[tuple[str, Text]] = [*((one, Ours(one)) for one in _OFFERS), ("none", phrase("button_no_offer"))]
    amount = Money.parse(Decimal(_AMOUNTS.get(currency, 5)), currency)
    return Reply(phrase(name, amount=amount), tuple(buttons))
