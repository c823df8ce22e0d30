"""The mails of a sandbox, as its simulated mail server kept them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

from bot.channels.simulated_channel import SOURCE, make_mail_id
from flows.channels import CHANNELS
from handlers.engine.turn import Turn
from storage.events.event_inbox import event_id
from storage.sending.message import Message


async def load_mails(turn: Turn, messages: Sequence[UUID]) -> dict[UUID, EmailMessage]:
    """Return the mails of those of these messages that left as one and are still kept, by the message's id."""
    ids = {event_id(turn.business.id, SOURCE, make_mail_id(one)): one for one in messages}
    found = await turn.unit.inbox.load_raw(list(ids)) if ids else {}
    return {ids[event]: message_from_bytes(raw, EmailMessage, policy=default) for event, raw in found.items()}


async def load_subjects(turn: Turn, messages: Sequence[Message]) -> dict[UUID, str]:
    """Return the subjects of those of these messages that are mails, by the message's id."""
    mails = [one for one in messages if CHANNELS[one.channel].subjects]
    sent = await load_mails(turn, [one.id for one in mails if one.left_at])
    received = {one.id: str(one.data.get("subject", "")) for one in mails if one.direction == "in"}
    return received | {message: str(mail["Subject"] or "") for message, mail in sent.items()}


def get_part(mail: EmailMessage, subtype: str) -> str:
    """Return the text of a mail that is ``plain`` or ``html``; "" if there is none."""
    part = mail.get_body((subtype,))
    return "" if part is None else str(part.get_content())


def put_pictures_in(mail: EmailMessage) -> str:
    """Return the HTML of a mail with its inline pictures (RFC 2392) in it, as ``data:`` addresses."""
    page = get_part(mail, "html")
    for part in mail.walk():
        if (name := str(part["Content-ID"] or "").strip("<>")) and part.get_content_maintype() == "image":
            picture = base64.b64encode(part.get_content()).decode()
            page = page.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{picture}")
    return page
