"""Audiences: the staff asks in a phrase who is meant, and keeps what it asks for again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from handlers.audience.api.routes import ROUTES
from handlers.audience.commands import AUDIENCE_COMMAND
from handlers.conversation import Conversation, Conversations

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


def _endpoints(conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.audience.api.endpoints import endpoints

    return endpoints(conversations)


AUDIENCE = Conversation(name="audience", routes=ROUTES, endpoints=_endpoints, commands=(AUDIENCE_COMMAND,))
