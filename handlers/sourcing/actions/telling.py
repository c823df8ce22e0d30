"""Messages to a shop that asked nothing: within the shop's hours, in its language."""

from __future__ import annotations

from typing import Any

from flows.policy.facts import Kind
from handlers.outgoing import OutboundMessage, post
from handlers.turn import Turn
from storage.sourcing.facts.orders import desk_facts
from storage.sourcing.shops import Shop


async def tell(turn: Turn, shop: Shop, template: str, key: str, **values: Any) -> None:
    """Write to whoever answers for the shop, once for that ``key``; nothing where nobody can be written to."""
    known = await desk_facts(turn.unit, turn.business, shop.id, turn.now)
    if known.way is None:
        return
    given = {name: value for name, value in values.items() if value is not None}
    letter = OutboundMessage(
        key=f"{template}:{key}", kind=Kind.MESSAGE, template=template, values=given, due_at=known.wakes_at,
        locale=shop.language,
    )  # fmt: skip
    await post(turn, await turn.unit.people.address_by_id(known.way[0]), letter)
