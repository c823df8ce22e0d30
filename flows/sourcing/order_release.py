"""The release of an order: promised pieces become free, payments are refunded, and the customer gets a message."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject, Void
from flows.phrase import phrase
from flows.sourcing import payment_links, refunds, waitlist_question
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft, name_lines, name_missing, name_order, name_pieces
from flows.sourcing.order_effects import Await, Book, FreeOwn, RequestOutcome, TellShop
from flows.sourcing.order_events import Replaced
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.order_payment import RefundReason
from flows.sourcing.order_reason import Reason, explain_reason
from flows.sourcing.order_state import FETCHING, UNPAID, Status
from flows.sourcing.shop_ask import Says

CANCEL_TOLD = "cancel_told"
"""The expected answer to a cancellation notice: for a day a "yes, cancel it" only acknowledges it, and cancels nothing
else."""


def cancel_told(order: UUID) -> Asks:
    """Return the question of a cancellation notice."""
    return Asks(CANCEL_TOLD, Subject("reservation", order), within=timedelta(hours=24))


def count_kept(order: Order, shop: UUID, line: str) -> int:
    """Return how many unfetched pieces of a line a shop keeps."""
    theirs = (one for one in order.promises if one.shop == shop and one.line == line and one.stand is PromiseState.HELD)
    return sum(one.quantity for one in theirs)


def take_back(draft: OrderDraft, shop: UUID, lines: tuple[str, ...], *, told: bool = False, gone: bool = False) -> bool:
    """Release a shop's kept pieces of these lines; return False if it kept nothing unfetched.

    ``told``: the outcome of its own answer informs the shop; ``gone``: the staff hear that the shop is gone instead.
    """
    freed = [
        one for one in draft.order.promises if one.shop == shop and one.line in lines and one.stand is PromiseState.HELD
    ]
    if not freed:
        return False
    left = tuple(one for one in draft.order.promises if one not in freed)
    claims = tuple(one for one in draft.order.claims if one != shop)
    draft.change(promises=left, losses=draft.order.losses + 1, claims=claims)
    for one in freed:
        ask, line = draft.order.find_ask(shop, one.line), draft.order.line(one.line)
        if ask is not None:
            draft.order = draft.order.replace_ask(replace(ask, says=Says.TAKEN_BACK))
        if not told:
            draft.do(TellShop(shop, one.line, RequestOutcome.FREED))
        if line is not None:
            note_taken_back(draft, shop, name_pieces(line, one.quantity), gone=gone)
    if draft.order.status in {Status.AVAILABLE, Status.PART_AVAILABLE}:  # what was offered is not there any more
        payment_links.cancel_link(draft)
        draft.become(Status.CHECKING)
    return True


def note_taken_back(draft: OrderDraft, shop: UUID, what: str, *, gone: bool = False) -> None:
    """Tell the staff that a shop takes back pieces of an order."""
    draft.note(Reason.TAKEN_BACK, shop=shop, item=what)
    if draft.order.status in FETCHING and not gone:
        about = f"taken-back:{shop}:{what}:{draft.stamp}"
        text = phrase("shop_takes_back", order=name_order(draft.order), shop=draft.shop(shop), item=what)
        draft.tell_staff(about, text)


def free_all(draft: OrderDraft) -> None:
    """Release all unfetched pieces, and stop waiting for answers."""
    for promise in draft.order.promises:
        if promise.stand is PromiseState.HELD:
            _free(draft, promise)
    draft.change(
        promises=tuple(one for one in draft.order.promises if one.stand is not PromiseState.HELD), wave_ends=None
    )
    spare_shops(draft, tuple(line.id for line in draft.order.lines))


def spare_shops(draft: OrderDraft, lines: tuple[str, ...]) -> None:
    """Stop waiting for answers about these lines."""
    draft.order, others = draft.order.replace_asks(lambda ask: ask.line in lines and ask.waits, Says.SPARED)
    draft.do(*(TellShop(ask.shop, ask.line, RequestOutcome.OVER) for ask in others))


def close(draft: OrderDraft) -> None:
    """Close all requests, and stop waiting for answers."""
    draft.change(wave_ends=None, dividing=None)
    spare_shops(draft, tuple(line.id for line in draft.order.lines))


def leave_out(draft: OrderDraft, reason: Reason, **figures: object) -> bool:
    """Drop the missing pieces and refund their payment; return False if there is nothing to refund."""
    without, before = tuple(line.id for line in draft.order.lacks), draft.order.paid_for
    draft.change(lines=draft.order.kept)
    spare_shops(draft, without)
    draft.note(reason, **figures)
    refunds.return_rest(draft, without)
    return draft.order.paid_for < before


def handle_left_out(draft: OrderDraft) -> None:
    """Handle a line that the staff left out of a shipped order."""
    given, items = draft.order.lacks, name_missing(draft.order)
    if not leave_out(draft, Reason.GIVEN_UP, what=items, why=Reason.SAID.value):
        _tell_without(draft, given, items)


def expire(draft: OrderDraft) -> None:
    """Expire an available order whose customer did not pay or choose in time."""
    if draft.order.paid:
        give_up(draft, tuple(line.id for line in draft.order.wants), Reason.NOT_CHOSEN)
        return
    payment_links.cancel_link(draft)
    free_all(draft)
    draft.become(Status.EXPIRED, explain_reason(Reason.NOT_PAID))
    draft.say("reservation_over", "expired")


def cancel_replaced(draft: OrderDraft, event: Replaced) -> bool:
    """Cancel an order replaced by a newer quote for the same wish; that quote informs the customer."""
    if draft.order.status not in UNPAID or draft.order.paid:
        return False
    draft.do(Void())  # first, for what it asks for from here on is to leave
    payment_links.cancel_link(draft)
    free_all(draft)
    draft.become(Status.CANCELLED, explain_reason(Reason.REPLACED, number=event.number))
    return True


def call_off(draft: OrderDraft, reason: Reason) -> None:
    """Cancel the order: without cost before a payment, with a refund before it is shipped, by the staff after that."""
    if draft.order.status in UNPAID and not draft.order.paid:
        payment_links.cancel_link(draft)
        free_all(draft)
        draft.become(Status.CANCELLED, explain_reason(reason))
        draft.say("order_cancelled", "cancelled", asks=cancel_told(draft.order.id))
    elif draft.order.status in FETCHING or (draft.order.status in UNPAID and draft.order.paid):
        give_up(draft, tuple(line.id for line in draft.order.wants), reason, called_off=True)
    else:
        status, because = phrase(f"status_{draft.order.status.value}"), explain_reason(reason).text(by=draft.facts.who)
        text = phrase("called_off_too_late", number=draft.order.number, status=status, because=because)
        draft.tell_staff(f"call-off:{reason.value}:{draft.by.kind.value}:{draft.by.id}", text)


def give_up(draft: OrderDraft, lines: tuple[str, ...], reason: Reason, *, called_off: bool = False) -> None:
    """Give up unavailable lines: refund them, and tell the customer once the refund is in progress."""
    given = tuple(line for line in draft.order.wants if line.id in lines)
    if not given:
        return
    everything, was = len(given) == len(draft.order.wants), draft.order.status
    cost = sum(line.wanted * line.price for line in given) + (draft.order.fee if everything else 0)
    back = min(cost, draft.order.paid_for)
    _drop(draft, lines, given)
    draft.become(Status.CANNOT_SOURCE, explain_reason(Reason.GIVEN_UP, what=name_lines(given), why=reason.value))
    if draft.order.has_listener:
        draft.do(*(Await(line) for line in given if not line.made))
    paid = draft.order.paid
    if paid:
        of = RefundReason.EVERYTHING if everything else RefundReason.LINES
        refunds.repay(draft, back, of, tuple(line.id for line in given), called_off=called_off)
    if everything and paid:
        draft.become(Status.REFUNDING)
    elif everything:
        payment_links.cancel_link(draft)
        _close_unpaid(draft, given)
    else:
        _continue_without(draft, was, given, told=bool(paid))


def come_to_nothing(draft: OrderDraft) -> None:
    """Close an order without wanted lines and without payment, and inform the customer."""
    lines = tuple(line for line in draft.order.lines if line.quantity)
    payment_links.cancel_link(draft)
    free_all(draft)
    _close_unpaid(draft, lines)


def _close_unpaid(draft: OrderDraft, given: tuple[Line, ...]) -> None:
    """Close the order without a refund: offer similar goods, and cancel pieces that we were to make."""
    if any(line.made for line in given):
        draft.become(Status.CANCELLED, explain_reason(Reason.NOTHING_PAID))
        draft.say("order_cancelled", "cannot", given, asks=cancel_told(draft.order.id))
    else:
        draft.become(Status.UNAVAILABLE, explain_reason(Reason.NOTHING_PAID))
        tell_unavailable(draft, given)


def tell_unavailable(draft: OrderDraft, lines: tuple[Line, ...], unsure: str | None = None) -> None:
    """Tell the customer that no shop has these lines; buttons show similar goods, or put them on the waitlist."""
    things = [(line.product, line.size) for line in lines]
    asks = waitlist_question.asks(things, Subject("reservation", draft.order.id))
    draft.say("unavailable", "unavailable", lines, unsure=unsure, dead=describe_dead_link(draft), asks=asks)


def describe_dead_link(draft: OrderDraft) -> str | None:
    """Return the text value for a customer's payment link that just became invalid; None if there is none."""
    return "yes" if draft.link_died else None


def _drop(draft: OrderDraft, lines: tuple[str, ...], given: tuple[Line, ...]) -> None:
    """Release the promises of these lines, and end their search."""
    for promise in draft.order.promises:
        if promise.line in lines:
            _free(draft, promise)
    draft.change(
        promises=tuple(one for one in draft.order.promises if one.line not in lines),
        lines=tuple(replace(one, dropped=one.quantity) if one in given else one for one in draft.order.lines),
    )
    spare_shops(draft, tuple(line.id for line in given))


def _continue_without(draft: OrderDraft, was: Status, given: tuple[Line, ...], *, told: bool) -> None:
    """Continue with the rest at a lower price. ``told``: the refund's own message mentions it."""
    if was in UNPAID:
        payment_links.cancel_link(draft)
        draft.become(Status.CHECKING)
    else:
        draft.become(Status.SOURCING)
    if not told:
        _tell_without(draft, given, name_lines(given))


def _tell_without(draft: OrderDraft, given: tuple[Line, ...], items: tuple[str, ...]) -> None:
    key = f"without:{','.join(line.id for line in given)}"
    draft.say("part_given_up", key, items=items)
    draft.offer_alike(key, given)


def _free(draft: OrderDraft, promise: Promise) -> None:
    line = draft.order.line(promise.line)
    if promise.shop is not None and promise.stand is PromiseState.PICKED:
        earned, back = promise.quantity * promise.commission, RequestOutcome.RETURNED
        draft.do(TellShop(promise.shop, promise.line, back, promise.quantity, earns=promise.commission))
        draft.do(Book(promise.shop, promise.line, earned, reverse=True))
    elif promise.shop is not None:
        draft.do(TellShop(promise.shop, promise.line, RequestOutcome.FREED))
    elif line is not None and not line.made:
        draft.do(FreeOwn(line, promise.quantity, packed=promise.stand is PromiseState.PICKED))
