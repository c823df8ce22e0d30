"""Requests to the shops: the likeliest first, a few at a time, each shop once for all lines that it may have."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_effects import AskShop, RequestedLine, RequestOutcome, TellShop
from flows.sourcing.order_facts import ShopChoice
from flows.sourcing.order_line import Line
from flows.sourcing.order_state import SEARCHING
from flows.sourcing.shop_ask import Ask, Says

FRESH = timedelta(hours=24)
"""How long a shop whose pieces were not needed is asked before all others whether it still has them."""


def ask_next(draft: OrderDraft) -> bool:
    """Ask the likeliest shops not asked yet; return False if none are left, and no answer is awaited."""
    asked: defaultdict[UUID, list[tuple[Line, ShopChoice]]] = defaultdict(list)
    for line in draft.order.lacks:
        for choice in _list_left(draft, line)[: draft.facts.settings.wave]:
            asked[choice.shop].append((line, choice))
    wave = draft.order.wave + 1
    opens = [choice.opens_at or draft.now for found in asked.values() for _, choice in found]
    for shop, found in asked.items():
        _ask(draft, shop, found, wave)
    if asked:
        draft.change(wave=wave, wave_ends=min(min(opens) + _patience(draft), draft.order.answer_by))
    return bool(asked) or is_awaited(draft)


def hurry(draft: OrderDraft) -> None:
    """Ask the next shops at once when all asked ones have answered."""
    if draft.order.status in SEARCHING and draft.order.lacks and not is_awaited(draft):
        draft.change(wave_ends=draft.now)


def is_unsure(draft: OrderDraft) -> bool:
    """Return True if a shop may still have the pieces: some did not answer, or no shop could be asked."""
    return not draft.order.asks or any(ask.says not in {Says.NO, Says.TAKEN_BACK} for ask in draft.order.asks)


def recount(draft: OrderDraft, before: Order) -> None:
    """Update the quantity of unanswered requests, as a request may be sent only later."""
    for line in draft.order.lacks:
        missing, was = draft.order.count_missing(line), before.line(line.id)
        if was is None or missing == before.count_missing(was):
            continue
        for ask in draft.order.asks:
            if ask.line == line.id and ask.says is Says.OPEN and ask in before.asks:
                draft.do(TellShop(ask.shop, line.id, RequestOutcome.FEWER, missing))


def is_awaited(draft: OrderDraft) -> bool:
    """Return True if a shop that was asked has not answered yet."""
    return any(ask.says is Says.OPEN for ask in draft.order.asks)


def _list_left(draft: OrderDraft, line: Line) -> list[ShopChoice]:
    """Return the shops left to ask about a line: shops with reported stock first, then the likeliest."""
    left = [one for one in draft.facts.shops.get(line.id, ()) if _may_be_asked(draft, line, one)]
    return sorted(left, key=lambda one: not _had_some(draft, line, one))


def _may_be_asked(draft: OrderDraft, line: Line, choice: ShopChoice) -> bool:
    """Return True if the shop opens in time, and was not asked yet, or had the pieces when another shop was first."""
    ask = draft.order.find_ask(choice.shop, line.id)
    if choice.opens_at is not None and choice.opens_at >= draft.order.answer_by:
        return False
    return ask is None or (ask.was_beaten and not _keeps(draft, ask))


def _had_some(draft: OrderDraft, line: Line, choice: ShopChoice) -> bool:
    """Return True if the shop recently had some; it heard that another was first, and may have sold them since."""
    ask = draft.order.find_ask(choice.shop, line.id)
    return ask is not None and ask.answered_at is not None and draft.now <= ask.answered_at + FRESH


def _keeps(draft: OrderDraft, ask: Ask) -> bool:
    return any((one.shop, one.line) == (ask.shop, ask.line) for one in draft.order.promises)


def _ask(draft: OrderDraft, shop: UUID, found: list[tuple[Line, ShopChoice]], wave: int) -> None:
    asks = [
        Ask(line.id, shop, wave, choice.opens_at or draft.now, commission=choice.commission) for line, choice in found
    ]
    anew = {ask.line for ask in asks}
    others = (ask for ask in draft.order.asks if ask.shop != shop or ask.line not in anew)
    draft.change(asks=(*others, *asks))
    wanted = tuple(RequestedLine.of(line, draft.order.count_missing(line), choice.commission) for line, choice in found)
    draft.do(AskShop(shop, wanted, draft.order.answer_by, _patience(draft)))


def _patience(draft: OrderDraft) -> timedelta:
    """Return how long a shop has before it is reminded and the next ones are asked."""
    settings = draft.facts.settings
    return settings.express_wave_after if draft.order.express else settings.next_wave_after
