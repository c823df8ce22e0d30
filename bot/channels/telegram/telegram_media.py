"""The media of a Telegram message. https://core.telegram.org/bots/api#message"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bot.channels.inbound_request import clean
from flows.events import Media

Json = Mapping[str, Any]

# Kinds that are fetched by their file_id, with the content type where Telegram leaves it out.
_FILES = {
    "animation": "video/mp4",
    "photo": "image/jpeg",
    "document": "",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "sticker": "image/webp",
}
_KINDS = {"photo": "image", "voice": "audio", "video_note": "video", "animation": "video"}
# What people send that holds nothing for us: kept by name, so that somebody can answer it.
_OTHERS = ("dice", "poll", "story", "game", "paid_media", "checklist")


def read_media(message: Json) -> tuple[Media, ...]:
    """Return the media of a message. A file's ``url`` is ``telegram:`` and its file_id."""
    files = [_file(message, key) for key in _FILES if message.get(key)]
    others = [Media(key, "") for key in _OTHERS if message.get(key)]
    return (*_drop_copies(files), *_location(message), *_contact(message), *others)


def _drop_copies(files: list[Media]) -> list[Media]:
    """Drop the document copy of an animation: of entries with the same file, the first remains."""
    return list({file.url: file for file in reversed(files)}.values())[::-1]


def _file(message: Json, key: str) -> Media:
    """Return the file of a medium; of a photo its largest size."""
    file = message[key][-1] if key == "photo" else message[key]
    content_type = clean(str(file.get("mime_type") or _FILES[key]))
    return Media(_KINDS.get(key, key), f"telegram:{clean(str(file['file_id']))}", content_type)


def _location(message: Json) -> tuple[Media, ...]:
    """Return a place as a ``geo:`` URI (RFC 5870)."""
    place = message.get("location")
    return (Media("location", f"geo:{float(place['latitude'])},{float(place['longitude'])}"),) if place else ()


def _contact(message: Json) -> tuple[Media, ...]:
    card = message.get("contact")
    return (Media("contact", f"tel:{quote(clean(str(card['phone_number'])), safe='+')}"),) if card else ()
