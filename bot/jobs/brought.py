"""Jobs with the page that gives their files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.brought import Brought, Part
from handlers.jobs.conversation import JOBS as CONVERSATION

if TYPE_CHECKING:
    from bot.app import Service


def _pages(service: Service) -> Iterable[Part]:
    from bot.jobs.files import JobFilePages  # what only a service with a web side loads

    return (JobFilePages(service.turns).add_to,)


JOBS = Brought(CONVERSATION, pages=_pages)
