"""A shop's answers and withdrawals, passed on to each order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.sourcing.desk import outcome_message, request_rounds, takeback_doubts
from flows.sourcing.desk.desk_draft import DeskDraft
from flows.sourcing.desk.desk_events import Assured, ShopAnswer, ShopReplied, ToOrder, Undone
from flows.sourcing.desk.desk_requests import Desk, Request
from flows.sourcing.desk.outcome_message import GONE, KEPT
from flows.sourcing.desk.takeback_doubts import leaves_less
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.order_events import StockAnswered, TakenBack
from flows.sourcing.shop_ask import Says


def pass_replies(draft: DeskDraft, event: ShopReplied) -> None:
    """Pass each answer to its order, which decides. An answer to a paid request first needs a separate confirmation."""
    request_rounds.postpone(draft, event)
    sure = takeback_doubts.sure_of(draft, event.answers, event.message)
    _give(draft, sure)


def take_back_answers(draft: DeskDraft, event: Undone) -> None:
    """Undo the shop's answers: release promised pieces and reopen denied requests.

    If several answers could be meant, or a customer was already asked to pay, ask the shop which one it means. Answers
    to paid requests need a confirmation first.
    """
    keys = event.requests or tuple(one.key for one in _find_last_said(draft, event.over))
    if not keys:
        draft.send("stock_nothing_to_undo", f"undo:{event.message}", **draft.desk.over)
        return
    if len(keys) > 1 or (not event.requests and _is_linked(draft.desk, keys[0], event.linked)):
        takeback_doubts.ask_which(draft, keys, event.message)
        return
    taken = takeback_doubts.sure_of(draft, [ShopAnswer(*key, Says.TAKEN_BACK.value) for key in keys], event.message)
    _undo(draft, [(one.order, one.line) for one in taken], event.message)


def _is_linked(desk: Desk, key: tuple[UUID, str], linked: Sequence[UUID]) -> bool:
    """Return True if a customer was asked to pay for the shop's pieces. Paid pieces need a confirmation anyway."""
    request = desk.find(*key)
    return request is not None and request.outcome == RequestOutcome.YOURS and request.order in linked


def take_assurance(draft: DeskDraft, event: Assured) -> None:
    """Apply the shop's answer whether it takes its answers back, for all or some requests."""
    chosen = [draft.desk.doubted[place] for place in event.places]
    doubted = [one for one in takeback_doubts.settle_doubts(draft) if not chosen or one in chosen]
    if not doubted:
        draft.send("stock_nothing_to_undo", f"undo:{event.message}", **draft.desk.over)
    elif event.sure:
        if event.listed:
            doubted = list(takeback_doubts.sure_of(draft, doubted, event.message))
        back = [(one.order, one.line) for one in doubted if one.says == Says.TAKEN_BACK]
        _undo(draft, back, event.message, chosen=True)
        _give(draft, [one for one in doubted if one.says != Says.TAKEN_BACK])
    else:
        found = [one for answer in doubted if (one := draft.desk.find(answer.order, answer.line)) is not None]
        key = f"stays:{event.message}"
        outcome_message.tell_paid(draft, [one for one in found if one.outcome == RequestOutcome.PAID], key)
        outcome_message.tell_rest(draft, [one for one in found if one.outcome != RequestOutcome.PAID], f"{key}:rest")


def _give(draft: DeskDraft, answers: Sequence[ShopAnswer]) -> None:
    if answers:
        draft.desk = replace(draft.desk, answered_at=draft.now)
    at = _moment(draft)
    for answer in answers:
        request = draft.desk.find(answer.order, answer.line)
        if request is None:
            continue
        draft.desk = draft.desk.put(_record_answer(request, answer, at))
        turned = request.said != answer.says  # before the order told what came of it, which it tells of both then
        if _is_known(request, answer):
            outcome_message.record_for_later(draft, request)
            continue
        awaited = (*(key for key in draft.desk.awaited if key != request.key or turned), request.key)
        draft.desk = replace(draft.desk, awaited=awaited)
        draft.effects.append(_tell(draft, answer, loses=leaves_less(request, answer)))
    if answers and not draft.desk.awaited:
        outcome_message.echo(draft)


def _moment(draft: DeskDraft) -> datetime:
    """Return the moment of a reply, later than the reply before it even if the clock is paused, as in a sandbox."""
    before = [one.answered_at for one in draft.desk.requests if one.answered_at is not None]
    return max([draft.now, *(one + timedelta(microseconds=1) for one in before)])


def _tell(draft: DeskDraft, said: ShopAnswer, *, loses: bool = False) -> ToOrder:
    """Return the effect that passes an answer to its order."""
    shop, about = draft.desk.shop, (said.quantity, said.ready_at, said.price, said.other)
    later = (loses, said.rest, said.rest_at)
    return ToOrder(StockAnswered(said.order, shop, said.line, said.says, *about, *later))


def _record_answer(request: Request, answer: ShopAnswer, now: datetime) -> Request:
    """Return a request with an answer and no outcome yet. The outcome stays if the answer repeats a yes, delays kept
    pieces, or is a no to a closed request."""
    delayed = answer.says == Says.LATER and request.outcome in KEPT
    stays = delayed or _is_repeated(request, answer) or (answer.says == Says.NO and request.outcome in GONE)
    outcome, priced = request.outcome if stays else "", answer.price is not None
    said = replace(request, said=answer.says, outcome=outcome, answered_at=now, priced=priced)
    return replace(said, delayed=delayed, ready_at=answer.ready_at if delayed else None)


def _is_repeated(request: Request, answer: ShopAnswer) -> bool:
    """Return True if an answer repeats the yes to a kept request, for no fewer pieces."""
    return request.outcome in KEPT and answer.says == Says.YES and answer.quantity >= request.kept > 0


def _is_known(request: Request, answer: ShopAnswer) -> bool:
    """Return True if the order already has that answer. A larger count is new to it, and so is that later pieces are
    there now."""
    before = request.quantity if request.said == Says.YES else request.kept
    return _is_repeated(request, answer) and answer.quantity <= before and not request.delayed


def _undo(draft: DeskDraft, keys: Sequence[tuple[UUID, str]], message: UUID, *, chosen: bool = False) -> None:
    """Undo answers: kept pieces become free, offered pieces leave the order's offer, denied requests open again.

    ``chosen``: the shop chose them by number in a menu.
    """
    every = [one for key in keys if (one := draft.desk.find(*key)) is not None]
    found = [one for one in every if not one.denied]
    _open_again(draft, [one for one in every if one.denied])
    keys = [one.key for one in found]
    for one in found:
        back = replace(one, said=Says.TAKEN_BACK.value, outcome="", kept=0, answered_at=draft.now)
        draft.desk = draft.desk.put(replace(back, menu=False, by_menu=chosen))
    offered = {one.key for one in found if not one.kept}
    for order in dict.fromkeys(order for order, _ in keys):
        lines = tuple(line for one, line in keys if one == order and (one, line) not in offered)
        draft.effects += [ToOrder(TakenBack(order, draft.desk.shop, lines))] if lines else []
    draft.effects += [_tell(draft, ShopAnswer(*key, Says.NO.value)) for key in keys if key in offered]
    if every:
        taken = tuple(one.pieces(one.kept or one.offered or one.quantity) for one in found)
        denied = tuple(one.pieces(one.quantity) for one in every if one.denied)
        draft.send("stock_undone", f"undone:{message}", items=taken or None, denied=denied or None)


def _open_again(draft: DeskDraft, denied: Sequence[Request]) -> None:
    """Let the order wait for the shop's answer as if it had not said no."""
    for one in denied:
        again = replace(one, said="", outcome="", offered=0, menu=False, closed_at=None, answered_at=None)
        draft.desk = draft.desk.put(again)
        draft.effects.append(_tell(draft, ShopAnswer(*one.key, Says.OPEN.value)))


def _find_last_said(draft: DeskDraft, over: Sequence[UUID]) -> list[Request]:
    """Return the requests that the shop's last answer kept, held or denied; those of the latest message if no answer
    time is known.

    A denied request counts only before its deadline, and only if its order is not in ``over``.
    """
    denied = [one for one in draft.desk.requests if one.denied and one.deadline > draft.now and one.order not in over]
    said = [one for one in draft.desk.requests if one.stands or one in denied]
    answered = [one.answered_at for one in said if one.answered_at is not None]
    if answered:
        return [one for one in said if one.answered_at == max(answered)]
    newest = max((one.round for one in said), default=0)
    return [one for one in said if one.round == newest]
