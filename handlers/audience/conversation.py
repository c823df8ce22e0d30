"""Audiences: the staff asks in a phrase who is meant, and keeps what it asks for again."""

from __future__ import annotations

from handlers.audience.commands import AUDIENCE_COMMAND
from handlers.conversation import Conversation

AUDIENCE = Conversation(name="audience", commands=(AUDIENCE_COMMAND,))
