"""Finding what was ordered: our own stock first, then the shops in waves; the first full yes for a line wins."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows.engine import Called
from flows.money import amount
from flows.phrase import phrase
from flows.sourcing import order_quote, order_release, order_split, restock_order, shop_promise, shop_waves
from flows.sourcing.order_draft import OrderDraft, lacking, one_named, part_named, together
from flows.sourcing.order_effects import Await, RequestOutcome, TakeOwn, TellShop
from flows.sourcing.order_events import Reserved
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_reason import Reason, why
from flows.sourcing.order_state import SEARCHING, TAKES_OFFERS, Status
from flows.sourcing.shop_ask import Says
from flows.sourcing.split_wait import Then

AGAIN = timedelta(hours=4)
"""How long a search that begins anew may take at least, where the time to answer is nearly over."""


def reserve(draft: OrderDraft, event: Reserved) -> None:
    """It begins: our own stock is kept for it, and for the rest shops are asked at once."""
    order = draft.order
    draft.become(Status.RESERVED, why(Reason.LINES, many=len(order.lines)))
    if order.pay == "first":
        order_quote.ask(draft)
        return
    if any(draft.facts.own.get(line.id, 0) < line.quantity for line in order.lines):  # else all of it is told at once
        draft.say("reserved", "reserved", until=order.reserved_until, answer_by=order.answer_by, link=draft.facts.page)
    search(draft)


def search_paid(draft: OrderDraft) -> None:
    """It was paid before anybody was asked: the time to answer begins now."""
    within = draft.facts.settings.answer_within
    until = max(draft.order.reserved_until, draft.now + 2 * within)  # who can have a part has time to choose
    draft.change(answer_by=draft.now + within, reserved_until=until)
    search(draft)
    if draft.order.status is Status.CHECKING:
        draft.tell("checking")


def search(draft: OrderDraft) -> None:
    """Look for what is missing, and go on at once where nothing is."""
    _take_own(draft)
    if not draft.order.lacks:
        order_quote.found(draft)
        return
    if draft.order.status is not Status.SOURCING:
        draft.become(Status.CHECKING)
    _next_wave(draft)


def search_again(draft: OrderDraft, was: Status) -> None:
    """What was promised is free again: those who have it are asked, the ones that were spared as well.

    A customer who was told that it is there, and holds a link that is dead now, hears that we look on.
    """
    more_time(draft)
    search(draft)
    tell_on(draft, was)


def more_time(draft: OrderDraft) -> None:
    """The search begins anew: there is time to answer, and those that were spared may be asked again."""
    asks = tuple(ask for ask in draft.order.asks if ask.says is not Says.SPARED)
    enough = max(draft.order.answer_by, draft.now + AGAIN)
    draft.change(asks=asks, answer_by=enough, reserved_until=max(draft.order.reserved_until, enough + AGAIN))


def go_on_without(draft: OrderDraft, was: Status) -> None:
    """Pieces that a shop kept are lost by its own word: what is missing is looked for within the same step, so that the
    customer hears at once what comes of it; where nobody is known to be asked yet, in the next one."""
    more_time(draft)
    _take_own(draft)
    if not draft.facts.shops:
        shop_waves.hurry(draft)
    elif draft.order.lacks and draft.order.status in SEARCHING and not shop_waves.is_awaited(draft):
        wave_over(draft)
    if draft.order.lacks:  # else it is there all the same, and told as what is found
        tell_on(draft, was)


def tell_on(draft: OrderDraft, was: Status) -> None:
    """A customer told of a find hears what of it is lost, and what becomes of the payment link."""
    if was in {Status.AVAILABLE, Status.PART_AVAILABLE} and draft.order.status is Status.CHECKING:
        key, until = f"waiting:{draft.stamp}", draft.order.answer_by
        items, gone, had = _lost(draft)
        dead = order_release.dead(draft)
        draft.say("waiting_on", key, items=items, gone=gone, had=had, answer_by=until, lost="yes", dead=dead)


def _lost(draft: OrderDraft) -> tuple[tuple[str, ...], int | None, int | None]:
    """What was found and is not any more; of one line that is there in part, how many of how many."""
    found = [(line, draft.before.found(line)) for line in draft.order.wants]
    lost = [(line, had - draft.order.found(line), had) for line, had in found if had > draft.order.found(line)]
    if len(lost) == 1 and lost[0][1] < lost[0][2]:
        ((line, gone, had),) = lost
        return (one_named(line, 1),), gone, had
    return tuple(one_named(line, gone) for line, gone, _ in lost) or lacking(draft.order), None, None


def wave_over(draft: OrderDraft) -> None:
    """What was offered in part is divided, and the next shops are asked for the rest."""
    draft.change(wave_ends=None)
    if draft.now >= draft.order.answer_by:  # the wave that ends with the time to answer wakes the order first
        settle(draft)
    elif share_out(draft, draft.order.lacks, Then.NEXT_WAVE):
        _after_wave(draft)


def _next_wave(draft: OrderDraft) -> None:
    """Ask on; where nobody is left to be asked or waited for, what is there is there."""
    if not shop_waves.ask_next(draft):
        settle(draft)


def _after_wave(draft: OrderDraft) -> None:
    if not draft.order.lacks:
        go_on(draft)
    else:
        _next_wave(draft)


def settle(draft: OrderDraft) -> None:
    """The time to answer is over: what is there is there. Shops that were closed all that time were not asked; shops
    with words that were not understood were not silent."""
    draft.order, closed = draft.order.with_those(lambda ask: ask.is_due_after(draft.now), Says.SPARED)
    draft.do(*(TellShop(ask.shop, ask.line, RequestOutcome.OVER) for ask in closed))
    draft.order, heard = draft.order.with_those(lambda ask: ask.was_heard, Says.SPARED)
    draft.order, silent = draft.order.with_those(lambda ask: ask.says is Says.OPEN, Says.SILENT)
    draft.do(*(TellShop(ask.shop, ask.line, RequestOutcome.SILENT) for ask in (*heard, *silent)))
    draft.change(wave_ends=None)
    if share_out(draft, draft.order.lacks, Then.SETTLE):
        _after_answers(draft)


def _after_answers(draft: OrderDraft) -> None:
    if not draft.order.lacks:
        go_on(draft)
    elif draft.order.for_stock:
        restock_order.settle(draft)
        go_on(draft)
    elif draft.order.status is Status.SOURCING:
        about = ",".join(f"{line.id}x{draft.order.missing(line)}" for line in draft.order.lacks)
        missing = together(lacking(draft.order))
        text = phrase("nobody_left_to_ask", number=draft.order.number, missing=missing)
        draft.staff(f"again:{about}:{draft.order.losses}", text)
    elif draft.order.promises:
        _part(draft)
    else:
        _unavailable(draft)


def choose(draft: OrderDraft, choice: int) -> None:
    """The choice of a customer who can have a part: 1 the part, 2 wait, 3 nothing."""
    if choice == 1 and not draft.order.promises:  # none of it is there any more: it is looked at anew, and never paid
        settle(draft)
    elif choice == 1:
        order_release.leave_out(draft, Reason.TAKES_PART)
        order_quote.found(draft)
    elif choice == 2:
        asks = tuple(ask for ask in draft.order.asks if ask.says not in {Says.SILENT, Says.LATER})
        answer_by = draft.now + draft.facts.settings.answer_within
        draft.change(asks=asks, answer_by=answer_by, reserved_until=answer_by + draft.facts.settings.answer_within)
        draft.become(Status.CHECKING, why(Reason.WAITS))
        draft.say("waiting_on", f"waiting:{draft.stamp}", items=lacking(draft.order), answer_by=answer_by)
        _next_wave(draft)
    else:
        order_release.call_off(draft, Reason.WANTS_NOTHING)


def _take_own(draft: OrderDraft) -> None:
    for line in draft.order.lacks if not draft.order.for_stock else ():  # what is on our shelf fills no shelf
        quantity = min(draft.facts.own.get(line.id, 0), draft.order.missing(line))
        if quantity:
            draft.do(TakeOwn(line, quantity))
            draft.change(promises=(*draft.order.promises, Promise(line.id, None, quantity, ready_at=draft.now)))
            draft.note(Reason.OWN_STOCK_KEEPS, item=one_named(line, quantity))


def share_out(draft: OrderDraft, lines: tuple[Line, ...], then: Then) -> bool:
    """Give what was offered in part to the fewest shops, then the earliest, then the cheapest; False: it is awaited."""
    shares = order_split.divide(draft, lines, then)
    if shares is not None:
        shop_promise.give(draft, shares)
    return shares is not None


def divided(draft: OrderDraft, event: Called | None = None) -> None:
    """A large split came, or with None none came in time: the order goes on where it waited for it."""
    if draft.order.status not in TAKES_OFFERS:
        draft.change(dividing=None)
        return
    found = order_split.overdue(draft) if event is None else order_split.answered(draft, event)
    if found is None:
        return
    shop_promise.give(draft, found.shares)
    if found.then is Then.GO_ON:
        go_on(draft)
    elif found.then is Then.NEXT_WAVE:
        _after_wave(draft)
    else:
        _after_answers(draft)


def go_on(draft: OrderDraft) -> None:
    """Nothing is missing any more: to the payment, or on with fetching what is paid."""
    if draft.order.lacks:
        shop_waves.hurry(draft)
        return
    draft.change(wave_ends=None)
    if draft.order.status in {Status.CHECKING, Status.PART_AVAILABLE, Status.RESERVED}:
        order_quote.found(draft)


def _part(draft: OrderDraft) -> None:
    """A part of it is there: the customer chooses."""
    draft.become(Status.PART_AVAILABLE, why(Reason.WITHOUT, what=lacking(draft.order)))
    offer_part(draft)


def offer_part(draft: OrderDraft, ready: datetime | None = None) -> None:
    """Offer what is there, from ``ready`` on where a shop said so since; of what is missing they hear "the other 1"
    where some of that line is there."""
    order = draft.order
    have = tuple(part_named(order, line, order.found(line)) for line in order.lines if order.found(line))
    missing, other = lacking(order), any(order.found(line) for line in order.lacks)
    draft.say(
        "part_available",
        f"part:{draft.stamp}",
        have=have,
        missing=missing,
        other="yes" if other else None,
        amount=amount(replace(order, lines=order.kept).amount),
        until=order.reserved_until,
        dead=order_release.dead(draft),
        ready=ready,
    )


def _unavailable(draft: OrderDraft) -> None:
    lines = draft.order.wants
    draft.do(*(Await(line) for line in lines))
    if draft.order.paid:
        order_release.give_up(draft, tuple(line.id for line in lines), Reason.NO_SHOP_HAS_IT)
        return
    unsure = shop_waves.unsure(draft)
    order_release.spare(draft, tuple(line.id for line in lines))
    draft.become(Status.UNAVAILABLE, why(Reason.NOBODY_CONFIRMED if unsure else Reason.NO_SHOP_HAS_IT))
    order_release.tell_unavailable(draft, lines, "yes" if unsure else None)
