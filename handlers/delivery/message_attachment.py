"""How the file of a message leaves: beside the text, as a link in it, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.channels import CHANNELS, ChannelTraits
from flows.message_files import Attached, Attachment, Way
from flows.policy.verdict import Outcome, Verdict
from handlers.engine.message_text import ApprovedText, carries_any, with_line
from handlers.engine.sealed_links import link
from handlers.engine.turn import Turn
from storage.sending.attachments import Attachments
from storage.sending.message import Message

_LEFT_OUT = "Its file is not kept any more, or could be fetched by nobody, for there is no PARLEY_PUBLIC_URL."


@dataclass(frozen=True, slots=True)
class Going:
    """A file that goes along with a message. ``told`` stands in the words of an approved text already.

    ``file`` are its bytes, where they are uploaded.
    """

    attached: Attached
    file: Attachment | None = None
    told: bool = False

    @property
    def line(self) -> str:
        """The link that stands in the text; "" for none."""
        return self.attached.url if self.attached.way is Way.LINKED else ""

    @property
    def fetched(self) -> str | None:
        """The address from which a provider fetches it."""
        return self.attached.url if self.attached.way is Way.FETCHED else None


async def gather(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Attachment]:
    """The files of these messages that are uploaded; nothing is asked where none has one."""
    uploaded = [one.id for one in messages if _beside(one) is Way.UPLOADED]
    return await turn.unit.of(Attachments).of(uploaded) if uploaded else {}


def going(
    turn: Turn,
    message: Message,
    files: Mapping[UUID, Attachment],
    approved: ApprovedText | None,
    registered: ApprovedText | None,
) -> Going | None:
    """How the file of a message is to leave, as far as that is known before its text; None where it has none.

    An approved text carries no file, and no word of ours but where it was approved for whatever is to be told; a
    registered one leaves to the letter.
    """
    attached = message.attached
    if attached is None:
        return None
    notice = approved is not None and carries_any(message, approved)
    if registered is not None or (approved is not None and not notice):
        return Going(replace(attached, way=Way.LEFT_OUT, url=""))
    way, file = _beside(message), files.get(message.id)
    if approved is None and way is Way.UPLOADED:
        return Going(replace(attached, way=way if file else Way.LEFT_OUT, url=""), file)
    if approved is None and way is Way.FETCHED and turn.link_base:
        return Going(replace(attached, way=way, url=link(turn, message.id) or ""))
    return Going(_linked(turn, message, attached), told=notice)


def fitted(turn: Turn, message: Message, found: Going | None, text: str) -> tuple[Going | None, str]:
    """The same for a finished text, and that text, with the link where one stands in it."""
    if found is None or found.told:
        return found, text
    can, attached = CHANNELS[message.channel], found.attached
    if attached.way in {Way.UPLOADED, Way.FETCHED}:
        if len(text) <= can.files.room(attached, can.caption):
            return found, text
        found = Going(_linked(turn, message, attached))
    whole = with_line(text, found.line)
    if text and len(whole) > can.longest:
        return Going(replace(attached, way=Way.LEFT_OUT, url="")), text
    return found, whole


def nothing_left(found: Going | None, text: str) -> Verdict | None:
    """The refusal of a message that would leave without its file and without a word."""
    if text or (found is not None and found.attached.way is not Way.LEFT_OUT):
        return None
    return Verdict(Outcome.REFUSE, "file.left-out", _LEFT_OUT)


def tried_otherwise(message: Message) -> Attached | None:
    """The file of a message as a provider is to have it after one that could not show it; None for no file."""
    attached = message.attached
    return None if attached is None else attached.otherwise(_can(message).files.way is Way.UPLOADED)


def _beside(message: Message) -> Way | None:
    """How it would go beside the text; None where it would not."""
    attached, can = message.attached, _can(message)
    if attached is None or attached.way is Way.LINKED or not can.files.carries(attached):
        return None
    return can.files.way


def _linked(turn: Turn, message: Message, attached: Attached) -> Attached:
    """With the link that the text holds already, or a new one."""
    held = attached.url if attached.way is Way.LINKED else ""
    url = held if held and held in (message.text or "") else link(turn, message.id)
    return replace(attached, way=Way.LINKED, url=url) if url else replace(attached, way=Way.LEFT_OUT, url="")


def _can(message: Message) -> ChannelTraits:
    return CHANNELS[message.channel]
