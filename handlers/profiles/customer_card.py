"""The card of a customer in one message: value and rank, last order, stage, loyalty, consents, latest messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.actor import Actor
from flows.customer_ranks import rank
from flows.lifecycle import OWN_FROM, find_stage
from flows.lifetime_totals import CustomerTotals
from flows.money import Money
from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from flows.policy.departure_facts import AGREED, Programme
from flows.privacy_limits import UNSCORED
from handlers.actions import person_story
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.consent.privacy_limits import PrivacyLimits
from storage.people.people import Address, Contact
from storage.profiles.customer_notes import CustomerNotes
from storage.profiles.customer_tags import CustomerTags
from storage.profiles.loyalty import Loyalty, Progress
from storage.sending.message import Message
from storage.store.customer_totals import Totals
from storage.store.rank_cuts import CustomerCuts
from templates import formats
from templates.message_values import one_line, quote_line, shorten

LONGEST = 700  # characters: a phone's screen
_SHORT = 60  # characters of a message
_LAST = 3  # messages
_MOST_NOTES, _NOTE = 2, 80  # notes, and characters of one
_MOST_TAGS, _TAG = 6, 20  # tags, and characters of one
_MOST_OPEN = 3  # orders
_TOLD_FROM = 50  # percent: customers who spend less than half of all have no rank shown
_LOOKED_AT = 10  # messages to search for texts


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a customer in parts; a part with nothing to show is empty."""

    head: Text
    facts: tuple[Text, ...]  # privacy, value and rank, last order and stage, open matters, loyalty
    agreed: Text
    notes: tuple[Text, ...]
    words: tuple[Text, ...]

    @property
    def lines(self) -> tuple[Text, ...]:
        """Return the lines of the card, from the head to the latest messages."""
        return self.head, *self.facts, self.agreed, *self.notes, *self.words


async def show_card(turn: Turn, person: Contact) -> Text:
    """Format the card for a chat."""
    return Lines((await load_card(turn, person)).lines, longest=LONGEST)


async def load_card(turn: Turn, person: Contact) -> Card:
    """Load the card of a customer, for a chat or a page."""
    totals = await turn.unit.of(Totals).find_totals(person.id)
    under_way = await _list_underway(turn, person)
    limits = await turn.unit.of(PrivacyLimits).of(person.id)
    value = await _load_value(turn, totals, scored=UNSCORED.isdisjoint(limits)) or (
        [] if under_way else [phrase("profile_no_order")]
    )
    return Card(
        await _load_head(turn, person),
        (
            *(phrase(f"profile_limit_{kind}", at=At(at, Shows.DAY)) for kind, at in limits.items()),
            *value,
            *under_way,
            *await _load_loyalty(turn, person),
        ),
        await _describe_consents(turn, await person_story.list_ways(turn, person)),
        tuple(await _load_notes(turn, person)),
        tuple(await _load_words(turn, person)),
    )


async def _load_head(turn: Turn, person: Contact) -> Text:
    tags = [shorten(one_line(tag), _TAG, "…") for tag in await turn.unit.of(CustomerTags).list_tags(person.id)]
    return phrase("profile_head", who=await person_story.get_name(turn, person), tags=", ".join(tags[:_MOST_TAGS]))


async def _list_underway(turn: Turn, person: Contact) -> list[Text]:
    """Describe the newest open matters of a customer, and say how many more there are."""
    every = await conversations_of(turn).list_underway(turn, person.id)
    more = [phrase("and_more", many=len(every) - _MOST_OPEN)] if len(every) > _MOST_OPEN else []
    return [*(one.told for one in every[:_MOST_OPEN]), *more]


async def _load_value(turn: Turn, totals: CustomerTotals | None, *, scored: bool) -> list[Text]:
    if totals is None or not totals.orders or totals.last_order_at is None:
        return []
    place = rank(totals, await turn.unit.of(CustomerCuts).get()) if scored else None
    above = place.spend_percentile if place is not None and place.spend_percentile >= _TOLD_FROM else 0
    spend = Money(totals.spend, turn.business.currency) if totals.priced else None
    stage = find_stage(totals, turn.now) if scored else None
    last = Lines(
        (_last_order(totals, totals.last_order_at, scored=scored), phrase(f"profile_stage_{stage}") if stage else ""),
        " ",
    )
    return [phrase("profile_value", orders=totals.orders, spend=spend, above=above), last]


def _last_order(totals: CustomerTotals, at: datetime, *, scored: bool) -> Text:
    """Format the last order; the usual interval is shown only if it is the customer's own."""
    own = scored and totals.rhythm is not None and totals.orders >= OWN_FROM
    days = max(round(totals.rhythm.total_seconds() / 86_400), 1) if own and totals.rhythm is not None else 0
    return phrase("profile_last_order", at=At(at, Shows.DAY), days=days)


async def _load_loyalty(turn: Turn, person: Contact) -> list[Text]:
    return [_progress(one) for one in await turn.unit.of(Loyalty).list_progress(person.id)]


def _progress(one: Progress) -> Text:
    told = {"programme": one_line(one.programme), "reward": one_line(one.reward)}
    return phrase("profile_loyalty", progress=one.progress, goal=one.goal, **told)


async def _describe_consents(turn: Turn, ways: Sequence[Address]) -> Text:
    """Format the consents by channel."""
    states = await turn.unit.consents.states([one.id for one in ways])
    stopped = await turn.unit.consents.find_stopped([one.id for one in ways])
    agreed: dict[UUID, list[Programme]] = {one.id: [] for one in ways}
    for (address, programme), state in states.items():
        if state in AGREED:
            agreed[address].append(programme)
    told = [_way(one, agreed[one.id], stopped) for one in ways]
    return phrase("profile_agreed_head", ways=Lines(tuple(told), between="; ")) if told else ""


def _way(address: Address, programmes: Sequence[Programme], stopped: set[UUID]) -> Text:
    channel = formats.channel(address.channel)
    if programmes:
        named = tuple(phrase(f"programme_{one.value}") for one in sorted(programmes, reverse=True))
        return phrase("profile_agreed", channel=channel, programmes=named)
    return phrase("profile_stopped" if address.id in stopped else "profile_agreed_to_nothing", channel=channel)


async def _load_notes(turn: Turn, person: Contact) -> list[Text]:
    """Format the newest notes, in order of time."""
    kept = await turn.unit.of(CustomerNotes).page(person.id, _MOST_NOTES)
    names = await turn.unit.access.names([one.by.row for one in kept if one.by.row is not None])
    return [
        phrase("profile_note", text=quote_line(one.text, _NOTE), by=name_author(one.by, names), at=one.at)
        for one in reversed(kept)
    ]


def name_author(actor: Actor, names: Mapping[UUID, str]) -> str:
    """Return the author of a note: the staff member's name, or the name of a shop's software."""
    return names.get(actor.row, "") if actor.row is not None else actor.id


async def _load_words(turn: Turn, person: Contact) -> list[Text]:
    """Format the latest messages, in order of time."""
    page = await turn.unit.messages.page(None, person.id, None, _LOOKED_AT)
    spoken = [one for one in page if one.text and (one.direction == "in" or one.left_at is not None)]
    return [show_line(one) for one in reversed(spoken[:_LAST])]


def show_line(message: Message) -> Text:
    """Format a message on one line, with a sign for its author."""
    sign, text = Ours(">" if message.direction == "in" else "<"), quote_line(message.open_text or "", _SHORT)
    return phrase("profile_words", at=At(message.left_at or message.created_at), sign=sign, text=text)
