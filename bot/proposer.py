"""A language model that proposes the meaning of a text, behind the interface of OpenAI's chat completions.

https://platform.openai.com/docs/api-reference/chat/create with ``response_format``, which many servers support. The
text is passed as data. The answer must be a JSON object of the schema; any other answer, or a late one, is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.payments.rest_client import Rest
from bot.stores.storefront import StoreCheck
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import CheckedField, parse_document

PATIENCE = timedelta(seconds=3)
"""The time limit of a proposal; the customer waits for it."""
_WHO, _SETTING = "the proposer", "url in [understanding]"
_LONGEST = 1000  # characters of a proposal
_TOKENS = 200


class Proposer:
    """One model at one URL."""

    def __init__(self, url: str, model: str, key: str) -> None:
        self._model = model
        self._api = Rest(_WHO, url, f"Bearer {key}", _refuse, PATIENCE)

    async def propose(self, task: str, schema: Mapping[str, Any], data: Mapping[str, Any]) -> Answer:
        """Return the model's JSON text as ``values["proposal"]``, or a failure. The caller validates it."""
        shown = json.dumps(data, ensure_ascii=False)
        format_ = {"type": "json_schema", "json_schema": {"name": "proposal", "strict": True, "schema": schema}}
        asked = {
            "model": self._model,
            "messages": [{"role": "system", "content": task}, {"role": "user", "content": shown}],
            "response_format": format_,
            "temperature": 0,
            "max_tokens": _TOKENS,
        }
        return self._api.read(await self._api.ask("POST", "/chat/completions", json=asked), _proposal)

    async def check(self) -> list[StoreCheck]:
        """Check for ``doctor`` that the model can be reached and accepts the key."""
        answer = await self._api.ask("GET", "/models")
        if isinstance(answer, Answer):
            return [self._api.explain(answer, "key in [understanding]", _SETTING)]
        return [StoreCheck(True, f"{_WHO} answers at {self._api.origin}")]

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()


def _proposal(body: CheckedField) -> Answer:
    first = next(iter(body["choices"].read_each()), None)
    content = first["message"]["content"].value if first is not None else None
    if not isinstance(content, str) or len(content) > _LONGEST:
        return Answer(failure=Failure.ALERT, code="no-proposal", detail=f"{_WHO} proposed nothing")
    parse_document(content.encode("utf-8", "surrogatepass"))
    return Answer(values={"proposal": content})


def _refuse(status: int, _body: CheckedField) -> Answer:
    return Answer(failure=Failure.ALERT, code=str(status), detail=f"{_WHO} answered {status}")
