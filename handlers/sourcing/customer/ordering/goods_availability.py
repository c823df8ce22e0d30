"""Availability and prices of goods, as the API states them."""

from collections.abc import Sequence
from uuid import UUID

from flows.availability import Availability, Promisable, compute_availability
from flows.sourcing import waitlist_question
from flows.sourcing.order_wishes import Wanted
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from storage.sourcing.facts.availability_evidence import load_evidence
from storage.store.products import Product


async def load_promisable(turn: Turn, products: Sequence[Product]) -> dict[tuple[UUID, str], Promisable]:
    """Return the availability of each size of these products, by product and size."""
    known = await load_evidence(turn.unit, products, turn.now)
    return {key: compute_availability(one, turn.now) for key, one in known.items()}


async def tell(turn: Turn, said: UnderstoodMessage, line: Wanted) -> bool:
    """Answer with the availability and price of one product; return False for several, or if it is not on sale."""
    if len(line.wares) != 1:
        return False
    if line.size and line.lacks == "size":
        named = (f"{line.ware.title} {line.size}",)
        await say(turn, said, "pick_out", values={"items": named, "others": line.ware.sizes})
        return True
    product = (await turn.unit.products.by_ids([line.ware.product])).get(line.ware.product)
    if product is None:
        return False
    offered = {size: one for (_, size), one in (await load_promisable(turn, [product])).items()}
    known = offered.get(line.size) if line.size else _find_soonest(list(offered.values()))
    if known is None:
        return False
    items = (f"{product.title} {line.size}".rstrip(),)
    if known.availability is Availability.TEMPORARILY_OUT:
        asks = waitlist_question.asks([(product.id, line.size)])
        await say(turn, said, "out_now", values={"items": items}, asks=asks)
        return True
    told = {"items": items, "soon": known.availability.value, "days": known.days, "amount": product.price.decimal}
    await say(turn, said, "pick_told", values=told | ({"url": product.url} if product.url else {}))
    return True


def _find_soonest(offered: Sequence[Promisable]) -> Promisable | None:
    """Return the size that is available soonest, for a question that names no size; None if there is none."""
    return min(offered, key=lambda one: list(Availability).index(one.availability), default=None)
