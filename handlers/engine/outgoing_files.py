"""Files of messages that are about to be queued, and tables as CSV files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.channels import CHANNELS
from flows.message_files import Attached, Attachment, SameFile, Way
from flows.name_folding import fold_name
from handlers.engine.turn import Turn
from storage.sending.attachments import Attachments
from storage.sending.message import Message

if TYPE_CHECKING:
    from handlers.engine.outbox_posts import OutboundMessage


BEHIND = ":file"
"""Ends the key of a file that leaves after its text, as a message of its own."""


def record_attached(file: Attachment | SameFile) -> Attached:
    """Return the message's record of a file, as it is before departure.

    If the text contains the file's link, the link is kept, because the text is sent again unchanged.
    """
    if isinstance(file, Attachment):
        return Attached.record_file(file)
    return file.attached if file.attached.way is Way.LINKED else replace(file.attached, way=None, url="")


def list_media(letter: OutboundMessage) -> Sequence[dict[str, str]]:
    """Return the media of an outbound message."""
    return [] if letter.attachment is None else [record_attached(letter.attachment).to_media()]


def split_file(letter: OutboundMessage, channel: str) -> tuple[OutboundMessage, OutboundMessage | None]:
    """Split an outbound message in two if its text leaves no room for the file: the text, and then the file.

    The text is sent first, with its buttons and question, because it introduces the file. A template's length is known
    only at departure; if it is too long, a link replaces the file.
    """
    if letter.attachment is None or letter.template is not None or not letter.text:
        return letter, None
    can, attached = CHANNELS[channel], record_attached(letter.attachment)
    beside = can.files.carries(attached) and attached.way is not Way.LINKED
    if not beside or len(letter.text) <= can.files.room(attached, can.caption):
        return letter, None
    behind = replace(letter, key=f"{letter.key}{BEHIND}", text="", buttons=(), asks=None, fallback_of=None)
    return replace(letter, attachment=None), behind


async def keep(turn: Turn, message: Message, file: Attachment | SameFile) -> None:
    """Store the file of a queued message; if the file was deleted meanwhile, it is left out at departure."""
    files = turn.unit.of(Attachments)
    if isinstance(file, Attachment):
        await files.add(message, file)
    else:
        await files.copy(file.message, message)


_MOST = 60  # characters of a name
_UNFIT = re.compile(r"[^a-z0-9]+")
_FORMULA = ("=", "+", "-", "@", "\t")


def make_sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Attachment:
    """Make a CSV file of these rows, named after ``name``. Values that a spreadsheet would read as a formula become
    text.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")  # RFC 4180
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return Attachment(f"{make_file_name(name)}.csv", "text/csv", written.getvalue().encode())


def make_file_name(name: str) -> str:
    """Convert any name to a file name: "Diwali à vip" becomes "diwali-a-vip"."""
    return _UNFIT.sub("-", fold_name(name)).strip("-")[:_MOST].strip("-") or "parley"


def _cell(value: object) -> object:
    """Return a number unchanged; put a mark before text that begins like a formula
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
