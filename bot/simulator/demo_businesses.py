"""The demo's businesses, and a month of each played through the real service."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from bot.conversations import CONVERSATIONS
from bot.simulator.month_mails import MonthMails
from bot.simulator.month_orders import Sourced
from bot.simulator.month_returns import MonthReturns
from bot.simulator.sample_business import Sample
from bot.simulator.sample_people import make_crowd, make_indian_crowd
from bot.simulator.sample_pictures import draw_order
from bot.simulator.sandbox_month import Month
from bot.simulator.simulated_acts import Ware
from flows.channels import select_channels
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import make_text_check, read_business_file
from handlers.engine.turn import Turn
from templates.message_library import Library

if TYPE_CHECKING:
    from bot.app import Service

_SHOPS = files("bot.simulator").joinpath("shops")
_TEMPLATES = "[channels.whatsapp.templates]"
_UNAPPROVED = frozenset({"opt_in_ask", "staff_alert"})
_MOST_WARES = 8


@cache
def samples() -> Mapping[str, Sample]:
    """Return the samples by the name that ``parley demo --shop`` takes."""
    chats = select_channels(lambda one: one.is_chat)
    return MappingProxyType(
        {
            "tiger": _read("tiger", crowd=make_crowd),
            "delhi": _read("delhi", crowd=make_indian_crowd, channels=chats, photo=draw_order),
        }
    )


def _read(name: str, **more: Any) -> Sample:
    """Return a sample from its two files: the business file and the month."""
    toml, month = (_SHOPS.joinpath(f"{file}.toml").read_text("utf-8") for file in (name, f"{name}.month"))
    toml = toml.replace(_TEMPLATES, f"{_TEMPLATES}\n{_list_approved()}")
    applied = tomllib.loads(toml)
    house, owner = applied["business"], applied["staff"][0]["address"]
    known = {"business": house["id"], "country": house["country"], "zone": house["timezone"], "owner": owner}
    return TypeAdapter(Sample).validate_python({**known, "toml": toml, **tomllib.loads(month), **more})


def _list_approved() -> str:
    """Return invented ids of approved WhatsApp templates: a TOML line for each message that has one."""
    library = Library.load()
    names = [name for name in library.names() if library.message(name).approved and name not in _UNAPPROVED]
    ids = {
        name: [f'{one} = "HX{place}{one.replace("-", "")}"' for one in library.locales(name)]
        for place, name in enumerate(names)
    }
    return "\n".join(f"{name} = {{ {', '.join(each)} }}" for name, each in ids.items())


async def play_month(service: Service, sample: Sample, seed: int = 7) -> None:
    """Set up a sample business and play thirty days, starting at the sandbox's current time.

    The service need not be started, and nobody else may push its clock meanwhile. Raises ValueError for a live service.
    """
    file = read_business_file(sample.toml, {}, make_text_check(service.turns.tools.library))
    clock, store = service.clock, service.turns.store
    chance = random.Random(seed)  # noqa: S311 - a repeatable crowd, no secret
    month = Month(service, sample, chance)
    await apply_file(CONVERSATIONS, store, file, service.vault, clock.now(), clock.get_real_time())
    month.plan(sample.crowd(chance), sample.carts)
    Sourced(service, sample, month.agenda, month.numbers).plan()
    await MonthReturns(service, sample, month.agenda, seed).plan()
    MonthMails(service, sample, month, seed).plan()
    await month.play()


async def list_wares(turn: Turn) -> tuple[Ware, ...]:
    """Return the wares for carts: a sample's own wares, else the business's, else those of the first sample.

    A business without products of its own sells through its shop's system, which a sandbox does not have.
    """
    sample = next((one for one in samples().values() if one.business == turn.business.id), None)
    if sample is not None:
        return sample.wares
    sold = (await turn.unit.products.all())[:_MOST_WARES]
    return tuple(Ware(one.sku, one.title, one.sizes[0], str(one.price)) for one in sold) or samples()["tiger"].wares
