"""A campaign into a shop's outbox: people who agreed, letters to each, and news of an order for some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import SystemClock
from bot.ids import Ids
from bot.turns import OpenTurns
from bot.vault import Vault
from flows.events import ConsentAction
from flows.policy.facts import Kind, Programme, Purpose
from handlers.actions.apply import apply_file
from handlers.outgoing import Letter, post
from handlers.seeds import Seeds
from handlers.turn import Tools, Turn
from storage.consents import Line
from storage.people import Identity
from storage.store import open_store
from templates.library import Library
from tests.delivery import shop

# Area codes of the central time zone, where it is ten in the morning; each has a hundred numbers that are nobody's.
AREAS = (
    "205 210 214 217 218 224 225 228 251 254 256 262 281 308 309 312 314 316 318 319 320 325 331 334 337 346 361 402 "
    "405 409 414 417 430 432 447 464 469 479 501 504 507 512 515 531 539 557 563 572 573 580 601 608 612 615 618 620 "
    "629 630 636 641 651 659 660 662 682 708 712 713 715 726 730 731 737 763 769 773 779 785 806 815 816 817 830 832 "
    "847 870 872 901 903 913 918 920 931 936 938 940 952 956 972 975 979 985"
)
AT_A_TIME = 50  # people in one transaction
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
    store = open_store(database, Ids(clock))
    text = shop.file(sms_rate=rate, channels=("sms",))
    await apply_file(store, shop.read(text), Vault(shop.KEY), clock.now(), clock.elapsed())
    await store.close()


async def fill(database: str, shift: timedelta, campaign: Campaign) -> None:
    """Put it into the outbox."""
    clock = ShopClock(shift)
    store = open_store(database, Ids(clock))
    tools = Tools(Library.load(), Seeds(b"0" * 32), (), None, lambda token: token)
    turns = OpenTurns(store, clock, tools)
    for some in _batches(campaign.phones):
        await turns.act(shop.TIGER, lambda turn, some=some: _plan(turn, some, campaign))  # type: ignore[misc]
    await store.close()


def _batches(phones: Sequence[str]) -> list[Sequence[str]]:
    return [phones[first : first + AT_A_TIME] for first in range(0, len(phones), AT_A_TIME)]


async def _plan(turn: Turn, phones: Sequence[str], campaign: Campaign) -> None:
    for number, phone in enumerate(phones):
        contact = await turn.unit.people.resolve([Identity("sms", phone)], turn.now)
        address = await turn.unit.people.address("sms", phone)
        assert address is not None
        confirmed = ConsentAction.CONFIRMED
        line = Line(contact, address.id, Programme.OFFERS, confirmed, "checkout", "Text me.", turn.now)
        await turn.unit.consents.record(line, turn.now)
        late = turn.now + campaign.spread * (number / len(phones))
        for letter in range(campaign.letters):
            key = f"Offer {letter} for {phone}"
            purpose, programme = Purpose.MARKETING, Programme.OFFERS
            due_at = late if letter == campaign.letters - 1 else turn.now
            offer = Letter(key, Kind.MESSAGE, text=key, purpose=purpose, programme=programme, due_at=due_at)
            await post(turn, address, offer)
        if number % EVERY == 0:
            await post(turn, address, Letter(f"order:{phone}", Kind.MESSAGE, text=f"Your order left, {phone}"))
