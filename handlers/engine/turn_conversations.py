"""The conversations of a turn's service, for code that needs more of them than the engine does."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from handlers.conversation import Conversations
    from handlers.engine.turn import Turn


def conversations_of(turn: Turn) -> Conversations:
    """Return all conversations, which the composition root has put into the turn's tools."""
    return cast("Conversations", turn.tools.conversations)
