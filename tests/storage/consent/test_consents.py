"""The ledger keeps everything; what holds is derived, whatever the order in which the news came."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import ConsentState, Programme
from storage.consent.consents import ALL_PROGRAMMES, LedgerLine
from storage.database.stores import Database
from storage.people.people import Identity
from storage.people.people_merge import begin_anew
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, PHONE, after, do, message, person

GRANT, CONFIRM, REVOKE = ConsentAction.GRANTED, ConsentAction.CONFIRMED, ConsentAction.REVOKED
NONE, GRANTED, CONFIRMED, REVOKED = (
    ConsentState.NONE,
    ConsentState.GRANTED,
    ConsentState.CONFIRMED,
    ConsentState.REVOKED,
)


def line(contact: UUID, address: UUID, action: ConsentAction, minutes: float, **values: object) -> LedgerLine:
    plain = {"programme": Programme.REMINDERS, "source": "checkout", "text": "Yes, text me"}
    return LedgerLine(contact, address, action=action, at=after(minutes), **plain | values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        pytest.param([], NONE, id="nothing"),
        pytest.param([(GRANT, 0)], GRANTED, id="granted"),
        pytest.param([(GRANT, 0), (CONFIRM, 1)], CONFIRMED, id="granted, confirmed"),
        pytest.param([(CONFIRM, 0), (GRANT, 1)], CONFIRMED, id="a grant takes no confirmation back"),
        pytest.param([(CONFIRM, 1), (REVOKE, 2)], REVOKED, id="revoked"),
        pytest.param([(REVOKE, 2), (CONFIRM, 1)], REVOKED, id="revoked, and an older confirmation comes late"),
        pytest.param([(REVOKE, 2), (GRANT, 1)], REVOKED, id="revoked, and an older grant comes late"),
        pytest.param([(REVOKE, 1), (REVOKE, 9), (GRANT, 5)], REVOKED, id="revoked twice, a grant between comes late"),
        pytest.param([(CONFIRM, 1), (GRANT, 9), (REVOKE, 5)], GRANTED, id="came back before we heard of it"),
        pytest.param([(REVOKE, 1), (GRANT, 2)], GRANTED, id="came back"),
        pytest.param([(GRANT, 1), (REVOKE, 1)], REVOKED, id="both in the same moment: the last said holds"),
        pytest.param([(CONFIRM, 1), (REVOKE, 2), (GRANT, 3), (CONFIRM, 4)], CONFIRMED, id="came back for good"),
    ],
)
async def test_what_holds(store: Database, told: list[tuple[ConsentAction, int]], holds: ConsentState) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        for action, minutes in told:
            before = await unit.consents.state(address, Programme.REMINDERS)
            changed = await unit.consents.record(line(contact, address, action, minutes), after(9))
            assert changed is (await unit.consents.state(address, Programme.REMINDERS) is not before)
        assert await unit.consents.state(address, Programme.REMINDERS) is holds
        assert await unit.consents.state(address, Programme.OFFERS) is NONE
        assert [(kept.action, kept.at) for kept in await unit.consents.ledger(contact)] == [
            (action, after(minutes)) for action, minutes in told
        ]

    await do(store, tell)


@settings(max_examples=25)
@given(
    told=st.lists(st.tuples(st.sampled_from([GRANT, CONFIRM, REVOKE]), st.integers(0, 9)), unique_by=lambda t: t[1]),
    chance=st.randoms(use_true_random=False),
)
async def test_the_order_of_arrival_does_not_matter(
    store: Database, told: list[tuple[ConsentAction, int]], chance: random.Random
) -> None:
    async def tell(unit: Unit, lines: list[tuple[ConsentAction, int]]) -> tuple[ConsentState, object]:
        contact, address = await person(unit, Identity("sms", str(unit.ids.make())))
        for action, minutes in lines:
            await unit.consents.record(line(contact, address, action, minutes), after(9))
        state = await unit.consents.state(address, Programme.REMINDERS)
        return state, await unit.consents.find_revoked_at(address, Programme.REMINDERS)

    shuffled = chance.sample(told, len(told))
    ordered = sorted(told, key=lambda one: one[1])
    first = await do(store, lambda unit: tell(unit, shuffled))
    second = await do(store, lambda unit: tell(unit, ordered))
    assert first == second
    assert (first[0] is REVOKED) is (ordered != [] and ordered[-1][0] is REVOKE)


async def test_a_revocation_covers_every_address_and_programme(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        identities = (PHONE, Identity("telegram", "99"), Identity("email", "a@kiln.example"))
        contact, phone = await person(unit, *identities)
        await unit.consents.record(line(contact, phone, CONFIRM, 0), NOW)
        await unit.consents.revoke(contact, "sms", "STOP", after(1))
        writable = [one.id for one in await unit.people.addresses_of(contact) if one.channel != "email"]
        found = await unit.consents.states(writable)
        assert found == {(address, programme): REVOKED for address in writable for programme in ALL_PROGRAMMES}
        assert await unit.consents.find_revoked_at(phone, Programme.REMINDERS) == after(1)

    await do(store, tell)


async def test_the_last_revocation_is_known_whatever_holds_now(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, phone = await person(unit, PHONE, Identity("telegram", "99"))
        assert await unit.consents.find_last_revocation(phone) is None
        await unit.consents.revoke(contact, "their own words", "opt-out.clear", after(1))
        first = await unit.consents.find_last_revocation(phone)
        await unit.consents.record(line(contact, phone, GRANT, 2), after(2))
        assert await unit.consents.find_last_revocation(phone) == first
        await unit.consents.revoke(contact, "their own words", "opt-out.clear", after(3))
        second = await unit.consents.find_last_revocation(phone)
        assert first is not None
        assert second is not None
        assert second > first
        assert {kept.text for kept in await unit.consents.ledger(contact) if kept.action is REVOKE} == {"opt-out.clear"}

    await do(store, tell)


async def test_a_word_that_was_written_before_a_stop_does_not_stand_after_it(store: Database) -> None:
    """Whatever the clocks say: the word was kept in a spool and is read when the STOP stands already."""

    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        said = message(unit, contact, address, direction="in", text="YES")
        await unit.consents.revoke(contact, "their own words", "opt-out.clear", after(1))
        agreed = line(contact, address, CONFIRM, 5, teller=Teller.PERSON)
        assert not await unit.consents.record(agreed, after(6), said)
        assert await unit.consents.state(address, Programme.REMINDERS) is REVOKED
        later = message(unit, contact, address, direction="in", text="START")
        assert await unit.consents.record(agreed, after(7), later)
        assert await unit.consents.state(address, Programme.REMINDERS) is CONFIRMED

    await do(store, tell)


async def test_a_number_that_changes_hands_keeps_what_was_taken_back_there(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, kept = await person(unit)
        other, lost = await person(unit, OTHER_PHONE)
        await unit.consents.revoke(contact, "their own words", "opt-out.clear", after(1))
        await unit.consents.record(line(other, lost, CONFIRM, 1), after(1))
        await begin_anew(unit, [kept, lost], after(2))
        assert await unit.consents.states([kept]) == {(kept, programme): REVOKED for programme in ALL_PROGRAMMES}
        assert await unit.consents.states([lost]) == {}

    await do(store, tell)


async def test_proof_stands_beside_the_ledger(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        proof = {"ip": "203.0.113.7", "user_agent": "Mozilla"}
        assert await unit.consents.record(line(contact, address, GRANT, 0, **proof), NOW)
        assert (await unit.consents.ledger(contact))[0].ip is None

    await do(store, tell)


async def test_the_ledger_of_two_who_turned_out_to_be_one(store: Database) -> None:
    """Its lines keep the id they were written by, and are theirs: also what a stop has to stand after."""
    anna = Identity("customer", "shopify:1")

    async def tell(unit: Unit) -> None:
        guest, phone = await person(unit, PHONE)
        customer, _ = await person(unit, anna, Identity("telegram", "99"))
        await unit.consents.record(line(guest, phone, CONFIRM, 5), after(5))
        assert await unit.people.prove([Identity("telegram", "99"), PHONE], NOW) == customer
        assert [(kept.contact, kept.action) for kept in await unit.consents.ledger(customer)] == [(guest, CONFIRM)]
        await unit.consents.revoke(customer, "sms", "STOP", after(1))
        assert await unit.consents.state(phone, Programme.REMINDERS) is REVOKED
        assert {kept.contact for kept in await unit.consents.ledger(customer)} == {guest, customer}
        assert [kept.contact for kept in await unit.consents.ledger(guest)] == [guest]

    await do(store, tell)


PARTNERS = Programme.PARTNER_OFFERS


def named(contact: UUID, address: UUID, action: ConsentAction, minutes: float, *partners: str) -> LedgerLine:
    return line(contact, address, action, minutes, programme=PARTNERS, partners=partners)


async def test_a_consent_names_its_partners_by_address(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, phone = await person(unit, PHONE, Identity("telegram", "99"))
        chat = next(one.id for one in await unit.people.addresses_of(contact) if one.channel == "telegram")
        await unit.consents.record(named(contact, phone, GRANT, 0, "Nike"), NOW)
        await unit.consents.record(named(contact, phone, GRANT, 1, "Café NOIR", "NIKE"), NOW)
        await unit.consents.record(named(contact, chat, CONFIRM, 1), NOW)
        assert await unit.consents.find_partners([phone, chat]) == {phone: {"nike", "cafe noir"}}
        lines = await unit.consents.ledger(contact)
        assert [one.partners for one in lines] == [("Nike",), ("Café NOIR", "NIKE"), ()]

    await do(store, tell)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)], ids=str)
async def test_the_partners_follow_from_what_was_said_last_whatever_the_order_of_arrival(
    store: Database, order: tuple[int, ...]
) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        said = (
            named(contact, address, GRANT, 0, "Nike"),
            named(contact, address, REVOKE, 1),
            named(contact, address, GRANT, 2, "Puma"),
        )
        for number in order:
            await unit.consents.record(said[number], after(9))
        assert await unit.consents.find_partners([address]) == {address: {"puma"}}

    await do(store, tell)


@pytest.mark.parametrize("stop", ["everything", "partner offers"])
async def test_a_revocation_ends_all_partners(store: Database, stop: str) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await unit.consents.record(named(contact, address, CONFIRM, 0, "Nike", "Puma"), NOW)
        if stop == "everything":
            await unit.consents.revoke(contact, "sms", "STOP", after(1))
        else:
            await unit.consents.record(named(contact, address, REVOKE, 1), after(1))
        assert await unit.consents.find_partners([address]) == {}

    await do(store, tell)


async def test_a_new_address_begins_with_its_partners(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await unit.consents.begin([named(contact, address, GRANT, 0, "Nike")], NOW)
        assert await unit.consents.find_partners([address]) == {address: {"nike"}}

    await do(store, tell)


async def test_two_people_who_turned_out_to_be_one_keep_their_partners_at_each_address(store: Database) -> None:
    """And a stop of either ends the partners of both."""
    chat = Identity("telegram", "99")

    async def tell(unit: Unit) -> None:
        guest, phone = await person(unit, PHONE)
        customer, _ = await person(unit, Identity("customer", "shopify:1"), chat)
        bot = next(one.id for one in await unit.people.addresses_of(customer) if one.channel == "telegram")
        await unit.consents.record(named(guest, phone, CONFIRM, 5, "Nike"), after(5))
        await unit.consents.record(named(customer, bot, CONFIRM, 6, "Puma"), after(6))
        assert await unit.people.prove([chat, PHONE], NOW) == customer
        assert await unit.consents.find_partners([phone, bot]) == {phone: {"nike"}, bot: {"puma"}}
        await unit.consents.revoke(customer, "sms", "STOP", after(7))
        assert await unit.consents.find_partners([phone, bot]) == {}

    await do(store, tell)
