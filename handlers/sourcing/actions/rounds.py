"""The round: what waits at which shop for orders that are owed to somebody, and how each shop is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from handlers.actions.action import Origin
from handlers.turn import Turn
from storage.sourcing.promises import Kept, Promises
from storage.sourcing.shops import Shop, Shops


@dataclass(frozen=True, slots=True)
class ShowRound:
    """What is to be fetched at all shops, or at one."""

    shop: UUID | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A shop, what waits there, and the phone of whoever answers for it, in E.164; "" where none is known.

    With ``brings`` nobody needs to go there: the shop brings it.
    """

    shop: Shop
    kept: tuple[Kept, ...]
    phone: str
    brings: bool

    @property
    def pieces(self) -> int:
        """So many pieces wait there."""
        return sum(one.promise.quantity for one in self.kept)

    @property
    def orders(self) -> tuple[str, ...]:
        """The numbers of the orders that they are for, the most urgent first."""
        return tuple(dict.fromkeys(one.number for one in self.kept))


@dataclass(frozen=True, slots=True)
class RoundShown:
    """The shops to go to, the most urgent first, and those that bring what they keep.

    ``shop`` is the one that was asked about alone: it is among the first in any case.
    """

    visits: tuple[Visit, ...]
    brought: tuple[Visit, ...]
    shop: Shop | None
    zone: ZoneInfo
    now: datetime


async def show_round(turn: Turn, _origin: Origin, command: ShowRound) -> RoundShown:
    """What is promised for the earliest day decides where to go first."""
    kept = await turn.unit.of(Promises).to_fetch(command.shop)
    theirs: dict[UUID, list[Kept]] = {}
    for one in kept:
        if one.promise.shop is not None:
            theirs.setdefault(one.promise.shop, []).append(one)
    which = {*theirs, *([command.shop] if command.shop else [])}
    shops = await turn.unit.of(Shops).by_ids(which)
    phones = await phones_of(turn, list(shops.values()))
    usual = turn.business.sourcing.handover
    waits = [
        Visit(shops[shop], tuple(some), phones.get(shop, ""), shops[shop].brings(usual))
        for shop, some in theirs.items()
    ]
    visits, brought = (
        tuple(one for one in waits if (one.brings and command.shop is None) is apart) for apart in (False, True)
    )
    return RoundShown(visits, brought, shops.get(command.shop) if command.shop else None, turn.zone, turn.now)


async def phones_of(turn: Turn, shops: Sequence[Shop]) -> Mapping[UUID, str]:
    """The phones of those who answer for these shops, by the shop; who is in a chat alone has shown none."""
    found: dict[UUID, str] = {}
    for shop in shops:
        addresses = await turn.unit.people.addresses_of(shop.contact) if shop.contact is not None else ()
        phone = next((one.phone for one in addresses if one.phone), None)
        if phone:
            found[shop.id] = phone
    return found
