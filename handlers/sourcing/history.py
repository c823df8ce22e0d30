"""The history of an order as it is shown: each step with the names of today, and why, in its reader's language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.phrase import Ours, Text, phrase
from flows.sourcing.draft import together
from handlers.speech import ENGLISH
from handlers.turn import Turn
from storage.sourcing.histories import Histories, Step
from storage.sourcing.shops import Shops

_Names = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of an order as it is shown; ``by`` is its actor ("staff:Asha", "customer"), ``why`` "" for no reason."""

    at: datetime
    status: str
    by: str
    why: Text

    @property
    def note(self) -> str:
        """Why, as programs read it: in English, whatever a business calls it."""
        return ENGLISH.say(self.why)


async def histories(turn: Turn, which: Collection[UUID]) -> Mapping[UUID, Sequence[ShownStep]]:
    """Everything that happened to these orders, the oldest first."""
    found = await turn.unit.of(Histories).histories(which)
    steps = [step for some in found.values() for step in some]
    figures = [figure for step in steps if step.why for figure in step.why.figures.values()]
    names = await _names(turn, {step.by for step in steps}, {one for one in figures if isinstance(one, UUID)})
    return {order: [_shown(step, names) for step in some] for order, some in found.items()}


async def shown(turn: Turn, actor: Actor) -> str:
    """An actor as a history shows it."""
    return _called(actor, await _names(turn, [actor]))


async def name_of(turn: Turn, actor: Actor) -> str:
    """What a member or a shop is called now."""
    return _name(actor, await _names(turn, [actor]))


async def _names(turn: Turn, actors: Collection[Actor], shops: Collection[UUID] = ()) -> _Names:
    """The names of members and shops; also of members who left, and of shops that were removed."""
    rows = {kind: {one.row for one in actors if one.kind is kind and one.row} for kind in ActorKind}
    known = await turn.unit.of(Shops).by_ids(rows[ActorKind.SHOP] | set(shops))
    members = await turn.unit.access.names(rows[ActorKind.STAFF])
    return members | {shop.id: shop.name for shop in known.values()}


def _shown(step: Step, names: _Names) -> ShownStep:
    by = _called(step.by, names)
    figures = step.why.figures if step.why else {}
    values = {name: _figure(name, figure, names) for name, figure in figures.items()}
    return ShownStep(step.at, step.status, by, step.why.text(**values, by=by) if step.why else "")


def _figure(name: str, figure: Any, names: _Names) -> Any:
    if isinstance(figure, UUID):
        return names.get(figure) or phrase("a_shop")
    if name == "text":  # as an earlier release said it
        return Ours(figure)
    if name == "status":
        return phrase(f"status_{figure}")
    return together(figure) if isinstance(figure, list) else figure


def _name(actor: Actor, names: _Names) -> str:
    return names.get(actor.row, actor.id) if actor.row else actor.id


def _called(actor: Actor, names: _Names) -> str:
    match actor.kind:
        case ActorKind.STAFF | ActorKind.SHOP:
            return f"{actor.kind.value}:{_name(actor, names)}"
        case ActorKind.PROVIDER:
            return actor.id
        case ActorKind.SYSTEM:
            return "parley"
        case ActorKind.CUSTOMER:
            return actor.kind.value
