"""/offers: the offers of all partners, waiting ones first, and the answers to those that wait for approval."""

from __future__ import annotations

from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Text, phrase, tap
from flows.promotions.promotion import Promotion, PromotionStatus
from handlers.engine.turn import Turn
from handlers.returns.promotion_approval import COMMAND, describe_proposal, list_answers
from handlers.returns.promotion_changes import PromotionRefused, approve_promotion, reject_promotion
from handlers.returns.staff.partner_commands import TOPIC
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply, list_buttons
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from templates.message_values import one_line

_MOST, _LOOKED_AT = 8, 50
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
    rows = [
        phrase(
            "offer_row", title=_get_title(one), name=names[one.sponsor].name, clicked=one.counts.clicked,
            status=phrase("partner_status_waiting" if one.id in known else f"partner_status_{one.status.value}"),
        )
        for one in some
    ]  # fmt: skip
    more = len(waiting) + len(open_) - len(some)
    head = phrase("offers_all_head", waiting=len(waiting), many=len(waiting) + len(open_))
    text = Lines((head, *rows, *([phrase("and_more", many=more)] if more else [])), longest=LONGEST)
    return Reply(text, list_buttons((tap(COMMAND, _SHOW, one.id.hex), one_line(_get_title(one))) for one in some))


async def show_offer(asked: IssuedCommand) -> Reply | Text:
    """Show an offer; if it waits for approval, with a button for each answer."""
    promotion = await _find(asked.turn, asked.arguments)
    sponsor = await asked.turn.unit.of(Sponsors).get(promotion.sponsor) if promotion is not None else None
    if promotion is None or sponsor is None:
        return phrase("offer_not_found")
    waits = promotion.proposed is not None and promotion.status is not PromotionStatus.DRAFT
    status = phrase("partner_offer_is", status=phrase(f"partner_status_{promotion.status.value}"))
    text = Lines((describe_proposal(asked.turn, sponsor, promotion), status), longest=LONGEST)
    return Reply(text, list_answers(promotion) if waits else ())


async def approve_offer(asked: IssuedCommand) -> Text:
    """Approve the content that the button's message showed."""
    promotion, version = await _find(asked.turn, asked.arguments), _read_version(asked.arguments)
    if promotion is None or version is None:
        return phrase("offer_not_found")
    try:
        done = await approve_promotion(asked.turn, promotion, version, Actor.staff(asked.member.id))
    except PromotionRefused as refused:
        return refused.text
    return phrase("offer_is_approved", title=_get_title(done))


async def reject_offer(asked: IssuedCommand) -> Reply | Text:
    """Reject the content that the button's message showed; ask for the reason, which the partner reads."""
    promotion, version = await _find(asked.turn, asked.arguments), _read_version(asked.arguments)
    if promotion is None or version is None:
        return phrase("offer_not_found")
    why = one_line(" ".join(asked.arguments[2:]))
    if not why:
        so_far = ("reject", promotion.id.hex, str(version))
        return Reply(phrase("offer_why_rejected", title=_get_title(promotion)), asks=so_far, written=True)
    try:
        await reject_promotion(asked.turn, promotion, version, why, Actor.staff(asked.member.id))
    except PromotionRefused as refused:
        return refused.text
    return phrase("offer_is_rejected", title=_get_title(promotion))


async def _find(turn: Turn, words: tuple[str, ...]) -> Promotion | None:
    try:
        return await turn.unit.of(Promotions).get(UUID(words[0])) if words else None
    except ValueError:
        return None


def _read_version(words: tuple[str, ...]) -> int | None:
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() and len(words[1]) < 9 else None


def _get_title(promotion: Promotion) -> str:
    return promotion.latest.title if promotion.latest is not None else ""


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
