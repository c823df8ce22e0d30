"""Setting up with its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.brought import Brought, Part
from handlers.setup.conversation import SETUP as CONVERSATION

if TYPE_CHECKING:
    from bot.app import Service


def _pages(service: Service) -> Iterable[Part]:
    from bot.setup.join_page import JoinPage  # what only a service with a web side loads

    return (JoinPage(service.turns).add_to,)


SETUP = Brought(CONVERSATION, pages=_pages)
