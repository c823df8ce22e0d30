"""The search for ordered pieces: our own stock first, then the shops in waves; the first full yes for a line
gets it."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows.engine import Called
from flows.money import convert_micros
from flows.phrase import phrase
from flows.sourcing import order_quote, order_release, order_split, restock_order, shop_promise, shop_waves
from flows.sourcing.order_draft import OrderDraft, join_parts, name_missing, name_part, name_pieces
from flows.sourcing.order_effects import Await, RequestOutcome, TakeOwn, TellShop
from flows.sourcing.order_events import Reserved
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_reason import Reason, explain_reason
from flows.sourcing.order_state import SEARCHING, TAKES_OFFERS, Status
from flows.sourcing.shop_ask import Says
from flows.sourcing.split_wait import Then

AGAIN = timedelta(hours=4)
"""The minimum time of a repeated search, if the time to answer is nearly over."""


def reserve(draft: OrderDraft, event: Reserved) -> None:
    """Begin the order: reserve our own stock, and ask shops at once for the rest."""
    order = draft.order
    draft.become(Status.RESERVED, explain_reason(Reason.LINES, many=len(order.lines)))
    if order.pay == "first":
        order_quote.ask(draft)
        return
    if any(draft.facts.own.get(line.id, 0) < line.quantity for line in order.lines):  # else one message covers it all
        draft.say("reserved", "reserved", until=order.reserved_until, answer_by=order.answer_by, link=draft.facts.page)
    search(draft)


def search_paid(draft: OrderDraft) -> None:
    """Begin the search of an order paid first: the time to answer starts now."""
    within = draft.facts.settings.answer_within
    until = max(draft.order.reserved_until, draft.now + 2 * within)  # who can have a part has time to choose
    draft.change(answer_by=draft.now + within, reserved_until=until)
    search(draft)
    if draft.order.status is Status.CHECKING:
        draft.tell("checking")


def search(draft: OrderDraft) -> None:
    """Search for missing pieces; go on at once if none are missing."""
    _take_own(draft)
    if not draft.order.lacks:
        order_quote.ask_for_payment(draft)
        return
    if draft.order.status is not Status.SOURCING:
        draft.become(Status.CHECKING)
    _ask_next_wave(draft)


def search_again(draft: OrderDraft, was: Status) -> None:
    """Release the promises and ask the shops that have the pieces, including skipped ones.

    A customer with an availability message and a dead link hears that the search continues.
    """
    extend_search(draft)
    search(draft)
    tell_on(draft, was)


def extend_search(draft: OrderDraft) -> None:
    """Restart the search with time to answer; skipped shops may be asked again."""
    asks = tuple(ask for ask in draft.order.asks if ask.says is not Says.SPARED)
    enough = max(draft.order.answer_by, draft.now + AGAIN)
    draft.change(asks=asks, answer_by=enough, reserved_until=max(draft.order.reserved_until, enough + AGAIN))


def go_on_without(draft: OrderDraft, was: Status) -> None:
    """Search for withdrawn pieces within the same step, so that the customer gets the result at once. If there is
    nobody to ask yet, search in the next step."""
    extend_search(draft)
    _take_own(draft)
    if not draft.facts.shops:
        shop_waves.hurry(draft)
    elif draft.order.lacks and draft.order.status in SEARCHING and not shop_waves.is_awaited(draft):
        end_wave(draft)
    if draft.order.lacks:  # else it is there all the same, and told as what is found
        tell_on(draft, was)


def tell_on(draft: OrderDraft, was: Status) -> None:
    """Tell a customer with an availability message what was lost, and whether the payment link is still valid."""
    if was in {Status.AVAILABLE, Status.PART_AVAILABLE} and draft.order.status is Status.CHECKING:
        key, until = f"waiting:{draft.stamp}", draft.order.answer_by
        items, gone, had = _name_lost(draft)
        dead = order_release.describe_dead_link(draft)
        draft.say("waiting_on", key, items=items, gone=gone, had=had, answer_by=until, lost="yes", dead=dead)


def _name_lost(draft: OrderDraft) -> tuple[tuple[str, ...], int | None, int | None]:
    """Return the lost pieces; for a single partly available line, the available and the wanted number."""
    found = [(line, draft.before.count_found(line)) for line in draft.order.wants]
    lost = [
        (line, had - draft.order.count_found(line), had) for line, had in found if had > draft.order.count_found(line)
    ]
    if len(lost) == 1 and lost[0][1] < lost[0][2]:
        ((line, gone, had),) = lost
        return (name_pieces(line, 1),), gone, had
    return tuple(name_pieces(line, gone) for line, gone, _ in lost) or name_missing(draft.order), None, None


def end_wave(draft: OrderDraft) -> None:
    """Divide the partial offers, and ask the next shops for the rest."""
    draft.change(wave_ends=None)
    if draft.now >= draft.order.answer_by:  # the wave that ends with the time to answer wakes the order first
        settle(draft)
    elif share_out(draft, draft.order.lacks, Then.NEXT_WAVE):
        _handle_wave_end(draft)


def _ask_next_wave(draft: OrderDraft) -> None:
    """Ask the next wave; if nobody is left to ask or wait for, use the pieces found."""
    if not shop_waves.ask_next(draft):
        settle(draft)


def _handle_wave_end(draft: OrderDraft) -> None:
    if not draft.order.lacks:
        go_on(draft)
    else:
        _ask_next_wave(draft)


def settle(draft: OrderDraft) -> None:
    """End the time to answer, with the pieces found. Shops closed all that time count as not asked; shops with
    unreadable answers do not count as silent."""
    draft.order, closed = draft.order.replace_asks(lambda ask: ask.is_due_after(draft.now), Says.SPARED)
    draft.do(*(TellShop(ask.shop, ask.line, RequestOutcome.OVER) for ask in closed))
    draft.order, heard = draft.order.replace_asks(lambda ask: ask.was_heard, Says.SPARED)
    draft.order, silent = draft.order.replace_asks(lambda ask: ask.says is Says.OPEN, Says.SILENT)
    draft.do(*(TellShop(ask.shop, ask.line, RequestOutcome.SILENT) for ask in (*heard, *silent)))
    draft.change(wave_ends=None)
    if share_out(draft, draft.order.lacks, Then.SETTLE):
        _handle_answers(draft)


def _handle_answers(draft: OrderDraft) -> None:
    if not draft.order.lacks:
        go_on(draft)
    elif draft.order.for_stock:
        restock_order.settle(draft)
        go_on(draft)
    elif draft.order.status is Status.SOURCING:
        about = ",".join(f"{line.id}x{draft.order.count_missing(line)}" for line in draft.order.lacks)
        missing = join_parts(name_missing(draft.order))
        text = phrase("nobody_left_to_ask", number=draft.order.number, missing=missing)
        draft.tell_staff(f"again:{about}:{draft.order.losses}", text)
    elif draft.order.promises:
        _part(draft)
    else:
        _end_unavailable(draft)


def choose(draft: OrderDraft, choice: int) -> None:
    """Apply the choice of a customer with a partial offer: 1 the part, 2 wait, 3 nothing."""
    if choice == 1 and not draft.order.promises:  # all offered pieces are gone: search again, without payment
        settle(draft)
    elif choice == 1:
        order_release.leave_out(draft, Reason.TAKES_PART)
        order_quote.ask_for_payment(draft)
    elif choice == 2:
        asks = tuple(ask for ask in draft.order.asks if ask.says not in {Says.SILENT, Says.LATER})
        answer_by = draft.now + draft.facts.settings.answer_within
        draft.change(asks=asks, answer_by=answer_by, reserved_until=answer_by + draft.facts.settings.answer_within)
        draft.become(Status.CHECKING, explain_reason(Reason.WAITS))
        draft.say("waiting_on", f"waiting:{draft.stamp}", items=name_missing(draft.order), answer_by=answer_by)
        _ask_next_wave(draft)
    else:
        order_release.call_off(draft, Reason.WANTS_NOTHING)


def _take_own(draft: OrderDraft) -> None:
    for line in draft.order.lacks if not draft.order.for_stock else ():  # what is on our shelf fills no shelf
        quantity = min(draft.facts.own.get(line.id, 0), draft.order.count_missing(line))
        if quantity:
            draft.do(TakeOwn(line, quantity))
            draft.change(promises=(*draft.order.promises, Promise(line.id, None, quantity, ready_at=draft.now)))
            draft.note(Reason.OWN_STOCK_KEEPS, item=name_pieces(line, quantity))


def share_out(draft: OrderDraft, lines: tuple[Line, ...], then: Then) -> bool:
    """Divide partial offers: fewest shops first, then the earliest, then the cheapest. Return False if the split is
    awaited."""
    shares = order_split.divide(draft, lines, then)
    if shares is not None:
        shop_promise.give(draft, shares)
    return shares is not None


def take_split(draft: OrderDraft, event: Called | None = None) -> None:
    """Continue the waiting order with a large split; with the fast one if ``event`` is None, as no answer came
    in time."""
    if draft.order.status not in TAKES_OFFERS:
        draft.change(dividing=None)
        return
    found = order_split.handle_overdue(draft) if event is None else order_split.take_split(draft, event)
    if found is None:
        return
    shop_promise.give(draft, found.shares)
    if found.then is Then.GO_ON:
        go_on(draft)
    elif found.then is Then.NEXT_WAVE:
        _handle_wave_end(draft)
    else:
        _handle_answers(draft)


def go_on(draft: OrderDraft) -> None:
    """Continue with the payment, or with fetching if paid, when no piece is missing."""
    if draft.order.lacks:
        shop_waves.hurry(draft)
        return
    draft.change(wave_ends=None)
    if draft.order.status in {Status.CHECKING, Status.PART_AVAILABLE, Status.RESERVED}:
        order_quote.ask_for_payment(draft)


def _part(draft: OrderDraft) -> None:
    """Ask the customer to choose about a partial offer."""
    draft.become(Status.PART_AVAILABLE, explain_reason(Reason.WITHOUT, what=name_missing(draft.order)))
    offer_part_order(draft)


def offer_part_order(draft: OrderDraft, ready: datetime | None = None) -> None:
    """Offer the found pieces, available from ``ready`` on if a shop said so since. Missing pieces of a partly found
    line are called "the other 1"."""
    order = draft.order
    have = tuple(name_part(order, line, order.count_found(line)) for line in order.lines if order.count_found(line))
    missing, other = name_missing(order), any(order.count_found(line) for line in order.lacks)
    draft.say(
        "part_available",
        f"part:{draft.stamp}",
        have=have,
        missing=missing,
        other="yes" if other else None,
        amount=convert_micros(replace(order, lines=order.kept).amount),
        until=order.reserved_until,
        dead=order_release.describe_dead_link(draft),
        ready=ready,
    )


def _end_unavailable(draft: OrderDraft) -> None:
    lines = draft.order.wants
    draft.do(*(Await(line) for line in lines))
    if draft.order.paid:
        order_release.give_up(draft, tuple(line.id for line in lines), Reason.NO_SHOP_HAS_IT)
        return
    unsure = shop_waves.is_unsure(draft)
    order_release.spare_shops(draft, tuple(line.id for line in lines))
    draft.become(Status.UNAVAILABLE, explain_reason(Reason.NOBODY_CONFIRMED if unsure else Reason.NO_SHOP_HAS_IT))
    order_release.tell_unavailable(draft, lines, "yes" if unsure else None)
