"""A client for Shopify's Admin API, GraphQL, in the version below: https://shopify.dev/docs/api/admin-graphql/2026-07"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from bot.channels.provider_http import CALL, ConnectionCut, ProviderReply, Wire
from bot.stores.shopify_tokens import Token
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, Wrong, parse_document

VERSION = "2026-07"
_LONGEST_WAIT = timedelta(minutes=5)

# https://shopify.dev/docs/api/usage/response-codes: 402 and 423 are a frozen or locked shop, 404 is none.
_STATUSES = {
    401: Failure.SENDER,
    402: Failure.SENDER,
    403: Failure.SENDER,
    404: Failure.SENDER,
    423: Failure.SENDER,
    429: Failure.RETRY,
    430: Failure.RETRY,
    503: Failure.RETRY,
}
# https://shopify.dev/docs/api/admin-graphql/2026-07#status_and_error_codes
_CODES = {
    "THROTTLED": Failure.RETRY,
    "ACCESS_DENIED": Failure.SENDER,
    "SHOP_INACTIVE": Failure.SENDER,
    "INTERNAL_SERVER_ERROR": Failure.UNKNOWN,
}


class Admin:
    """One shop's Admin API at ``origin`` (``https://shop.myshopify.com``). Connects at the first call, in its event
    loop."""

    def __init__(self, origin: str, token: Token, timeout: timedelta = CALL) -> None:
        self.origin = origin.rstrip("/")
        self._url = f"{self.origin}/admin/api/{VERSION}/graphql.json"
        self._token = token
        self._wire = Wire(timeout)

    async def ask(self, query: str, variables: Mapping[str, object]) -> CheckedField | Answer:
        """Return the answer's ``data``, or how the call failed, within 10 s, and 15 more if a token is renewed. Errors
        of Shopify or the network are answers, not exceptions.

        A connection that breaks after the request was written is UNKNOWN, as Shopify may have acted. A request with an
        invalid token had no effect, so it is repeated once with another token.
        """
        token = await self._token.get(self._wire)
        answer = await self._ask(token, query, variables) if isinstance(token, str) else token
        if not isinstance(token, str) or not _is_closed(answer) or not self._token.can_replace(token):
            return answer
        another = await self._token.get(self._wire)
        return await self._ask(another, query, variables) if isinstance(another, str) else another

    async def _ask(self, token: str, query: str, variables: Mapping[str, object]) -> CheckedField | Answer:
        headers = {"X-Shopify-Access-Token": token, "Accept": "application/json"}
        try:
            asked = {"query": query, "variables": variables}
            return _judge_reply(await self._wire.call("POST", self._url, headers=headers, json=asked))
        except ConnectionCut as cut:
            failure = Failure.UNKNOWN if cut.written else Failure.RETRY
            return Answer(failure=failure, detail=f"no answer from Shopify: {cut}")

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        await self._wire.close()


def _is_closed(answer: CheckedField | Answer) -> bool:
    return isinstance(answer, Answer) and answer.code == "401"


def refusal(payload: CheckedField) -> Answer | None:
    """Return a mutation's ``userErrors`` as a failure; None if there are none. Its code is the first one's, or
    INVALID."""
    errors = payload["userErrors"].read_each(3)
    if not errors:
        return None
    texts = (error["message"].text() or "" for error in errors)
    code = errors[0]["code"].text(60) or "INVALID"
    return Answer(failure=Failure.ALERT, code=code, detail="Shopify refused: " + "; ".join(texts))


def _judge_reply(reply: ProviderReply) -> CheckedField | Answer:
    if reply.status != 200:
        return _read_failure(reply.status, reply.headers)
    try:
        answer = parse_document(reply.body)
        if answer["errors"].value:
            return _read_refusal(answer)
        if not isinstance(answer["data"].value, dict):
            raise answer["data"].make_error("is missing")
        return answer["data"]
    except Wrong as wrong:
        return Answer(failure=Failure.UNKNOWN, detail=f"Shopify's answer was not understood: {wrong}")


def _read_failure(status: int, headers: Mapping[str, str]) -> Answer:
    unknown = Failure.UNKNOWN if status >= 500 else Failure.ALERT
    failure = Failure.SENDER if 300 <= status < 400 else _STATUSES.get(status, unknown)
    wait = headers.get("Retry-After") if failure is Failure.RETRY else None
    return Answer(
        failure=failure,
        code=str(status),
        detail=f"Shopify answered {status}{': ' + _HINTS[status] if status in _HINTS else ''}",
        after=_seconds(CheckedField(wait)),
    )


_HINTS = {
    401: "the access token is not valid",
    402: "the shop is frozen until its bill is paid",
    403: "the access token may not do this",
    404: "there is no such shop",
    423: "the shop is locked",
}


def _read_refusal(answer: CheckedField) -> Answer:
    """Return the failure for an error of the whole query, which Shopify sends with status 200."""
    first = answer["errors"].read_each(1)[0]
    code = first["extensions"]["code"].text(60) or "UNKNOWN_ERROR"
    failure = _CODES.get(code, Failure.ALERT)
    wait = _get_restore_wait(answer["extensions"]["cost"]) if code == "THROTTLED" else None
    return Answer(failure=failure, code=code, detail=first["message"].text() or code, after=wait)


def _get_restore_wait(cost: CheckedField) -> timedelta | None:
    """Return the wait until the bucket covers the query's cost:
    https://shopify.dev/docs/api/usage/limits#rate-limits"""
    status = cost["throttleStatus"]
    needed, held, rate = (
        cost["requestedQueryCost"].number(),
        status["currentlyAvailable"].number(),
        status["restoreRate"].number(),
    )
    if needed is None or held is None or not rate or rate < 0:
        return None
    return _wait(max(needed - held, Decimal(0)) / rate)


def _seconds(field: CheckedField) -> timedelta | None:
    try:
        seconds = field.number()
    except Wrong:
        return None
    return None if seconds is None else _wait(max(seconds, Decimal(0)))


def _wait(seconds: Decimal) -> timedelta:
    return timedelta(seconds=float(min(seconds, Decimal(_LONGEST_WAIT.seconds))))
