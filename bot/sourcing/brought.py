"""Sourcing with calls, pages and examination."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.brought import Brought, Part
from bot.sourcing import examination, performing
from handlers.sourcing.conversation import SOURCING as CONVERSATION

if TYPE_CHECKING:
    from bot.app import Service


def _pages(service: Service) -> Iterable[Part]:
    from bot.sourcing.photos import Photos  # what only a service with a web side loads
    from bot.sourcing.track import OrderPages

    return OrderPages(service.turns).add_to, Photos(service.turns, service.accounts.photographs.home).add_to


SOURCING = Brought(CONVERSATION, performing.PERFORMED, _pages, (examination.shop_lines,))
