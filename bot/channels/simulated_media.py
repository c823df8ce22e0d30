"""What simulated people send beside text: it is in the address itself, or on this very machine."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_to_bytes, urlsplit

from bot.channels.media import download, refuse, whole
from bot.channels.wire import Wire
from bot.loopback import is_loopback

_BASE64 = ";base64"


async def fetch(url: str, most: int) -> bytes:
    """The bytes of a ``data:`` address (RFC 2397) or of a page on loopback. Raises Unfetched."""
    if url.startswith("data:"):
        return _held(url, most)
    if urlsplit(url).scheme not in {"http", "https"} or not is_loopback(url):
        raise refuse("address", "A simulated photo is a data: address or one on this machine.")
    wire = Wire()
    try:
        return whole(await download(wire, url, most))
    finally:
        await wire.close()


def _held(url: str, most: int) -> bytes:
    if len(url) > 2 * most:
        raise refuse("too_large", f"It has more than {most // 2**20} MB.")
    kind, _, data = url.removeprefix("data:").partition(",")
    try:
        body = base64.b64decode(data, validate=True) if kind.endswith(_BASE64) else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        raise refuse("address", "What the address holds is no base64.") from None
    if len(body) > most:
        raise refuse("too_large", f"It has more than {most // 2**20} MB.")
    return body
