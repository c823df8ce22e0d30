"""The changes of offers, for the API, the chat and the page alike: nothing is shown that the staff did not approve.

A new title, text, link or picture waits as ``proposed``, while the approved content stays live. Dates, audience, budget
and cap change at once. Each function takes the offer as it was read in the same transaction.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from flows.name_folding import fold_name
from flows.phrase import Text, phrase
from flows.promotions.promotion import Promotion, PromotionRefused, PromotionStatus, refuse
from flows.promotions.sponsor import Sponsor
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from handlers.returns.charge_posting import charge_month
from handlers.returns.promotion_approval import SUBJECT, ask_approval, find_request, hash_shown
from handlers.returns.promotion_checks import PromotionWish, check_content, check_wish
from handlers.returns.sponsor_admin import tell_sponsor
from storage.businesses.approvals import Approvals
from storage.promotions.promotions import PromotionMoved, Promotions
from storage.promotions.sponsors import Sponsors
from storage.sql.transaction import RetryTransaction

__all__ = (
    "PromotionRefused", "PromotionWish", "approve_promotion", "change_promotion", "create_promotion", "end_promotion",
    "pause_promotion", "reject_promotion", "resume_promotion", "submit_promotion",
)  # fmt: skip

_D, _W, _L, _P = PromotionStatus.DRAFT, PromotionStatus.WAITING, PromotionStatus.LIVE, PromotionStatus.PAUSED


async def create_promotion(
    turn: Turn, sponsor: Sponsor, wish: PromotionWish, by: Actor, which: UUID | None = None
) -> Promotion:
    """Store a new offer of a sponsor as a draft; ``which`` is its id if a form names one. Raises PromotionRefused."""
    price = await check_wish(turn, sponsor, wish, by)
    made = Promotion(
        which or turn.unit.ids.make(), sponsor.id, fold_name(wish.brand), _D, None, wish.content, price, wish.limits, 1,
        turn.now, turn.now,
    )  # fmt: skip
    await turn.unit.of(Promotions).add(made, by)
    await _log(turn, by, "offer.created", made)
    return made


async def change_promotion(turn: Turn, promotion: Promotion, wish: PromotionWish, by: Actor) -> Promotion:
    """Change an offer. Unless it is a draft, the staff are asked to approve another content.

    Raises PromotionRefused.
    """
    _require(promotion, _D, _W, _L, _P)
    sponsor = await _get_sponsor(turn, promotion)
    price = await check_wish(turn, sponsor, wish, by, promotion)
    brand = fold_name(wish.brand)
    proposed = None if wish.content == promotion.content else wish.content
    changed = replace(promotion, brand=brand, proposed=proposed, price=price, limits=wish.limits)
    if changed == promotion:
        return promotion
    saved = await _save(turn, changed, by, "offer.changed")
    if saved.status is not _D and proposed is not None and hash_shown(saved) != hash_shown(promotion):
        await ask_approval(turn, saved, by)
    return saved


async def submit_promotion(turn: Turn, promotion: Promotion, by: Actor) -> Promotion:
    """Ask the staff to approve a draft. Return any other offer as it is. Raises PromotionRefused for an ended one."""
    _require(promotion, _D, _W, _L, _P)
    if promotion.status is not _D:
        return promotion
    sponsor = await _get_sponsor(turn, promotion)
    await _check_proposed(turn, sponsor, promotion)
    saved = await _save(turn, replace(promotion, status=_W, rejection=None), by, "offer.submitted")
    await ask_approval(turn, saved, by)
    return saved


async def approve_promotion(turn: Turn, promotion: Promotion, version: int, by: Actor) -> Promotion:
    """Make the proposed content the shown one, as the staff saw it in that ``version``. A first approval makes it live.

    Raises PromotionRefused if the content or price is another by now, or there is none to approve.
    """
    sponsor = await _get_sponsor(turn, promotion)
    request = await _require_shown(turn, promotion, version)
    await _check_proposed(turn, sponsor, promotion)
    status = _L if promotion.status in {_D, _W} else promotion.status
    after = replace(promotion, content=promotion.proposed, proposed=None, status=status, rejection=None)
    saved = await _save(turn, after, by, "offer.approved")
    if request is not None and by.row is not None:
        await turn.unit.of(Approvals).approve(request, by.row, turn.now)
    await _tell(turn, sponsor, saved, "offer_approved")
    return await _charge(turn, saved)


async def reject_promotion(turn: Turn, promotion: Promotion, version: int, why: Text, by: Actor) -> Promotion:
    """Reject the proposed content: the offer is a draft again, or stays with the content approved before.

    Raises PromotionRefused as ``approve_promotion`` does.
    """
    sponsor = await _get_sponsor(turn, promotion)
    await _require_shown(turn, promotion, version)
    first = promotion.content is None
    after = replace(promotion, status=_D) if first else replace(promotion, proposed=None)
    saved = await _save(turn, replace(after, rejection=_say(turn, sponsor, why)), by, "offer.rejected")
    await _tell(turn, sponsor, promotion, "offer_rejected", why=why)
    return saved


async def pause_promotion(turn: Turn, promotion: Promotion, by: Actor, why: Text | None = None) -> Promotion:
    """Pause a live offer; a paused one stays so. Its sponsor cannot resume what others paused, for the reason ``why``.

    Raises PromotionRefused.
    """
    _require(promotion, _L, _P)
    if promotion.status is _P:
        return promotion
    said = _say(turn, await _get_sponsor(turn, promotion), why or phrase("offer_paused_by_shop"))
    reason = None if by.kind is ActorKind.SPONSOR else said
    return await _save(turn, replace(promotion, status=_P, rejection=reason), by, "offer.paused")


async def resume_promotion(turn: Turn, promotion: Promotion, by: Actor) -> Promotion:
    """Show a paused offer again. One priced by the month stays paused if its budget is too small for this month.

    Raises PromotionRefused.
    """
    _require(promotion, _L, _P)
    if promotion.status is _P and promotion.rejection and by.kind is ActorKind.SPONSOR:
        raise refuse("status", "offer_paused_by_shop")
    saved = await _save(turn, replace(promotion, status=_L, rejection=None), by, "offer.resumed")
    return await _charge(turn, saved)


async def end_promotion(turn: Turn, promotion: Promotion, by: Actor) -> Promotion:
    """End an offer for good; its charges stay."""
    return await _save(turn, replace(promotion, status=PromotionStatus.ENDED), by, "offer.ended")


async def _require_shown(turn: Turn, promotion: Promotion, version: int) -> UUID | None:
    """Return the id of the request that is answered; None for one that nobody was asked. Raises PromotionRefused."""
    _require(promotion, _D, _W, _L, _P)
    if promotion.proposed is None or (promotion.status is _D and version != promotion.version):
        raise refuse("version", "offer_nothing_to_approve")
    request = await find_request(turn, promotion, version)
    if request is None and version != promotion.version:
        raise refuse("version", "offer_changed_meanwhile")
    return request.id if request is not None else None


async def _check_proposed(turn: Turn, sponsor: Sponsor, promotion: Promotion) -> None:
    """Check the content again: another sponsor may have its domain by now, or the offer may have expired."""
    if promotion.proposed is not None:
        await check_content(turn, sponsor, promotion.proposed)
    if promotion.limits.expires_at <= turn.now:
        raise refuse("expiry", "offer_expiry_past")


def _require(promotion: Promotion, *status: PromotionStatus) -> None:
    if promotion.status not in status:
        raise refuse("status", f"offer_is_{promotion.status.value}")


async def _get_sponsor(turn: Turn, promotion: Promotion) -> Sponsor:
    sponsor = await turn.unit.of(Sponsors).get(promotion.sponsor)
    assert sponsor is not None, "a promotion has one"
    return sponsor


def _say(turn: Turn, sponsor: Sponsor, text: Text) -> str:
    return load_speech(turn, sponsor.language or turn.business.locale).say(text)


async def _save(turn: Turn, after: Promotion, by: Actor, action: str) -> Promotion:
    """Store the next version. Raises RetryTransaction if another change was first."""
    saved = replace(after, version=after.version + 1, updated_at=turn.now)
    try:
        await turn.unit.of(Promotions).save(saved)
    except PromotionMoved:
        raise RetryTransaction from None
    await _log(turn, by, action, saved)
    return saved


async def _charge(turn: Turn, promotion: Promotion) -> Promotion:
    """Charge the month, and return the promotion as it is then: a small budget pauses it."""
    await charge_month(turn, promotion)
    return await turn.unit.of(Promotions).get(promotion.id) or promotion


async def _log(turn: Turn, by: Actor, action: str, promotion: Promotion) -> None:
    await turn.unit.access.log(by, action, turn.now, Subject(SUBJECT, promotion.id), version=promotion.version)


async def _tell(turn: Turn, sponsor: Sponsor, promotion: Promotion, name: str, **values: Text) -> None:
    title = promotion.latest.title if promotion.latest else ""
    key = f"{name}:{promotion.id}:{promotion.version}"
    await tell_sponsor(turn, sponsor, key, phrase(name, title=title, **values))
