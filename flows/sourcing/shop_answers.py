"""Shops' answers, and their outcomes: a promise, an offer held until the rest is clear, or an unneeded answer.

A shop may take its answer back, or be gone: then its promised pieces are searched for again.
"""

from dataclasses import replace
from uuid import UUID

from flows.money import convert_micros
from flows.phrase import Text, phrase
from flows.sourcing import order_release, promise_changes, shop_promise, shop_search, shop_waves
from flows.sourcing.order_draft import OrderDraft, name_order, name_pieces
from flows.sourcing.order_effects import RequestOutcome, TellShop
from flows.sourcing.order_events import Assigned, ShopAway, ShopGone, StockAnswered, TakenBack
from flows.sourcing.order_line import Line
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import CAME_TO_NOTHING, SEARCHING, TAKES_OFFERS, UNPAID, Status
from flows.sourcing.shop_ask import Ask, Says
from flows.sourcing.split_wait import Then


def take_answer(draft: OrderDraft, event: StockAnswered) -> None:
    """Apply a shop's answer about one line."""
    ask, line = draft.order.find_ask(event.shop, event.line), draft.order.line(event.line)
    if ask is None or line is None:
        draft.do(TellShop(event.shop, event.line, RequestOutcome.SPARED))
        return
    if event.says == Says.OPEN:
        _ask_again(draft, ask, line)
        return
    if promise_changes.take_change(draft, ask, line, event):
        _tell_beside(draft, line, event)
        return
    was = draft.order.status
    lost = order_release.take_back(draft, event.shop, (event.line,), told=True)
    if lost:
        shop_search.extend_search(draft)
    said = replace(
        ask,
        says=Says(event.says),
        quantity=event.quantity,
        ready_at=event.ready_at,
        answered_at=draft.now,
        price=event.price,
        held=False,
    )
    draft.order = draft.order.replace_ask(said)
    _weigh(draft, said, line, event)
    if lost:
        shop_search.go_on_without(draft, was)


def _ask_again(draft: OrderDraft, ask: Ask, line: Line) -> None:
    """Wait again for a shop that takes its no back, if still relevant. For a shop with an unreadable answer the wait
    simply goes on."""
    if ask.says is Says.OPEN and ask.answered_at is None:
        draft.order = draft.order.replace_ask(replace(ask, answered_at=draft.now))
    if ask.says is not Says.NO:
        return
    waits = draft.order.count_missing(line) > 0 and draft.order.status in TAKES_OFFERS
    draft.order = draft.order.replace_ask(replace(ask, says=Says.OPEN if waits else Says.SPARED, answered_at=None))
    if not waits:
        draft.do(TellShop(ask.shop, ask.line, RequestOutcome.SPARED))


def take_back(draft: OrderDraft, event: TakenBack) -> bool:
    """Apply a shop's withdrawal: search again for its kept lines; return False if it kept none."""
    was = draft.order.status
    if not order_release.take_back(draft, event.shop, event.lines):
        return False
    shop_search.search_again(draft, was)
    return True


def drop_shop(draft: OrderDraft, event: ShopGone) -> bool:
    """Close the requests and promises of a shop that is gone."""
    theirs = [ask for ask in draft.order.asks if ask.shop == event.shop]
    if not theirs:
        return False
    for ask in theirs:
        if ask.waits:
            _silence(draft, ask)
    kept = tuple(one.line for one in draft.order.promises if one.shop == event.shop)
    was = draft.order.status
    if order_release.take_back(draft, event.shop, kept, gone=True):
        text = phrase("shop_has_gone", order=name_order(draft.order), shop=draft.facts.names.get(event.shop))
        draft.tell_staff(f"gone:{event.shop}", text)
        shop_search.search_again(draft, was)
    return True


def skip_away(draft: OrderDraft, event: ShopAway) -> bool:
    """Stop waiting for a shop on holiday; its missing answer does not count as silence."""
    draft.order, theirs = draft.order.replace_asks(
        lambda ask: ask.shop == event.shop and ask.line in event.lines and ask.says is Says.OPEN, Says.SPARED
    )
    if theirs:
        draft.note(Reason.AWAY, shop=event.shop)
        shop_waves.hurry(draft)
    return bool(theirs)


def assign_shop(draft: OrderDraft, event: Assigned) -> bool:
    """Assign missing pieces, or a part, to the shop that the staff named, and inform the shop.

    A customer who is choosing has seen the available pieces. A further part would change the offer, so it must be all.
    """
    if draft.order.status not in SEARCHING | UNPAID:
        return False
    commissions, named = dict(event.commission), dict(event.quantities)
    missing = {line: draft.order.count_missing(line) for line in draft.order.lacks}
    given = {line: min(many, named.get(line.id, 0)) if named else many for line, many in missing.items()}
    if given != missing and draft.order.status is Status.PART_AVAILABLE:
        return True
    for line, quantity in given.items():
        if quantity:
            earns = commissions.get(line.id, 0)
            _spare(draft, event.shop, line, earns)
            shop_promise.win(draft, event.shop, line, quantity, earns, None)
    shop_search.go_on(draft)
    return True


def _spare(draft: OrderDraft, shop: UUID, line: Line, earns: int) -> None:
    """Record a shop's surplus: it gets no reminder, is not silent, and can take it back even if not asked."""
    ask = draft.order.find_ask(shop, line.id)
    if ask is None:
        given = Ask(line.id, shop, draft.order.wave, draft.now, Says.SPARED, commission=earns)
        draft.change(asks=(*draft.order.asks, given))
    elif ask.says is Says.OPEN:
        draft.order = draft.order.replace_ask(replace(ask, says=Says.SPARED))


def _silence(draft: OrderDraft, ask: Ask) -> None:
    """Count an overdue answer as silence in the shop's record, unless unreadable words came."""
    says = Says.SPARED if ask.was_heard else Says.SILENT
    draft.order = draft.order.replace_ask(replace(ask, says=says, held=False))
    draft.do(TellShop(ask.shop, ask.line, RequestOutcome.SILENT))


def _weigh(draft: OrderDraft, said: Ask, line: Line, event: StockAnswered) -> None:
    missing = draft.order.count_missing(line)
    if said.says is Says.NO:
        if event.other:
            about = f"other:{said.shop}:{line.id}:{draft.order.name(event.other)}"
            draft.tell_staff(about, _offers_other(draft, said.shop, line, event.other))
        draft.do(TellShop(said.shop, line.id, RequestOutcome.NO))
        shop_waves.hurry(draft)
    elif not missing or draft.order.status not in TAKES_OFFERS:
        needless = not line.wanted or draft.order.status in CAME_TO_NOTHING
        draft.do(TellShop(said.shop, line.id, RequestOutcome.OVER if needless else RequestOutcome.TAKEN))
    else:
        _tell_beside(draft, line, event)
        _take(draft, said, line, missing)


def _take(draft: OrderDraft, said: Ask, line: Line, missing: int) -> None:
    """Promise the available pieces to the shop at our price, or hold them until the rest is clear."""
    if said.price is not None and said.price > line.price:
        _hold(draft, said)
        draft.tell_staff(f"price:{said.shop}:{line.id}:{said.price}", _asks_more(draft, said, line))
    elif said.says is Says.YES and said.quantity >= missing:
        shop_promise.win(draft, said.shop, line, missing, said.commission, said.ready_at)
        shop_search.go_on(draft)
    else:
        _hold(draft, said, min(said.quantity, missing))
        if _count_offered(draft, line) < missing:
            shop_waves.hurry(draft)
        elif shop_search.share_out(draft, (line,), Then.GO_ON):
            shop_search.go_on(draft)


def _hold(draft: OrderDraft, said: Ask, quantity: int = 0) -> None:
    """Store the answer; the shop hears later whether it is needed."""
    draft.order = draft.order.replace_ask(replace(said, held=True))
    draft.do(TellShop(said.shop, said.line, RequestOutcome.HELD, quantity))


def _count_offered(draft: OrderDraft, line: Line) -> int:
    """Return the pieces in partial offers, available now and at our price."""
    asks = [ask for ask in draft.order.asks if ask.line == line.id and ask.says is Says.PART and ask.held]
    return sum(ask.quantity for ask in asks if ask.price is None or ask.price <= line.price)


def _tell_beside(draft: OrderDraft, line: Line, event: StockAnswered) -> None:
    """Pass a shop's other remarks to the staff: colours, and when it has more."""
    item, shop = name_pieces(line, event.quantity or line.wanted or 1), draft.shop(event.shop)
    values = {"order": name_order(draft.order), "shop": shop, "item": item}
    if event.other:
        text = phrase("shop_adds", **values, said=event.other)
        draft.tell_staff(f"adds:{event.shop}:{line.id}:{draft.order.name(event.other)}", text)
    if event.rest:
        text = phrase("shop_has_more_later", **values, rest=event.rest, ready=event.rest_at)
        draft.tell_staff(f"rest:{event.shop}:{line.id}:{event.rest}:{draft.stamp}", text)


def _offers_other(draft: OrderDraft, shop: UUID, line: Line, other: str) -> Text:
    item = name_pieces(line, line.wanted or 1)  # none is wanted of an order that is over
    return phrase("shop_has_other", order=name_order(draft.order), shop=draft.shop(shop), item=item, other=other)


def _asks_more(draft: OrderDraft, said: Ask, line: Line) -> Text:
    return phrase(
        "shop_asks_more",
        order=name_order(draft.order),
        number=draft.order.number,
        shop=draft.shop(said.shop),
        item=name_pieces(line, said.quantity),
        wants=f"{convert_micros(said.price or 0):f}",
        ours=f"{convert_micros(line.price):f}",
    )
