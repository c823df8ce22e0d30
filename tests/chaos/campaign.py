"""A campaign into a shop's outbox: people who agreed, letters to each, and news of an order for some."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import SystemClock
from bot.conversations import CONVERSATIONS, HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from bot.vault import Vault
from flows.policy.departure_facts import Kind
from handlers.actions.business_file_apply import apply_file
from handlers.conversation import Conversations
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Tools, Turn
from storage.database.stores import make_database
from templates.message_library import Library
from tests.chaos import rows
from tests.delivery import shop

# Area codes of the central time zone, where it is ten in the morning; each has a hundred numbers that are nobody's.
AREAS = (
    "205 210 214 217 218 224 225 228 251 254 256 262 281 308 309 312 314 316 318 319 320 325 331 334 337 346 361 402 "
    "405 409 414 417 430 432 447 464 469 479 501 504 507 512 515 531 539 557 563 572 573 580 601 608 612 615 618 620 "
    "629 630 636 641 651 659 660 662 682 708 712 713 715 726 730 731 737 763 769 773 779 785 806 815 816 817 830 832 "
    "847 870 872 901 903 913 918 920 931 936 938 940 952 956 972 975 979 985"
)
AT_A_TIME = 500  # people in one transaction
EVERY = 4  # each so many-th person has news of an order


@dataclass(frozen=True, slots=True)
class Campaign:
    """``letters`` to each of so many people, in that order; the last falls due within ``spread`` of the others."""

    people: int
    letters: int
    spread: timedelta = timedelta(0)

    @property
    def phones(self) -> list[str]:
        """Who gets them."""
        return [f"+1{area}55501{line:02}" for line in range(100) for area in AREAS.split()][: self.people]


class ShopClock(SystemClock):
    """The wall's time, moved by a constant: the shop's morning."""

    def __init__(self, shift: timedelta) -> None:
        super().__init__()
        self._shift = shift

    def now(self) -> datetime:
        return super().now() + self._shift


async def open_shop(database: str, shift: timedelta, rate: float) -> None:
    """Apply the shop's file, with an SMS sender of that rate."""
    clock = ShopClock(shift)
    store = make_database(database, Ids(clock), HOLDINGS)
    # 6 000 texts are $50, and each person gets several at once.
    text = shop.file(sms_rate=rate, channels=("sms",), daily_spend='"none"', distance="0")
    await apply_file(CONVERSATIONS, store, shop.read(text), Vault(shop.KEY), clock.now(), clock.get_real_time())
    await store.close()


async def fill(database: str, shift: timedelta, campaign: Campaign, places: range | None = None) -> None:
    """Put it into the outbox, or what of it is for the people at some places.

    Rows in bulk, for turns would take minutes for ten thousand people.
    """
    places = range(campaign.people) if places is None else places
    async with _turns(database, shift) as turns:
        for some in (places[first : first + AT_A_TIME] for first in range(0, len(places), AT_A_TIME)):
            await turns.act(shop.TIGER, lambda turn, some=some: _plan(turn, some, campaign))  # type: ignore[misc]


@dataclass(slots=True)
class Supply:
    """News of orders, as many as asked for, to the people of a campaign in turn. ``posted`` so many so far."""

    turns: OpenTurns
    phones: Sequence[str]
    posted: int = 0

    async def post(self, many: int) -> None:
        """Into the outbox with them."""
        for first in range(self.posted, self.posted + many, AT_A_TIME):
            numbers = range(first, min(first + AT_A_TIME, self.posted + many))
            await self.turns.act(shop.TIGER, lambda turn, numbers=numbers: self._post(turn, numbers))  # type: ignore[misc]
        self.posted += many

    async def _post(self, turn: Turn, numbers: range) -> None:
        for number in numbers:
            address = await turn.unit.people.address("sms", self.phones[number % len(self.phones)])
            assert address is not None
            await post(
                turn, address, OutboundMessage(f"news:{number}", Kind.MESSAGE, text=f"Your order moved, {number}")
            )


@asynccontextmanager
async def supplying(database: str, shift: timedelta, campaign: Campaign) -> AsyncIterator[Supply]:
    """For those whom ``fill`` made known."""
    async with _turns(database, shift) as turns:
        yield Supply(turns, campaign.phones)


@asynccontextmanager
async def _turns(database: str, shift: timedelta) -> AsyncIterator[OpenTurns]:
    clock = ShopClock(shift)
    store = make_database(database, Ids(clock), HOLDINGS)
    try:
        yield OpenTurns(
            store, clock, Tools(Library.load(), Seeds(b"0" * 32), Conversations(), None, lambda token: token)
        )
    finally:
        await store.close()


async def _plan(turn: Turn, places: range, campaign: Campaign) -> None:
    sender = await turn.unit.senders.find_for_channel("sms")
    assert sender is not None
    people = [
        rows.Person(turn.unit.ids.make(), turn.unit.ids.make(), phone)
        for phone in campaign.phones[places.start : places.stop]
    ]
    letters = [
        rows.Letter(turn.unit.ids.make(), person, text, due_at, marketing=marketing)
        for place, person in zip(places, people, strict=True)
        for text, due_at, marketing in _letters(person.phone, place, turn.now, campaign)
    ]
    await rows.add(turn.unit, people, letters, sender.id, turn.now)


def _letters(phone: str, place: int, now: datetime, campaign: Campaign) -> Iterator[tuple[str, datetime, bool]]:
    """The text of each, when it is due, and whether it is marketing."""
    last = now + campaign.spread * (place / campaign.people)
    for letter in range(campaign.letters):
        yield f"Offer {letter} for {phone}", last if letter == campaign.letters - 1 else now, True
    if place % EVERY == 0:
        yield f"Your order left, {phone}", now, False
