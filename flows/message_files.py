"""A file sent with a message, how channels send one, and how it was sent in the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

LARGEST = 5_000_000
"""Maximum bytes of a file. Every channel accepts that much, and it uploads in a second or two: a call has 7 s
(bot/channels)."""

PICTURES = frozenset({"image/jpeg", "image/png"})
"""The media types that are shown as pictures."""

_NAME = re.compile(r"[^\x00-\x1f\x7f/\\\"<>|:*?]{1,100}")  # what any system takes as the name of a file
_TYPE = re.compile(r"[a-z]{2,20}/[a-z0-9][a-z0-9.+-]{0,80}")


class Way(StrEnum):
    """How a file is sent with its message."""

    UPLOADED = "uploaded"  # its bytes are part of the call
    FETCHED = "fetched"  # the provider fetches it by a link of ours
    LINKED = "linked"  # the text has a link
    LEFT_OUT = "left_out"  # the text was sent alone: no link leads to us, or the text may not have one


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: its ``name`` (≤ 100 characters, no path), its media type (``text/csv``) and its bytes.

    Raises ValueError for an invalid name or type, and for no bytes or more than LARGEST.
    """

    name: str
    media_type: str
    body: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.name.strip(" .") != self.name:
            raise ValueError(f"{self.name[:40]!r} is not a file name")
        if not _TYPE.fullmatch(self.media_type):
            raise ValueError(f"{self.media_type[:40]!r} is not a media type such as text/csv")
        if not 0 < len(self.body) <= LARGEST:
            raise ValueError(f"a file has 1 to {LARGEST} bytes, and {self.name} has {len(self.body)}")


@dataclass(frozen=True, slots=True)
class Attached:
    """A message's record of its file, in its row and in the API; the bytes are stored separately.

    ``kind`` is ``image`` or ``document``. ``way`` is how it was sent, None before that; ``url`` is the link that was
    sent, "" if none. LINKED without a ``url``: the file must no longer be sent with the text, as a provider could not
    fetch it.
    """

    name: str
    media_type: str
    kind: str
    way: Way | None = None
    url: str = ""

    @classmethod
    def record_file(cls, file: Attachment) -> Attached:
        """Return the record of a file to be queued."""
        return cls(file.name, file.media_type, "image" if file.media_type in PICTURES else "document")

    @classmethod
    def read(cls, medium: Mapping[str, str]) -> Attached | None:
        """Return the record in a message's media; None for other media."""
        if "name" not in medium:
            return None
        way = Way(medium["way"]) if medium.get("way") else None
        return cls(medium["name"], medium["content_type"], medium["kind"], way, medium["url"])

    def to_media(self) -> dict[str, str]:
        """Return the record as an entry of a message's media."""
        way = {"way": self.way.value} if self.way is not None else {}
        return {"kind": self.kind, "url": self.url, "content_type": self.media_type, "name": self.name, **way}

    def choose_otherwise(self, uploads: bool) -> Attached:
        """Return the record with the next way to try after a provider's refusal: a picture as a file, then as a
        link."""
        if uploads and self.kind == "image":
            return replace(self, kind="document", way=None, url="")
        return replace(self, way=Way.LINKED, url="")


@dataclass(frozen=True, slots=True)
class SameFile:
    """The file of an earlier message, for the message that replaces it."""

    message: UUID
    attached: Attached


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """How a channel sends files. If ``way`` is None, the text has a link to the file instead.

    ``types`` are the supported media types, None for any. ``captioned``: any of them can have a caption, else only
    pictures. ``picture`` and ``other`` are the vendor's limits in bytes; ours is LARGEST.
    """

    way: Way = Way.LINKED
    types: frozenset[str] | None = frozenset()
    captioned: bool = False
    picture: int = LARGEST
    other: int = LARGEST

    def carries(self, attached: Attached) -> bool:
        """Return True if the file is sent together with the text."""
        return self.way is not Way.LINKED and (self.types is None or attached.media_type in self.types)

    def room(self, attached: Attached, caption: int) -> int:
        """Return the maximum characters of the text under the file, given the caption limit."""
        return caption if self.captioned or attached.kind == "image" else 0


LINKED = Files()
"""A channel without files: the text has a link to each."""
