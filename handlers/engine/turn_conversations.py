"""The conversations of a turn's service, for code that asks more of them than the engine does."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from handlers.conversation import Conversations
    from handlers.engine.turn import Turn


def conversations_of(turn: Turn) -> Conversations:
    """Return all conversations. The composition root has put them into the turn's tools."""
    return cast("Conversations", turn.tools.conversations)
