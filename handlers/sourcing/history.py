"""The history of an order as it is shown: each step with the name that its actor goes by now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.actor import Actor, ActorKind
from handlers.turn import Turn
from storage.sourcing.histories import Histories
from storage.sourcing.shops import Shops


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of an order as it is shown; ``by`` is its actor ("staff:Asha", "customer"), ``note`` says why."""

    at: datetime
    status: str
    by: str
    note: str


async def histories(turn: Turn, which: Collection[UUID]) -> Mapping[UUID, Sequence[ShownStep]]:
    """Everything that happened to these orders, the oldest first."""
    found = await turn.unit.of(Histories).histories(which)
    names = await _names(turn, {step.by for steps in found.values() for step in steps})
    return {
        order: [ShownStep(step.at, step.status, _shown(step.by, names), step.note) for step in steps]
        for order, steps in found.items()
    }


async def shown(turn: Turn, actor: Actor) -> str:
    """An actor as a history shows it."""
    return _shown(actor, await _names(turn, [actor]))


async def name_of(turn: Turn, actor: Actor) -> str:
    """What a member or a shop is called now."""
    return (await _names(turn, [actor])).get(actor, actor.id)


async def _names(turn: Turn, actors: Collection[Actor]) -> dict[Actor, str]:
    """The names of those who have a row; also of members who left, and of shops that were removed."""
    rows = {kind: {one.row: one for one in actors if one.kind is kind and one.row} for kind in ActorKind}
    members = await turn.unit.access.names(rows[ActorKind.STAFF])
    shops = await turn.unit.of(Shops).by_ids(rows[ActorKind.SHOP])
    names = {rows[ActorKind.STAFF][member]: name for member, name in members.items()}
    return names | {rows[ActorKind.SHOP][shop.id]: shop.name for shop in shops.values()}


def _shown(actor: Actor, names: Mapping[Actor, str]) -> str:
    match actor.kind:
        case ActorKind.STAFF | ActorKind.SHOP:
            return f"{actor.kind.value}:{names.get(actor, actor.id)}"
        case ActorKind.PROVIDER:
            return actor.id
        case ActorKind.SYSTEM:
            return "parley"
        case ActorKind.CUSTOMER:
            return actor.kind.value
