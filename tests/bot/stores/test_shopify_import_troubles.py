"""What goes wrong on the way: each has its word, what came is kept, and the next run goes on or asks anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.stores.shopify_gathering import Unfinished
from bot.stores.shopify_result import LONGEST
from storage.schema import contacts, order_lines, orders, store_imports
from storage.store.store_imports import HeldElsewhere, StoreImports
from tests.bot.stores.taken import Killed, Taker, Watch
from tests.providers.shopify import Trouble
from tests.providers.shopify_bulk import a_customer, an_order

MANY = 130
NONE = {"new": 0, "changed": 0, "same": 0, "refused": 0, "in_part": 0}


@pytest.fixture
def many(taker: Taker) -> Taker:
    """A shop with customers for three parts."""
    taker.stand.bulk.customers = [a_customer(one) for one in range(1, MANY + 1)]
    return taker


async def people(taker: Taker) -> int:
    """How many customers of the shop there are."""
    return sum(1 for (name,) in await taker.rows(contacts, "name") if name and name.startswith("Person "))


async def gathered(taker: Taker, what: str) -> None:
    """Shopify has gathered it, and nothing of it came yet."""
    taker.stand.bulk.claims = 10**9
    with pytest.raises(Unfinished):
        await taker.take(what)


async def test_a_run_that_was_killed_goes_on_with_the_same_operation_and_counts_each_once(many: Taker) -> None:
    with pytest.raises(Killed):
        await many.take("customers", Watch(dies=50))
    assert 50 <= await people(many) < MANY
    watch = Watch()
    taken = await many.take("customers", watch)
    assert (dict(taken.figures), watch.begun) == (NONE | {"new": MANY}, [("customers", MANY, 50)])
    assert watch.lines == ["going on with gid://shopify/BulkOperation/1, 50 done"]
    assert (len(many.stand.bulk.operations), await people(many)) == (1, MANY)


async def test_a_part_that_was_written_by_half_counts_once(many: Taker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of it that are new are written in one transaction, those who are known in others, and then it is noted."""
    many.stand.bulk.customers = [a_customer(one) for one in range(1, 31)]
    await many.take("customers")
    moved = [a_customer(one, updatedAt="2026-02-20T10:00:00Z", firstName="Persona") for one in range(1, 31)]
    many.stand.bulk.customers = [*moved, *(a_customer(one) for one in range(31, 41))]
    noted, real = [0], StoreImports.note

    async def dies(self: StoreImports, *given: object, **stands: object) -> None:
        if "fates" in str(stands.get("place")):
            noted[0] += 1
            if noted[0] == 4:
                raise Killed
        await real(self, *given, **stands)  # type: ignore[arg-type]

    monkeypatch.setattr(StoreImports, "note", dies)
    with pytest.raises(Killed):
        await many.take("customers")
    monkeypatch.setattr(StoreImports, "note", real)
    assert dict((await many.take("customers")).figures) == NONE | {"new": 10, "changed": 30}


async def test_two_runs_at_once_do_not_count_twice(many: Taker) -> None:
    """The later one goes on, and the earlier one ends."""

    class Meanwhile(Watch):
        def became(self, *given: object) -> None:
            super().became(*given)  # type: ignore[arg-type]
            if self.many == 50:
                raise Killed

    with pytest.raises(Killed):
        await many.take("customers", Meanwhile())
    turns = many.service.turns
    first = await turns.act("tiger", lambda turn: turn.unit.of(StoreImports).hold("shopify", "customers"))
    assert dict((await many.take("customers")).figures) == NONE | {"new": MANY}
    with pytest.raises(HeldElsewhere, match="another run of this command is already importing the customers"):
        await turns.act("tiger", lambda turn: turn.unit.of(StoreImports).note(first, place={}))


async def test_a_result_that_is_too_old_is_asked_for_anew(many: Taker) -> None:
    with pytest.raises(Killed):
        await many.take("customers", Watch(dies=50))
    many.stand.bulk.operations[0].completed_at = datetime.now(UTC) - timedelta(days=8)
    watch = Watch()
    taken = await many.take("customers", watch)
    assert dict(taken.figures) == NONE | {"new": MANY - 50, "same": 50}
    assert "Shopify's result has expired, as it does after a week: customers are asked for anew" in watch.lines
    assert len(many.stand.bulk.operations) == 2


@pytest.mark.parametrize("gone", ["EXPIRED", "unknown"])
async def test_an_operation_that_shopify_knows_no_more_is_asked_for_anew(many: Taker, gone: str) -> None:
    with pytest.raises(Killed):
        await many.take("customers", Watch(dies=50))
    if gone == "unknown":
        many.stand.bulk.operations[0].id += "0"
    else:
        many.stand.bulk.operations[0].status = gone
    assert (await many.take("customers")).figures["same"] == 50
    assert await people(many) == MANY


async def test_a_throttled_or_silent_shop_is_asked_again_as_late_as_it_says(many: Taker) -> None:
    many.stand.fail_next(Trouble.THROTTLED, None, Trouble.BUSY, Trouble.ERROR, None, Trouble.THROTTLED)
    watch = Watch()
    assert (await many.take("customers", watch)).figures["new"] == MANY
    assert "Shopify's rate limit is reached: next try in 3 s" in watch.lines
    assert (7.0 in many.pauses, len(many.stand.bulk.operations)) == (True, 1)


async def test_a_start_whose_answer_was_lost_is_not_begun_twice(many: Taker) -> None:
    many.stand.bulk.looks = 3
    many.stand.fail_next(None, Trouble.CUT_AFTER)
    assert (await many.take("customers")).figures["new"] == MANY
    assert len(many.stand.bulk.operations) == 1


async def test_a_shop_that_does_not_answer_ends_the_run_which_goes_on_later(many: Taker) -> None:
    many.stand.fail_next(None, None, *[Trouble.ERROR] * 8)
    with pytest.raises(Unfinished, match=r"Shopify answered 500; run this again to continue$"):
        await many.take("customers")
    assert (await many.take("customers")).figures["new"] == MANY
    assert len(many.stand.bulk.operations) == 1


async def test_others_that_run_are_waited_for(many: Taker) -> None:
    many.stand.bulk.others = 6
    watch = Watch()
    assert (await many.take("customers", watch)).figures["new"] == MANY
    waits = [line for line in watch.lines if line.startswith("Shopify is running other bulk operations of this app")]
    assert (len(waits), many.pauses[:2]) == (1, [30.0, 30.0])


@pytest.mark.parametrize("how", ["query", "operation"])
async def test_what_the_app_is_not_shown_is_named_with_the_remedy(many: Taker, how: str) -> None:
    if how == "query":
        many.stand.fail_next(None, Trouble.DENIED)
    else:
        many.stand.bulk.breaks = ("FAILED", "ACCESS_DENIED", 0)
    with pytest.raises(Unfinished, match="does not show the app its customers: grant it read_customers and, under"):
        await many.take("customers")
    assert await people(many) == 0
    assert (await many.take("customers")).figures["new"] == MANY


@pytest.mark.parametrize(
    ("status", "error", "told"),
    [
        (
            "FAILED",
            "INTERNAL_SERVER_ERROR",
            "Shopify broke off before all orders were gathered (INTERNAL_SERVER_ERROR)",
        ),
        ("FAILED", "TIMEOUT", "Shopify broke off before all orders were gathered (TIMEOUT)"),
        ("CANCELED", None, "the operation was cancelled at Shopify before all orders were gathered"),
        ("EXPIRED", None, ""),
    ],
)
async def test_partial_data_is_taken_over_but_its_last_order_and_asked_for_anew(
    taker: Taker, status: str, error: str | None, told: str
) -> None:
    """The last one may lack lines, and an order that is known stays as it is."""
    bulk = taker.stand.bulk
    bulk.orders = [an_order(100 + one, None) for one in range(4)]
    bulk.breaks = (status, error, 5)  # two and the third without its line
    taken = await taker.take("orders")
    if told:
        assert taken.broken.startswith(f"{told}; 2 of them were taken over. Run this again")
        assert dict(taken.figures) == NONE | {"new": 2}
        assert dict((await taker.take("orders")).figures) == NONE | {"new": 2, "same": 2}
    else:
        assert (taken.broken, dict(taken.figures)) == ("", NONE | {"new": 4}), "it is asked anew at once"
    assert [len(await taker.rows(one, "business")) for one in (orders, order_lines)] == [4, 4]


async def test_one_that_failed_with_nothing_says_so_and_is_begun_anew(many: Taker) -> None:
    many.stand.bulk.breaks = ("FAILED", "TIMEOUT", 0)
    with pytest.raises(Unfinished, match=r"gathered \(TIMEOUT\); nothing was taken over. Run this again"):
        await many.take("customers")
    assert (await many.take("customers")).figures["new"] == MANY


async def test_a_connection_that_is_cut_goes_on_behind_what_came(many: Taker) -> None:
    many.stand.bulk.cuts = [10_000, 5_000]
    assert (await many.take("customers")).figures["new"] == MANY
    assert many.stand.bulk.fetched == ["", "bytes=10000-", "bytes=15000-"]


async def test_a_result_that_never_comes_whole_is_no_result_and_stays_to_be_fetched(many: Taker) -> None:
    many.stand.bulk.claims = 10**6
    with pytest.raises(Unfinished, match=r"ends in the middle: \d+ of 1000000 bytes came.*nothing of it is lost"):
        await many.take("customers")
    assert await people(many) == 0
    many.stand.bulk.claims = None
    assert (await many.take("customers")).figures["new"] == MANY
    assert len(many.stand.bulk.operations) == 1


@pytest.mark.parametrize("cut", ["between lines", "within one"])
async def test_a_result_with_less_than_was_counted_is_taken_over_and_said(taker: Taker, cut: str) -> None:
    bulk = taker.stand.bulk
    bulk.orders = [an_order(100 + one, None) for one in range(4)]
    await gathered(taker, "orders")
    made = bulk.operations[0]
    if cut == "between lines":
        bulk.lacks = 2
    else:
        made.lines[-1] = made.lines[-1][:40]
    bulk.claims = 0
    taken = await taker.take("orders")
    assert taken.broken.startswith("Shopify's result ends in the middle: 4 orders were to be in it")
    bulk.lacks, bulk.claims = 0, None
    assert dict((await taker.take("orders")).figures)["refused"] == 0
    assert [len(await taker.rows(one, "business")) for one in (orders, order_lines)] == [4, 4]


async def test_lines_that_cannot_be_read_cost_no_other(taker: Taker) -> None:
    bulk = taker.stand.bulk
    bulk.customers = [a_customer(1), a_customer(2, firstName="x" * (LONGEST + 9)), a_customer(3), a_customer(4)]
    await gathered(taker, "customers")
    bulk.operations[0].lines[2] = b"<html>\n"
    bulk.claims = 0
    watch = Watch()
    taken = await taker.take("customers", watch)
    assert dict(taken.figures)["refused"] == 2
    assert {told for _, told in watch.mistakes} == {"the line cannot be read"}


async def test_an_order_with_a_line_that_cannot_be_read_is_refused_whole(taker: Taker) -> None:
    """Its line would be lacking for good: an order that is known stays as it is."""
    bulk = taker.stand.bulk
    bulk.orders = [an_order(100 + one, None) for one in range(3)]
    await gathered(taker, "orders")
    bulk.operations[0].lines[1] = b"<html>\n"
    bulk.claims = 0
    watch = Watch()
    taken = await taker.take("orders", watch)
    assert dict(taken.figures) == NONE | {"new": 1, "refused": 1}, "the last is left: less came than was counted"
    assert watch.mistakes == [("100", "a line that may belong to it cannot be read")]
    assert dict((await taker.take("orders")).figures) == NONE | {"new": 2, "same": 1}


async def test_lines_away_from_their_order_are_no_result(taker: Taker) -> None:
    taker.stand.bulk.orders = [an_order(1, None), an_order(2, None)]
    taker.stand.bulk.scattered = True
    with pytest.raises(Unfinished, match="separates parts of a record from it; run this again"):
        await taker.take("orders")
    assert await taker.rows(orders, "ref") == []
    taker.stand.bulk.scattered = False
    assert (await taker.take("orders")).figures["new"] == 2


async def test_a_shop_without_any_is_done_at_once(taker: Taker) -> None:
    taken = await taker.take("customers")
    assert (dict(taken.figures), taken.broken) == (NONE, "")
    assert [one[0] is not None for one in await taker.rows(store_imports, "ended_at")] == [True]
