"""Who is who: identities, merging, what is known of a person, and the lock on them."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.conversations import HOLDINGS
from bot.ids import Ids
from flows.policy.departure_facts import AddressState
from storage.database.stores import Database, make_database
from storage.erasure.erasure import scrub_person
from storage.people.people import Contact, Identity
from storage.people.people_merge import merge
from storage.schema import contacts
from storage.sending.outbox import Outbox
from storage.store.latest_purchase import remember_purchase
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, PHONE, SHOP, after, do, entry, person, queued

ANNA = Identity("customer", "shopify:1")
BERT = Identity("customer", "shopify:2")
MAIL = Identity("email", "anna@kiln.example")
CHAT = Identity("telegram", "99")


@pytest.mark.parametrize(
    ("told", "same"),
    [
        pytest.param([[PHONE], [PHONE]], True, id="the same number"),
        pytest.param([[PHONE], [OTHER_PHONE]], False, id="two numbers"),
        pytest.param([[PHONE], [Identity("whatsapp", PHONE.value)]], True, id="a number on another channel"),
        pytest.param([[PHONE], [PHONE, MAIL], [MAIL]], False, id="a mail leads to nobody's number"),
        pytest.param([[PHONE], [MAIL], [PHONE, MAIL], [MAIL]], False, id="two guests stay two"),
        pytest.param([[PHONE], [MAIL], [PHONE, MAIL]], True, id="what names a number is of whoever has it"),
        pytest.param([[ANNA, PHONE], [BERT, PHONE]], True, id="a number that a new customer id shares"),
        pytest.param([[ANNA, PHONE], [BERT, OTHER_PHONE]], False, id="two customers"),
        pytest.param([[PHONE], [ANNA, PHONE], [ANNA]], True, id="a guest who becomes a customer"),
        pytest.param([[ANNA, PHONE], [BERT, MAIL], [BERT, PHONE]], True, id="a number that a known id comes to share"),
        pytest.param([[PHONE, CHAT], [ANNA, CHAT], [PHONE]], True, id="what was told beside it takes nobody along"),
        pytest.param([[PHONE, CHAT], [ANNA, CHAT]], False, id="a chat told beside a number speaks for nobody"),
        pytest.param([[ANNA, PHONE], [ANNA, OTHER_PHONE]], False, id="another number of the same customer"),
        pytest.param([[ANNA, PHONE], [ANNA, OTHER_PHONE], [ANNA]], True, id="the id leads to whom it was of first"),
        pytest.param([[MAIL], [ANNA, MAIL], [ANNA, MAIL, PHONE]], False, id="a number typed beside a customer's mail"),
    ],
)
async def test_whether_the_first_and_the_last_told_of_are_one(
    store: Database, told: list[list[Identity]], same: bool
) -> None:
    async def tell(unit: Unit) -> bool:
        found = [await unit.people.resolve(identities, NOW) for identities in told]
        now_are = {getattr(await unit.people.get(contact), "id", None) for contact in (found[0], found[-1])}
        return len(now_are) == 1

    assert await do(store, tell) is same


async def test_a_number_in_the_record_of_somebody_unknown_is_theirs(store: Database) -> None:
    async def tell(unit: Unit) -> bool:
        known = await unit.people.resolve([ANNA, MAIL], NOW)
        return known == await unit.people.resolve([ANNA, MAIL, PHONE], NOW, recorded=True)

    assert await do(store, tell)


async def test_what_names_a_number_is_whose_it_is_whatever_known_id_stands_beside_it(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        anna = await unit.people.resolve([ANNA, PHONE], NOW)
        bert = await unit.people.resolve([BERT, OTHER_PHONE], NOW)
        assert await unit.people.resolve([PHONE, BERT], NOW) == anna
        assert await unit.people.resolve([PHONE, OTHER_PHONE, BERT], NOW) == bert
        held = await unit.people.address(PHONE.channel, PHONE.value)
        assert held is not None
        assert held.contact == anna

    await do(store, tell)


async def test_merging_takes_along_what_stands_and_leads_on_from_the_old_id(store: Database) -> None:
    async def together(unit: Unit) -> None:
        sender = unit.ids.make()
        waiting = await queued(unit)
        await unit.outbox.add(entry(waiting, sender))
        run = await unit.runs.start("recovery", "k", waiting.contact, None, "{}", NOW)
        anna = await unit.people.resolve([ANNA, PHONE], NOW)
        assert anna == waiting.contact
        bert = await unit.people.resolve([BERT, CHAT], NOW)
        guest = (await queued(unit, OTHER_PHONE)).contact
        assert await unit.people.prove([CHAT, OTHER_PHONE], NOW) == bert
        assert [found.id for found in await unit.runs.list_open(anna)] == [run.id]
        moved = await unit.people.get(guest)
        assert moved is not None
        assert moved.id == bert
        assert {message.contact for message in await unit.messages.page(None, bert, None, 10)} == {bert}
        assert await unit.messages.count(contact=guest) == 0

    await do(store, together)


PLACE = {"country": "US", "region": "TX", "city": "Austin", "postal_code": "78701"}
BORN = {"birth_day": "05-04", "birth_year": 1990}
REST = {"timezone": "America/Chicago", "locale": "en-US", "name": "Dana Reyes", "orders": 2}


@pytest.mark.parametrize(
    ("stays", "joins", "has"),
    [
        pytest.param({}, PLACE | BORN | REST, PLACE | BORN | REST, id="all"),
        pytest.param(PLACE | BORN | REST, {}, PLACE | BORN | REST, id="nothing"),
        pytest.param({"country": "US", "city": "austin"}, PLACE, PLACE | {"city": "austin"}, id="the rest of a place"),
        pytest.param({"country": "IN"}, PLACE | BORN, {"country": "IN"} | BORN, id="no part of another place"),
        pytest.param({"birth_day": "05-04"}, BORN, BORN, id="the year of the day"),
        pytest.param({"birth_day": "06-01"}, BORN | REST, {"birth_day": "06-01"} | REST, id="no year of another day"),
        pytest.param({"name": "D. Lopez"}, {"name": "Dana Reyes"}, {"name": "D. Lopez"}, id="no other name"),
        pytest.param({"orders": 1}, {"orders": 3}, {"orders": 3}, id="more orders"),
        pytest.param({"orders": 3}, {"orders": 1}, {"orders": 3}, id="no fewer orders"),
        pytest.param({"locale": "hi-IN"}, REST, REST | {"locale": "hi-IN"}, id="what stands"),
    ],
)
async def test_who_stays_lacks_nothing_that_the_other_had(
    store: Database, stays: dict[str, object], joins: dict[str, object], has: dict[str, object]
) -> None:
    names = (*PLACE, *BORN, *REST)

    async def tell(unit: Unit) -> dict[str, object]:
        guest, customer = await unit.people.resolve([PHONE], NOW), await unit.people.resolve([ANNA], NOW)
        await unit.people.save_details(guest, joins, after(5))
        if stays:
            await unit.people.save_details(customer, stays, NOW)
        await merge(unit, guest, customer, after(6))
        await unit.people.save_details(customer, {"locale": "older"}, after(-1))
        told = (contacts.c[name] for name in names)
        row = await unit.row(select(*told).where(unit.owns(contacts), contacts.c.id == customer))
        assert row is not None
        return dict(row._mapping)

    assert await do(store, tell) == dict.fromkeys(names) | has


async def test_who_was_erased_is_filled_in_by_nobody(store: Database) -> None:
    async def tell(unit: Unit) -> str | None:
        guest, customer = await unit.people.resolve([PHONE], NOW), await unit.people.resolve([ANNA], NOW)
        await unit.people.save_details(guest, PLACE, NOW)
        await scrub_person(unit, customer, NOW, str)
        await merge(unit, guest, customer, after(6))
        return (await unit.people.by_ids([customer]))[customer].city

    assert await do(store, tell) is None


async def test_nobody_is_made_of_nothing(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await unit.people.resolve([], NOW)

    with pytest.raises(ValueError, match="at least one identity"):
        await do(store, tell)


async def test_older_news_of_a_person_is_not_applied(store: Database) -> None:
    async def tell(unit: Unit) -> Contact | None:
        contact, _ = await person(unit)
        await unit.people.save_details(contact, {"name": "Anna", "orders": 2}, after(5))
        await unit.people.save_details(contact, {"name": "Anne", "locale": "fr"}, after(1))
        await unit.people.save_details(contact, {"name": None, "country": "FR"}, after(9))
        return await unit.people.get(contact)

    found = await do(store, tell)
    assert found is not None
    assert (found.name, found.orders, found.locale, found.country) == ("Anna", 2, None, "FR")


@pytest.mark.parametrize(
    ("theirs", "others", "kept"),
    [
        pytest.param("es", "hi-Latn", "es", id="both wrote"),
        pytest.param(None, "hi-Latn", "hi-Latn", id="one wrote"),
        pytest.param("es", None, "es", id="the other wrote"),
    ],
)
async def test_the_language_they_write_in_goes_with_who_is_merged(
    store: Database, theirs: str | None, others: str | None, kept: str
) -> None:
    async def tell(unit: Unit) -> Contact | None:
        contact, guest = [await unit.people.resolve([one], NOW) for one in (CHAT, PHONE)]
        for who, language in ((contact, theirs), (guest, others)):
            if language is not None:
                await unit.people.write_in(who, language)
        await unit.people.prove([CHAT, PHONE], NOW)
        return await unit.people.get(guest)

    found = await do(store, tell)
    assert found is not None
    assert found.writes == kept


async def test_erasing_forgets_the_language_they_write_in(store: Database) -> None:
    async def tell(unit: Unit) -> Contact | None:
        contact, _ = await person(unit)
        await unit.people.write_in(contact, "es")
        await scrub_person(unit, contact, NOW, lambda value: "h")
        await unit.people.write_in(contact, "es")  # what was still to be read of theirs brings nothing back
        return await unit.people.get(contact)

    found = await do(store, tell)
    assert found is not None
    assert (found.writes, found.locale) == (None, None)


async def test_the_latest_purchase_stays(store: Database) -> None:
    async def tell(unit: Unit) -> Contact | None:
        contact, _ = await person(unit)
        for minutes in (5, 9, 7):
            await remember_purchase(unit, contact, after(minutes))
        return await unit.people.get(contact)

    found = await do(store, tell)
    assert found is not None
    assert found.last_purchase_at == after(9)


async def test_the_latest_purchase_goes_with_who_is_merged(store: Database) -> None:
    async def tell(unit: Unit) -> Contact | None:
        guest = await unit.people.resolve([OTHER_PHONE], NOW)
        await remember_purchase(unit, guest, after(9))
        bert = await unit.people.resolve([BERT, CHAT], NOW)
        await remember_purchase(unit, bert, after(5))
        assert await unit.people.prove([CHAT, OTHER_PHONE], NOW) == bert
        return await unit.people.get(bert)

    found = await do(store, tell)
    assert found is not None
    assert found.last_purchase_at == after(9)


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (AddressState.USABLE, AddressState.USABLE),
        (AddressState.BLOCKED, AddressState.USABLE),
        (AddressState.GONE, AddressState.USABLE),
        (AddressState.SUPPRESSED, AddressState.SUPPRESSED),
    ],
)
async def test_who_writes_can_be_written_to_unless_they_opted_out(
    store: Database, before: AddressState, then: AddressState
) -> None:
    async def tell(unit: Unit) -> None:
        _, address = await person(unit)
        await unit.people.set_state(address, before, "told so", NOW)
        await unit.people.note_message(address, after(1))
        found = await unit.people.address_by_id(address)
        assert (found.state, found.last_inbound_at, str(found)) == (then, after(1), "sms:+13145550101")

    await do(store, tell)


async def test_automatic_answers_are_counted_by_the_hour(store: Database) -> None:
    async def count(unit: Unit, minutes: float) -> int:
        contact, _ = await person(unit)
        return await unit.people.count_automatic(contact, after(minutes), after(minutes - 60))

    async def at(minutes: float) -> int:
        return await do(store, lambda unit: count(unit, minutes))

    assert [await at(minutes) for minutes in (0, 1, 59, 60, 61)] == [1, 2, 3, 1, 2]
    await asyncio.gather(*(at(70) for _ in range(10)))
    assert await at(71) == 13


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_a_locked_person_is_left_out_by_others(store: Database, database: str, ids: Ids) -> None:
    elsewhere = make_database(database, ids, HOLDINGS)
    contact, _ = await do(store, person)

    async def try_lock(unit: Unit) -> set[object]:
        return set(await unit.people.lock([contact]))

    async def hold(unit: Unit) -> set[object]:
        await unit.people.hold(contact)
        return await elsewhere.write(SHOP, try_lock)

    assert await do(store, hold) == set()
    assert await do(store, try_lock) == {contact}
    await elsewhere.close()


def test_the_repository_is_made_once_per_unit(ids: Ids) -> None:
    unit = Unit(None, SHOP, ids, HOLDINGS)  # type: ignore[arg-type]
    assert isinstance(unit.outbox, Outbox)
    assert unit.outbox is unit.outbox


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_a_name_that_comes_while_its_person_is_merged_goes_with_them(
    store: Database, database: str, ids: Ids
) -> None:
    """Otherwise it would be left with somebody who is nobody any more, and a stop from there would revoke nothing."""
    elsewhere = make_database(database, ids, HOLDINGS)
    known, customer, chat = PHONE, Identity("telegram", "7"), Identity("telegram", "42")
    nobodys = await do(store, lambda unit: unit.people.resolve([known], NOW))
    buyer = await do(store, lambda unit: unit.people.resolve([customer], NOW))
    merged, go_on = asyncio.Event(), asyncio.Event()

    async def together(unit: Unit) -> UUID:
        owner = await unit.people.prove([customer, known], NOW)
        merged.set()
        await go_on.wait()
        return owner

    merging = asyncio.create_task(elsewhere.write(SHOP, together))
    await merged.wait()
    naming = asyncio.create_task(store.write(SHOP, lambda unit: unit.people.prove([known, chat], NOW)))
    await asyncio.wait({naming}, timeout=0.3)
    go_on.set()
    owner = await merging
    assert await naming == owner == buyer != nobodys
    found = await store.read(SHOP, lambda unit: unit.people.find_known([known, customer, chat]))
    assert {address.contact for address in found.values()} == {owner}
    await elsewhere.close()


async def test_the_name_of_their_own_channel_gives_way_to_the_shops(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        await unit.people.introduce(contact, "Iris")
        await unit.people.introduce(contact, "Somebody Else")
        known = await unit.people.get(contact)
        assert known is not None
        assert known.name == "Iris"
        await unit.people.save_details(contact, {"name": "Iris Ibarra"}, after(-9999))
        await unit.people.introduce(contact, "Iris")
        known = await unit.people.get(contact)
        assert known is not None
        assert known.name == "Iris Ibarra"

    await do(store, tell)
