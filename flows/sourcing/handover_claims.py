"""A shop says that it handed its pieces over, which nobody of the staff has booked: a claim, until somebody answers it.

Nothing follows from a claim alone, for money does; but nothing goes back over it either, and the staff is asked again.
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
"""How long after the staff was asked about a claim it is asked once more."""


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
    """Return the shops which say that they handed over what is not booked as fetched."""
    keepers = _keepers(order)
    return tuple(shop for shop in order.claims if shop in keepers)


def name_claimants(draft: OrderDraft) -> Text | None:
    """Return the shops with an open claim, by name; None without one."""
    shops = list_open_claims(draft.order)
    return join_parts(draft.shop(shop) for shop in shops) if shops else None


def describe_claims(draft: OrderDraft) -> Text | None:
    """Return a sentence that names what these shops say."""
    shops = name_claimants(draft)
    return phrase("says_it_handed", shops=shops) if shops is not None else None


def ask_again(draft: OrderDraft) -> None:
    """Have the staff asked about the claim a day from now, once more."""
    draft.change(asked_late=False, late_at=draft.now + AGAIN)


def _keepers(order: Order) -> frozenset[UUID]:
    held = (one.shop for one in order.promises if one.stand is PromiseState.HELD)
    return frozenset(shop for shop in held if shop is not None)
