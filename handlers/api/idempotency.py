"""Idempotent requests: a repeat with the same Idempotency-Key has no effect.

https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header. The table has the id of the result, not
the answer: a repeat returns the current state of the result, and no personal text is stored twice.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from handlers.api.api_refusals import ApiRefused, Code
from storage.businesses.api_requests import ApiRequests
from storage.sql.transaction import RetryTransaction

if TYPE_CHECKING:
    from handlers.api.endpoint import ApiCall
    from handlers.engine.turn import Turn

HEADER = "Idempotency-Key"
KEPT = timedelta(days=2)
"""How long a request is recognized."""
REPLAYED = {"Idempotent-Replayed": "true"}
"""The header of a repeated answer."""
_KEY = re.compile(r"[!-~]{1,255}")


async def run_once(call: ApiCall, turn: Turn, make: Callable[[], Awaitable[UUID]]) -> tuple[UUID, bool]:
    """Return the id of a request's result, and whether an earlier request made it.

    If there is no key, each request makes a new result. Raises ApiRefused for an invalid key, and for a key that was
    used with another body or query.
    """
    told = call.headers.get(HEADER)
    if told is None:
        return await make(), False
    if not _KEY.fullmatch(told):
        raise ApiRefused(Code.INVALID, f"{HEADER} is 1 to 255 visible characters without spaces", HEADER)
    request = _hash(f"{call.key.id} {call.route} {told}".encode())
    digest = _hash(call.raw) + (_hash(call.query.encode()) if call.query else "")
    requests = turn.unit.of(ApiRequests)
    before = await requests.get(request)
    if before is not None and before.digest != digest:
        raise ApiRefused(Code.INVALID, f"this {HEADER} was sent with another body or query; use a new one", HEADER)
    if before is not None:
        return before.made, True
    if not await requests.begin(request, digest, turn.now):
        raise RetryTransaction  # the same request came twice at once: the other one's result is there now
    made = await make()
    await requests.end(request, made)
    return made, False


def refuse_deleted() -> ApiRefused:
    """Make the refusal of a repeat whose result has been deleted since."""
    return ApiRefused(Code.CONFLICT, f"the resource made with this {HEADER} no longer exists; use a new one", HEADER)


async def forget_requests(turn: Turn, _before: object) -> None:
    """Delete old requests, so that their keys can be used again."""
    await turn.unit.of(ApiRequests).forget(turn.now - KEPT)


def _hash(told: bytes) -> str:
    return sha256(told).hexdigest()[:32]
