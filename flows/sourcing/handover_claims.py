"""Claims of a shop that it handed its pieces over, before the staff have booked that: they are open until somebody
answers.

A claim alone has no effect, as money depends on it. But pieces with a claim are not refunded, and the staff are asked
again.
"""

from datetime import timedelta
from uuid import UUID

from flows.phrase import Text, phrase
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft, join_parts
from flows.sourcing.order_events import HandoverSaid
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import FETCHING

AGAIN = timedelta(hours=24)
"""How long after asking the staff about a claim they are asked again."""


def record_claim(draft: OrderDraft, event: HandoverSaid) -> bool:
    """Record a shop's claim of a handover, or its withdrawal; return False if no piece is to be fetched there."""
    order = draft.order
    if order.status not in FETCHING or event.shop not in _keepers(order):
        return False
    others = tuple(shop for shop in order.claims if shop != event.shop)
    draft.change(claims=others if event.back else (*others, event.shop))
    draft.note(Reason.CLAIM_BACK if event.back else Reason.CLAIMS, shop=event.shop)
    if order.asked_late and not event.back:
        draft.change(asked_late=False, late_at=draft.now + AGAIN)
    return True


def list_open_claims(order: Order) -> tuple[UUID, ...]:
    """Return the shops that claim a handover which is not booked."""
    keepers = _keepers(order)
    return tuple(shop for shop in order.claims if shop in keepers)


def name_claimants(draft: OrderDraft) -> Text | None:
    """Format the names of shops with an open claim; None if there are none."""
    shops = list_open_claims(draft.order)
    return join_parts(draft.shop(shop) for shop in shops) if shops else None


def describe_claims(draft: OrderDraft) -> Text | None:
    """Format a sentence about the shops' claims."""
    shops = name_claimants(draft)
    return phrase("says_it_handed", shops=shops) if shops is not None else None


def ask_again(draft: OrderDraft) -> None:
    """Plan to ask the staff about the claim once more, a day from now."""
    draft.change(asked_late=False, late_at=draft.now + AGAIN)


def _keepers(order: Order) -> frozenset[UUID]:
    held = (one.shop for one in order.promises if one.stand is PromiseState.HELD)
    return frozenset(shop for shop in held if shop is not None)
