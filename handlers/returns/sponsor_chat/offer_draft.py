"""A partner's new offer, led from a photo with a caption and a link to a stored draft.

What a message lacks is asked for, one part at a time; the question holds the parts so far. Then the photo is fetched
from the channel, decoded and stored, and the draft is made with it. A fetch may be repeated: the picture has one name
for each call, and the first stored answer makes the draft.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from uuid import UUID

from flows.actor import Actor
from flows.delivery import Answer
from flows.phrase import Text, phrase
from flows.promotions.promotion import Content, PromotionLimits, PromotionRefused
from handlers.calls.call_kind import CallKind, CallRequest, drop, end, find_unanswered, put_off
from handlers.calls.file_fetch_call import begin_fetching
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from handlers.returns.offer_images import make_image_id, name_image, refuse_image
from handlers.returns.promotion_changes import PromotionWish, create_promotion
from handlers.returns.sponsor_chat.offer_steps import ask_first
from handlers.returns.sponsor_chat.sponsor_message import ASKS, SponsorTalk, say
from storage.promotions.sponsors import Sponsors
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry, Priority

FETCH_OFFER_PHOTO = "fetch_offer_photo"
PATIENCE = timedelta(minutes=10)
"""Time limit of fetching a photo: the partner looks at the chat for the answer."""
PARTS = ("title", "link", "text", "photo")
"""The parts of an offer in the order of their questions; the photo is the id of its message."""
_PART_OF = {"url": "link", "image": "photo"}
"""The parts that an offer calls otherwise."""
_USUAL = timedelta(days=30)  # until the partner chooses the days
_PICTURES = ("image", "photo")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_AROUND = ".,;:!?)]}»”\"'"  # signs that end a sentence, not a link


@dataclass(frozen=True, slots=True)
class OfferCaption:
    """The title, the text and the link of a message; each is "" if it is missing."""

    title: str = ""
    text: str = ""
    url: str = ""


def read_caption(message: str) -> OfferCaption:
    """Read a message: its first line is the title, the first link the page, the rest the text.

    A link without a scheme gets https. Further links stay in the text.
    """
    found = _LINK.search(message)
    url = found[0].rstrip(_AROUND) if found is not None else ""
    rest = message.replace(url, "", 1) if url else message
    lines = [" ".join(line.split()) for line in rest.splitlines()]
    title, *text = [line for line in lines if line.strip(" :-–→")] or [""]
    return OfferCaption(title, "\n".join(text), url if "://" in url or not url else f"https://{url}")


async def begin_offer(turn: Turn, talk: SponsorTalk) -> None:
    """Begin an offer with a photo, a link or both; a photo without a link completes the offer that asks for it."""
    message, caption = talk.message, read_caption(talk.message.text or "")
    parts = ({} if caption.url else _read_parts(talk)) | _list_words(caption)
    if not message.media:
        await _go_on(turn, talk, parts)
    elif (first := message.media[0])["kind"] in _PICTURES or str(first.get("content_type", "")).startswith("image/"):
        await _go_on(turn, talk, parts | {"photo": message.id.hex})
    else:
        await _ask_for(turn, talk, "photo", parts, phrase("partner_offer_no_picture"))


async def take_part(turn: Turn, talk: SponsorTalk, part: str) -> None:
    """Take the text that answers the question for a part of the offer. A link alone is the link in any case."""
    text = talk.message.text or ""
    words = _list_words(read_caption(text))
    if part == "text" and "title" in words:
        words = {"text": " ".join(text.split())}
    elif part == "link":
        words = {name: value for name, value in words.items() if name == part}
    await _go_on(turn, talk, _read_parts(talk) | words)


async def _go_on(turn: Turn, talk: SponsorTalk, parts: Mapping[str, str]) -> None:
    """Ask for the next missing part, or fetch the photo once all are there."""
    part = next((one for one in PARTS if one not in parts), None)
    if part is not None:
        await _ask_for(turn, talk, part, parts, phrase(f"partner_offer_{part}"))
        return
    channel, key = talk.address.channel, f"{FETCH_OFFER_PHOTO}:{talk.message.id}"
    request = {**parts, "message": parts["photo"], "answers": talk.message.id.hex, "channel": channel}
    await post_question(turn, channel, FETCH_OFFER_PHOTO, key, request, turn.now, Priority.ANSWER)


async def _ask_for(turn: Turn, talk: SponsorTalk, part: str, parts: Mapping[str, str], text: Text) -> None:
    await say(turn, talk, text, asks={**parts, ASKS: part})


def _read_parts(talk: SponsorTalk) -> dict[str, str]:
    return {part: value for part in PARTS if (value := talk.get_asked(part))}


def _list_words(caption: OfferCaption) -> dict[str, str]:
    return {_PART_OF.get(field, field): value for field, value in asdict(caption).items() if value}


async def _store(turn: Turn, talk: SponsorTalk, parts: Mapping[str, str], image: str) -> None:
    """Store the draft with its fetched picture and ask for the first choice; ask again for a part that is refused."""
    brands, sponsor = await turn.unit.of(Sponsors).brands(talk.sponsor.id), talk.sponsor
    if not brands:
        await say(turn, talk, phrase("partner_no_brand"))
        return
    content = Content(parts["title"], parts["text"], parts["link"], image)
    wish = PromotionWish(next(iter(brands)), content, PromotionLimits(turn.now + _USUAL))
    try:
        made = await create_promotion(turn, sponsor, wish, Actor.sponsor(sponsor.id))
    except PromotionRefused as refused:
        part = _PART_OF.get(refused.field, refused.field)
        gone = {"title", "text"} if part == "title" else {part}
        left = {one: value for one, value in parts.items() if one not in gone}
        await (_ask_for(turn, talk, part, left, refused.text) if part in PARTS else say(turn, talk, refused.text))
    else:
        await ask_first(turn, talk, made)


async def _begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    request = await begin_fetching(turn, entry, call)
    talk = await _find_talk(turn, request.values) if request is not None else None
    if request is None or talk is None:
        await drop(turn, entry)
        return None
    image = make_image_id(turn, talk.sponsor)
    return replace(request, values={**request.values, "image": image, "stored_as": name_image(turn, image)})


async def _conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Make the draft with the stored picture; ask for another photo if this one cannot be used."""
    if await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id)) is None:
        return
    if answer.failure is not None and await put_off(turn, entry, request, answer, PATIENCE):
        return
    await end(turn, entry, "failed" if answer.failure else "done", answer)
    talk = await _find_talk(turn, request.values)
    if talk is None:
        return
    parts = {part: str(request.values[part]) for part in PARTS}
    if answer.failure is None:
        await _store(turn, talk, parts, str(request.values["image"]))
    else:
        parts.pop("photo")
        await _ask_for(turn, talk, "photo", parts, refuse_image(answer.code or "").text)


async def _find_talk(turn: Turn, values: Mapping[str, object]) -> SponsorTalk | None:
    """Return the message that made the offer complete; None if its writer is no partner any more, or was erased."""
    message = await turn.unit.messages.get(UUID(str(values["answers"])))
    sponsor = await turn.unit.of(Sponsors).of(message.contact) if message is not None else None
    if message is None or sponsor is None:
        return None
    return SponsorTalk(sponsor, await turn.unit.people.address_by_id(message.address), message)


KINDS: Mapping[str, CallKind] = {FETCH_OFFER_PHOTO: CallKind(_begin, _conclude)}
