"""What an event would do to an order: its own flow decides, and nothing of it is written."""

from __future__ import annotations

from dataclasses import dataclass

from flows.engine import Call
from flows.sourcing import flow
from flows.sourcing.facts import SourcingFacts
from flows.sourcing.news import Book, OrderNews
from flows.sourcing.order import Order
from flows.sourcing.refunding import owed_back
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The order as it would be; micro-units that would go back by themselves, and that a person has to send back.

    ``reversed`` is what shops would give back of their commissions.
    """

    order: Order
    refunded: int
    by_hand: int
    reversed: int


def foresee(turn: Turn, order: Order, event: OrderNews) -> Foreseen | None:
    """None where the event changes nothing of the order as it stands."""
    facts = SourcingFacts(turn.business.sourcing, provider=next((one.provider for one in turn.business.payments), ""))
    decision = flow.decide(order, event, facts, turn.now)
    if decision is None or decision.state == order:
        return None
    amounts = [one.request["amount"] for one in decision.effects if isinstance(one, Call) and one.kind == "refund"]
    refunded = sum(one for one in amounts if isinstance(one, int))
    booked = [one.amount for one in decision.effects if isinstance(one, Book) and one.reverse]
    after: Order = decision.state
    return Foreseen(after, refunded, max(owed_back(after) - owed_back(order), 0), sum(booked))
