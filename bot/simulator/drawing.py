"""Pictures that simulated staff sends: drawn, as nobody stands before a camera."""

from __future__ import annotations

import base64
import io

_SIZE = (960, 720)  # pixels
_TABLE, _CLOTH, _INK, _TAG = "#d8c3a5", "#e85a4f", "#3b2f2f", "#fdf6e3"


def draw_order(number: str) -> str:
    """A folded garment with its size tag and the order's number on a slip, as a ``data:`` address (RFC 2397)."""
    from PIL import Image, ImageDraw, ImageFont  # loaded by the first picture, not by every start

    picture = Image.new("RGB", _SIZE, _TABLE)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((210, 150, 750, 600), 30, fill=_CLOTH, outline=_INK, width=4)
    for x in range(260, 740, 80):
        draw.polygon([(x, 170), (x + 30, 170), (x + 8, 580), (x - 8, 580)], fill=_INK)
    draw.rectangle((430, 165, 530, 225), fill=_TAG, outline=_INK, width=2)
    draw.rectangle((300, 470, 660, 570), fill=_TAG, outline=_INK, width=2)
    draw.text((480, 195), "L", fill=_INK, font=ImageFont.load_default(40), anchor="mm")
    draw.text((480, 520), f"Order {number}", fill=_INK, font=ImageFont.load_default(52), anchor="mm")
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(held.getvalue()).decode()}"
