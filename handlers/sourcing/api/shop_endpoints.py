"""``/api/v1/shops``: the partner shops and their stock; a shop's software may report its stock here."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.money import Money, to_micros
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.engine.checked_fields import LARGEST_PRICE, LARGEST_QUANTITY, utc
from handlers.engine.turn import Turn
from handlers.sourcing import waitlist_news
from handlers.sourcing.api.routes import LIST_SHOPS, SHOW_INVENTORY, TELL_INVENTORY, Size, Sku
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory as Inventories
from storage.sourcing.shop_inventory import Stated, StockSource
from storage.store.products import Product

MOST = 200
MOST_TOLD = 10_000
_REF = "[a-z0-9][a-z0-9_-]{0,39}"
_PRICE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,6})?")
_PRICES: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "pattern": f"^{_PRICE.pattern}$"},
        {"type": "number", "minimum": 0, "maximum": LARGEST_PRICE},
        {"type": "null"},
    ]
}


def _cursor(value: object) -> object:
    """Parse the cursor: the last shop of the page before."""
    if value == "":
        return None
    if not isinstance(value, str) or not re.fullmatch(_REF, value):
        raise ValueError("is not a cursor; use `next` of the previous page")
    return value


def _price(value: object) -> Decimal | None:
    """Parse a price from text or a JSON number, without losing fractions."""
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool)
    price = Decimal(value) if whole or (isinstance(value, str) and _PRICE.fullmatch(value)) else value  # type: ignore[arg-type]
    if not isinstance(price, Decimal) or not 0 <= price <= LARGEST_PRICE:
        raise ValueError("is not a price, as 250 or 249.50")
    return round(price, 6)


def _read_whole(value: object) -> object:
    """Parse a whole number. JSON has one type of number, so 5.0 counts as 5."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


class ShopsWanted(BaseModel):
    """Filter of the shops."""

    cursor: Annotated[
        str | None,
        BeforeValidator(_cursor),
        WithJsonSchema({"type": "string", "pattern": f"^({_REF})?$"}),
        Field(description="`next` of the previous page"),
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class ShopShown(BaseModel):
    """A shop that gets requests for your products."""

    id: Annotated[str, Field(description="as in the business file")]
    name: str
    location: str
    hours: Annotated[str, Field(description="10:00-20:00, every day, in the time zone of the business")]
    language: str
    commission: Annotated[str | None, Field(description="for each item, in the currency of the business")]
    commission_percent: float | None
    handover: Annotated[Literal["us", "shop"], Field(description="who carries its items to you: you, or the shop")]
    linked: Annotated[bool, Field(description="a person answers for it; before that it gets no requests")]
    away_until: datetime | None


class ShopList(BaseModel):
    """A page of shops, by their ids."""

    items: list[ShopShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


class ShopNamed(BaseModel):
    """One shop."""

    id: Annotated[str, Field(description="as in the list")]


class StockShown(BaseModel):
    """Known stock of a shop in one size of a product."""

    sku: str
    title: str
    size: Annotated[str, Field(description="empty for a product without sizes")]
    quantity: Annotated[int, Field(description="as the shop counted it")]
    free: Annotated[int, Field(description="what is left: not kept for your orders or handed over since")]
    price: Annotated[str | None, Field(description="the shop's price for one, if it gave one")]
    as_of: Annotated[datetime, Field(description="when that was so")]
    source: Annotated[StockSource, Field(description="from chat, from a list, or from a reply to a request")]


class Inventory(BaseModel):
    """Known stock of a shop."""

    items: list[StockShown]
    next: Annotated[None, Field(description="everything is on this page")]


class StockTold(BaseModel):
    """Reported stock of a shop in one size of a product."""

    sku: Sku
    size: Size = ""
    quantity: Annotated[
        int,
        Field(strict=True, ge=0, le=LARGEST_QUANTITY),
        BeforeValidator(_read_whole),
        WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LARGEST_QUANTITY}),
    ]
    price: Annotated[Decimal | None, BeforeValidator(_price), WithJsonSchema(_PRICES)] = None


class InventoryTold(BaseModel):
    """The whole current stock of a shop."""

    items: Annotated[list[StockTold], Field(max_length=MOST_TOLD)]


@make_endpoint(LIST_SHOPS, scope="read", takes=ShopsWanted, answers={200: ShopList}, refuses=(Code.INVALID,))
async def list_shops(call: ApiCall, wanted: ShopsWanted) -> ApiReply:
    """List the shops

    Shops of your business file and shops added in chat, by their ids.
    """
    after = wanted.cursor or ""

    async def look(turn: Turn) -> tuple[list[Shop], str]:
        return await turn.unit.of(Shops).page(after, wanted.limit + 1), turn.business.sourcing.handover

    shops, usual = await call.api.turns.look(call.business, look)
    page = shops[: wanted.limit]
    following = page[-1].ref if len(shops) > len(page) else None
    return ApiReply(200, {"items": [_shop_view(shop, usual) for shop in page], "next": following})


@make_endpoint(SHOW_INVENTORY, scope="read", takes=ShopNamed, answers={200: Inventory}, refuses=(Code.NOT_FOUND,))
async def show_inventory(call: ApiCall, named: ShopNamed) -> ApiReply:
    """Show the stock of a shop

    From its chats, lists and answers, each with its age.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        return await _load_inventory(turn, await _load_shop(turn, named.id))

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    TELL_INVENTORY,
    scope="write",
    takes=InventoryTold,
    answers={200: Inventory},
    refuses=(Code.NOT_FOUND,),
    examples={
        "two sizes": {
            "items": [
                {"sku": "TIGER-SHORTS", "size": "M", "quantity": 5},
                {"sku": "TIGER-SHORTS", "size": "L", "quantity": 0, "price": "250.00"},
            ]
        }
    },
    notes={
        "two sizes": "The whole list: items that it does not name count as not in stock. Of two entries for "
        "one size, the later counts."
    },
)
async def tell_inventory(call: ApiCall, told: InventoryTold) -> ApiReply:
    """Report the stock of a shop

    Send the whole list: it replaces the stock that was known before. It decides which shops are asked first, and what
    your site can promise.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        shop = await _load_shop(turn, call.path["id"])
        await waitlist_news.learn(turn.unit, await _read_stated(turn, shop, told.items), turn.now, whole=shop.id)
        return await _load_inventory(turn, shop)

    return ApiReply(200, await call.api.turns.act(call.business, work))


async def _load_shop(turn: Turn, ref: str) -> Shop:
    shop = await turn.unit.of(Shops).find_by_ref(ref) if re.fullmatch(_REF, ref) else None
    if shop is None:
        raise ApiRefused(Code.NOT_FOUND, f"there is no shop {ref[:60]!r}; {LIST_SHOPS} lists them", "id")
    return shop


async def _read_stated(turn: Turn, shop: Shop, told: Sequence[StockTold]) -> list[Stated]:
    """Return the reported stock with our products and sizes. Raises Refused for an entry that matches no product."""
    products = await turn.unit.products.find_by_skus([one.sku for one in told])
    stated: dict[tuple[str, str], Stated] = {}
    for at, one in enumerate(told):
        product = products.get(one.sku)
        if product is None:
            raise ApiRefused(Code.NOT_FOUND, f"no product has the sku {one.sku!r}", f"items[{at}].sku")
        if one.size not in product.sizes:
            raise ApiRefused(Code.NOT_FOUND, f"{one.sku} has no size {one.size!r}", f"items[{at}].size")
        price = None if one.price is None else Money.parse(one.price, "").micros
        stated[one.sku, one.size] = Stated(
            shop.id, product.id, one.size, one.quantity, turn.now, StockSource.LIST, price
        )
    return list(stated.values())


async def _load_inventory(turn: Turn, shop: Shop) -> dict[str, Any]:
    stated = await turn.unit.of(Inventories).list_by_shop(shop.id)
    products = await turn.unit.products.by_ids({one.product for one in stated})
    sold = [one for one in stated if products[one.product].removed_at is None]
    sold.sort(key=lambda one: (products[one.product].sku, one.size))
    return {"items": [_stock_view(products, one) for one in sold], "next": None}


def _stock_view(products: Mapping[Any, Product], one: Stated) -> dict[str, Any]:
    product = products[one.product]
    return {
        "sku": product.sku,
        "title": product.title,
        "size": one.size,
        "quantity": one.quantity,
        "free": one.free,
        "price": to_micros(one.price),
        "as_of": utc(one.as_of),
        "source": one.source.value,
    }


def _shop_view(shop: Shop, usual: str) -> dict[str, Any]:
    return {
        "id": shop.ref,
        "name": shop.name,
        "location": shop.location,
        "hours": shop.hours,
        "language": shop.language,
        "commission": to_micros(shop.commission),
        "commission_percent": shop.commission_percent,
        "handover": shop.handover or usual,
        "linked": shop.contact is not None,
        "away_until": utc(shop.away_until),
    }
