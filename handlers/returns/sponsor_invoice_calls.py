"""The calls that issue, settle and look up a sponsor's invoice at the business's payment provider.

They belong to no person and no run. Each is answered by the event ``SponsorInvoiceAnswered``, which is stored in the
transaction that ends the call. Our id of the invoice makes a repeat harmless, so a call is repeated for days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.business import Business
from flows.channels import SIMULATED
from flows.connections import PaymentProvider
from flows.delivery import Answer, Failure
from flows.events import SponsorInvoiceAnswered, SponsorInvoiceMoved
from flows.phrase import phrase
from flows.sponsor_invoice_call import LOOK_INVOICE, SETTLE_INVOICE, SPONSOR_INVOICE, InvoiceOrder
from handlers.calls.call_kind import AGAIN, CallKind, CallRequest, end, find_unanswered, get_wait, mark, retry_later
from handlers.engine import own_events
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry, Priority

EVENTS = (SponsorInvoiceAnswered, SponsorInvoiceMoved)
_BILLING = (PaymentProvider.STRIPE.value, SIMULATED)
# Longer than 24 hours: so long Stripe repeats its answer to a key, also if that was an error:
# https://docs.stripe.com/api/idempotent_requests
_PATIENCE = timedelta(days=3)
_SELDOM, _OFTEN = timedelta(hours=1), 7  # after so many tries, one an hour
# A key without permission for invoices needs a person; meanwhile repeating loses nothing.
_REPEATED = AGAIN | {Failure.SENDER}


def find_biller(business: Business) -> str | None:
    """Return the first provider of the business that can bill sponsors; None if it has none."""
    return next((one.provider for one in business.payments if one.provider in _BILLING), None)


async def ask_invoice(turn: Turn, order: InvoiceOrder) -> bool:
    """Have an invoice issued. Return False if no provider can; a repeat leads to the same invoice."""
    return await _ask(turn, SPONSOR_INVOICE, order.invoice, order.to_values())


async def ask_about(turn: Turn, kind: str, invoice: UUID, provider_id: str) -> bool:
    """Look an invoice up (``LOOK_INVOICE``), for news that did not come, or have one marked that was paid elsewhere
    (``SETTLE_INVOICE``). Return False if no provider can.
    """
    return await _ask(turn, kind, invoice, {"invoice": invoice, "provider_id": provider_id})


async def _ask(turn: Turn, kind: str, invoice: UUID, values: Mapping[str, Any]) -> bool:
    provider, key = find_biller(turn.business), f"{kind}:{invoice}:{turn.now.timestamp():.0f}"
    return provider is not None and await post_question(
        turn, provider, kind, key, values, turn.now, Priority.TRANSACTIONAL
    )


async def _begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    return None if await find_unanswered(turn, entry, call) is None else await mark(turn, call)


async def _conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Store the answer. If two workers made the call because the first was slow, the first stored answer wins."""
    if await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id)) is None:
        return
    if answer.failure is not None and await _put_off(turn, entry, request, answer):
        return
    await end(turn, entry, "failed" if answer.failure else "done", answer)
    why = ": ".join(filter(None, (answer.code, answer.detail.rstrip(".")))) if answer.failure else ""
    invoice, failure = request.values["invoice"], answer.failure.value if answer.failure else None
    event = SponsorInvoiceAnswered(request.kind, invoice, answer.values or {}, failure, why[:300], turn.now)
    await own_events.emit_about(turn, invoice, event, f"called:{entry.id}")


async def _put_off(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> bool:
    """Schedule a retry if it may help; return False to give up."""
    wait = max(get_wait(turn, entry), _SELDOM if entry.attempts >= _OFTEN else timedelta(0))
    if answer.failure not in _REPEATED or turn.now + wait >= request.starts_at + _PATIENCE:
        return False
    await retry_later(turn, entry, answer, wait)
    if answer.after is not None:
        await turn.unit.senders.rest_until(entry.sender, turn.elapsed + answer.after)
    if answer.failure is Failure.SENDER:
        text = phrase("provider_lets_nothing_through", why=f"{answer.code}: {answer.detail.rstrip('.')}")
        await alerts.tell(turn, f"payments:{entry.sender}", text)
    return True


KINDS: Mapping[str, CallKind] = dict.fromkeys(
    (SPONSOR_INVOICE, SETTLE_INVOICE, LOOK_INVOICE), CallKind(_begin, _conclude)
)
