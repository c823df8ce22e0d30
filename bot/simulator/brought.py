"""A sandbox's routes, which a command mounts beside a service's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.brought import Part
from bot.simulator import reserving
from bot.simulator.agenda import driver_of
from bot.simulator.api import SimulatorApi
from bot.simulator.page import SimulatorPage

if TYPE_CHECKING:
    from bot.app import Service

SHOWN = (reserving.SHOWN,)
"""Every conversation that shows something on the page."""


def pages(service: Service) -> Iterable[Part]:
    """The routes of a sandbox. Raises ValueError for a live service."""
    api = SimulatorApi(service.turns, service.clock, driver_of(service), service.inbox)
    return api.add_to, SimulatorPage(service, SHOWN).add_to
