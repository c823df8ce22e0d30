"""Returns on a sandbox's page: goods to give back, the banner in the app, and the partners' phones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiohttp import web

from bot.simulator.demo_businesses import list_wares
from bot.simulator.ready_return import find_ready_return
from bot.simulator.simulated_acts import Acts, ReturnedPiece, find_address
from bot.simulator.simulator_api import read_body, refuse_field
from bot.simulator.simulator_deeds import SimulatorDeeds, choose_business
from bot.simulator.simulator_state import Shown
from bot.web.web_server import Part
from handlers.engine.turn import Turn
from handlers.returns.prompt_banner import load_banner
from handlers.returns.prompt_message import get_settings
from handlers.returns.return_intake import serves
from storage.promotions.sponsors import Sponsors
from storage.sending.message import Message

if TYPE_CHECKING:
    from bot.app import Service

REASONS = ("too_small", "too_large", "wrong_colour", "changed_mind", "damaged")
"""The reasons that the page offers, in the words of a returns system."""


class ReturnsDesk:
    """``/sim/api/returns``: customers complete returns."""

    def __init__(self, service: Service) -> None:
        self._turns = service.turns
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._deeds = SimulatorDeeds(service)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/sim/api/returns", self.show)
        app.router.add_get("/sim/api/returns/ready", self.show_ready)
        app.router.add_post("/sim/api/returns", self.complete)

    async def show(self, http: web.Request) -> web.Response:
        """Return what the ``person`` of the query, or somebody new, can give back, and the reasons to choose from."""
        business = await choose_business(self._turns, http.query.get("business"))
        person = http.query.get("person", "").replace(" ", "+")
        goods = await self._turns.look(business, lambda turn: _list_goods(turn, person))
        return web.json_response({"items": [one.to_data() for one in goods], "reasons": REASONS})

    async def show_ready(self, http: web.Request) -> web.Response:
        """Return a ``person`` and an ``item`` whose return would get an offer now, and its ``partner``; {} for none."""
        business = await choose_business(self._turns, http.query.get("business"))
        return web.json_response(await self._turns.look(business, lambda turn: find_ready_return(turn, _list_goods)))

    async def complete(self, http: web.Request) -> web.Response:
        """Handle ``{"business", "person" | "new", "item"?, "reason"?}``: a return is complete.

        ``item`` is the place of the goods in the list of ``show``. Return the decision, and the banner of the app.
        """
        asked = await read_body(http)
        business = await choose_business(self._turns, asked.get("business"))
        goods = await self._turns.look(business, lambda turn: _list_goods(turn, str(asked.get("person") or "")))
        item, reason = asked.get("item", 0), asked.get("reason", REASONS[0])
        if not isinstance(item, int) or isinstance(item, bool) or not 0 <= item < len(goods):
            raise refuse_field("item", "item is the place of goods that GET /sim/api/returns lists, from 0")
        if reason not in REASONS:
            raise refuse_field("reason", f"a reason is one of {', '.join(REASONS)}")
        buyer = await self._deeds.choose_buyer(business, asked)
        identity = f"sim-{self._turns.store.ids.make()}"
        prompt = await self._acts.give_back(business, identity, replace(goods[item], reason=reason), buyer)
        banner = await self._turns.act(business, lambda turn: _load_banner(turn, identity))
        told = {"return": identity, "choice": prompt.choice.value, "reason": prompt.reason.value}
        return web.json_response({**told, "address": buyer.address, "banner": banner}, status=202)


async def _list_goods(turn: Turn, person: str) -> list[ReturnedPiece]:
    """Return the goods of a person's last orders, each once; those that are sold here for a person without orders."""
    address = await find_address(turn, person)
    orders = await turn.unit.orders.of(address.contact) if address is not None else []
    bought = [ReturnedPiece(one.title, one.sku, one.brand, one.size) for order in orders for one in order.items]
    sold = [ReturnedPiece(one.title, one.sku, one.brand, one.variant) for one in await list_wares(turn)]
    return list(dict.fromkeys(bought)) or sold


async def _load_banner(turn: Turn, ref: str) -> dict[str, Any] | None:
    """Return the banner as ``GET /api/v1/prompts/{return_id}`` shows it, which counts its offer as shown."""
    banner = await load_banner(turn, ref, counts=True)
    shown = ("title", "text", "image", "link")
    return None if banner is None else {name: getattr(banner, name) for name in shown}


def _parts(service: Service) -> Iterable[Part]:
    return (ReturnsDesk(service).add_to,)


async def _people(turn: Turn, people: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return the writers of partners, with the partner's name."""
    nobody: dict[UUID, dict[str, Any]] = {one: {"partner": None} for one in people}
    sponsors = [one for one in await turn.unit.of(Sponsors).all() if one.contact in nobody]
    return nobody | {one.contact: {"name": one.name, "partner": one.name} for one in sponsors if one.contact}


async def _thread(_turn: Turn, _contact: UUID | None) -> Mapping[str, Any]:
    return {}


def _message(_message: Message) -> Mapping[str, Any]:
    return {}


async def _find_person(_turn: Turn, _run: UUID) -> str | None:
    return None


async def _scene(turn: Turn) -> Mapping[str, Any]:
    """Return whether the business takes returns, and the minutes after which their message leaves."""
    return {"returns": await serves(turn), "window": get_settings(turn).window // timedelta(minutes=1)}


SHOWN = Shown(_parts, _people, _thread, _message, _find_person, _scene)
