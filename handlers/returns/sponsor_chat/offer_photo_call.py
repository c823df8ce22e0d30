"""The photo of a new offer: fetched from the channel, decoded and stored, then the offer's draft is made.

A fetch may be repeated: the picture has one name for each call, and the draft is made by the first stored answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.delivery import Answer
from handlers.calls.call_kind import CallKind, CallRequest, drop, end, find_unanswered, put_off
from handlers.calls.file_fetch_call import begin_fetching
from handlers.engine.turn import Turn
from handlers.returns.offer_images import make_image_id, name_image, refuse_image
from handlers.returns.sponsor_chat.offer_draft import FETCH_OFFER_PHOTO, PARTS, PHOTO, ask_for, store_offer
from handlers.returns.sponsor_chat.sponsor_message import SponsorTalk
from storage.promotions.sponsors import Sponsors
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry

PATIENCE = timedelta(minutes=10)
"""Time limit of fetching a photo: the partner looks at the chat for the answer."""


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
    parts = {role: str(request.values[role]) for role in PARTS if role in request.values}
    if answer.failure is None:
        await store_offer(turn, talk, parts, str(request.values["image"]))
    else:
        parts.pop(PHOTO)
        await ask_for(turn, talk, PHOTO, parts, refuse_image(answer.code or "").text)


async def _find_talk(turn: Turn, values: Mapping[str, object]) -> SponsorTalk | None:
    """Return the message that made the offer complete; None if its writer is no partner any more, or was erased."""
    message = await turn.unit.messages.get(UUID(str(values["answers"])))
    sponsor = await turn.unit.of(Sponsors).of(message.contact) if message is not None else None
    if message is None or sponsor is None:
        return None
    return SponsorTalk(sponsor, await turn.unit.people.address_by_id(message.address), message)


KINDS: Mapping[str, CallKind] = {FETCH_OFFER_PHOTO: CallKind(_begin, _conclude)}
