"""From the bytes that somebody sent to a picture we made ourselves: whatever else was in them is gone.

Only the pixels go over: no EXIF, no place where it was taken, no thumbnail of what was cut off, no second format
hidden behind the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

LONGEST = 1600
"""Pixels of the longer side: sharp on a phone when held close, some 300 kB."""
MOST_BYTES = 10 * 2**20
"""What is fetched at the most; providers themselves take 5 MB (WhatsApp) to 20 MB (Telegram)."""
MOST_PIXELS = 60_000_000
"""More is no phone's photo that came through a messenger: a few kB of PNG can claim to be gigabytes."""
_QUALITY = 82
_STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_RIFF, _WEBP = slice(0, 4), slice(8, 12)
_WHITE = (255, 255, 255)


class NoPhoto(Exception):
    """It cannot be shown; ``code`` names why: kind, pixels, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Developed:
    """A JPEG of our own making. ``sha`` is the SHA-256 of its bytes, hexadecimal."""

    body: bytes
    width: int
    height: int
    sha: str


def develop(body: bytes) -> Developed:
    """A picture of at most 1600 pixels on its longer side, upright. Raises NoPhoto. It takes long: in a thread."""
    kind = _kind(body)
    if kind is None:
        raise NoPhoto("kind")
    from PIL import Image  # with the first photo; an idle service does without

    try:
        with Image.open(BytesIO(body), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPhoto("pixels")
            opened.draft("RGB", (LONGEST, LONGEST))  # a JPEG is decoded at half or a quarter, where that is enough
            return _encode(_upright(opened))
    except NoPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPhoto("pixels") from None
    except Exception:  # bytes that lie about themselves make Pillow raise whatever its decoders met
        raise NoPhoto("broken") from None


def _kind(body: bytes) -> str | None:
    """By its first bytes, whatever the sender calls it."""
    if body[_RIFF] == b"RIFF" and body[_WEBP] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in _STARTS.items() if body.startswith(start)), None)


def _upright(opened: Any) -> Any:
    """As it was held, on white where it was see-through, and small."""
    from PIL import Image, ImageOps

    opened.thumbnail((LONGEST, LONGEST))
    turned = ImageOps.exif_transpose(opened)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    seen = turned.convert("RGBA")
    sheet = Image.new("RGB", seen.size, _WHITE)
    sheet.paste(seen, mask=seen.getchannel("A"))
    return sheet


def _encode(picture: Any) -> Developed:
    written = BytesIO()
    bare = picture.copy()
    bare.info = {}
    bare.save(written, "JPEG", quality=_QUALITY, optimize=True, exif=b"", icc_profile=None)
    body = written.getvalue()
    return Developed(body, bare.width, bare.height, sha256(body).hexdigest())
