"""The call that opens an offer's link before the staff see it: where it leads after redirects, and to whose machine.

A good link is shown to the staff. A bad one sends the offer back to its sponsor; an offer that was approved meanwhile
is paused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.actor import SYSTEM
from flows.delivery import Answer
from flows.phrase import phrase
from flows.promotions.promotion import Promotion, PromotionStatus
from flows.promotions.sponsor import Sponsor
from handlers.calls.call_kind import CallKind, CallRequest, end, find_unanswered, mark, put_off
from handlers.calls.call_names import CHECK_LINK
from handlers.engine.turn import Turn
from handlers.returns.link_guard import LinkFault, find_link_fault
from handlers.returns.promotion_approval import ask_staff, find_request
from handlers.returns.promotion_changes import pause_promotion, reject_promotion
from handlers.returns.promotion_checks import list_taken
from handlers.returns.sponsor_admin import tell_sponsor
from handlers.staff_notices import alerts
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry

_PATIENCE = timedelta(minutes=10)


async def _begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    return None if await find_unanswered(turn, entry, call) is None else await mark(turn, call)


async def _conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Act on the answer: it has the visited URLs by number, or a fault as its code."""
    if await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id)) is None:
        return
    if answer.failure is not None and await put_off(turn, entry, request, answer, _PATIENCE):
        return
    await end(turn, entry, "failed" if answer.failure else "done", answer)
    promotion = await turn.unit.of(Promotions).get(UUID(str(request.values["promotion"])))
    sponsor = await turn.unit.of(Sponsors).get(promotion.sponsor) if promotion else None
    if promotion is not None and sponsor is not None:
        await _settle(turn, sponsor, promotion, request.values, await _judge(turn, sponsor, answer))


async def _judge(turn: Turn, sponsor: Sponsor, answer: Answer) -> LinkFault | None:
    if answer.failure is not None:
        known = answer.code in set(LinkFault)
        return LinkFault(str(answer.code)) if known else LinkFault.UNREACHABLE
    taken = await list_taken(turn, sponsor)
    faults = (find_link_fault(str(url), taken) for url in (answer.values or {}).values())
    return next(filter(None, faults), None)


async def _settle(
    turn: Turn, sponsor: Sponsor, promotion: Promotion, asked: Mapping[str, Any], fault: LinkFault | None
) -> None:
    """Ask the staff, or send the offer back; pause a live one whose link turned out bad after its approval. Nothing
    happens if another content waits by now.
    """
    version = int(asked["version"])
    open_ = promotion.status not in {PromotionStatus.DRAFT, PromotionStatus.ENDED} and promotion.proposed is not None
    if open_ and await find_request(turn, promotion, version) is not None:
        if fault is None:
            await ask_staff(turn, sponsor, promotion, version)
        else:
            await reject_promotion(turn, promotion, version, phrase(fault.value), SYSTEM)
    elif fault is not None and promotion.status is PromotionStatus.LIVE:
        if promotion.content is None or promotion.content.url != asked["url"]:
            return
        paused = await pause_promotion(turn, promotion, SYSTEM, phrase(fault.value))
        text = phrase("offer_paused_for_link", title=promotion.content.title, why=phrase(fault.value))
        await tell_sponsor(turn, sponsor, f"link:{paused.id}:{paused.version}", text)
        await alerts.tell(turn, f"offer-link:{paused.id}:{paused.version}", text)


KINDS: Mapping[str, CallKind] = {
    CHECK_LINK: CallKind(_begin, _conclude, account=lambda _business, _request: CHECK_LINK, beside=True)
}
