"""History of an order for display, with current names; and the time of the first request to a shop."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.phrase import Ours, Text, phrase
from flows.sourcing import shop_hours
from flows.sourcing.order import Order
from flows.sourcing.order_draft import join_parts
from handlers.engine.person_language import ENGLISH
from handlers.engine.turn import Turn
from storage.sourcing.order_histories import Histories, HistoryStep
from storage.sourcing.partner_shops import Shop, Shops

_Names = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of an order for display: its actor and its reason ("" if none), for chats and for programs.

    Chats show ``who`` and ``why``, by name; programs read ``by`` ("staff:Asha", "customer") and ``noted``.
    """

    at: datetime
    status: str
    who: Text
    why: Text
    by: str
    noted: Text

    @property
    def note(self) -> str:
        """Format the reason for programs, in English."""
        return ENGLISH.say(self.noted)


async def load_histories(turn: Turn, which: Collection[UUID]) -> Mapping[UUID, Sequence[ShownStep]]:
    """Return all steps of these orders, the oldest first."""
    found = await turn.unit.of(Histories).histories(which)
    steps = [step for some in found.values() for step in some]
    figures = [figure for step in steps if step.why for figure in step.why.figures.values()]
    names = await _load_names(turn, {step.by for step in steps}, {one for one in figures if isinstance(one, UUID)})
    return {order: [_show_step(step, names) for step in some] for order, some in found.items()}


async def name_actor(turn: Turn, actor: Actor) -> Text:
    """Format the current name of an actor for a chat."""
    return _name(actor, await _load_names(turn, [actor]))


async def _load_names(turn: Turn, actors: Collection[Actor], shops: Collection[UUID] = ()) -> _Names:
    """Load the names of staff members and shops, including former members and removed shops."""
    rows = {kind: {one.row for one in actors if one.kind is kind and one.row} for kind in ActorKind}
    known = await turn.unit.of(Shops).by_ids(rows[ActorKind.SHOP] | set(shops))
    members = await turn.unit.access.names(rows[ActorKind.STAFF])
    return members | {shop.id: shop.name for shop in known.values()}


def _show_step(step: HistoryStep, names: _Names) -> ShownStep:
    who, by = _name(step.by, names), _code(step.by, names)
    figures = step.why.figures if step.why else {}
    values = {name: _figure(name, figure, names) for name, figure in figures.items()}
    why, noted = (step.why.text(**values, by=one) if step.why else "" for one in (who, by))
    return ShownStep(step.at, step.status, who, why, by, noted)


def _figure(name: str, figure: Any, names: _Names) -> Any:
    if isinstance(figure, UUID):
        return names.get(figure) or phrase("a_shop")
    if name == "text":  # the form of an earlier release
        return Ours(figure)
    if name == "status":
        return phrase(f"status_{figure}")
    return join_parts(figure) if isinstance(figure, list) else figure


def _name(actor: Actor, names: _Names) -> Text:
    match actor.kind:
        case ActorKind.STAFF | ActorKind.SHOP:
            return names.get(actor.row, actor.id) if actor.row else actor.id
        case ActorKind.PROVIDER | ActorKind.SPONSOR:
            return actor.id
        case ActorKind.SYSTEM:
            return phrase("parley")
        case ActorKind.CUSTOMER:
            return phrase("the_customer")


def _code(actor: Actor, names: _Names) -> str:
    """Format an actor as the API writes it: "staff:Asha", "customer", "parley"."""
    match actor.kind:
        case ActorKind.STAFF | ActorKind.SHOP:
            return f"{actor.kind.value}:{_name(actor, names)}"
        case ActorKind.PROVIDER | ActorKind.SPONSOR:
            return actor.id
        case ActorKind.SYSTEM:
            return "parley"
        case ActorKind.CUSTOMER:
            return actor.kind.value


async def find_first_request(turn: Turn, order: Order) -> datetime | None:
    """Return the time of the first request to a shop for this order; None if no request is open any more."""
    shops = await turn.unit.of(Shops).by_ids({ask.shop for ask in order.asks})
    asked = [_find_asked_at(turn, shops[ask.shop], ask.asked_at) for ask in order.asks if ask.shop in shops]
    return min((at for at in asked if at <= turn.now), default=None)


def _find_asked_at(turn: Turn, shop: Shop, since: datetime) -> datetime:
    opened = shop_hours.opens_at(shop.opens, shop.closes, turn.zone, since, shop.away_until, shop.away_from)
    return opened or since
