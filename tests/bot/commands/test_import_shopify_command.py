"""``parley import shopify``: a shop asked by a real process, killed half way, and gone on with."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import signal
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.schema import addresses, audit, contacts, orders
from tests.bot.commands.commanding import ROOT, SHOP, Ended, Run, run
from tests.bot.commands.test_import_command import rows
from tests.providers.shopify import ShopifyStand
from tests.providers.shopify_bulk import a_customer, an_order

__all__ = ["run"]

STORE = """
[stores.shopify]
domain = "parley-dev.myshopify.com"
webhook_secret = "env:SECRET"
client_id = "0123456789abcdef0123456789abcdef"
"""
MANY = 3000


@pytest.fixture
def shop(run: Run, tmp_path: Path) -> Path:
    """The folder of a shop that is connected to Shopify."""
    (tmp_path / "shop.toml").write_text(SHOP + STORE, encoding="utf-8")
    with (tmp_path / ".env").open("a", encoding="utf-8") as file:
        file.write("SECRET=shpss_test\n")
    assert run("apply", "shop.toml").code == 0
    return tmp_path


async def asked(stand: ShopifyStand, folder: Path, *arguments: str, until: str = "") -> Ended:
    """The command in a process of its own; it is killed when it says that it is so far."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "import", "shopify", "-b", "tiger", *arguments, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PARLEY_SHOPIFY_API_URL": stand.url},
        stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stdout is not None
    said = []
    async for line in process.stderr:
        said.append(line.decode())
        if until and until in said[-1]:
            process.send_signal(signal.SIGKILL)
            break
    out = (await process.stdout.read()).decode()
    return Ended(await process.wait(), out, "".join(said))


def in_turn(stand: ShopifyStand, folder: Path, *runs: Sequence[str]) -> list[Ended]:
    """Several commands beside the shop, one after the other; the first word of each is what it is killed at."""

    async def play() -> list[Ended]:
        async with stand:
            return [await asked(stand, folder, *options, until=until) for until, *options in runs]

    return asyncio.run(play())


def test_customers_and_orders_come_in_and_where_the_orders_end_is_said(shop: Path) -> None:
    stand = ShopifyStand()
    stand.bulk.customers = [a_customer(1), a_customer(2), {"id": "gid://shopify/Customer/3", "numberOfOrders": "-1"}]
    stand.bulk.orders = [an_order(101, 1), an_order(102, None)]
    (ended,) = in_turn(stand, shop, [""])
    assert (ended.code, ended.out) == (
        0,
        "customers: 2 new, 0 changed, 0 same, 1 refused, 0 imported partly; the reasons are in "
        "shopify-customers.rejected.csv\norders: 2 new, 0 changed, 0 same, 0 refused, 0 imported partly\n",
    ), ended.err
    assert "orders: those of the last 60 days, since " in ended.err
    assert "for the app lacks read_all_orders; older ones come in by the file" in ended.err
    assert rows(shop, orders, "ref", "source") == [("101", "shopify"), ("102", "shopify")]
    assert [row for row in rows(shop, audit, "action", "figures") if row[0].startswith("imported")] == [
        ("imported customers", '{"new": 2, "refused": 1}'),
        ("imported orders", '{"new": 2}'),
    ]
    rejects = shop / "shopify-customers.rejected.csv"
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        assert [(row["shopify_id"], row["parley_line"], row["parley_outcome"]) for row in csv.DictReader(file)] == [
            ("3", "3", "refused")
        ]
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600


@pytest.mark.long
def test_all_orders_are_shown_to_an_app_with_the_scope_for_it(shop: Path) -> None:
    stand = ShopifyStand(scopes=("read_all_orders", "read_orders", "read_customers"))
    stand.bulk.orders = [an_order(101, None, createdAt="2019-02-10T10:00:00Z")]
    (ended,) = in_turn(stand, shop, ["", "--only", "orders", "--json"])
    assert json.loads(ended.out)["orders"] == {
        "figures": {"new": 1, "changed": 0, "same": 0, "refused": 0, "in_part": 0}, "broken": "",
    }  # fmt: skip
    assert "orders: all that the shop has, for the app has read_all_orders" in ended.err


@pytest.mark.long
def test_a_process_that_was_killed_is_begun_again_and_counts_each_once(shop: Path) -> None:
    stand = ShopifyStand()
    stand.bulk.customers = [a_customer(one) for one in range(MANY)]
    stand.bulk.customers[10] |= {"numberOfOrders": "-1"}
    first, second = in_turn(stand, shop, ["33%", "--only", "customers"], ["", "--only", "customers", "--json"])
    assert (first.code, first.out) == (-signal.SIGKILL, "")
    told = json.loads(second.out)["customers"]["figures"]
    assert told == {"new": MANY - 1, "changed": 0, "same": 0, "refused": 1, "in_part": 0}
    assert "going on with gid://shopify/BulkOperation/1, of which " in second.err
    assert len(stand.bulk.operations) == 1, "Shopify was asked once"
    people = [row for row in rows(shop, contacts, "name") if row[0] and row[0].startswith("Person ")]
    assert len(people) == len(set(people)) == MANY - 1
    numbers = [row for row in rows(shop, addresses, "channel", "value") if row[0] == "sms"]
    assert len(numbers) == MANY - 1
    assert (shop / "shopify-customers.rejected.csv").read_text("utf-8-sig").count("refused") == 1


@pytest.mark.long
def test_a_process_that_is_killed_while_shopify_gathers_goes_on_with_the_same(shop: Path) -> None:
    stand = ShopifyStand()
    stand.bulk.looks = 2
    stand.bulk.customers = [a_customer(1)]
    first, second = in_turn(stand, shop, ["Shopify is asked", "--only", "customers"], ["", "--only", "customers"])
    assert first.code == -signal.SIGKILL
    assert second.out == "customers: 1 new, 0 changed, 0 same, 0 refused, 0 imported partly\n"
    assert len(stand.bulk.operations) == 1


def test_what_is_not_all_exits_with_1_and_says_what_to_do(shop: Path) -> None:
    stand = ShopifyStand()
    stand.bulk.customers = [a_customer(1), a_customer(2), a_customer(3)]
    stand.bulk.breaks = ("FAILED", "TIMEOUT", 2)
    first, second = in_turn(stand, shop, ["", "--only", "customers"], ["", "--only", "customers"])
    assert (first.code, first.out) == (1, "customers: 1 new, 0 changed, 0 same, 0 refused, 0 imported partly\n")
    assert first.err.endswith(
        "parley: Shopify broke off before all customers were gathered (TIMEOUT); 1 of them were taken over. Run this "
        "again: they are asked anew, and nobody counts twice\n"
    )
    assert (second.code, second.out) == (0, "customers: 2 new, 0 changed, 1 same, 0 refused, 0 imported partly\n")


def test_a_scope_that_is_lacking_is_named_before_anything_is_asked(shop: Path) -> None:
    stand = ShopifyStand(scopes=("read_orders",))
    ended, of_orders = in_turn(stand, shop, [""], ["", "--only", "orders"])
    assert (ended.code, of_orders.code, stand.bulk.operations) == (1, 1, [])
    assert "parley: Shopify does not show the app its customers: grant it read_customers and" in ended.err
    assert "its orders: grant it read_orders, read_customers and" in of_orders.err, "an order names its customer"


def test_a_business_without_a_shop_at_shopify_is_told_so(run: Run, tmp_path: Path) -> None:
    assert run("apply", "shop.toml").code == 0
    ended = run("import", "shopify", "-b", "tiger")
    assert (ended.code, ended.err) == (
        1, "parley: tiger has no Shopify shop: put [stores.shopify] into its file and apply\n",
    )  # fmt: skip
