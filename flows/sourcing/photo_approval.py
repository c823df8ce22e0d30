"""Photos of an order: the customer approves them, asks for another check, or does not answer for a day."""

from dataclasses import replace
from datetime import timedelta

from flows.engine import Departed, Send
from flows.phrase import Ours, Text, phrase
from flows.sourcing import piece_locations
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_events import Flawed, PhotosTaken
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import CHECKED, Status

SILENCE = timedelta(hours=24)
"""How long a customer may look at the photos; without an answer the order is shipped."""
URGE = timedelta(hours=24)
"""How long the staff have to send an approved order before they are reminded."""
AFTER_ALL = "ship"
"""The answers of a customer who asked for new photos, and now approves without them."""
SEND = phrase("send_its_photos")
"""The task for the staff if photos are still missing."""


def show_photos(draft: OrderDraft, event: PhotosTaken) -> None:
    """Show the photos to the customer; after a day of silence the order is ready to pack.

    A shop's photos may come before everything is fetched; the order's status then stays. Pieces made for this order
    count as made once they are photographed.
    """
    if draft.order.status not in CHECKED:
        return
    if draft.order.made:
        draft.change(promises=tuple(replace(one, stand=PromiseState.PICKED) for one in draft.order.promises))
    if draft.order.status is not Status.QUALITY_CHECK and draft.order.all_picked:
        draft.become(Status.QUALITY_CHECK)
    until = draft.now + SILENCE
    draft.change(approved=False, shown=True, held=False, again=False, photos_until=until if draft.facts.ways else None)
    draft.note(Reason.PHOTOS_SHOWN, many=event.photos)
    draft.say("approve_photos", f"photos:{draft.stamp}", when=until, link=draft.facts.page, picture=draft.facts.picture)


def take_choice(draft: OrderDraft, choice: int, words: str = "") -> None:
    """Apply the customer's choice about the photos: 1 ship it, 2 check again, with their reason."""
    number, at = draft.order.number, draft.stamp
    if choice == 1:
        after_all = draft.order.again
        _approve(draft)
        draft.note(Reason.APPROVES_AFTER_ALL if after_all else Reason.APPROVES)
        text = phrase("photos_approved", number=number, after_all=after_all, then=_name_next_task(draft))
        draft.tell_staff(f"approved:{at}", text)
    else:
        draft.change(photos_until=None, approved=False, again=True)
        draft.note(Reason.RECHECK)
        draft.tell_staff(f"recheck:{at}", phrase("photos_recheck", number=number, words=words, then=SEND))
    draft.say("photos_answered", f"looked:{at}", happened="approved" if choice == 1 else "again", link=draft.facts.page)


def record_remark(draft: OrderDraft) -> bool:
    """Record a remark on the photos for a person: silence no longer counts as approval."""
    if draft.order.status not in CHECKED or draft.order.photos_until is None or draft.order.held:
        return False
    draft.change(held=True)
    draft.note(Reason.REMARKED)
    return True


def approve_by_silence(draft: OrderDraft) -> None:
    """Approve the photos by silence: the order leaves now, as announced to the customer."""
    _approve(draft)
    draft.note(Reason.NO_ANSWER)
    values = {"number": draft.order.number, "now": draft.order.all_picked, "then": _name_next_task(draft)}
    draft.tell_staff(f"silent:{draft.stamp}", phrase("photos_silent", **values))


def _approve(draft: OrderDraft) -> None:
    """Approve the photos; if all pieces are here, remind the staff later to send the order."""
    urge_at = draft.now + URGE if draft.order.all_picked else None
    draft.change(photos_until=None, approved=True, again=False, urge_at=urge_at)


def resend_unseen(draft: OrderDraft, event: Departed) -> None:
    """Send an undelivered notice another way; silence does not approve unseen photos."""
    before = len(draft.effects)
    draft.say_elsewhere(event)
    lost = draft.facts.lost
    sent = any(isinstance(one, Send) for one in draft.effects[before:])
    if lost is not None and lost.template == "approve_photos" and not sent and draft.order.photos_until is not None:
        draft.change(photos_until=None)
        draft.note(Reason.PHOTOS_LOST)


def stop_for_flaw(draft: OrderDraft, event: Flawed) -> None:
    """Stop the approval by silence after a reported flaw; the staff decides."""
    if draft.order.status not in CHECKED:
        return
    draft.change(photos_until=None, approved=False, again=False)
    draft.note(Reason.FLAWED, words=event.reason)
    values = {"number": draft.order.number, "checker": draft.facts.who, "words": event.reason, "then": SEND}
    draft.tell_staff(f"flawed:{draft.stamp}", phrase("problem_found", **values))


def _name_next_task(draft: OrderDraft) -> Text:
    """Return the staff's next task for an approved order."""
    if draft.order.all_picked or draft.order.made:
        return phrase("next", command=Ours(f"/packed {draft.order.number}"))
    return phrase("still_lacking", missing=piece_locations.describe_missing(draft.order))
