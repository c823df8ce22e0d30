"""The file of a departing message: sent with the text, as a link in it, or left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.channels import CHANNELS, ChannelTraits
from flows.message_files import Attached, Attachment, Way
from flows.policy.verdict import Outcome, Verdict
from handlers.engine.message_text import ApprovedText, append_line, carries_any
from handlers.engine.sealed_links import make_link
from handlers.engine.turn import Turn
from storage.sending.attachments import Attachments
from storage.sending.message import Message

_LEFT_OUT = "Its file was deleted, or nobody can fetch it because PARLEY_PUBLIC_URL is not set."


@dataclass(frozen=True, slots=True)
class Going:
    """How a file is sent with a message. ``told``: an approved text mentions it already.

    ``file`` are its bytes, if they are uploaded.
    """

    attached: Attached
    file: Attachment | None = None
    told: bool = False

    @property
    def line(self) -> str:
        """Return the link for the text; "" if there is none."""
        return self.attached.url if self.attached.way is Way.LINKED else ""

    @property
    def fetched(self) -> str | None:
        """Return the URL for the provider's download of the file; None if there is no download."""
        return self.attached.url if self.attached.way is Way.FETCHED else None


async def gather(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Attachment]:
    """Load the files of these messages that are uploaded; if there are none, no query is made."""
    uploaded = [one.id for one in messages if _choose_way(one) is Way.UPLOADED]
    return await turn.unit.of(Attachments).find_attachments(uploaded) if uploaded else {}


def plan_attachment(
    turn: Turn,
    message: Message,
    files: Mapping[UUID, Attachment],
    approved: ApprovedText | None,
    registered: ApprovedText | None,
) -> Going | None:
    """Decide how a message's file is sent, as far as known before its text is rendered; None if it has no file.

    An approved text has no file, and no text of ours except in a placeholder for free text; a registered one is sent
    unchanged.
    """
    attached = message.attached
    if attached is None:
        return None
    notice = approved is not None and carries_any(message, approved)
    if registered is not None or (approved is not None and not notice):
        return Going(replace(attached, way=Way.LEFT_OUT, url=""))
    way, file = _choose_way(message), files.get(message.id)
    if approved is None and way is Way.UPLOADED:
        return Going(replace(attached, way=way if file else Way.LEFT_OUT, url=""), file)
    if approved is None and way is Way.FETCHED and turn.link_base:
        return Going(replace(attached, way=way, url=make_link(turn, message.id) or ""))
    return Going(_add_link(turn, message, attached), told=notice)


def fit_attachment(turn: Turn, message: Message, found: Going | None, text: str) -> tuple[Going | None, str]:
    """Decide how the file is sent with the finished text, and return both; a linked file is linked in the text."""
    if found is None or found.told:
        return found, text
    can, attached = CHANNELS[message.channel], found.attached
    if attached.way in {Way.UPLOADED, Way.FETCHED}:
        if len(text) <= can.files.room(attached, can.caption):
            return found, text
        found = Going(_add_link(turn, message, attached))
    whole = append_line(text, found.line)
    if text and len(whole) > can.longest:
        return Going(replace(attached, way=Way.LEFT_OUT, url="")), text
    return found, whole


def refuse_empty(found: Going | None, text: str) -> Verdict | None:
    """Return the refusal of a message that would be sent with neither a file nor a text; None for others."""
    if text or (found is not None and found.attached.way is not Way.LEFT_OUT):
        return None
    return Verdict(Outcome.REFUSE, "file.left-out", _LEFT_OUT)


def find_second_try(message: Message) -> Attached | None:
    """Return the file for a second try after the provider could not show it; None if there is no file or way."""
    attached = message.attached
    return None if attached is None else attached.choose_otherwise(_can(message).files.way is Way.UPLOADED)


def _choose_way(message: Message) -> Way | None:
    """Return how the file is sent next to the text; None if it cannot be."""
    attached, can = message.attached, _can(message)
    if attached is None or attached.way is Way.LINKED or not can.files.carries(attached):
        return None
    return can.files.way


def _add_link(turn: Turn, message: Message, attached: Attached) -> Attached:
    """Return the file as linked, with the link in the text or a new one; left out if no link can be made."""
    held = attached.url if attached.way is Way.LINKED else ""
    url = held if held and held in (message.text or "") else make_link(turn, message.id)
    return replace(attached, way=Way.LINKED, url=url) if url else replace(attached, way=Way.LEFT_OUT, url="")


def _can(message: Message) -> ChannelTraits:
    return CHANNELS[message.channel]
