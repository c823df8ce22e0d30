"""What could not be read and belongs to nobody is searched for a person before they are forgotten."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from flows.delivery import Status
from flows.events import CartUpdated, ConsentAction, Customer, Item, MessageReceived, OrderCreated
from flows.money import Money
from flows.policy.facts import Kind, Programme
from flows.sourcing.news import Moved
from handlers import noted
from handlers.turn import Turn
from storage import mentions
from storage.consents import Line
from storage.disclosures import Disclosure
from storage.erasure import erase
from storage.inbox import Arrival, event_id
from storage.leaving import Taken
from storage.people import Identity
from storage.schema import disclosures, events, order_history
from storage.schema.tenancy import metadata
from storage.shop import Order
from storage.store import Store
from storage.traces import BATCH, Traces
from storage.unit import Unit
from tests.single import events_by_status
from tests.sourced import NOOR, Souvenirs, turns_of
from tests.storage.world import NOW, OTHER_SHOP, SHOP, do, entry, person, queued

DANA = (
    Identity("customer", "shopify:8101"),
    Identity("sms", "+13145550142"),
    Identity("email", "dana+cart@mail.example"),
    Identity("telegram", "77019"),
    Identity("whatsapp", "IN.1234567890abcdef"),
)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b'{"phone": "+13145550142"}', id="a number"),
        pytest.param(b'{"phone": "(314) 555-0142"}', id="a number as people write it"),
        pytest.param(b"call 314.555.0142 now", id="a number in a text that is no JSON"),
        pytest.param(urlencode({"From": "whatsapp:+13145550142"}).encode(), id="a form"),
        pytest.param(rb'{"phone": "\u002b1 314 555 0142", "note": "\u00e9"}', id="escaped"),
        pytest.param(b'{"email": "Dana+Cart@Mail.example"}', id="an e-mail in other letters"),
        pytest.param(rb'{"email": "dana\u002bcart\u0040mail.example"}', id="an e-mail escaped"),
        pytest.param(urlencode({"email": "dana+cart@mail.example"}).encode(), id="an e-mail in a form"),
        pytest.param(b"write to dana+cart@mail.example.", id="an e-mail ends a sentence"),
        pytest.param(b'{"customer": {"id": 8101}}', id="the shop's id"),
        pytest.param(b'{"id": "gid://shopify/Customer/8101"}', id="the shop's id in a longer name"),
        pytest.param(b'{"chat": {"id": 77019}}', id="a chat"),
        pytest.param(b"user=IN.1234567890ABCDEF", id="a WhatsApp user without a number"),
        pytest.param(b"\x00\xff 3145550142 \xfe", id="bytes that are no text"),
    ],
)
def test_a_trace_is_found(raw: bytes) -> None:
    assert Traces(DANA).are_in(raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b'{"phone": "+13145550143"}', id="another number"),
        pytest.param(b'{"email": "dana+cart@mail.example.org"}', id="an e-mail that goes on"),
        pytest.param(b'{"email": "ada.dana+cart@mail.example"}', id="an e-mail that begins before"),
        pytest.param(b'{"id": 18101, "other": 81012}', id="longer ids"),
        pytest.param(b'{"total": "8101.50", "old": 9.8101}', id="amounts"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_others_are_left_alone(raw: bytes) -> None:
    assert not Traces(DANA).are_in(raw)


def test_somebody_without_a_name_leaves_no_trace() -> None:
    assert not Traces(()).are_in(b"anything")


async def unreadable(unit: Unit, name: str, raw: bytes) -> UUID:
    identity = event_id(unit.business, "api", name)
    arrival = Arrival(identity, "api", name, NOW, raw, None, lane=identity, reason=f"cannot be used: {raw[:20]!r}")
    assert await unit.inbox.take(arrival)
    return identity


async def test_erasing_scrubs_what_could_not_be_read(store: Store) -> None:
    hers, others = b'{"phone": "+13145550142", "total": "x"}', b'{"phone": "+13145550199", "total": "x"}'

    async def fill(unit: Unit) -> None:
        await person(unit, *DANA)
        for number in range(BATCH + 5):
            await unreadable(unit, f"e{number}", hers if number % 2 else others)

    async def forget(unit: Unit) -> None:
        contact, _ = await person(unit, *DANA)
        await erase(unit, contact, NOW, lambda value: "h")

    async def kept(unit: Unit) -> list[tuple[bytes | None, str | None]]:
        found = [await _row(unit, event_id(unit.business, "api", f"e{number}")) for number in range(BATCH + 5)]
        return sorted(found, key=str)

    await do(store, fill)
    await do(store, fill, OTHER_SHOP)
    untouched = await do(store, kept, OTHER_SHOP)
    await do(store, forget)
    scrubbed = await do(store, kept)
    assert [row for row in scrubbed if row[0] is None] == [(None, "erased")] * ((BATCH + 5) // 2)
    assert {row[0] for row in scrubbed} == {None, others}
    assert await do(store, kept, OTHER_SHOP) == untouched
    assert (await do(store, events_by_status)) == {"unreadable": BATCH + 5}


async def test_a_second_erasure_of_the_same_number_does_not_look_for_its_hash(store: Store) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        await erase(unit, contact, NOW, lambda value: "h")
        event = await unreadable(unit, "e", json.dumps({"note": "erased:h"}).encode())
        await erase(unit, contact, NOW, lambda value: "h")
        assert (await _row(unit, event))[0] is not None

    await do(store, tell, SHOP)


CHAT = Identity("telegram", "77019")


async def test_no_chat_survives_in_what_its_messages_are_called(store: Store) -> None:
    """Nor does it come back with the answer of a provider that was asked before the erasure."""

    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit, CHAT)
        said = await queued(
            unit, CHAT, direction="in", key="telegram:7000000001:77019:1", provider_id="7000000001:77019:1"
        )
        sent = await queued(unit, CHAT, status=Status.SENT, provider_id="77019:2")
        flying = await queued(unit, CHAT, status=Status.SENDING)
        told = event_id(unit.business, "telegram", "telegram:7000000001:77019:1")
        heard = MessageReceived("telegram", "77019", "7", "77019:1", "hello", NOW)
        await unit.inbox.take(
            Arrival(told, "telegram", "telegram:7000000001:77019:1", NOW, None, heard, contact, contact)
        )
        await erase(unit, contact, NOW, lambda value: "h")
        await unit.leaving.taken([Taken(flying.id, "77019:3")], NOW)
        found = await unit.messages.by_ids([said.id, sent.id, flying.id])
        assert {one.provider_id for one in found.values()} == {None, "erased:"}
        assert found[said.id].key == f"erased:{said.id}"
        assert found[flying.id].status is Status.SENT
        assert await unit.inbox.known(told), "told again it is no news"
        name = await unit.value(select(events.c.external_id).where(unit.mine(events), events.c.id == told))
        assert name == f"erased:{told}"

    await do(store, tell)


async def test_what_the_staff_says_goes_with_whom_it_names_and_with_nobody_else(store: Store) -> None:
    ann, bo, staff = Identity("sms", "+13145550111"), Identity("sms", "+13145550122"), Identity("telegram", "9001")

    async def tell(unit: Unit) -> None:
        people = [(await person(unit, one))[0] for one in (ann, bo)]
        for contact, name in zip(people, ("Ann Abel", "Bo Lund"), strict=True):
            await unit.people.describe(contact, {"name": name}, NOW)
        asha, _ = await person(unit, staff)
        member, _ = await unit.access.put_member("Asha", "owner", NOW)
        await unit.access.link(member.id, asha, NOW)
        texts = ("ask Mrs Abel", "call (314) 555-0111", "to annabel", "/why_lund", "noted", "an answer")
        said = [await queued(unit, staff, direction="in", text=text, status=Status.RECEIVED) for text in texts]
        await mentions.note(unit, [said[4].id], [people[0]])
        answer = await queued(unit, staff, direction="in", reply_to=said[4].id, text="quick", status=Status.RECEIVED)
        unit.written.clear()  # they were written before
        await erase(unit, people[0], NOW, lambda value: "h")
        found = await unit.messages.by_ids([*(one.id for one in said), answer.id])
        assert [found[one.id].text for one in said] == [None, None, "to annabel", "/why_lund", None, "an answer"]
        assert found[answer.id].text is None
        assert await unit.people.search("Bo Lund")

    await do(store, tell)


async def test_what_is_still_to_be_said_of_them_is_not(store: Store) -> None:
    """But for news of an order that quotes nobody: it goes on without them."""
    staff = Identity("telegram", "9001")

    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        texts = ("Order 7 is called off.", "They wrote “qzx”", "gone")
        said = [await queued(unit, staff, kind=Kind.STAFF, text=text) for text in texts]
        sender = await unit.senders.put("telegram", "telegram", "7", 1.0, NOW)
        for one in said:
            await unit.outbox.add(entry(one, sender))
        await mentions.note(unit, [one.id for one in said[:2]], [contact])
        unit.written.clear()  # they were posted before
        await erase(unit, contact, NOW, lambda value: "h")
        found = await unit.messages.by_ids([one.id for one in said])
        assert [found[one.id].status for one in said] == [Status.QUEUED, Status.VOID, Status.QUEUED]
        assert [found[one.id].text for one in said] == ["Order 7 is called off.", None, "gone"]

    await do(store, tell)


async def test_erasing_forgets_how_a_parcel_is_followed(store: Store) -> None:
    """Whoever has the number can ask the courier whose parcel it is, and where they live."""
    clock = PushedClock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
    house = await Souvenirs(turns_of(store, clock), clock).open()
    for ref, customer in (("hers", NOOR), ("others", Customer(whatsapp="+919822222222"))):
        await house.confirmed(ref, customer=customer)
        await house.moved(ref, "shipped", f"AWB77{ref}", f"Courier of {ref}")

    async def forget(turn: Turn) -> None:
        who = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)
        await erase(turn.unit, who, turn.now, str)

    for ref in ("hers", "others"):
        await house.act(partial(_is_told_anew, ref))
    await house.act(forget)
    await house.moved("others", "delivered")
    assert await house.act(_kept_of("AWB77hers", "AWB78hers", "Courier of hers")) == set()
    assert await house.act(_kept_of("AWB77others")) >= {"reservations", "runs"}
    assert await house.act(_kept_of("Courier of others")) >= {"reservations", "runs", "orders", "events"}
    assert await house.act(_kept_of("AWB78others")) == {"events"}
    shipped = await house.act(lambda turn: _steps(turn, "shipped"))
    assert shipped == 2  # that it was shipped, and when, is still known of both


async def _is_told_anew(ref: str, turn: Turn) -> None:
    """By what a parcel is followed was said once more, and its order has not heard of it."""
    order = await turn.unit.orders.known("api", ref)
    assert order is not None
    assert order.contact is not None
    event = Moved(order.id, "shipped", "staff:Asha", f"AWB78{ref}", f"Courier of {ref}")
    await noted.note(turn, order.contact, event, f"command:{ref}")


def _kept_of(*words: str) -> Callable[[Turn], Awaitable[set[str]]]:
    """The tables in which one of these words stands."""

    async def work(turn: Turn) -> set[str]:
        found = set()
        for table in metadata.sorted_tables:
            rows = [str(tuple(row)) for row in await turn.unit.rows(select(table))]
            found |= {table.name} if any(word in row for word in words for row in rows) else set()
        return found

    return work


async def _steps(turn: Turn, status: str) -> int:
    return len(await turn.unit.rows(select(order_history.c.id).where(order_history.c.status == status)))


async def _row(unit: Unit, event: UUID) -> tuple[bytes | None, str | None]:
    row = await unit.one(select(events.c.raw, events.c.reason).where(unit.mine(events), events.c.id == event))
    return row.raw, row.reason


QZA = (
    Identity("customer", "api:8101"),
    Identity("sms", "+13145550142"),
    Identity("email", "qza@mail.example"),
    Identity("cart", "api:qza@mail.example"),
)
MUG = Item("MUG", "Mug engraved Qzara", "for QZELL", 2, Money(5_000_000, "USD"))
READ = "I, Qzara Qzell (314-555-0142), agree."


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Hello Dana Li, dana!", "Hello …, …!"),
        ("a planner for Daniel", "a planner for Daniel"),
        ("call +1 (314) 555-0142 now", "call … now"),
        ("from DANA+CART@mail.example-5", "from …-5"),
        ("customer 8101", "customer …"),
    ],
)
def test_a_text_loses_the_traces_alone(told: str, left: str) -> None:
    assert Traces(DANA, ["Dana Li"]).out_of(told) == left


@pytest.mark.parametrize("code", ["DANA10", "HiDana", "dana-li", "DANALI5"])
def test_a_code_is_made_of_a_name(code: str) -> None:
    assert Traces(DANA, ["Dana Li"]).make_up(code)
    assert not Traces(DANA, ["Dana Li"]).make_up("COMEBACK10")


def _keyed(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:32]


async def _tells(unit: Unit, ref: str, customer: Customer) -> tuple[UUID, UUID]:
    """A shop tells of a cart and of the order that it became; their ids."""
    total = Money(10_000_000, "USD")
    unit.hashes = lambda value: (_keyed(value),)
    contact, _ = await person(unit, *(QZA if customer.name == "Qzara Qzell" else (Identity("sms", "+13145550177"),)))
    await unit.people.describe(contact, {"name": customer.name}, NOW)
    news = CartUpdated(ref, total, (MUG,), "https://a.example/x", customer, NOW, tokens=(ref, "t" + ref[:3]))
    cart = await unit.carts.put("api", news, contact, None, NOW)
    order = await unit.orders.find("api", f"{ref}-9", NOW)
    made = OrderCreated(
        f"{ref}-9", f"{ref}-9", total, (MUG,), customer, NOW, carts=(ref,), discount_codes=("QZARA10", "COME10")
    )
    await unit.orders.place(order.id, made, contact, cart.id)
    event = event_id(unit.business, "api", f"{ref}-5")
    assert await unit.inbox.take(Arrival(event, "api", f"{ref}-5", NOW, None, made, contact, contact))
    return cart.id, order.id


async def test_what_the_shop_calls_things_names_them_no_more(store: Store) -> None:
    """What was sold, for how much, and which news is known, stays; and what another has, too."""

    async def tell(unit: Unit) -> tuple[tuple[UUID, UUID], tuple[UUID, UUID]]:
        hers = await _tells(unit, "qza@mail.example", Customer(name="Qzara Qzell"))
        return hers, await _tells(unit, "bo@mail.example", Customer(name="Bo Lund"))

    async def forget(unit: Unit) -> None:
        unit.hashes = lambda value: (_keyed(value),)
        contact, _ = await person(unit, *QZA)
        await unit.people.describe(contact, {"name": "Q."}, NOW)  # their former name stands in what was told
        await erase(unit, contact, NOW, _keyed)

    async def look(unit: Unit) -> None:
        unit.hashes = lambda value: (_keyed(value),)
        (cart, order), (other_cart, other) = known
        for items in ((await unit.carts.by_ids([cart]))[cart].items, (await _order_of(unit, order)).items):
            assert items == (Item("MUG", "MUG", "", 2, Money(5_000_000, "USD")),)
        kept = await _order_of(unit, order)
        assert kept.codes == ("COME10",)
        assert kept.total == Money(10_000_000, "USD")
        assert {kept.ref, kept.number} == {f"erased:{_keyed('order:qza@mail.example-9')}"}
        assert kept.carts == (f"erased:{_keyed('cart:qza@mail.example')}",)
        assert (await unit.orders.find("api", "qza@mail.example-9", NOW)).id == order
        assert [one.id for one in await unit.carts.named(["api:qza@mail.example"])] == [cart]
        assert [one.id for one in await unit.orders.naming("api", ["qza@mail.example"], NOW)] == []
        late = CartUpdated("qza@mail.example", Money(1, "USD"), (), "", Customer(), datetime(2026, 1, 1, tzinfo=UTC))
        assert (await unit.carts.put("api", late, None, None, NOW)).id == cart
        assert await unit.inbox.known(event_id(unit.business, "api", "qza@mail.example-5"))
        theirs = await _order_of(unit, other)
        assert theirs.items == (MUG,)
        assert theirs.codes == ("QZARA10", "COME10")
        assert theirs.ref == "bo@mail.example-9"
        assert (await unit.carts.by_ids([other_cart]))[other_cart].cart == "bo@mail.example"

    known = await do(store, tell)
    await do(store, forget)
    await do(store, look)
    assert await do(store, _stands("qza@mail.example")) == set()


async def test_a_wording_that_names_them_is_kept_without_the_name(store: Store) -> None:
    """And one that somebody else had read as well stays theirs as it was."""

    async def agree(unit: Unit, name: Identity, text: str) -> UUID:
        contact, address = await person(unit, name)
        granted = ConsentAction.GRANTED
        line = Line(contact, address, Programme.REMINDERS, granted, "Qzara's box", text, NOW, shown=Disclosure(text))
        await unit.consents.record(line, NOW)
        return contact

    async def tell(unit: Unit) -> None:
        sms, other = Identity("sms", "+13145550142"), Identity("sms", "+13145550177")
        contact = await agree(unit, sms, READ)
        await agree(unit, sms, "Qzara is our brand.")
        await agree(unit, other, "Qzara is our brand.")
        await unit.people.describe(contact, {"name": "Qzara Qzell"}, NOW)
        await erase(unit, contact, NOW, _keyed)
        hers = await unit.evidence.page(9, contact=contact)
        assert [one.text for one in hers] == ["… is our brand.", "I, … (…), agree."]
        assert [one.shown.text for one in hers if one.shown] == ["… is our brand.", "I, … (…), agree."]
        assert {one.source for one in hers} == {"…'s box"}
        others, _ = await person(unit, other)
        kept = (await unit.evidence.page(9, contact=others))[0]
        assert kept.shown == Disclosure("Qzara is our brand.")
        texts = {row.text for row in await unit.rows(select(disclosures.c.text))}
        assert texts == {"Qzara is our brand.", "… is our brand.", "I, … (…), agree."}

    await do(store, tell)


async def _order_of(unit: Unit, order: UUID) -> Order:
    found = await unit.orders.get(order)
    assert found is not None
    return found


def _stands(word: str) -> Callable[[Unit], Awaitable[set[str]]]:
    async def work(unit: Unit) -> set[str]:
        tables = metadata.sorted_tables
        return {one.name for one in tables if any(word in str(tuple(row)) for row in await unit.rows(select(one)))}

    return work
