"""Settings of shops and products that the staff changes in chat, kept beside what the business file says of them.

Which of the two words holds once the file is applied again is decided there (handlers/actions/chosen.py).
"""

from __future__ import annotations

from flows.actor import Actor
from flows.money import Money
from handlers.turn import Turn
from storage.chosen import Choice, Choices
from storage.deeds import Deed
from storage.sourcing.shops import Shop

CHOICE = "choice"
"""Under what a deed keeps which choice it made."""


async def choose_for_shop(turn: Turn, by: Actor, what: str, before: Shop, after: Shop) -> Choice:
    """Keep the commission or the hours of a shop that were set."""
    path = f"shops.{before.ref}.{what}"
    return await choose(
        turn, by, path, _spelled(after, what), _spelled(before, what), in_file=before.stated is not None
    )


async def choose(turn: Turn, by: Actor, path: str, value: str | None, was: str | None, *, in_file: bool) -> Choice:
    """Keep a value; what it was is the file's word too, where the file says any and nobody chose before."""
    return await turn.unit.of(Choices).choose(path, value, was, was if in_file else None, by, turn.now)


async def choice_of(turn: Turn, deed: Deed) -> Choice | None:
    """The choice that a deed made, None where it holds no more."""
    return await turn.unit.of(Choices).by_id(deed.figures[CHOICE])


def _spelled(shop: Shop, what: str) -> str | None:
    """A setting of a shop as the business file would write it."""
    from handlers.business_file.entries import commission_spelled

    if what == "hours":
        return shop.hours
    amount = None if shop.commission is None else Money(shop.commission, "").decimal
    return commission_spelled(amount, shop.commission_percent)
