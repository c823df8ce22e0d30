"""A campaign in the hands of an owner who keeps changing her mind, while customers stop and buy.

All that she does is done by the service's own code, in turns of the test's process on the database of the fleet: the
fleet looks the campaign through, puts it into the queue and sends it. When a thing was done is written down by the
wall's time, which is that of the provider's log.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.conversations import CONVERSATIONS, HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from bot.vault_roots import open_vault
from flows.actor import Actor, ActorKind
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_texts import CampaignText
from handlers.actions.action import Origin
from handlers.actions.api_keys import create_key
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, edit, save_draft
from handlers.campaigns.launch_action import LaunchCampaign, launch
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign, pause, resume
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Tools, Turn
from storage.campaigns.campaigns import Campaigns
from storage.database.stores import make_database
from templates.message_library import Library
from tests.chaos import rows
from tests.chaos.campaign import AREAS, AT_A_TIME, ShopClock
from tests.chaos.fleet import Fleet
from tests.delivery import shop
from tests.processes.waiting import until

T = TypeVar("T")
NAME = "Spring"
CRITERIA = '{"fact": "orders", "op": "=", "value": 0}'
BY = Actor(ActorKind.STAFF, "019caf00-3180-7137-b2a7-4de57d852e9d")
AT_ONCE = 10.0  # seconds after which a purchase that was not answered is told again
AGAIN = 0.3  # seconds until then where the web is down


class FleetClock(ShopClock):
    """The times of a fleet, with what was pushed."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(fleet.shift)
        self._fleet = fleet

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._fleet.pushed)

    def get_real_time(self) -> datetime:
        return super().get_real_time() + timedelta(seconds=self._fleet.pushed)


@dataclass(frozen=True, slots=True)
class Held:
    """From the moment at which a pause was committed to that before its resume."""

    begins: float
    ends: float


@dataclass
class Owner:
    """Her campaign, and what became of it. ``worded`` says from when on each wording was in force, the first from its
    draft; ``bought`` are the phones of customers whose purchase was answered."""

    fleet: Fleet
    turns: OpenTurns
    key: str
    which: NamedCampaign | None = None
    pauses: list[Held] = field(default_factory=list)
    worded: list[float] = field(default_factory=list)
    paused_at: float | None = None
    buying: set[asyncio.Task[None]] = field(default_factory=set)
    bought: set[str] = field(default_factory=set)
    told: int = 0

    @property
    def campaign(self) -> NamedCampaign:
        """The one that she drafted."""
        assert self.which is not None, "she drafts it first"
        return self.which

    async def launch(self) -> None:
        """Draft it, wait until the fleet has looked it through, and launch it."""
        new = NewCampaign(NAME, CRITERIA, "whoever never ordered", self._words(0))
        drafted = await self._do(lambda turn: save_draft(turn, self._origin(), new))
        self.worded.append(time.time())
        self.which = NamedCampaign(drafted.id, NAME)
        await until("its preview", self._previewed, told=self.fleet.said)
        await self._do(lambda turn: launch(turn, self._origin(), LaunchCampaign(self.campaign)))

    async def pause(self) -> None:
        """Nothing of it is to leave from now on."""
        await self._do(lambda turn: pause(turn, self._origin(), MoveCampaign(self.campaign)))
        self.paused_at = time.time()

    async def resume(self) -> None:
        """It goes on, if it was paused."""
        if self.paused_at is None:
            return
        self.pauses.append(Held(self.paused_at, time.time()))
        self.paused_at = None
        await self._do(lambda turn: resume(turn, self._origin(), MoveCampaign(self.campaign)))

    async def reword(self) -> None:
        """Other words for whoever has not got it yet."""
        command = EditCampaign(self.campaign.id, self._words(len(self.worded)))
        await self._do(lambda turn: edit(turn, self._origin(), command))
        self.worded.append(time.time())

    def sell(self, phone: str) -> None:
        """A customer buys, and the shop's own software tells it until it is answered."""
        if phone not in self.bought:
            self.bought.add(phone)
            task = asyncio.create_task(self._tell(phone, len(self.bought)))
            self.buying.add(task)
            task.add_done_callback(self.buying.discard)

    async def sold(self) -> bool:
        """Whether every purchase was told. Raises AssertionError for one that was refused."""
        await asyncio.gather(*(task for task in self.buying if task.done()))
        return not self.buying

    async def _tell(self, phone: str, number: int) -> None:
        customer = {"id": f"c{number}", "phone": phone}
        item = {"sku": "TEE", "title": "Tiger Tee", "quantity": 1, "price": "20.00"}
        data = {"order_id": f"o{number}", "currency": "USD", "total": "20.00", "items": [item], "customer": customer}
        at = self.turns.clock.now().isoformat()
        event = {"id": f"e{number}", "type": "order.created", "occurred_at": at, "data": data}
        headers = {"Authorization": f"Bearer {self.key}"}
        async with ClientSession(timeout=ClientTimeout(AT_ONCE), headers=headers) as session:
            while True:
                with suppress(ClientError, OSError):
                    async with session.post(f"{self.fleet.url}/api/v1/events", json=event) as answer:
                        if answer.status == 202:
                            return
                        assert answer.status >= 500, f"a purchase was answered {answer.status}: {await answer.text()}"
                await asyncio.sleep(AGAIN)

    async def _do(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        return await self.turns.act(shop.TIGER, work)

    def _origin(self) -> Origin:
        self.told += 1
        return Origin(BY, f"m{self.told}")

    @staticmethod
    def _words(number: int) -> tuple[CampaignText, ...]:
        """Two wordings that say which they are; nobody else's message reads as one person's does."""
        return tuple(CampaignText(f"Offer {number}{variant} for {{name}}", variant) for variant in "AB")

    async def _previewed(self) -> bool:
        found = await self.turns.look(shop.TIGER, lambda turn: turn.unit.of(Campaigns).get(self.campaign.id))
        return found is not None and found.status is CampaignStatus.PREVIEWED


@asynccontextmanager
async def owning(fleet: Fleet) -> AsyncIterator[Owner]:
    """An owner beside a fleet whose shop was applied."""
    clock = FleetClock(fleet)
    store = make_database(fleet.database, Ids(clock), HOLDINGS)
    vault = await open_vault(store, shop.KEY, sandbox=False)
    seeds = Seeds(vault.derive_key("seeds"))
    tools = Tools(Library.load(), seeds, CONVERSATIONS, None, vault.hash_token, vault.older_hashes)
    key = await store.write(shop.TIGER, lambda unit: create_key(unit, ("events",), clock.now(), vault))
    owner = Owner(fleet, OpenTurns(store, clock, tools), key)
    try:
        yield owner
    finally:
        for task in owner.buying:
            task.cancel()
        await asyncio.gather(*owner.buying, return_exceptions=True)
        await store.close()


def phones(people: int) -> list[str]:
    """So many numbers of one time zone."""
    return [f"+1{area}555{line:04}" for line in range(100, 100 + people) for area in AREAS.split()][:people]


async def settle(owner: Owner, numbers: Sequence[str]) -> Mapping[str, str]:
    """Make these customers known, each by a name of one's own; their names by their phones."""
    names = {phone: f"N{place}" for place, phone in enumerate(numbers)}

    async def add(turn: Turn, some: Sequence[str]) -> None:
        people = [rows.Person(turn.unit.ids.make(), turn.unit.ids.make(), phone, names[phone]) for phone in some]
        await rows.add(turn.unit, people, [], turn.unit.ids.make(), turn.now)

    for first in range(0, len(numbers), AT_A_TIME):
        some = numbers[first : first + AT_A_TIME]
        await owner.turns.act(shop.TIGER, lambda turn, some=some: add(turn, some))  # type: ignore[misc]
    return names
