"""A client for a payment provider's REST API: one JSON answer, or how the call failed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from bot.channels.provider_http import CALL, ConnectionCut, ProviderReply, Wire, describe_unreached
from bot.stores.storefront import StoreCheck
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, Wrong, parse_document

# What repeats the call, for all of them know a repeat by its reference. A conflict is a repeat that came too soon:
# https://docs.stripe.com/api/errors, https://razorpay.com/docs/api/refunds/normal-refunds-idempotent
_STATUSES = {401: Failure.SENDER, 403: Failure.SENDER, 409: Failure.RETRY, 429: Failure.RETRY, 503: Failure.RETRY}

Refusal = Callable[[int, CheckedField], Answer]
"""Returns a provider's code for a permanent refusal, from the status and the body."""

Noted = Callable[[CheckedField], str | None]
"""Returns our reference that an entity at the provider carries."""


def join_path(path: str, name: str) -> str:
    """Return the path of an entity by the provider's id, escaped so that it stays one segment."""
    return path.format(quote(name, safe=""))


def among(refunds: CheckedField, reference: str, noted: Noted, read: Callable[[CheckedField], Answer]) -> Answer:
    """Return the refund under our reference; if there is none, an answer without an id. Raises Wrong."""
    return next((read(refund) for refund in refunds.read_each() if noted(refund) == reference), Answer())


class Rest:
    """A client for one account at ``origin`` (``https://api.razorpay.com``); every call has the ``headers``. Connects
    at the first call, in its event loop."""

    def __init__(
        self,
        who: str,
        origin: str,
        authorization: str,
        refusal: Refusal,
        timeout: timedelta = CALL,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.origin = origin.rstrip("/")
        self._who = who
        self._headers = {"Authorization": authorization, "Accept": "application/json"} | (headers or {})
        self._refusal = refusal
        self._wire = Wire(timeout)

    async def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **request: Any
    ) -> CheckedField | Answer:
        """Return the answer's document, or how the call failed. Errors of the provider or the network are answers, not
        exceptions.

        A connection that breaks after the request was written is UNKNOWN, as the provider may have acted.
        """
        try:
            reply = await self._wire.call(
                method, self.origin + path, headers=self._headers | (headers or {}), **request
            )
        except ConnectionCut as cut:
            failure = Failure.UNKNOWN if cut.written else Failure.RETRY
            return Answer(failure=failure, detail=f"no answer from {self._who}: {cut}")
        return self._judge_reply(reply)

    def hide_error(self, wrong: Wrong) -> Answer:
        """Return UNKNOWN for an answer that does not match the provider's documentation, as the provider may have
        acted."""
        return Answer(failure=Failure.UNKNOWN, detail=f"{self._who}'s answer was not understood: {wrong}")

    def read(self, found: CheckedField | Answer, read: Callable[[CheckedField], Answer]) -> Answer:
        """Parse a document with ``read``, which may raise Wrong; return a failed call unchanged."""
        if isinstance(found, Answer):
            return found
        try:
            return read(found)
        except Wrong as wrong:
            return self.hide_error(wrong)

    def explain(self, answer: Answer, section: str, setting: str) -> StoreCheck:
        """Format a failed call as a line for ``doctor``."""
        if answer.code is None and answer.failure is Failure.RETRY:
            return StoreCheck(False, describe_unreached(self._who, self.origin, setting, answer.detail))
        mend = f"; mend {section} and apply" if answer.failure is Failure.SENDER else ""
        return StoreCheck(False, f"{self._who}: {answer.detail}{mend}")

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        await self._wire.close()

    def _judge_reply(self, reply: ProviderReply) -> CheckedField | Answer:
        status = reply.status
        if 300 <= status < 400:
            return Answer(failure=Failure.SENDER, code=str(status), detail=f"{self._who} answered {status}")
        try:
            body = parse_document(reply.body)
            if status < 300:
                return body
            refused = self._refusal(status, body)
        except Wrong as wrong:
            if status < 300:
                return self.hide_error(wrong)
            refused = Answer(failure=Failure.ALERT, code=str(status), detail=f"{self._who} answered {status}")
        failure = _STATUSES.get(status) or (Failure.UNKNOWN if status >= 500 else refused.failure)
        return Answer(failure=failure, code=refused.code, detail=refused.detail, after=reply.after)
