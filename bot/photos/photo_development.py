"""The re-encoder of a received photo: it drops everything but the pixels.

No EXIF, no location, no thumbnail of cropped parts and no second format hidden behind the first remains. This file is
the whole program of the re-encoding process (bot/photos/photo_calls.py, bot/separate_process.py), so it imports nothing
of ours. It reads the bytes from standard input and writes the result to standard output.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from typing import Any, NamedTuple

LONGEST = 1600
"""Pixels of the longer side: sharp on a phone held close, about 300 kB."""
MOST_BYTES = 10 * 2**20
"""The maximum size of a downloaded file; providers accept 5 MB (WhatsApp) to 20 MB (Telegram)."""
MOST_PIXELS = 24_000_000
"""The maximum number of pixels. No photo from a messenger has more, but a PNG of a few kB can claim gigabytes."""
MOST_SCANS = 100
"""The maximum number of a JPEG's scans, each of them decoded separately; cameras and editors make about ten."""
MEMORY = 400 * 2**20
"""Maximum bytes of memory: 24 million pixels with transparency need 270 MB."""
PROCESSOR = 10
"""Maximum seconds of processor time; the largest picture takes one or two."""
_QUALITY = 82
_STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_RIFF, _WEBP = slice(0, 4), slice(8, 12)
_WHITE = (255, 255, 255)
# A marker of a JPEG. Between markers are pixels; there 00 and D0 to D7 after FF are data.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")
_SCAN, _BEGIN, _END = b"\xda", b"\xd8", b"\xd9"
_CODES = frozenset({"kind", "pixels", "broken"})
_SAID = re.compile(rb"(\d{1,4}) (\d{1,4})\n")


class NoPhoto(Exception):
    """The file is no usable photo; ``code`` says why: kind, pixels, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Made(NamedTuple):
    """A re-encoded JPEG."""

    body: bytes
    width: int
    height: int


def develop(body: bytes) -> Made:
    """Re-encode a picture: upright, at most 1600 pixels on its longer side. Raises NoPhoto. It may take very long."""
    kind = _kind(body)
    if kind is None:
        raise NoPhoto("kind")
    if kind == "JPEG" and _has_many_scans(body):
        raise NoPhoto("broken")
    from PIL import Image  # which the service does without

    try:
        with Image.open(BytesIO(body), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPhoto("pixels")
            opened.draft("RGB", (LONGEST, LONGEST))  # a JPEG is decoded at half or a quarter, where that is enough
            return _encode(_turn_upright(opened))
    except NoPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise NoPhoto("pixels") from None
    except Exception:  # Pillow raises any of its decoders' errors for corrupt bytes
        raise NoPhoto("broken") from None


def read_made_photo(said: bytes) -> Made:
    """Return the photo that ``main`` wrote. Raises NoPhoto, also for unexpected bytes."""
    size = _SAID.match(said)
    if size is not None:
        return Made(said[size.end() :], int(size[1]), int(size[2]))
    code = said.decode("ascii", "replace")
    raise NoPhoto(code if code in _CODES else "broken")


def main() -> None:
    """Read one picture and write the re-encoded photo with its size, or the refusal."""
    try:
        made = develop(sys.stdin.buffer.read(MOST_BYTES + 1))
        said = b"%d %d\n" % (made.width, made.height) + made.body
    except NoPhoto as no:
        said = no.code.encode()
    sys.stdout.buffer.write(said)


def _has_many_scans(body: bytes) -> bool:
    """Return True for more than MOST_SCANS scans, by the picture's own markers, as a decoder reads them."""
    at, scans = 2, 0
    while scans <= MOST_SCANS:
        found = _MARKER.search(body, at)
        if found is None or found[1] == _END:
            return False
        scans += found[1] == _SCAN
        at = found.end()
        if found[1] != _BEGIN:
            at += max(2, int.from_bytes(body[at : at + 2], "big"))
    return True


def _kind(body: bytes) -> str | None:
    """Return the kind of picture by its first bytes, not by what the sender claims."""
    if body[_RIFF] == b"RIFF" and body[_WEBP] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in _STARTS.items() if body.startswith(start)), None)


def _turn_upright(opened: Any) -> Any:
    """Return the picture upright, on white if transparent, and small."""
    from PIL import Image, ImageOps

    opened.thumbnail((LONGEST, LONGEST))
    turned = ImageOps.exif_transpose(opened)
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    seen = turned.convert("RGBA")
    sheet = Image.new("RGB", seen.size, _WHITE)
    sheet.paste(seen, mask=seen.getchannel("A"))
    return sheet


def _encode(picture: Any) -> Made:
    written = BytesIO()
    bare = picture.copy()
    bare.info = {}
    bare.save(written, "JPEG", quality=_QUALITY, optimize=True, exif=b"", icc_profile=None)
    return Made(written.getvalue(), bare.width, bare.height)


if __name__ == "__main__":
    main()
