"""Withdrawals of paid or payable pieces, or of several at once, which need the shop's confirmation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks
from flows.sourcing.desk.desk_draft import DeskDraft
from flows.sourcing.desk.desk_events import ShopAnswer
from flows.sourcing.desk.desk_requests import Desk, Request
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.shop_ask import Says

DOUBT = timedelta(hours=1)
"""How long "yes" and "no" answer the question whether the shop takes back paid pieces."""
TAKES_BACK = "stock_taken_back"
"""The expected answer of a shop: whether it takes pieces back, or which."""
LISTED = "listed"
"""The value of the question if it numbered several things, so that the shop chooses among them."""
_SURE = Asks(TAKES_BACK, within=DOUBT, stays=True)
_WHICH = Asks(TAKES_BACK, within=DOUBT, stays=True, values={LISTED: "yes"})


def sure_of(draft: DeskDraft, answers: Sequence[ShopAnswer], message: UUID) -> tuple[ShopAnswer, ...]:
    """Return the answers that take effect at once; ask the shop to confirm those that take back paid pieces."""
    doubted = tuple(one for one in answers if takes_paid(draft.desk, one))
    anew = {(one.order, one.line) for one in answers}
    before = tuple(one for one in _open(draft) if (one.order, one.line) not in anew)
    draft.desk = replace(draft.desk, doubted=(*before, *doubted))
    if doubted:  # of all, for there is one answer to it
        draft.desk = replace(draft.desk, doubted_at=draft.now)
        _ask_whether(draft, draft.desk.doubted, message)
    return tuple(one for one in answers if one not in doubted)


def ask_which(draft: DeskDraft, keys: Sequence[tuple[UUID, str]], message: UUID) -> None:
    """Ask which pieces a bare "undo" refers to, if there are several or a customer was asked to pay for some.

    Unpaid pieces come first; paid ones are marked as paid.
    """
    answers = (ShopAnswer(*key, Says.TAKEN_BACK.value) for key in keys)
    doubted = tuple(sorted(answers, key=lambda one: takes_paid(draft.desk, one)))
    draft.desk = replace(draft.desk, doubted=doubted, doubted_at=draft.now)
    if all(takes_paid(draft.desk, one) for one in doubted):
        _ask_whether(draft, doubted, message)
    elif len(doubted) == 1:
        _ask_whether(draft, doubted, message, linked="yes")
    else:
        shown = tuple(f"{place}. {item}" for place, item in enumerate(name_items(draft.desk, doubted), 1))
        paid = name_items(draft.desk, [one for one in doubted if _is_paid_by_customer(draft.desk, one)])
        draft.send("stock_undo_which", f"which:{message}", _WHICH, asks=shown, paid=paid or None)


def _ask_whether(draft: DeskDraft, doubted: Sequence[ShopAnswer], message: UUID, linked: str | None = None) -> None:
    """Ask whether these pieces are taken back; pieces for our own stock have no customer to mention."""
    found = (draft.desk.find(one.order, one.line) for one in doubted)
    ours = "yes" if any(one.for_stock for one in found if one is not None) else None
    shown = name_items(draft.desk, doubted)
    draft.send("stock_paid_undo", f"sure:{message}", _SURE, items=shown, linked=linked, ours=ours)


def settle_doubts(draft: DeskDraft) -> tuple[ShopAnswer, ...]:
    """Return the answers in question that can still be taken back, and close the question."""
    doubted = tuple(one for one in draft.desk.doubted if _stands(draft.desk, one))
    draft.desk = replace(draft.desk, doubted=(), doubted_at=None)
    return doubted


def _open(draft: DeskDraft) -> tuple[ShopAnswer, ...]:
    """Return the answers of the open question."""
    asked_at = draft.desk.doubted_at
    lately = asked_at is not None and draft.now <= asked_at + DOUBT
    return tuple(one for one in draft.desk.doubted if takes_paid(draft.desk, one)) if lately else ()


def _stands(desk: Desk, answer: ShopAnswer) -> bool:
    """Return True if there are still pieces that this answer takes back."""
    request = desk.find(answer.order, answer.line)
    unpaid = request is not None and answer.says == Says.TAKEN_BACK and (request.stands or request.denied)
    return unpaid or takes_paid(desk, answer)


def takes_paid(desk: Desk, answer: ShopAnswer) -> bool:
    """Return True if an answer takes back pieces that the customer has paid for; a mere delay does not."""
    request = desk.find(answer.order, answer.line)
    return request is not None and request.outcome == RequestOutcome.PAID and leaves_less(request, answer)


def leaves_less(request: Request, answer: ShopAnswer) -> bool:
    """Return True if an answer leaves less than the shop keeps for a request."""
    if not request.kept or answer.says == Says.LATER:
        return False
    return answer.says not in {Says.YES, Says.PART} or answer.quantity < request.kept


def _is_paid_by_customer(desk: Desk, answer: ShopAnswer) -> bool:
    request = desk.find(answer.order, answer.line)
    return request is not None and not request.for_stock and takes_paid(desk, answer)


def name_items(desk: Desk, answers: Sequence[ShopAnswer]) -> tuple[str, ...]:
    """Format the pieces that the shop takes back or answered, for shops."""
    found = ((desk.find(one.order, one.line), one) for one in answers)
    return tuple(one.pieces(_count_taken_back(one, said)) for one, said in found if one is not None)


def _count_taken_back(request: Request, said: ShopAnswer) -> int:
    """Return how many pieces an answer takes back: one of two, if one is there."""
    left = said.quantity if said.says in {Says.YES, Says.PART} and said.quantity < request.kept else 0
    return (request.kept or request.offered or request.quantity) - left
