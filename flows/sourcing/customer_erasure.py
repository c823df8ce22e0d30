"""The erasure of an order's customer: pieces that have not left are cancelled, and nobody is written to any more.

The order itself goes on: refunds and late payments are followed to their end and reported to the staff.
"""

from flows.engine import Void
from flows.money import Money
from flows.phrase import Text, phrase, sentences
from flows.sourcing import order_release, piece_locations, refunds
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import WITH_US, Status


def erase_customer(draft: OrderDraft) -> bool:
    """Release promised pieces, refund payments and inform the staff; return False if the customer was already
    erased."""
    if draft.order.erased:
        return False
    draft.change(erased=True, untold=(), tell_at=None, photos_until=None)
    draft.do(Void())
    before, number = draft.order, draft.order.number
    if before.status is Status.SHIPPED:
        draft.tell_staff("erased", phrase("erased_on_its_way", number=number))
    elif before.status in WITH_US:
        order_release.call_off(draft, Reason.CUSTOMER_ERASED)
        refunds.return_odd(draft)
        off = phrase("erased_and_called_off", number=number)
        draft.tell_staff("erased", sentences(off, *_goods(draft, before), *_money(draft, before)))
    else:
        draft.note(Reason.CUSTOMER_ERASED)
    return True


def _goods(draft: OrderDraft, before: Order) -> list[Text]:
    """Return the pieces of a cancelled order that the staff must take care of: fetched ones must go back, or elsewhere.
    Pieces to be made do not exist yet."""
    made = {line.id for line in before.lines if line.made}
    there = [one for one in before.promises if one.line not in made]
    held, picked = ([one for one in there if one.stand is stand] for stand in (PromiseState.HELD, PromiseState.PICKED))
    told = (("free_again", held), ("to_be_returned", picked))
    return [phrase(name, what=piece_locations.name_holders(draft, those)) for name, those in told if those]


def _money(draft: OrderDraft, before: Order) -> list[Text]:
    """Return the notice of the automatic refunds; other payments are a task for the staff (``refunds.repay``)."""
    known = {one.reference for one in before.repayments}
    back = sum(one.amount for one in draft.order.repayments if one.reference not in known)
    told: list[Text] = [phrase("amount_goes_back", amount=draft.money(back))] if back else []
    told += [
        phrase("foreign_came_for_it", amount=Money(one.came, one.currency), payment=one.payment)
        for one in before.payments
        if one.currency
    ]
    unpaid = not before.paid and not any(one.came for one in before.payments)
    return told or ([phrase("nothing_was_paid")] if unpaid else [])
