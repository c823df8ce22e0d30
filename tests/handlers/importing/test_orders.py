"""Orders of a file: kept once with their lines and their end, right in the totals, and told to nobody."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from flows.events import CartUpdated, Customer, Item, OrderCreated
from flows.importing.file_columns import WrongColumns
from flows.money import Money
from handlers.engine.turn import Turn
from handlers.importing.customer_row import RowFate
from handlers.importing.customer_row_reader import CUT
from handlers.importing.imported_customer_writer import ERASED
from handlers.importing.imported_order_writer import APART, OTHERWISE
from handlers.importing.order_file import OrderSurvey, bring_orders, open_orders, survey_orders
from handlers.importing.order_row import OrderOutcome
from handlers.people.inbound_event import InboundEvent
from storage.schema import (
    attributions,
    carts,
    contacts,
    customer_totals,
    events,
    messages,
    order_lines,
    orders,
    outbox,
    refunds,
    runs,
    waits,
)
from storage.store.customer_totals import START, Totals
from storage.unit import Unit
from tests.handlers.importing.files import MADE, TIGER, Folder

SHARED = Path(__file__).parents[4] / "shared" / "data" / "intelligence"
SHOPIFY = """Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,\
Lineitem sku,Vendor,Billing Name,Phone,Cancelled at,Refunded Amount,Id
#1001,d@mail.example,paid,USD,64.00,2026-01-05 10:00:00 -0600,1,Kurta,40.00,KUR,Leaf,Dana Reyes,314-555-0142,,0.00,501
#1001,d@mail.example,,,,2026-01-05 10:00:00 -0600,2,Cap,12.00,CAP,Leaf,,,,,
#1002,d@mail.example,refunded,USD,10.00,2026-01-09,1,Cap,10.00,CAP,Leaf,Dana Reyes,314-555-0142,,10.00,502
#1003,d@mail.example,voided,USD,9.00,2026-02-01 10:00:00 -0600,1,Cap,9.00,CAP,Leaf,Dana Reyes,314-555-0142,,0.00,503
#1004,s@mail.example,partially_refunded,USD,20.00,2026-02-02 10:00:00 -0600,1,Cap,20.00,CAP,Leaf,Sam,,,5.00,504
"""


class Done:
    """What a file held, and what became of it."""

    def __init__(self, found: OrderSurvey, fates: Counter[RowFate], outcomes: list[OrderOutcome]) -> None:
        self.found = found
        self.fates = {fate.value: many for fate, many in fates.items()}
        self.outcomes = outcomes


async def bring(
    folder: Folder, at: Path, text: str | bytes | None, *chosen: tuple[str, str], source: str = "api"
) -> Done:
    path = at / "orders.csv"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (MADE.timestamp(), MADE.timestamp()))
    service = folder.service
    tenant = await service.turns.tenant(TIGER)
    sheet = open_orders(path, tenant.business, service.clock.now(), source, chosen)
    outcomes: list[OrderOutcome] = []
    found = await survey_orders(service.turns, TIGER, sheet)
    return Done(found, await bring_orders(service.turns, TIGER, sheet, outcomes.append), outcomes)


async def totals(folder: Folder) -> list[tuple[Any, ...]]:
    return await folder.rows(customer_totals, *customer_totals.c.keys())


async def _part(folder: Folder, after: UUID) -> UUID | None:
    async def part(unit: Unit) -> tuple[int, UUID | None]:
        return await unit.of(Totals).rebuild(after)

    return (await folder.service.turns.store.write(TIGER, part))[1]


async def rebuilt(folder: Folder) -> list[tuple[Any, ...]]:
    """The totals, made anew from the rows."""
    reached: UUID | None = START
    while reached is not None:
        reached = await _part(folder, reached)
    return await totals(folder)


async def test_a_file_that_is_cut_in_a_letter_says_so_at_its_last_order(folder: Folder, tmp_path: Path) -> None:
    text = "order,date,email,total,name\n1,2026-01-05,d@mail.example,5,Dana\n2,2026-01-06,j@mail.example,5,Jos"
    done = await bring(folder, tmp_path, text.encode() + "é".encode()[:1])
    assert [one.mistakes[:1] for one in done.outcomes] == [(), (CUT,)]


async def test_an_export_of_a_store_is_taken_over_whole(folder: Folder, tmp_path: Path) -> None:
    done = await bring(folder, tmp_path, SHOPIFY)
    assert (done.found.orders, done.found.lines, done.found.refused, done.fates) == (4, 5, 0, {"new": 4})
    assert dict(done.found.worth) == {"USD": 103_000_000}
    kept = await folder.rows(orders, "ref", "number", "total", "refunded", "source")
    assert kept == [
        ("501", "#1001", 64_000_000, 0, "api"),
        ("502", "#1002", 10_000_000, 10_000_000, "api"),
        ("503", "#1003", 9_000_000, 0, "api"),
        ("504", "#1004", 20_000_000, 5_000_000, "api"),
    ]
    lines = await folder.rows(order_lines, "sku", "quantity", "price", "brand")
    assert lines == [("CAP", 1, 10_000_000, "leaf"), ("CAP", 1, 20_000_000, "leaf"), ("CAP", 2, 12_000_000, "leaf"),
                     ("KUR", 1, 40_000_000, "leaf")]  # fmt: skip
    dana, sam = await folder.whose("sms", "+13145550142"), await folder.whose("email", "s@mail.example")
    assert (dana["name"], sam["name"]) == ("Dana Reyes", "Sam")
    figures = await folder.rows(customer_totals, "contact", "orders", "spend", "first_order_at")
    first = datetime(2026, 1, 5, 16, tzinfo=UTC)
    assert (dana["id"], 2, 64_000_000, first) in figures
    assert [row[1:3] for row in figures if row[0] == sam["id"]] == [(1, 15_000_000)]
    assert await rebuilt(folder) == await totals(folder)


async def test_a_file_that_is_read_again_changes_nothing(folder: Folder, tmp_path: Path) -> None:
    await bring(folder, tmp_path, SHOPIFY)
    tables = (orders, order_lines, refunds, contacts, customer_totals)
    before = [await folder.rows(one, *one.c.keys()) for one in tables]
    again = await bring(folder, tmp_path, SHOPIFY)
    assert (again.fates, again.found.known, again.found.customers) == ({"same": 4}, 4, 4)
    assert [await folder.rows(one, *one.c.keys()) for one in tables] == before


async def test_nothing_begins_ends_or_is_said(folder: Folder, tmp_path: Path) -> None:
    """Not even for somebody whose cart waits for its reminder."""
    service = folder.service
    assert service.sandbox is not None
    now = service.clock.now()
    kurta = (Item("KUR", "Kurta", price=Money(40_000_000, "USD")),)
    dana = Customer(id="c1", name="Dana", phone="+13145550142", email="d@mail.example")
    cart = CartUpdated("cart-1", Money(40_000_000, "USD"), kurta, "https://tigr.example/c/1", dana, now)
    await service.inbox.take(TIGER, InboundEvent("api", "e1", cart, b"{}"))
    await service.sandbox.settle()
    tables = (events, runs, waits, messages, outbox, attributions, carts)
    before = [await folder.rows(one, *one.c.keys()) for one in tables]
    await bring(folder, tmp_path, SHOPIFY)
    await service.sandbox.settle()
    assert [await folder.rows(one, *one.c.keys()) for one in tables] == before


async def test_what_the_shop_told_itself_stays(folder: Folder, tmp_path: Path) -> None:
    service = folder.service
    assert service.sandbox is not None
    who = Customer(id="c9", name="Dana", phone="+13145550142")
    told = OrderCreated("501", "1001", Money(63_000_000, "USD"), (Item("KUR", "Kurta"),), who, MADE)
    await service.inbox.take(TIGER, InboundEvent("api", "e1", told, b"{}"))
    await service.sandbox.settle()
    done = await bring(folder, tmp_path, SHOPIFY)
    assert (done.fates, done.outcomes[0].mistakes) == ({"same": 1, "new": 3}, (APART,))
    assert (await folder.rows(orders, "ref", "total"))[0] == ("501", 63_000_000)
    other = SHOPIFY.replace("USD,10.00,2026-01-09", "USD,11.00,2026-01-09")
    again = await bring(folder, tmp_path, other)
    assert again.outcomes[1].mistakes == (OTHERWISE,)


async def test_a_later_file_tells_what_ended_since(folder: Folder, tmp_path: Path) -> None:
    await bring(folder, tmp_path, SHOPIFY)
    later = SHOPIFY.replace(",,5.00,504", ",,8.00,504").replace(
        "314-555-0142,,0.00,501", "314-555-0142,2026-02-20,0.00,501"
    )
    done = await bring(folder, tmp_path, later)
    assert done.fates == {"changed": 2, "same": 2}
    assert [row[0] for row in await folder.rows(orders, "refunded")] == [0, 0, 10_000_000, 8_000_000]
    dana = await folder.whose("sms", "+13145550142")
    assert [row[1:] for row in await folder.rows(customer_totals, "contact", "orders") if row[0] == dana["id"]] == [
        (1,)
    ]
    assert await rebuilt(folder) == await totals(folder)


HEADS = "order id,date,customer id,product,qty,price"
WRONG = {
    "no id": (",2026-01-01,c1,Cap,1,5", "is not an order id"),
    "a formula for an id": ("=cmd,2026-01-01,c1,Cap,1,5", "is not an order id"),
    "no date": ("1,,c1,Cap,1,5", "has no date"),
    "what is no date": ("1,soon,c1,Cap,1,5", "is not a date or time"),
    "the year 1": ("1,0001-01-01T00:00:00Z,c1,Cap,1,5", "date: is before 1900"),
    "no year at all": ("1,9999-12-31T23:59:59-12:00,c1,Cap,1,5", "date: is in the year 9000 or later"),
    "tomorrow": ("1,2031-01-01,c1,Cap,1,5", "in the future"),
    "a return of nobody's": ("1,2026-01-01,,Cap,-1,5", "5.00 USD that came back was left out"),
    "a return before any order": ("1,2025-01-01,c1,Cap,-1,5", "5.00 USD that came back was left out"),
    "what is no number": ("1,2026-01-01,c1,Cap,many,5", "is not a whole number"),
    "what is no price": ("1,2026-01-01,c1,Cap,1,free", "is not an amount of money"),
    "no price": ("1,2026-01-01,c1,Cap,1,", "has no price"),
    "cut": ("1,2026-01-01,c1", "the file is cut off here"),
}


async def test_an_order_that_ended_when_nothing_could_is_refused(folder: Folder, tmp_path: Path) -> None:
    rows = "2,2026-01-01,c1,Cap,1,5,\n1,2026-01-01,c1,Cap,1,5,0001-01-01T00:00:00Z"
    done = await bring(folder, tmp_path, f"{HEADS},cancelled at\n{rows}\n")
    assert done.fates == {"new": 1, "refused": 1}
    assert done.outcomes[1].mistakes == ("cancelled at: is before 1900",)


@pytest.mark.parametrize("name", WRONG)
async def test_an_order_that_cannot_be_read_is_refused_alone(folder: Folder, tmp_path: Path, name: str) -> None:
    row, why = WRONG[name]
    done = await bring(folder, tmp_path, f"{HEADS}\n2,2026-01-01,c1,Cap,1,5\n{row}")
    assert done.fates == {"new": 1, "refused": 1}
    assert why in done.outcomes[1].mistakes[0]
    assert [one.fate for one in done.outcomes[1].rows()] == [RowFate.REFUSED]


async def test_an_order_may_name_itself_on_its_first_row_alone(folder: Folder, tmp_path: Path) -> None:
    rows = "1,2026-01-01,c1,Cap,1,5\n,,,Mug,2,3\n1,,,Pen,1,1\n2,2026-01-02,c1,Cap,1,5\n"
    done = await bring(folder, tmp_path, f"{HEADS}\n{rows}")
    assert (done.fates, done.found.lines) == ({"new": 2}, 4)
    assert await folder.rows(orders, "ref", "total") == [("1", 12_000_000), ("2", 5_000_000)]


async def test_a_title_loses_its_html(folder: Folder, tmp_path: Path) -> None:
    await bring(folder, tmp_path, f"{HEADS}\n1,2026-01-01,c1,Salt &amp; <b>Oil</b>,1,5\n")
    assert await folder.rows(order_lines, "title") == [("Salt & Oil",)]


@pytest.mark.parametrize("many", [499, 500, 501, 542, 1114])
async def test_an_order_of_many_lines_is_taken_whole(folder: Folder, tmp_path: Path, many: int) -> None:
    rows = "".join(f"1,2026-01-01,c1,Cap {number},3,{number}.07\n" for number in range(many))
    done = await bring(folder, tmp_path, f"{HEADS}\n{rows}2,2026-01-02,c1,Cap,1,5\n")
    cents = sum(3 * (100 * number + 7) for number in range(many))
    assert (done.fates, done.found.lines, [one.mistakes for one in done.outcomes]) == ({"new": 2}, many + 1, [(), ()])
    assert await folder.rows(orders, "ref", "total") == [("1", cents * 10_000), ("2", 5_000_000)]
    assert len(await folder.rows(order_lines, "line")) == many + 1
    assert [row[0] for row in await folder.rows(customer_totals, "spend")] == [cents * 10_000 + 5_000_000]


async def test_an_order_beyond_the_bound_is_refused_whole(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.importing.order_row_reader.MOST_LINES", 20)
    rows = "1,2026-01-01,c1,Cap,1,1\n" * 21
    done = await bring(folder, tmp_path, f"{HEADS}\n{rows}2,2026-01-02,c1,Cap,1,5\n")
    assert (done.fates, done.found.refused) == ({"refused": 1, "new": 1}, 1)
    assert done.outcomes[0].mistakes == ("the order has more than 20 lines",)
    assert len(list(done.outcomes[0].rows())) == 21
    assert await folder.rows(orders, "ref") == [("2",)]


RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
RETURNS = {
    "in the same order": (["1,CAP,Cap,6,2026-01-05,2.55,c1,", "1,CAP,Cap,-2,2026-01-05,2.55,c1,"], 1020, [("CAP", 4)]),
    "of another line": (["1,CAP,Cap,6,2026-01-05,2.55,c1,", "1,D,Discount,-1,2026-01-05,1.30,c1,"], 1400, [("CAP", 6)]),
    "a price below nothing": (["1,CAP,Cap,6,2026-01-05,2.55,c1,", "1,D,Discount,1,2026-01-05,-1.30,c1,"], 1400, None),
    "an order of its own": (["1,CAP,Cap,6,2026-01-05,2.55,c1,", "C2,CAP,Cap,-2,2026-01-06,2.55,c1,"], 1020, None),
    "of two orders": (
        ["1,CAP,Cap,1,2026-01-05,2.55,c1,", "2,CAP,Cap,4,2026-01-06,2.55,c1,", "C3,CAP,Cap,-5,2026-01-07,2.55,c1,"],
        0,
        None,
    ),
    "more than was bought in the order": (
        ["1,CAP,Cap,6,2026-01-05,2.55,c1,", "2,MUG,Mug,1,2026-01-06,1.00,c1,", "2,CAP,Cap,-2,2026-01-06,2.55,c1,"],
        1120,
        None,
    ),
}


@pytest.mark.parametrize("name", RETURNS)
async def test_what_came_back_is_taken_off_the_customer_s_total(folder: Folder, tmp_path: Path, name: str) -> None:
    rows, cents, bought = RETURNS[name]
    text = "\n".join([RETAIL, *rows])
    done = await bring(folder, tmp_path, text)
    assert (set(done.fates), {one.mistakes for one in done.outcomes}) == ({"new"}, {()})
    assert dict(done.found.worth) == {"USD": cents * 10_000}
    assert [row[0] for row in await folder.rows(customer_totals, "spend")] == [cents * 10_000]
    if bought is not None:
        assert await folder.rows(order_lines, "sku", "quantity") == bought
    before = [await folder.rows(one, *one.c.keys()) for one in (orders, order_lines, refunds, customer_totals)]
    assert set((await bring(folder, tmp_path, text)).fates) == {"same"}
    assert [await folder.rows(one, *one.c.keys()) for one in (orders, order_lines, refunds, customer_totals)] == before
    assert await rebuilt(folder) == await totals(folder)


async def test_a_return_of_more_than_is_known_says_the_sum_left_out(folder: Folder, tmp_path: Path) -> None:
    rows = "1,CAP,Cap,1,2026-01-05,2.55,c1,\nC2,CAP,Cap,-3,2026-01-06,2.55,c1,"
    done = await bring(folder, tmp_path, f"{RETAIL}\n{rows}")
    assert done.fates == {"new": 2}
    assert "5.10 USD that came back was left out" in done.outcomes[1].mistakes[0]
    assert [row[0] for row in await folder.rows(customer_totals, "spend")] == [0]


async def test_an_order_of_nobody_is_kept_and_said(folder: Folder, tmp_path: Path) -> None:
    done = await bring(folder, tmp_path, f"{HEADS}\n1,2026-01-01,,Cap,2,5\n")
    assert (done.fates, "it names no customer" in done.outcomes[0].mistakes[0]) == ({"new": 1}, True)
    assert await folder.rows(orders, "ref", "contact", "total") == [("1", None, 10_000_000)]


async def test_who_was_erased_does_not_come_back_by_an_order(folder: Folder, tmp_path: Path) -> None:
    from handlers.privacy import privacy_requests

    await bring(folder, tmp_path, SHOPIFY)
    dana = (await folder.whose("sms", "+13145550142"))["id"]

    async def forget(turn: Turn) -> None:
        await privacy_requests.erase_person(turn, dana, "the staff")

    await folder.service.turns.act(TIGER, forget)
    more = SHOPIFY + "#1005,d@mail.example,paid,USD,7,2026-02-03,1,Cap,7,CAP,Leaf,Dana,314-555-0142,,0,505\n"
    done = await bring(folder, tmp_path, more)
    assert (done.outcomes[4].fate, done.outcomes[4].mistakes[0]) == (RowFate.REFUSED, ERASED)
    assert await folder.whose("sms", "+13145550142") == {}


async def test_columns_are_said_and_what_is_no_list_of_orders_is_told(folder: Folder, tmp_path: Path) -> None:
    with pytest.raises(WrongColumns, match="an order needs an id or number, a date"):
        await bring(folder, tmp_path, "a,b\n1,2\n")
    done = await bring(
        folder, tmp_path, "x;y;z\n7;03/02/2026;1.250,00\n", ("x", "order"), ("y", "date"), ("z", "total")
    )
    assert (done.fates, await folder.rows(orders, "total")) == ({"new": 1}, [(1_250_000_000,)])


async def test_orders_of_a_shop_come_in_with_the_figures_that_they_state(folder: Folder, tmp_path: Path) -> None:
    """The first orders of ``dev_shop_orders.csv``."""
    file = SHARED / "dev_shop_orders.csv"
    if not file.exists():
        pytest.skip("the shared file of orders is not here")
    lines = file.read_text(encoding="utf-8").splitlines()[:301]
    text, rows = "\n".join(lines), list(csv.DictReader(lines))
    customers = len({row["customer_id"] for row in rows})
    done = await bring(folder, tmp_path, text)
    cents = sum(round(float(row["amount_usd"]) * 100) for row in rows)
    assert (done.fates, done.found.orders, done.found.lines) == ({"new": 300}, 300, 300)
    assert dict(done.found.worth) == {"USD": cents * 10_000}
    figures = [row for row in await folder.rows(customer_totals, "orders", "spend") if row[0]]
    assert (len(figures), sum(row[0] for row in figures)) == (customers, 300)
    assert sum(row[1] for row in figures) == cents * 10_000
    categories = Counter(row[0] for row in await folder.rows(order_lines, "category"))
    assert categories == Counter(row["category"] for row in rows)
    before = await totals(folder)
    assert (await bring(folder, tmp_path, text)).fates == {"same": 300}
    assert await totals(folder) == before
    assert await rebuilt(folder) == before
