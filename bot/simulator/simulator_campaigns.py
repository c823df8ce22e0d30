"""Campaigns on a sandbox's page: the queue, refusals, clicks and orders of one, and simulated answers to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiohttp import web

from bot.simulator.demo_businesses import list_wares
from bot.simulator.simulated_acts import Acts, Buyer
from bot.simulator.simulator_api import read_body, refuse_field
from bot.simulator.simulator_deeds import choose_business
from bot.simulator.simulator_state import Shown
from bot.web.web_server import Part
from flows.campaigns import campaign_launch, progress_watch
from flows.campaigns.campaign import ALIVE, Campaign, CampaignStatus
from handlers.actions.verdict_reasons import in_words
from handlers.campaigns.results.results_text import describe_results
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaign_results import load_results
from storage.campaigns.campaign_scene import CampaignReader, list_readers, load_standing
from storage.campaigns.campaigns import Campaigns
from storage.sending.message import Message
from storage.upkeep.sandbox_scene import Upcoming

if TYPE_CHECKING:
    from bot.app import Service

_BEGUN = frozenset({CampaignStatus.SENDING, CampaignStatus.PAUSED})
_SHOWN = ALIVE | {CampaignStatus.DONE, CampaignStatus.CANCELLED}
_LOOKED_AT = 30  # campaigns among which those that were launched are looked for
_FLOWS = (campaign_launch.NAME, progress_watch.NAME)
_CLICK, _BUY = "click", "buy"
_PARTS = {_CLICK: 4, _BUY: 2}  # one of so many who may does it at a press


class Crowd:
    """``POST /sim/api/campaign``: some recipients of the shown campaign open its link, or buy."""

    def __init__(self, service: Service) -> None:
        self._turns = service.turns
        self._acts = Acts(service.turns, service.clock, service.inbox)

    def add_to(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post("/sim/api/campaign", self.answer)

    async def answer(self, http: web.Request) -> web.Response:
        """Handle ``{"business", "do": "click" | "buy"}``; return how many people did it."""
        asked = await read_body(http)
        business = await choose_business(self._turns, asked.get("business"))
        what = asked.get("do")
        if what not in _PARTS:
            raise refuse_field("do", f"do is one of {', '.join(_PARTS)}")
        may = await self._turns.look(business, lambda turn: _find_candidates(turn, str(what)))
        if not may:
            needs = (
                "nobody has a link of it that is unopened" if what == _CLICK else "nobody is left who opened the link"
            )
            raise refuse_field("do", f"{needs}; launch a campaign first, or move the clock")
        chosen = may[:: _PARTS[what]]
        for reader in chosen:
            await (self._acts.click(reader.code) if what == _CLICK else self._buy(business, reader))
        return web.json_response({"many": len(chosen)}, status=202)

    async def _buy(self, business: str, reader: CampaignReader) -> None:
        """Order one product as this reader; the order has no cart."""
        ware = (await self._turns.look(business, list_wares))[0]
        await self._acts.order(business, f"campaign-{reader.message}", ware, Buyer(reader.address, reader.name))


async def _list_launched(turn: Turn) -> list[Campaign]:
    """Return the launched campaigns, the one to show first: those being sent, then scheduled ones, then ended ones,
    each newest first.

    A campaign that was cancelled as a draft is left out.
    """
    found = [one for one in await turn.unit.of(Campaigns).page(_LOOKED_AT) if one.status in _SHOWN and one.latest]
    return sorted(found, key=lambda one: (one.status not in _BEGUN, one.status not in ALIVE))


async def _find_candidates(turn: Turn, what: str) -> list[CampaignReader]:
    """Return recipients without a visit to the link; to buy, recipients with a visit and without an order since."""
    launched = await _list_launched(turn)
    found = await list_readers(turn.unit, launched[0]) if launched else []
    return [one for one in found if (not one.clicked if what == _CLICK else one.clicked and not one.bought)]


async def _scene(turn: Turn) -> Mapping[str, Any]:
    """Return the shown campaign, in English like the page, and the other running campaigns."""
    launched = await _list_launched(turn)
    if not launched:
        return {"campaign": None}
    campaign, *others = launched
    standing, speech = await load_standing(turn.unit, campaign), make_english(turn)
    found = await load_results(turn.unit, turn.tenant, campaign, turn.now)
    lapsed = campaign.status is CampaignStatus.DONE and await turn.unit.of(CampaignChanges).ends_paused(campaign.id)
    lines = [text for text in map(speech.say, describe_results(campaign, found, lapsed)) if text]
    return {
        "campaign": {
            "name": campaign.name,
            "status": "ended while paused" if lapsed else campaign.status.value,
            "queued": standing.queued,
            "sent": found.sent,
            "refused": [{"many": many, "why": speech.say(in_words(rule))} for rule, many in standing.refused.items()],
            "clicked": found.clicked,
            "bought": found.report.ordered,
            "revenue": str(found.report.revenue),
            "others": [{"name": one.name, "status": one.status.value} for one in others if one.status in ALIVE],
            "result": lines[1:],  # the first line counts values shown next to it
        }
    }


async def _comes(turn: Turn, coming: Upcoming, who: str) -> str | None:
    """Describe a campaign's next step; None for other conversations."""
    if coming.message is not None:
        message = await turn.unit.messages.get(coming.message)
        campaign = await _campaign(turn, message.campaign if message is not None else None)
        return f"{campaign.name} may go to {who}" if campaign is not None else None
    run = await turn.unit.runs.get(coming.run) if coming.run is not None and coming.flow in _FLOWS else None
    campaign = await _campaign(turn, UUID(run.key)) if run is not None else None
    if campaign is None:
        return None
    if coming.wait == "wave":
        begun = campaign.status is not CampaignStatus.SCHEDULED
        return f"{campaign.name} is made ready for {'more people' if begun else 'its hour'}"
    return f"{campaign.name} ends" if coming.wait == "over" else f"it is looked how {campaign.name} goes"


async def _campaign(turn: Turn, which: UUID | None) -> Campaign | None:
    return await turn.unit.of(Campaigns).get(which) if which is not None else None


def _parts(service: Service) -> Iterable[Part]:
    return (Crowd(service).add_to,)


async def _people(_turn: Turn, _people: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    return {}


async def _thread(_turn: Turn, _contact: UUID | None) -> Mapping[str, Any]:
    return {}


def _message(_message: Message) -> Mapping[str, Any]:
    return {}


async def _find_person(_turn: Turn, _run: UUID) -> str | None:
    return None


SHOWN = Shown(_parts, _people, _thread, _message, _find_person, _scene, _comes)
