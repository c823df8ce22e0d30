"""The content templates at Twilio that show menus. https://www.twilio.com/docs/content/content-api-resources

They need no approval, as they are only sent while the window is open.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from bot.channels.channel import Unasked
from bot.channels.twilio.twilio_client import FAILURES, explain
from flows.menu_shapes import MenuKind, MenuShape

T = TypeVar("T")

_PREFIX = "parley_"
_LANGUAGE = "en"  # every word is a variable
_SAMPLES = {"text": "Which one?", "opens": "Choose", "title": "Yes", "id": "yes", "detail": "In stock"}


class TwilioContents:
    """The content templates of one account."""

    def __init__(self, client: Client, origin: str) -> None:
        self._client = client
        self._origin = origin

    async def find(self) -> Mapping[str, str]:
        """Return the ids of our content templates by friendly name; the newest if a name repeats. Raises Unasked."""
        listed = await self._ask(self._client.content.v1.contents.list_async())
        ours = [one for one in listed if str(one.friendly_name or "").startswith(_PREFIX)]
        return {str(one.friendly_name): str(one.sid) for one in sorted(ours, key=lambda one: str(one.date_created))}

    async def make(self, shape: MenuShape) -> str:
        """Create the content template of a shape and return its id. Raises Unasked."""
        request = ContentList.ContentCreateRequest(make_body(shape))
        made = await self._ask(self._client.content.v1.contents.create_async(request))
        return str(made.sid)

    async def _ask(self, question: Awaitable[T]) -> T:
        try:
            return await question
        except FAILURES as error:
            raise Unasked(explain(error, self._origin)) from None


def make_body(shape: MenuShape) -> dict[str, Any]:
    """Return the request that creates the content template of a shape: variables only, each with a sample.

    The numbers agree with ``flows.menu_shapes.variables``.
    """
    named = ["text"] if shape.kind is MenuKind.BUTTONS else ["text", "opens"]
    each = ["title", "id", "detail"] if shape.kind is MenuKind.DETAILS else ["title", "id"]
    first = len(named) + 1
    named += each * shape.choices
    rows = [
        {name: f"{{{{{first + at * len(each) + place}}}}}" for place, name in enumerate(each)}
        for at in range(shape.choices)
    ]
    return {
        "friendly_name": shape.name,
        "language": _LANGUAGE,
        "variables": {str(number): _SAMPLES[name] for number, name in enumerate(named, start=1)},
        "types": _buttons(rows) if shape.kind is MenuKind.BUTTONS else _list(rows),
    }


def _buttons(rows: list[dict[str, str]]) -> dict[str, Any]:
    actions = [{"type": "QUICK_REPLY", "title": row["title"], "id": row["id"]} for row in rows]
    return {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}}


def _list(rows: list[dict[str, str]]) -> dict[str, Any]:
    items = [{"item": row["title"], "id": row["id"], "description": row.get("detail")} for row in rows]
    return {"twilio/list-picker": {"body": "{{1}}", "button": "{{2}}", "items": items}}
