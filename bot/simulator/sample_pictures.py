"""The pictures of the samples, drawn by code: an order's parcel, and what a partner's offer shows."""

from __future__ import annotations

import base64
import io
import textwrap
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_PARCEL, _BANNER = (960, 720), (960, 320)  # pixels
_TABLE, _CLOTH, _INK, _TAG = "#d8c3a5", "#e85a4f", "#3b2f2f", "#fdf6e3"
_COLOURS = (("#1f4e5f", "#79c2b6"), ("#5b2a52", "#f0a6a0"), ("#33462b", "#e0b854"), ("#7a3b1d", "#f3d9b1"))
_LINE = 22  # characters of a title on one line of its picture


def draw_order(number: str) -> str:
    """Draw a folded garment with its size tag and the order's number on a slip; return it as a ``data:`` address (RFC
    2397)."""
    from PIL import Image, ImageDraw, ImageFont  # loaded by the first picture, not by every start

    picture = Image.new("RGB", _PARCEL, _TABLE)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((210, 150, 750, 600), 30, fill=_CLOTH, outline=_INK, width=4)
    for x in range(260, 740, 80):
        draw.polygon([(x, 170), (x + 30, 170), (x + 8, 580), (x - 8, 580)], fill=_INK)
    draw.rectangle((430, 165, 530, 225), fill=_TAG, outline=_INK, width=2)
    draw.rectangle((300, 470, 660, 570), fill=_TAG, outline=_INK, width=2)
    draw.text((480, 195), "L", fill=_INK, font=ImageFont.load_default(40), anchor="mm")
    draw.text((480, 520), f"Order {number}", fill=_INK, font=ImageFont.load_default(52), anchor="mm")
    return f"data:image/jpeg;base64,{base64.b64encode(_encode(picture)).decode()}"


def draw_offer(partner: str, title: str) -> bytes:
    """Draw a present beside the partner's name and the offer's title, in colours that the title chooses; return the
    JPEG."""
    from PIL import Image, ImageDraw, ImageFont

    ground, paper = _COLOURS[zlib.crc32(title.encode()) % len(_COLOURS)]
    picture = Image.new("RGB", _BANNER, ground)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((40, 20, 320, 300), fill=_TAG)
    for box in ((105, 140, 255, 250), (90, 105, 270, 145)):
        draw.rectangle(box, fill=paper, outline=_INK, width=3)
    draw.rectangle((165, 105, 195, 250), fill=ground)
    for bow in ((115, 65, 180, 108), (180, 65, 245, 108)):
        draw.ellipse(bow, outline=ground, width=11)
    draw.text((370, 50), partner, fill=paper, font=ImageFont.load_default(36))
    words = textwrap.fill(title, _LINE)
    draw.multiline_text((370, 115), words, fill=_TAG, font=ImageFont.load_default(52), spacing=16)
    return _encode(picture)


def _encode(picture: Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return held.getvalue()
