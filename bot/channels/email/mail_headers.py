"""The headers of a mail that arrives, as their sender's program wrote them: wrong in every way, and never an error."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from uuid import UUID

from bot.channels.inbound_request import clean
from flows import mail_address

_LONGEST = 1_000  # characters of a header that are shown
_ID = re.compile(r"<[^<>\s]{1,250}>")
_IN_BRACKETS = re.compile(r"<([^<>]{1,256})>")
_OURS = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@([^<>@\s]+)>", re.IGNORECASE)


def list_parts(mail: Message) -> list[Message]:
    """Return the parts of a mail; a text has none, as the library raises for a strange charset."""
    inside = mail.get_payload() if mail.is_multipart() else []
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []


def get_header(mail: Message, name: str) -> str:
    """Return a header in one line, its encoded words as they are (RFC 2047); "" if it is missing."""
    found = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")
    return " ".join(found.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def read_words(header: str) -> str:
    """Return the words of a header, decoded, in one line and at most 1000 characters."""
    try:
        parts = decode_header(header[: 4 * _LONGEST])
    except (HeaderParseError, ValueError):
        return _shorten(header)
    return _shorten("".join(_decode(words, charset) for words, charset in parts))


def read_sender(mail: Message) -> tuple[str | None, str]:
    """Return the address of the sender in its canonical form, None if it is none; and the name.

    Some programs leave out the quotes that a comma or an @ in a name needs, and a stop of theirs counts, too.
    """
    header = get_header(mail, "from")[: 4 * _LONGEST]
    named, bracketed = getaddresses([header]), [("", one) for one in _IN_BRACKETS.findall(header)]
    for name, address in [*named, *bracketed] if len(named) < 2 else [*bracketed, *named]:
        if (found := mail_address.read_mail(address)) is not None:
            return found, read_words(name)
    return None, ""


def read_ids(header: str) -> tuple[str, ...]:
    """Return the Message-IDs in a header, in order."""
    return tuple(_ID.findall(header))


def read_ours(header: str, sender: str) -> tuple[str, UUID] | None:
    """Return the last Message-ID of ours in a header, and the message that it names; None if it has none."""
    domain = sender.rpartition("@")[2].lower()
    ours = [one for one in _OURS.finditer(header) if one[2].lower() == domain]
    return (ours[-1][0], UUID(ours[-1][1])) if ours else None


def _decode(words: str | bytes, charset: str | None) -> str:
    if isinstance(words, str):
        return words
    try:
        return words.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return words.decode("utf-8", "replace")


def _shorten(text: str) -> str:
    return clean(" ".join(text.split()))[:_LONGEST]
