"""Pictures as phones send them, and files that only pretend to be one."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture(width: int = 400, height: int = 300, kind: str = "JPEG", mode: str = "RGB", **more: Any) -> bytes:
    """A picture whose left half is red, and whose right half is blue."""
    drawn = Image.new(mode, (width, height), (0, 0, 255, 255)[: len(mode)])
    drawn.paste((255, 0, 0, 255)[: len(mode)], (0, 0, width // 2, height))
    written = BytesIO()
    drawn.save(written, kind, **more)
    return written.getvalue()


def with_exif(orientation: int = 1) -> bytes:
    """Taken with a phone that tells its make and where it was."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Spyphone"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (28.0, 36.0, 50.0)
    return picture(exif=exif.tobytes(), comment=b"at home")


def opened(body: bytes) -> Image.Image:
    """A picture to look at."""
    shown = Image.open(BytesIO(body))
    shown.load()
    return shown


def bomb(side: int = 20_000) -> bytes:
    """Some hundred kB of PNG that unpack to more than a gigabyte."""
    packed = _packed_zeros(side * (1 + side * 3))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def text_bomb() -> bytes:
    """A small PNG with a text in it that unpacks to 100 MB."""
    body = picture(kind="PNG")
    packed = _packed_zeros(100 * 2**20)
    return body[:33] + _chunk(b"zTXt", b"Comment\x00\x00" + packed) + body[33:]


def scans(many: int, width: int = 400, height: int = 300) -> bytes:
    """A JPEG of so many scans: the last of a progressive one, again and again."""
    body = picture(width, height, progressive=True)
    first, last = body.count(b"\xff\xda"), body.rindex(b"\xff\xda")
    return body[:last] + body[last:-2] * (many - first + 1) + body[-2:]


def _packed_zeros(many: int) -> bytes:
    """So many zeros in zlib's form: a packed megabyte of them again and again, for packing them all takes a second."""
    megabyte, rest = zlib.compressobj(9, wbits=-15), zlib.compressobj(9, wbits=-15)
    again = megabyte.compress(bytes(2**20)) + megabyte.flush(zlib.Z_FULL_FLUSH)
    ending = rest.compress(bytes(many % 2**20)) + rest.flush()
    return b"\x78\xda" + again * (many // 2**20) + ending + struct.pack(">I", (many % 65521) << 16 | 1)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
