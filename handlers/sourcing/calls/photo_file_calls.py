"""Photos from people: fetched from the channel's provider, and removed from the storage.

Both calls can be repeated. A photo is stored under the call's own id, so a second fetch finds it there. Removing a
missing photo succeeds.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.call_kinds import FETCH_MEDIA
from flows.delivery import Answer
from flows.phrase import phrase
from handlers.calls import call_kind as calls
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry
from storage.sourcing.order_photos import Photo, Photos
from storage.sourcing.reservations import Reservations

REMOVE_PHOTO = "remove_photo"
PATIENCE = timedelta(minutes=30)
"""Time limit of fetching a photo: its sender waits next to the parcel."""
_ENOUGH = 7  # tries of a removal, some twenty minutes apart by then, before a person looks


async def begin_fetch(turn: Turn, entry: OutboxEntry, call: CallRecord) -> calls.CallRequest | None:
    """Begin a fetch. Its URL is stored only in the message, so that an erasure removes it. It uses no rate token."""
    await turn.unit.senders.give_back(entry.sender, 1)
    if await calls.find_unanswered(turn, entry, call) is None:
        return None
    message = await turn.unit.messages.get(UUID(call.request["message"]))
    place = int(call.request["place"])
    over = await calls.is_over(turn, call) or await _is_forgotten(turn, call.request)
    if message is None or place >= len(message.media) or over:
        await calls.drop(turn, entry)
        return None
    about = {"url": message.media[place]["url"], "stored_as": f"{turn.business.id}/{entry.id.hex}.jpg"}
    return await calls.mark(turn, call, values={**call.request, **about})


async def conclude_fetch(turn: Turn, entry: OutboxEntry, request: calls.CallRequest, answer: Answer) -> None:
    """Store the photo with its order; remove it again if the check has ended meanwhile."""
    call = await calls.find_unanswered(turn, entry, await turn.unit.calls.get(entry.id))
    if call is None:
        return
    if answer.failure is None and answer.values is not None:
        await calls.end(turn, entry, "done", answer)
        gone = await calls.is_over(turn, call) or await _is_forgotten(turn, call.request)
        await _keep(turn, entry, request, answer.values, gone=gone)
        await calls.tell_run(turn, entry, request, _make_subject(request), None)
    elif not await calls.put_off(turn, entry, request, answer, PATIENCE):
        await calls.end(turn, entry, "failed", answer)
        await calls.tell_run(
            turn, entry, request, {**_make_subject(request), "code": answer.code or ""}, answer.failure or "alert"
        )


async def _is_forgotten(turn: Turn, asked: Mapping[str, Any]) -> bool:
    """Return True if the order's customer was erased meanwhile. The run belongs to the checker, not to the customer."""
    reservation = await turn.unit.of(Reservations).get(UUID(str(asked["order"])))
    person = await turn.unit.people.get(reservation.contact) if reservation and reservation.contact else None
    return person is None or person.erased_at is not None


async def _keep(
    turn: Turn, entry: OutboxEntry, request: calls.CallRequest, kept: Mapping[str, str | int], *, gone: bool
) -> None:
    assert request.run is not None, "a photo is fetched for a check"
    asked = request.values
    photo = Photo(
        entry.id,
        UUID(asked["order"]),
        request.run,
        UUID(asked["message"]),
        int(asked["place"]),
        UUID(asked["shop"]) if asked.get("shop") else None,
        UUID(asked["staff"]) if asked.get("staff") else None,
        str(kept["sha"]),
        int(kept["width"]),
        int(kept["height"]),
        int(kept["bytes"]),
        str(asked["stored_as"]),
        turn.now,
        removed_at=turn.now if gone else None,
    )
    await turn.unit.of(Photos).add(photo)
    if gone:
        await take_away(turn)


def _make_subject(request: calls.CallRequest) -> dict[str, Any]:
    """Return the call's subject, for the event that carries the answer."""
    return {"message": request.values["message"], "place": request.values["place"]}


async def remove_older(turn: Turn, before: datetime) -> None:
    """Remove photos that are older than ``before`` from the storage."""
    await turn.unit.of(Photos).remove_older(before, turn.now)
    await take_away(turn)


async def take_away(turn: Turn) -> None:
    """Request the removal of all photos that may no longer be seen, each one daily until it succeeds."""
    left = await turn.unit.of(Photos).list_left_behind()
    channels = [one.channel for one in turn.business.channels]
    for photo in left:
        key, about = f"{REMOVE_PHOTO}:{photo.id}:{turn.now:%Y%m%d}", {"photo": photo.id, "stored_as": photo.stored_as}
        for channel in channels:  # any channel: a removal needs a line in the outbox, not a provider
            if await post_question(turn, channel, REMOVE_PHOTO, key, about, turn.now):
                break


async def begin_removal(turn: Turn, entry: OutboxEntry, call: CallRecord) -> calls.CallRequest | None:
    """Begin a removal. It is no message, so the sender's rate gets its token back."""
    await turn.unit.senders.give_back(entry.sender, 1)
    photo = await turn.unit.of(Photos).get(call.request["photo"])
    if photo is None or photo.removed_at is None or photo.stored_as is None:
        await calls.end(turn, entry, "done", Answer())
        return None
    return await calls.mark(turn, call)


async def conclude_removal(turn: Turn, entry: OutboxEntry, request: calls.CallRequest, answer: Answer) -> None:
    """Conclude a removal, or repeat it if it failed. After several attempts, the staff also gets an alert."""
    if answer.failure is None:
        await calls.end(turn, entry, "done", answer)
        await turn.unit.of(Photos).note_gone(request.values["photo"])
    elif entry.attempts < _ENOUGH:
        await calls.retry_later(turn, entry, answer, calls.get_wait(turn, entry))
    else:
        await calls.end(turn, entry, "failed", answer)
        why = answer.detail.rstrip(".") or answer.code or answer.failure
        await alerts.tell(turn, "photos:removal", phrase("photos_not_removed", why=str(why)))


KINDS: Mapping[str, calls.CallKind] = {
    FETCH_MEDIA: calls.CallKind(begin_fetch, conclude_fetch, account=calls.get_channel),
    REMOVE_PHOTO: calls.CallKind(begin_removal, conclude_removal),
}
