"""What somebody ended holds at each number and chat of theirs, also one that is told of them later."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.engine import DECLINED
from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import ConsentState, Programme
from storage.consent.consents import ALL_PROGRAMMES, LedgerLine
from storage.consent.opt_out_reach import carry
from storage.database.stores import Database
from storage.people.people import Identity
from storage.schema import contacts
from storage.unit import Unit
from tests.storage.world import after, do, person

CHAT, NUMBER = Identity("telegram", "9001"), Identity("whatsapp", "+13145550142")
SMS = Identity("sms", "+13145550142")
ID = Identity("customer", "api:c1")
GRANT, REVOKE, RETURN = ConsentAction.GRANTED, ConsentAction.REVOKED, ConsentAction.RETURNED
NONE, GRANTED, REVOKED = ConsentState.NONE, ConsentState.GRANTED, ConsentState.REVOKED
PERSON, SHOP = Teller.PERSON, Teller.SHOP


async def tell(
    unit: Unit, contact: UUID, address: UUID, action: ConsentAction, minutes: float, teller: Teller, text: str = "said"
) -> None:
    line = LedgerLine(contact, address, Programme.OFFERS, action, "somewhere", text, after(minutes), teller=teller)
    await unit.consents.record(line, after(60))


async def joined(unit: Unit) -> tuple[UUID, UUID, UUID]:
    """A customer with a chat and a number, of whom the same number is told on another channel."""
    contact, chat = await person(unit, ID, CHAT, SMS)
    await unit.people.resolve((ID, NUMBER), after(1))
    number = await unit.people.address(NUMBER.channel, NUMBER.value)
    assert number is not None
    assert number.contact == contact
    return contact, chat, number.id


@pytest.mark.parametrize(
    ("said", "told", "holds"),
    [
        pytest.param([(REVOKE, 5, PERSON)], [(GRANT, 3, SHOP)], REVOKED, id="an older yes lifts no stop"),
        pytest.param([(REVOKE, 5, PERSON)], [(GRANT, 9, SHOP)], REVOKED, id="nor does a later one of the shop's"),
        pytest.param([(REVOKE, 5, PERSON)], [(GRANT, 9, PERSON)], GRANTED, id="their own later word there does"),
        pytest.param([(REVOKE, 5, SHOP)], [(GRANT, 3, SHOP)], REVOKED, id="an older yes lifts no end that a shop told"),
        pytest.param([(REVOKE, 5, SHOP)], [(GRANT, 9, SHOP)], GRANTED, id="a later one does"),
        pytest.param([(REVOKE, 5, PERSON), (GRANT, 6, PERSON)], [(GRANT, 3, SHOP)], GRANTED, id="they came back"),
        pytest.param([(REVOKE, 5, PERSON), (RETURN, 6, PERSON)], [(GRANT, 3, SHOP)], GRANTED, id="by a bare START"),
        pytest.param([(GRANT, 2, PERSON), (REVOKE, 5, PERSON)], [], REVOKED, id="nothing is told there"),
        pytest.param([(GRANT, 2, PERSON)], [(GRANT, 3, SHOP)], GRANTED, id="nothing was ended"),
    ],
)
async def test_an_end_reaches_a_number_that_is_told_later(
    store: Database,
    said: list[tuple[ConsentAction, int, Teller]],
    told: list[tuple[ConsentAction, int, Teller]],
    holds: ConsentState,
) -> None:
    async def work(unit: Unit) -> None:
        contact, chat = await person(unit, ID, CHAT, SMS)
        for one in said:
            await tell(unit, contact, chat, *one)
        contact, chat, number = await joined(unit)
        await carry(unit, contact, after(60))
        for one in told:
            await tell(unit, contact, number, *one)
        assert await unit.consents.state(number, Programme.OFFERS) is holds
        lines = len(await unit.consents.ledger(contact))
        await carry(unit, contact, after(61))
        assert len(await unit.consents.ledger(contact)) == lines, "it is carried once"

    await do(store, work)


async def test_a_no_to_a_question_at_one_address_is_about_that_one(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, chat = await person(unit, ID, CHAT, SMS)
        await tell(unit, contact, chat, REVOKE, 5, PERSON, DECLINED)
        contact, _, number = await joined(unit)
        await carry(unit, contact, after(60))
        await tell(unit, contact, number, GRANT, 3, SHOP)
        assert await unit.consents.state(number, Programme.OFFERS) is GRANTED

    await do(store, work)


async def test_two_who_turn_out_to_be_one_have_stopped_where_either_did(store: Database) -> None:
    async def work(unit: Unit) -> None:
        one, chat = await person(unit, CHAT)
        other, number = await person(unit, NUMBER)
        await tell(unit, other, number, GRANT, 3, SHOP)
        await unit.consents.revoke(one, "their own words", "opt-out.clear", after(5))
        kept = await unit.people.prove((CHAT, NUMBER), after(9))
        assert {(await unit.people.address_by_id(each)).contact for each in (chat, number)} == {kept}
        for programme in ALL_PROGRAMMES:
            assert await unit.consents.state(number, programme) is REVOKED

    await do(store, work)


async def test_a_number_that_is_told_beside_whoever_stopped_has_stopped_until_it_writes(store: Database) -> None:
    async def work(unit: Unit) -> None:
        customer, chat = await person(unit, ID, CHAT)
        beside, number = await person(unit, NUMBER)
        await unit.change(contacts, beside, beside=customer)
        await tell(unit, customer, chat, REVOKE, 5, PERSON)
        await carry(unit, beside, after(60))
        await tell(unit, beside, number, GRANT, 9, SHOP)
        assert await unit.consents.state(number, Programme.OFFERS) is REVOKED

    await do(store, work)


async def test_who_wrote_themselves_is_nobody_s_number(store: Database) -> None:
    async def work(unit: Unit) -> None:
        customer, chat = await person(unit, ID, CHAT)
        beside = await unit.people.prove((NUMBER,), after(1))
        number = await unit.people.address(NUMBER.channel, NUMBER.value)
        assert number is not None
        await unit.change(contacts, beside, beside=customer)
        await tell(unit, customer, chat, REVOKE, 5, PERSON)
        await carry(unit, beside, after(60))
        await tell(unit, beside, number.id, GRANT, 9, SHOP)
        assert await unit.consents.state(number.id, Programme.OFFERS) is GRANTED

    await do(store, work)
