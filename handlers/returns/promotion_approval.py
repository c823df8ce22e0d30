"""The staff's approval of an offer's content: asked in the chats of owners and managers, and given for what was shown.

Before the staff are asked, a call opens the link (link_check.py).

The request's snapshot names the version that was shown and a hash of its content and price. So other terms (dates,
audience, budget) may change before the answer, and another content or price makes the answer void.
"""

from __future__ import annotations

import json
from hashlib import sha256

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.policy.departure_facts import Kind
from flows.promotions.promotion import Promotion
from flows.promotions.sponsor import Sponsor
from handlers.calls.call_names import CHECK_LINK
from handlers.engine.outbox_posts import OutboundMessage, post, post_question
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.returns.offer_images import make_preview_link
from handlers.returns.offer_terms import describe_price
from handlers.staff_notices import alerts
from storage.businesses.approvals import Approval, Approvals
from storage.sending.outbox import Priority
from templates.message_values import disarm_taps

SUBJECT = "promotion"
COMMAND = "offers"


async def ask_approval(turn: Turn, promotion: Promotion, by: Actor) -> None:
    """Request an approval of the proposed content: its link is opened first, then the staff are asked."""
    snapshot = f"{promotion.version}:{hash_shown(promotion)}"
    await turn.unit.of(Approvals).ask(Subject(SUBJECT, promotion.id), snapshot, by, turn.now)
    await turn.unit.senders.keep(CHECK_LINK, turn.elapsed)
    url = promotion.proposed.url if promotion.proposed else ""
    values = {"promotion": str(promotion.id), "version": promotion.version, "url": url}
    key = f"{CHECK_LINK}:{promotion.id}:{promotion.version}"
    await post_question(turn, CHECK_LINK, CHECK_LINK, key, values, turn.now, Priority.ANSWER)


async def ask_staff(turn: Turn, sponsor: Sponsor, promotion: Promotion, version: int) -> None:
    """Ask every owner and manager with a chat to approve the content of that version, with a button for each answer."""
    for chat in await alerts.list_chats(turn, alerts.RESPONSIBLE):
        speech = await speech_to(turn, chat)
        buttons = tuple((command, speech.say(label)) for command, label in list_answers(promotion, version))
        key = f"offer-approval:{promotion.id}:{version}:{chat.id}"
        said = speech.say(describe_proposal(turn, sponsor, promotion))
        await post(turn, chat, OutboundMessage(key, Kind.STAFF, text=said, buttons=buttons))


def describe_proposal(turn: Turn, sponsor: Sponsor, promotion: Promotion) -> Text:
    """Return what the staff approve: title, text, link, picture, partner and price."""
    shown = promotion.latest
    assert shown is not None, "an offer has content"
    words = disarm_taps("\n".join((shown.title, shown.text, shown.url)))
    image = make_preview_link(turn, shown.image)
    new = "offer_to_approve" if promotion.content is None else "offer_change_to_approve"
    picture: Text = phrase("offer_picture", link=Ours(image)) if image else ""
    return Lines((phrase(new, name=sponsor.name, price=describe_price(promotion.price), words=words), picture))


def list_answers(promotion: Promotion, version: int | None = None) -> tuple[tuple[str, Text], ...]:
    """Return the buttons under a proposal, each with its command and label, for the shown version; None is the present
    one.
    """
    answers = (("approve", phrase("button_offer_approve")), ("reject", phrase("button_offer_reject")))
    return tuple(
        (tap(COMMAND, verb, promotion.id.hex, str(version or promotion.version)), label) for verb, label in answers
    )


async def find_request(turn: Turn, promotion: Promotion, version: int) -> Approval | None:
    """Return the open request that showed this ``version``, if the content and price are still those that it showed."""
    asked = await turn.unit.of(Approvals).list_waiting(Subject(SUBJECT, promotion.id), (f"{version}:",))
    return next((one for one in asked if one.snapshot.partition(":")[2] == hash_shown(promotion)), None)


def hash_shown(promotion: Promotion) -> str:
    """Return a hash of all that an approval covers."""
    content, price = promotion.proposed, promotion.price
    covered = [content.dump() if content else None, price.by.value, price.micros, price.currency]
    return sha256(json.dumps(covered, sort_keys=True).encode()).hexdigest()[:32]
