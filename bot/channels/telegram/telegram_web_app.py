"""The user of a web app: data that Telegram signs with the bot's token.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from handlers.engine.checked_fields import Wrong, parse_document

FRESH = timedelta(hours=1)
_LONGEST, _MOST = 4096, 20
_KEY = b"WebAppData"
_AHEAD = timedelta(minutes=5)  # that Telegram's clock may be before ours


def read_user(token: str, data: str, now: datetime) -> str | None:
    """Return the id of the user who opened the app; None if the data are too old or not signed for this bot."""
    if len(data) > _LONGEST:
        return None
    try:
        pairs = parse_qsl(data, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST, errors="strict")
    except ValueError:
        return None
    fields = dict(pairs)
    told = fields.pop("hash", "")
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.new(_KEY, token.encode(), hashlib.sha256).digest()
    known = hmac.new(secret, checked.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    if len(fields) + 1 != len(pairs) or not hmac.compare_digest(known.encode(), told.encode("utf-8", "replace")):
        return None
    return _user(fields) if _is_fresh(fields.get("auth_date", ""), now) else None


def _is_fresh(told: str, now: datetime) -> bool:
    if not (told.isascii() and told.isdecimal() and len(told) <= len("9999999999")):
        return False
    at = datetime.fromtimestamp(int(told), UTC)
    return now - FRESH <= at <= now + _AHEAD


def _user(fields: dict[str, str]) -> str | None:
    try:
        user = parse_document(fields.get("user", "").encode("utf-8", "surrogatepass"))["id"].value
    except Wrong:
        return None
    return str(user) if isinstance(user, int) and not isinstance(user, bool) else None
