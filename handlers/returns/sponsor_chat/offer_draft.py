"""A partner's new offer, led from a photo with a caption and a link to the request for approval.

What a message lacks is asked for, one question at a time; the question holds the ids of the messages so far. Then the
photo is fetched, and the offer is stored as a draft. Each button changes the draft and asks for the next thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Text, phrase
from flows.promotions.promotion import Content, PromotionLimits
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from handlers.returns.promotion_changes import PromotionRefused, PromotionWish, create_promotion
from handlers.returns.sponsor_chat.offer_caption import OfferCaption, read_caption
from handlers.returns.sponsor_chat.offer_steps import ask_first
from handlers.returns.sponsor_chat.sponsor_message import ASKS, SponsorTalk, make_menu, say
from storage.promotions.sponsors import Sponsors
from storage.sending.message import Message
from storage.sending.outbox import Priority

FETCH_OFFER_PHOTO = "fetch_offer_photo"
WORDS, TEXT, LINK, PHOTO = "words", "text", "link", "photo"
"""What a new offer consists of, and what is asked for: each is the id of the message that has it."""
PARTS = (WORDS, TEXT, LINK, PHOTO)
_USUAL = timedelta(days=30)  # until the partner chooses the days
_FIELDS = {"title": WORDS, "text": TEXT, "url": LINK, "image": PHOTO}
_PICTURES = ("image", "photo")


async def begin_offer(turn: Turn, talk: SponsorTalk) -> None:
    """Begin an offer with a photo, a link or both; a photo without a link completes the offer that asks for it."""
    message, caption = talk.message, read_caption(talk.message.text or "")
    parts = {} if caption.url else read_parts(talk)
    parts |= {WORDS if caption.title else LINK: message.id.hex} if caption.title or caption.url else {}
    if message.media and not _is_picture(message):
        await ask_for(turn, talk, PHOTO, parts, phrase("partner_offer_no_picture"))
        return
    await go_on(turn, talk, parts | ({PHOTO: message.id.hex} if message.media else {}))


async def take_part(turn: Turn, talk: SponsorTalk, role: str) -> None:
    """Take the text that answers the question for a part of the offer. A link alone is the link in any case."""
    parts, caption = read_parts(talk), read_caption(talk.message.text or "")
    if role == WORDS and caption.title and caption.url:
        parts.pop(LINK, None)
    await go_on(turn, talk, parts | {LINK if caption.url and not caption.title else role: talk.message.id.hex})


async def go_on(turn: Turn, talk: SponsorTalk, parts: Mapping[str, str]) -> None:
    """Ask for the next missing part, or fetch the photo once all are there."""
    caption = await load_caption(turn, talk, parts)
    lacks = {WORDS: not caption.title, LINK: not caption.url, TEXT: not caption.text, PHOTO: PHOTO not in parts}
    role = next((one for one, missing in lacks.items() if missing), None)
    if role is not None:
        await ask_for(turn, talk, role, parts, phrase(f"partner_offer_{role}"))
        return
    channel, key = talk.address.channel, f"{FETCH_OFFER_PHOTO}:{talk.message.id}"
    request = {**parts, "message": parts[PHOTO], "answers": talk.message.id.hex, "channel": channel}
    await post_question(turn, channel, FETCH_OFFER_PHOTO, key, request, turn.now, Priority.ANSWER)


async def ask_for(turn: Turn, talk: SponsorTalk, role: str, parts: Mapping[str, str], text: Text) -> None:
    """Ask for a part of the offer in these words; the question holds the other ``parts``."""
    await say(turn, talk, f"ask_{role}", text, asks={**parts, ASKS: role})


def read_parts(talk: SponsorTalk) -> dict[str, str]:
    """Return the parts so far, as the answered question holds them."""
    return {role: value for role in PARTS if (value := talk.get_asked(role))}


async def load_caption(turn: Turn, talk: SponsorTalk, parts: Mapping[str, str]) -> OfferCaption:
    """Return the words of the parts. A link or a text that was asked for comes before that of the caption."""
    words, text, link = [await _load_text(turn, talk, parts.get(role)) for role in (WORDS, TEXT, LINK)]
    caption = read_caption(words)
    url = read_caption(link).url or caption.url
    return replace(caption, url=url, text=" ".join(text.split()) or caption.text)


async def _load_text(turn: Turn, talk: SponsorTalk, message: str | None) -> str:
    """Return the text of a message of the same chat."""
    found = await turn.unit.messages.get(UUID(message)) if message else None
    return (found.text or "") if found is not None and found.address == talk.address.id else ""


def _is_picture(message: Message) -> bool:
    first = message.media[0]
    return first["kind"] in _PICTURES or str(first.get("content_type", "")).startswith("image/")


async def store_offer(turn: Turn, talk: SponsorTalk, parts: Mapping[str, str], image: str) -> None:
    """Store the draft with its fetched picture and ask for the first choice; ask again for a part that is refused."""
    caption, sponsor = await load_caption(turn, talk, parts), talk.sponsor
    brands = await turn.unit.of(Sponsors).brands(sponsor.id)
    if not brands:
        await say(turn, talk, "no_brand", phrase("partner_no_brand"))
        return
    wish = PromotionWish(
        next(iter(brands)), Content(caption.title, caption.text, caption.url, image),
        PromotionLimits(turn.now + _USUAL),
    )  # fmt: skip
    try:
        made = await create_promotion(turn, sponsor, wish, Actor.sponsor(sponsor.id))
    except PromotionRefused as refused:
        await _ask_again(turn, talk, parts, refused)
    else:
        await ask_first(turn, talk, made)


async def _ask_again(turn: Turn, talk: SponsorTalk, parts: Mapping[str, str], refused: PromotionRefused) -> None:
    """Say why a part is refused, and ask for it again; the link of refused words stays."""
    role = _FIELDS.get(refused.field)
    if role is None:
        await say(turn, talk, "refused", refused.text, make_menu())
        return
    left = {one: value for one, value in parts.items() if one not in ({WORDS, TEXT} if role == WORDS else {role})}
    left |= {LINK: left.get(LINK, parts[WORDS])} if role == WORDS else {}
    await ask_for(turn, talk, role, left, refused.text)
