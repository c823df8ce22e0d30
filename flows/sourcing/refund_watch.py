"""Refunds in progress, followed to their end: if no webhook reports it the provider is asked, and then a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from flows.call_kinds import LOOK_REFUND
from flows.delivery import Failure
from flows.engine import Called, Wait
from flows.events import RefundMoved
from flows.money import Money
from flows.phrase import Text, phrase
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_payment import Repayment

LOOK_EVERY = timedelta(days=1)
"""How often a provider is asked about an accepted refund: most finish within a day or spend days at a bank."""
PATIENCE = timedelta(days=14)
"""How long a provider is asked; ten working days are the longest that providers name:
https://docs.stripe.com/refunds"""
_TOMORROW = frozenset({Failure.RETRY.value, Failure.UNKNOWN.value, Failure.SENDER.value})
"""The temporary failures of a provider; after any other one, asking again is useless."""


def watch(draft: OrderDraft) -> None:
    """Check accepted but unfinished refunds from tomorrow on; stop checking finished ones."""
    watched = tuple(_note_watch(one, draft.now) for one in draft.order.repayments)
    if watched != draft.order.repayments:
        draft.change(repayments=watched)


def waits(order: Order) -> Iterator[Wait]:
    """Yield the wait for the next query to a provider."""
    at = min((one.look_at for one in order.repayments if one.look_at is not None), default=None)
    if at is not None:
        yield Wait("look_refund", at)


def check_refunds(draft: OrderDraft) -> None:
    """Ask about refunds that are due a check; inform the staff of one without a result for long."""
    for one in draft.order.repayments:
        if one.look_at is None or one.since is None or one.look_at > draft.now:
            continue
        if draft.now > one.since + PATIENCE:
            _leave(draft, one, phrase("provider_is_silent", days=PATIENCE.days))
            continue
        draft.order = draft.order.replace_repayment(replace(one, look_at=draft.now + LOOK_EVERY))
        draft.call(
            LOOK_REFUND,
            f"{LOOK_REFUND}:{one.reference}:{draft.stamp}",
            refund=one.refund,
            payment=one.payment,
            reference=one.reference.hex,
            provider=one.provider,
        )


def read_answer(draft: OrderDraft, event: Called) -> RefundMoved | None:
    """Return the provider's answer in the form of an unrequested report; None if nothing changed."""
    reference = event.values.get("reference")
    asked = next((one for one in draft.order.repayments if one.reference.hex == reference), None)
    if asked is None or not asked.pending:
        return None
    if event.failure is not None:
        if event.failure not in _TOMORROW and not asked.unheard:
            why = str(event.values.get("why") or event.failure)
            _leave(draft, asked, phrase("provider_cannot_be_asked", why=why))
        return None
    state = str(event.values.get("state") or "pending")
    if state == "pending":
        return None
    cost = Money(asked.amount, draft.order.currency)
    return RefundMoved(asked.provider, asked.reference.hex, asked.refund, asked.payment, state, cost, draft.now)


def _note_watch(one: Repayment, now: datetime) -> Repayment:
    if not one.pending:
        return replace(one, since=None, look_at=None, unheard=False) if one.since else one
    return one if one.since else replace(one, since=now, look_at=now + LOOK_EVERY)


def _leave(draft: OrderDraft, one: Repayment, why: Text) -> None:
    """Leave the refund to a person, once."""
    left = replace(one, look_at=None, unheard=True)
    draft.order = draft.order.replace_repayment(left)
    values = {"number": draft.order.number, "amount": draft.money(one.amount), "payment": one.payment}
    draft.tell_staff(f"unheard:{one.reference}", phrase("refund_unheard", refund=one.refund, why=why, **values))
