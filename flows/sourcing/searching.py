"""Finding what was ordered: our own stock first, then the shops in waves; the first full yes for a line wins."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.engine import Called
from flows.planning.splitting import Share
from flows.sourcing import dividing, paying, refunding, releasing, restocking
from flows.sourcing.facts import Choice, Draft, amount, named, one_named
from flows.sourcing.news import AskShop, Assigned, Await, Outcome, Reserved, StockAnswered, TakeOwn, TellShop
from flows.sourcing.order import SEARCHING, Ask, Line, Promise, Says, Status, Then

_OPEN = SEARCHING | {Status.PART_AVAILABLE}
AGAIN = timedelta(hours=4)
"""How long a search that begins anew may take at least, where the time to answer is nearly over."""


def reserve(draft: Draft, event: Reserved) -> None:
    """It begins: our own stock is kept for it, and for the rest shops are asked at once."""
    order = draft.order
    draft.become(Status.RESERVED, f"{len(order.lines)} {'line' if len(order.lines) == 1 else 'lines'}")
    if order.pay == "first":
        paying.ask(draft)
        return
    if any(draft.facts.own.get(line.id, 0) < line.quantity for line in order.lines):  # else all of it is told at once
        draft.say("reserved", "reserved", until=order.reserved_until, answer_by=order.answer_by, link=draft.facts.page)
    search(draft)


def search_paid(draft: Draft) -> None:
    """It was paid before anybody was asked: the time to answer begins now."""
    within = draft.facts.settings.answer_within
    until = max(draft.order.reserved_until, draft.now + 2 * within)  # who can have a part has time to choose
    draft.change(answer_by=draft.now + within, reserved_until=until)
    search(draft)
    if draft.order.status is Status.CHECKING:
        draft.tell("checking")


def silence(draft: Draft, ask: Ask) -> None:
    """A shop whose answer is not waited for any more: it counts in its record."""
    draft.change(asks=draft.order.with_ask(replace(ask, says=Says.SILENT)).asks)
    draft.do(TellShop(ask.shop, ask.line, Outcome.SILENT))


def search(draft: Draft) -> None:
    """Look for what is missing, and go on at once where nothing is."""
    _take_own(draft)
    if not draft.order.lacks:
        paying.found(draft)
        return
    if draft.order.status is not Status.SOURCING:
        draft.become(Status.CHECKING)
    _next_wave(draft)


def search_again(draft: Draft, was: Status) -> None:
    """What was promised is free again: those who have it are asked, the ones that were spared as well.

    A customer who was told that it is there, and holds a link that is dead now, hears that we look on.
    """
    _more_time(draft)
    search(draft)
    _tell_on(draft, was)


def _more_time(draft: Draft) -> None:
    asks = tuple(ask for ask in draft.order.asks if ask.says is not Says.SPARED)
    enough = max(draft.order.answer_by, draft.now + AGAIN)
    draft.change(asks=asks, answer_by=enough, reserved_until=max(draft.order.reserved_until, enough + AGAIN))


def _tell_on(draft: Draft, was: Status) -> None:
    """To the customer who held a link that is dead now; to the staff where it is confirmed."""
    if was is Status.AVAILABLE and draft.order.status is Status.CHECKING:
        lines = draft.order.lacks
        draft.say("waiting_on", f"waiting:{int(draft.now.timestamp())}", lines, answer_by=draft.order.answer_by)


def answered(draft: Draft, event: StockAnswered) -> None:
    """A shop said what it has of one line."""
    ask, line = draft.order.ask(event.shop, event.line), draft.order.line(event.line)
    if ask is None or line is None:
        draft.do(TellShop(event.shop, event.line, Outcome.SPARED))
        return
    kept = releasing.kept(draft.order, event.shop, event.line)
    if kept and event.says == Says.YES and event.quantity >= kept:  # said once more
        draft.do(TellShop(event.shop, event.line, Outcome.YOURS, kept))
        return
    was = draft.order.status
    if kept:
        releasing.take_back(draft, event.shop, (event.line,), told=True)
        _more_time(draft)
    said = replace(
        ask,
        says=Says(event.says),
        quantity=event.quantity,
        ready_at=event.ready_at,
        answered_at=draft.now,
        price=event.price,
    )
    draft.change(asks=draft.order.with_ask(said).asks)
    _weigh(draft, said, line, event)
    if kept:
        _tell_on(draft, was)


def _weigh(draft: Draft, said: Ask, line: Line, event: StockAnswered) -> None:
    missing = draft.order.missing(line)
    if said.says is Says.NO:
        if event.other:
            draft.staff(f"other:{said.shop}:{line.id}", _offers_other(draft, said.shop, line, event.other))
        draft.do(TellShop(said.shop, line.id, Outcome.NO))
        _hurry(draft)
    elif not missing or draft.order.status not in _OPEN:
        draft.do(TellShop(said.shop, line.id, Outcome.TAKEN))
    elif said.price is not None and said.price > line.price:
        draft.do(TellShop(said.shop, line.id, Outcome.HELD))
        draft.staff(f"price:{said.shop}:{line.id}", _asks_more(draft, said, line))
    elif said.says is Says.YES and said.quantity >= missing:
        win(draft, said.shop, line, missing, said.commission, said.ready_at)
        _go_on(draft)
    else:
        draft.do(TellShop(said.shop, line.id, Outcome.HELD, min(said.quantity, missing)))
        if _held(draft, line) < missing:
            _hurry(draft)
        elif _divide(draft, (line,), Then.GO_ON):
            _go_on(draft)


def win(draft: Draft, shop: UUID, line: Line, quantity: int, commission: int, ready_at: datetime | None) -> None:
    """A shop gets some pieces of a line; where that covers the line, the others are told that it is taken."""
    promise = Promise(line.id, shop, quantity, commission, ready_at)
    draft.change(promises=(*draft.order.promises, promise))
    who = draft.facts.names.get(shop, "a shop")
    draft.note(f"{who} keeps {one_named(line, quantity)}")
    if draft.order.promised_at is None:
        draft.do(TellShop(shop, line.id, Outcome.YOURS, quantity))
    else:  # it is confirmed: this takes the place of what somebody took back
        draft.do(TellShop(shop, line.id, Outcome.PAID, quantity, draft.order.promised_at))
        fetch = f"fetch {one_named(line, quantity)} at {who}. Then /picked {draft.order.number} and the shop."
        draft.staff(f"instead:{shop}:{line.id}:{int(draft.now.timestamp())}", f"{draft.order.called}: {fetch}")
    if not draft.order.missing(line):
        _spare_others(draft, line)


def wave_over(draft: Draft) -> None:
    """What was offered in part is divided, and the next shops are asked for the rest."""
    draft.change(wave_ends=None)
    if _divide(draft, draft.order.lacks, Then.NEXT_WAVE):
        _after_wave(draft)


def _after_wave(draft: Draft) -> None:
    if not draft.order.lacks:
        _go_on(draft)
    else:
        _next_wave(draft)


def settle(draft: Draft) -> None:
    """The time to answer is over: what is there is there."""
    draft.order, silent = draft.order.with_those(lambda ask: ask.says is Says.OPEN, Says.SILENT)
    draft.do(*(TellShop(ask.shop, ask.line, Outcome.SILENT) for ask in silent))
    draft.change(wave_ends=None)
    if _divide(draft, draft.order.lacks, Then.SETTLE):
        _after_answers(draft)


def _after_answers(draft: Draft) -> None:
    if not draft.order.lacks:
        _go_on(draft)
    elif draft.order.for_stock:
        restocking.settle(draft)
        _go_on(draft)
    elif draft.order.status is Status.SOURCING:
        draft.staff("again", _not_found_again(draft))
    elif draft.order.promises:
        _part(draft)
    else:
        _unavailable(draft)


def choose(draft: Draft, choice: int) -> None:
    """A customer who can have a part of it: 1 the part, 2 wait, 3 nothing."""
    if choice == 1:
        without = tuple(line.id for line in draft.order.lacks)
        kept = tuple(replace(line, dropped=line.dropped + draft.order.missing(line)) for line in draft.order.lines)
        draft.change(lines=kept)
        draft.note("the customer takes the part")
        refunding.return_rest(draft, without)
        paying.found(draft)
    elif choice == 2:
        asks = tuple(ask for ask in draft.order.asks if ask.says not in {Says.SILENT, Says.LATER})
        answer_by = draft.now + draft.facts.settings.answer_within
        draft.change(asks=asks, answer_by=answer_by, reserved_until=answer_by + draft.facts.settings.answer_within)
        draft.become(Status.CHECKING, "the customer waits")
        draft.say("waiting_on", f"waiting:{int(draft.now.timestamp())}", draft.order.lacks, answer_by=answer_by)
        _next_wave(draft)
    else:
        releasing.call_off(draft, "the customer wants nothing")


def assigned(draft: Draft, event: Assigned) -> None:
    """The staff says that a shop has what is missing, or a part of it; the shop is told that it is theirs.

    A customer who is choosing was shown what there is: a part more would be another offer, so it has to be all.
    """
    commissions, named = dict(event.commission), dict(event.quantities)
    missing = {line: draft.order.missing(line) for line in draft.order.lacks}
    given = {line: min(many, named.get(line.id, 0)) if named else many for line, many in missing.items()}
    if given != missing and draft.order.status is Status.PART_AVAILABLE:
        return
    for line, quantity in given.items():
        if quantity:
            win(draft, event.shop, line, quantity, commissions.get(line.id, 0), None)
    _go_on(draft)


def _take_own(draft: Draft) -> None:
    for line in draft.order.lacks if not draft.order.for_stock else ():  # what is on our shelf fills no shelf
        quantity = min(draft.facts.own.get(line.id, 0), draft.order.missing(line))
        if quantity:
            draft.do(TakeOwn(line, quantity))
            draft.change(promises=(*draft.order.promises, Promise(line.id, None, quantity, ready_at=draft.now)))
            draft.note(f"own stock keeps {one_named(line, quantity)}")


def _next_wave(draft: Draft) -> None:
    """Ask the likeliest shops that were not asked yet, each once and for all that it may have."""
    asked: defaultdict[UUID, list[tuple[Line, Choice]]] = defaultdict(list)
    for line in draft.order.lacks:
        left = [one for one in draft.facts.shops.get(line.id, ()) if draft.order.ask(one.shop, line.id) is None]
        for choice in left[: draft.facts.settings.wave]:
            asked[choice.shop].append((line, choice))
    wave = draft.order.wave + 1
    opens = [choice.opens_at or draft.now for found in asked.values() for _, choice in found]
    for shop, found in asked.items():
        _ask(draft, shop, found, wave)
    if asked:
        draft.change(wave=wave, wave_ends=min(min(opens) + _patience(draft), draft.order.answer_by))
    elif not any(ask.says is Says.OPEN for ask in draft.order.asks):
        settle(draft)


def _ask(draft: Draft, shop: UUID, found: list[tuple[Line, Choice]], wave: int) -> None:
    lines = tuple(line for line, _ in found)
    commissions = tuple(choice.commission for _, choice in found)
    quantities = tuple(draft.order.missing(line) for line in lines)
    asks = (Ask(line.id, shop, wave, draft.now, commission=choice.commission) for line, choice in found)
    draft.change(asks=(*draft.order.asks, *asks))
    remind_at = draft.now + _patience(draft)
    draft.do(AskShop(shop, lines, quantities, commissions, draft.order.answer_by, remind_at))


def _patience(draft: Draft) -> timedelta:
    settings = draft.facts.settings
    return settings.express_wave_after if draft.order.express else settings.next_wave_after


def _hurry(draft: Draft) -> None:
    """When everybody who was asked has answered, the next are asked at once."""
    if (
        draft.order.status in SEARCHING
        and draft.order.lacks
        and not any(ask.says is Says.OPEN for ask in draft.order.asks)
    ):
        draft.change(wave_ends=draft.now)


def _held(draft: Draft, line: Line) -> int:
    """Pieces that were offered for now and at our price, in part."""
    asks = [ask for ask in draft.order.asks if ask.line == line.id and ask.says is Says.PART]
    return sum(ask.quantity for ask in asks if ask.price is None or ask.price <= line.price)


def _divide(draft: Draft, lines: tuple[Line, ...], then: Then) -> bool:
    """Give what was offered in part to the fewest shops, then the earliest, then the cheapest; False: it is awaited."""
    shares = dividing.divide(draft, lines, then)
    if shares is not None:
        _give(draft, shares)
    return shares is not None


def divided(draft: Draft, event: Called | None) -> None:
    """A large split came, or with None none came in time: the order goes on where it waited for it."""
    if draft.order.status not in _OPEN:
        draft.change(dividing=None)
        return
    found = dividing.overdue(draft) if event is None else dividing.answered(draft, event)
    if found is None:
        return
    _give(draft, found.shares)
    if found.then is Then.GO_ON:
        _go_on(draft)
    elif found.then is Then.NEXT_WAVE:
        _after_wave(draft)
    else:
        _after_answers(draft)


def _give(draft: Draft, shares: tuple[Share, ...]) -> None:
    for share in shares:
        line, ask = draft.order.line(share.line), draft.order.ask(dividing.shop_of(share), share.line)
        if line is not None and ask is not None:
            draft.change(asks=draft.order.with_ask(replace(ask, says=Says.YES)).asks)
            win(draft, ask.shop, line, share.quantity, ask.commission, ask.ready_at)


def _spare_others(draft: Draft, line: Line) -> None:
    keep = {promise.shop for promise in draft.order.promises if promise.line == line.id}
    draft.order, others = draft.order.with_those(
        lambda ask: ask.line == line.id and ask.shop not in keep and (ask.says is Says.OPEN or ask.offers), Says.SPARED
    )
    for ask in others:
        draft.do(TellShop(ask.shop, line.id, Outcome.TAKEN if ask.offers else Outcome.SPARED))


def _go_on(draft: Draft) -> None:
    """Nothing is missing any more: to the payment, or on with fetching what is paid."""
    if draft.order.lacks:
        _hurry(draft)
        return
    draft.change(wave_ends=None)
    if draft.order.status in {Status.CHECKING, Status.PART_AVAILABLE, Status.RESERVED}:
        paying.found(draft)


def _part(draft: Draft) -> None:
    have = tuple(
        _counted(draft, line, draft.order.found(line)) for line in draft.order.lines if draft.order.found(line)
    )
    draft.become(Status.PART_AVAILABLE, f"without {', '.join(named(draft.order.lacks))}")
    missing = tuple(_counted(draft, line, draft.order.missing(line)) for line in draft.order.lacks)
    key = f"part:{int(draft.now.timestamp())}"
    draft.say("part_available", key, have=have, missing=missing, until=draft.order.reserved_until)


def _counted(draft: Draft, line: Line, quantity: int) -> str:
    """Where some of a line is there, one piece is counted too: "1 Tiger Shorts L", and not all of it."""
    named_so = one_named(line, quantity)
    return f"1 {named_so}" if quantity == 1 and draft.order.missing(line) and draft.order.found(line) else named_so


def _unavailable(draft: Draft) -> None:
    lines = draft.order.wants
    draft.do(*(Await(line) for line in lines))
    alternatives = draft.facts.alternatives or None
    if draft.order.paid:
        releasing.give_up(draft, tuple(line.id for line in lines), "no shop has it")
        return
    draft.become(Status.UNAVAILABLE, "no shop has it")
    draft.say("unavailable", "unavailable", lines, alternatives=alternatives)


def _offers_other(draft: Draft, shop: UUID, line: Line, other: str) -> str:
    who = draft.facts.names.get(shop, "A shop")
    return f"{draft.order.called}: {who} has no {one_named(line, line.wanted)}, but: {other}"


def _asks_more(draft: Draft, said: Ask, line: Line) -> str:
    who = draft.facts.names.get(said.shop, "A shop")
    wants, ours = f"{amount(said.price or 0):f}", f"{amount(line.price):f}"
    return (
        f"{draft.order.called}: {who} has {one_named(line, said.quantity)} but wants {wants} for one, and we "
        f"sell it for {ours}. Nothing was agreed. To take it: /assign {draft.order.number} and the shop's name"
    )


def _not_found_again(draft: Draft) -> str:
    missing = ", ".join(named(draft.order.lacks))
    number = draft.order.number
    return (
        f"Order {number} is paid and no shop has {missing} any more. /assign {number} a shop, or /cantsource {number}"
    )
