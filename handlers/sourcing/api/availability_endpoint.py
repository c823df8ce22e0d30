"""``GET /api/v1/availability``: how soon a product is available, by size; for the shop's own site."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from flows.availability import Availability, Promisable, compute_availability
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.engine.turn import Turn
from handlers.sourcing.api.routes import SHOW_AVAILABILITY, Size, Sku
from storage.sourcing.facts.availability_evidence import load_evidence
from storage.store.products import Product

_SOONEST = tuple(Availability)  # in that order


class ProductWanted(BaseModel):
    """A product, and optionally one of its sizes."""

    sku: Annotated[Sku, Field(description="as in the business file", examples=["TIGER-SHORTS"])]
    size: Annotated[Size | None, Field(description="one size; without it, all of them")] = None


class SizeShown(BaseModel):
    """Availability of one size."""

    size: Annotated[str, Field(description="empty for a product without sizes")]
    availability: Availability
    days: Annotated[int | None, Field(description="the longest it takes; null if nothing is promised")]
    why: Annotated[str, Field(description="for people; its wording may change")]


class ProductShown(BaseModel):
    """A product, with the availability of its sizes."""

    sku: str
    title: str
    url: Annotated[str | None, Field(description="its page, as in the business file")]
    price: str
    currency: str
    availability: Annotated[Availability, Field(description="for the size available soonest")]
    days: int | None
    items: list[SizeShown]
    next: Annotated[None, Field(description="all sizes are on this page")]


@make_endpoint(
    SHOW_AVAILABILITY,
    scope="read",
    takes=ProductWanted,
    answers={200: ProductShown},
    refuses=(Code.INVALID, Code.NOT_FOUND),
)
async def show_availability(call: ApiCall, wanted: ProductWanted) -> ApiReply:
    """Show how soon a product is available

    It is computed now from your own stock, the shops' statements and their age, the shops' recent answers, and your
    business file.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        product = await turn.unit.products.find_by_sku(wanted.sku)
        if product is None:
            raise ApiRefused(Code.NOT_FOUND, f"no product has the sku {wanted.sku!r}", "sku")
        if wanted.size is not None and wanted.size not in product.sizes:
            raise ApiRefused(Code.NOT_FOUND, f"{product.sku} has no size {wanted.size!r}; {_sizes(product)}", "size")
        known = await load_evidence(turn.unit, [product], turn.now)
        sizes = product.sizes if wanted.size is None else (wanted.size,)
        return _show_product(product, {size: compute_availability(known[product.id, size], turn.now) for size in sizes})

    return ApiReply(200, await call.api.turns.look(call.business, look))


def _show_product(product: Product, offered: dict[str, Promisable]) -> dict[str, Any]:
    soonest = min(offered.values(), key=lambda one: _SOONEST.index(one.availability))
    return {
        "sku": product.sku,
        "title": product.title,
        "url": product.url or None,
        "price": str(product.price),
        "currency": product.price.currency,
        "availability": soonest.availability.value,
        "days": soonest.days,
        "items": [
            {"size": size, "availability": one.availability.value, "days": one.days, "why": one.why}
            for size, one in offered.items()
        ],
        "next": None,
    }


def _sizes(product: Product) -> str:
    return f"there are {', '.join(product.sizes)}" if product.listing.sizes else "it comes without sizes"
