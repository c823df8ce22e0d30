"""What is known of a person: the money of their orders one by one, and how many photos of them are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.conversations import HOLDINGS
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.erasure import mentions
from storage.erasure.personal_record import list_shown_columns, load_known, load_known_at
from storage.people.people import Identity
from storage.schema import (
    addresses,
    consent_proofs,
    contacts,
    customer_tags,
    events,
    loyalty,
    messages,
    refunds,
    repayments,
    reservations,
)
from storage.sourcing.order_photos import Photo, Photos
from storage.sql.column_types import LETTERS
from tests.sourced import Souvenirs


def test_what_rows_are_found_by_is_told_of_no_table() -> None:
    """Every column that a person is shown, of every table: none is what letters are sought by, none is a folded copy of
    what stands beside it as it was written."""
    tables = [contacts, consent_proofs, events, *(one.table for one in HOLDINGS.personal if one.told)]
    assert addresses.c.sought.type is LETTERS
    assert {addresses, customer_tags, loyalty} <= set(tables)
    found = {(table.name, column.name): column for table in tables for column in list_shown_columns(table)}
    assert [name for name, column in found.items() if column.type is LETTERS] == []
    written = {table for table, name in found if name == "written"}
    keys = [name for name, column in found.items() if name[0] in written and column.primary_key]
    assert [name for name in keys if name[1] not in {"contact", "id"}] == []
    assert ("customer_tags", "written") in found


async def test_money_and_photos_of_their_orders_are_known(house: Souvenirs) -> None:
    await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    await house.linked("1234")
    await house.pays("1234")

    async def work(turn: Turn) -> tuple[Any, Any]:
        order = await turn.unit.row(select(reservations))
        assert order is not None
        await _returned(turn, order.id)
        message = await turn.unit.value(select(messages.c.id).limit(1))
        for place in range(3):
            await _photo(turn, order, message, place)
        stranger = turn.unit.ids.make()
        return order.amount, [await load_known(turn.unit, one) for one in (order.contact, stranger)]

    amount, (known, nothing) = await house.act(work)
    (payment,), (back,), (refund,) = (known[noun] for noun in ("payments", "repayments", "refunds"))
    assert (payment["amount"], payment["state"], "paid_at" in payment) == (f"{amount // 1_000_000}.00", "paid", True)
    assert payment.keys().isdisjoint({"url", "link", "payment"})
    assert (back["amount"], back["currency"], back["state"], "created_at" in back) == ("5.00", "INR", "asked", True)
    assert (refund["amount"], "at" in refund) == ("2.50", True)
    assert known["photos"] == [{"kept": 2}]
    assert nothing == {}


async def _returned(turn: Turn, order: UUID) -> None:
    values = {"currency": "INR", "created_at": turn.now, "changed_at": turn.now, "state": "asked", "payment": "pay_1"}
    await turn.unit.add(repayments, id=turn.unit.ids.make(), order=order, amount=5_000_000, **values)
    await turn.unit.add(refunds, order=order, refund="r1", amount=2_500_000, currency=None, at=turn.now)


async def _photo(turn: Turn, order: Any, message: UUID, place: int) -> None:
    """The last of them is gone."""
    gone = turn.now if place == 2 else None
    one = turn.unit.ids.make()
    await turn.unit.of(Photos).add(
        Photo(one, order.id, order.run, message, place, None, None, "0" * 64, 9, 9, 9, "a.jpg", turn.now, None, gone)
    )


async def test_rows_are_told_as_it_happened(house: Souvenirs) -> None:
    """Whatever order a database has them in."""
    await house.reserve("1234")

    async def work(turn: Turn) -> list[str]:
        order = await turn.unit.row(select(reservations))
        assert order is not None
        for days, name in ((2, "r3"), (0, "r1"), (1, "r2")):
            at = turn.now + timedelta(days=days)
            amount = (days + 1) * 1_000_000
            await turn.unit.add(refunds, order=order.id, refund=name, amount=amount, currency="INR", at=at)
        known = await load_known(turn.unit, order.contact)
        return [one["amount"] for one in known["refunds"]]

    assert await house.act(work) == ["1.00", "2.00", "3.00"]


async def test_of_one_moment_a_text_is_told_before_its_answer(house: Souvenirs) -> None:
    """And the rest by what it says, not by the ids, which say nothing."""
    await house.reserve("1234")

    async def work(turn: Turn) -> list[str]:
        theirs = await turn.unit.row(select(messages).limit(1))
        assert theirs is not None
        columns = dict(theirs._mapping) | {"created_at": turn.now - timedelta(days=1), "status_at": turn.now}
        for direction, text in (("out", "the answer"), ("in", "my text"), ("out", "another")):
            ids = {"id": turn.unit.ids.make(), "key": text}
            row = {name: value for name, value in columns.items() if name != "business"}
            await turn.unit.add(messages, **(row | ids | {"direction": direction, "text": text}))
        known = await load_known(turn.unit, theirs.contact)
        return [one["text"] for one in known["messages"][:3]]

    assert await house.act(work) == ["my text", "another", "the answer"]


async def test_a_message_that_names_another_person_is_in_no_record(house: Souvenirs) -> None:
    """A member of the staff may be a customer as well: what the staff's chat says of others stays out."""
    await house.reserve("1234")

    async def work(turn: Turn) -> list[int]:
        theirs = await turn.unit.row(select(messages).limit(1))
        assert theirs is not None
        other = await turn.unit.people.resolve([Identity("sms", "+13145550177")], turn.now)
        before = await load_known(turn.unit, theirs.contact)
        await mentions.note(turn.unit, [theirs.id], [other])
        found = [await load_known(turn.unit, theirs.contact), await load_known_at(turn.unit, theirs.address)]
        return [len(before["messages"]) - len(one.get("messages", ())) for one in found]

    assert await house.act(work) == [1, 1]
