"""/offers: the offers of all partners, waiting ones first, and the answers to those that wait for approval."""

from __future__ import annotations

from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Text, phrase, tap
from flows.promotions.promotion import Promotion, PromotionStatus
from handlers.engine.turn import Turn
from handlers.returns.offer_terms import describe_status, get_title, name_status
from handlers.returns.promotion_approval import COMMAND, describe_proposal, list_answers
from handlers.returns.promotion_changes import PromotionRefused, approve_promotion, reject_promotion
from handlers.returns.staff.partner_commands import TOPIC
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply, list_buttons
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from templates.message_values import one_line

_MOST, _LOOKED_AT = 8, 50
_DIGITS = 8  # of a version
_SHOW = "show"


async def list_offers(asked: IssuedCommand) -> Reply:
    """List the offers that have not ended: those that wait for approval, then the newest."""
    turn = asked.turn
    waiting = await turn.unit.of(Promotions).list_waiting()
    latest = await turn.unit.of(Promotions).page(_LOOKED_AT)
    known = {one.id for one in waiting}
    open_ = [one for one in latest if one.status is not PromotionStatus.ENDED and one.id not in known]
    some = [*waiting, *open_][:_MOST]
    names = await turn.unit.of(Sponsors).by_ids([one.sponsor for one in some])
    status = {one.id: phrase("partner_status_waiting") if one.id in known else name_status(one) for one in some}
    rows = [
        phrase(
            "offer_row", title=get_title(one), name=names[one.sponsor].name, clicked=one.counts.clicked,
            status=status[one.id],
        )
        for one in some
    ]  # fmt: skip
    more = len(waiting) + len(open_) - len(some)
    head = phrase("offers_all_head", waiting=len(waiting), many=len(waiting) + len(open_))
    text = Lines((head, *rows, *([phrase("and_more", many=more)] if more else [])), longest=LONGEST)
    return Reply(text, list_buttons((tap(COMMAND, _SHOW, one.id.hex), one_line(get_title(one))) for one in some))


async def show_offer(asked: IssuedCommand) -> Reply | Text:
    """Show an offer; if it waits for approval, with a button for each answer."""
    promotion = await _find(asked.turn, asked.arguments)
    sponsor = await asked.turn.unit.of(Sponsors).get(promotion.sponsor) if promotion is not None else None
    if promotion is None or sponsor is None:
        return phrase("offer_not_found")
    waits = promotion.proposed is not None and promotion.status is not PromotionStatus.DRAFT
    text = Lines((describe_proposal(asked.turn, sponsor, promotion), describe_status(promotion)), longest=LONGEST)
    return Reply(text, list_answers(promotion) if waits else ())


async def approve_offer(asked: IssuedCommand) -> Reply | Text:
    """Approve the content that the button's message showed."""
    return await _answer(asked, "")


async def reject_offer(asked: IssuedCommand) -> Reply | Text:
    """Reject the content that the button's message showed; ask for the reason, which the partner reads."""
    why = one_line(" ".join(asked.arguments[2:]))
    promotion = None if why else await _find(asked.turn, asked.arguments)
    if promotion is None:
        return await _answer(asked, why)
    text = phrase("offer_why_rejected", title=get_title(promotion))
    return Reply(text, asks=("reject", *asked.arguments[:2]), written=True)


async def _answer(asked: IssuedCommand, why: str) -> Text:
    """Reject the content for the reason ``why``, or approve it without one."""
    turn, words, by = asked.turn, asked.arguments, Actor.staff(asked.member.id)
    promotion = await _find(turn, words)
    if promotion is None or len(words) < 2 or not words[1].isdecimal() or len(words[1]) > _DIGITS:
        return phrase("offer_not_found")
    try:
        if why:
            await reject_promotion(turn, promotion, int(words[1]), why, by)
        else:
            await approve_promotion(turn, promotion, int(words[1]), by)
    except PromotionRefused as refused:
        return refused.text
    return phrase("offer_is_rejected" if why else "offer_is_approved", title=get_title(promotion))


async def _find(turn: Turn, words: tuple[str, ...]) -> Promotion | None:
    try:
        return await turn.unit.of(Promotions).get(UUID(words[0])) if words else None
    except ValueError:
        return None


OFFERS = Command(
    name=COMMAND,
    aliases=("offer",),
    run=list_offers,
    reads=0,
    within=(
        Command(name=_SHOW, run=show_offer, reads=1, roles=OWNERS),
        Command(name="approve", run=approve_offer, reads=2, roles=OWNERS, acts=True),
        Command(name="reject", run=reject_offer, roles=OWNERS, acts=True),
    ),
    roles=OWNERS,
    topic=TOPIC,
)
