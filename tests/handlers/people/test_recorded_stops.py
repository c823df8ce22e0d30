"""An opt-out ends marketing at every address that a shop's system recorded for the customer, in any order.

Nothing else follows from the record: nobody is merged, and no order of one person is shown to another.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.events import ConsentAction, ConsentGiven, Customer, CustomerConsented
from flows.policy.departure_facts import ConsentState, Kind, Preferences, Programme, Purpose
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.importing.customer_file import open_sheet
from handlers.importing.customer_row import RowFate, RowOutcome
from handlers.importing.import_chunks import bring
from handlers.people import opt_outs
from handlers.people.preferences import change_preferences
from storage.facts.departures import Planned, load_facts
from storage.schema import recorded_pairs
from tests.handlers.people.test_nobody_becomes_another import ATTACKER, KEEPER, OWNER, VICTIM, Street, street, ticked

__all__ = ["street"]

CHAT = "77"
RECORD = Customer("81", "Dana", VICTIM, telegram=CHAT)
REVOKED, CONFIRMED = ConsentState.REVOKED, ConsentState.CONFIRMED


async def record(street: Street, who: Customer = RECORD, channels: Sequence[str] = ("sms", "telegram")) -> None:
    """The shop's system tells of a customer who agreed on these channels."""
    await street.person(who, [ticked(channel, street.clock.now()) for channel in channels])


async def agreed(street: Street) -> tuple[ConsentState, ConsentState]:
    """What holds for reminders by SMS, and in the chat."""
    return await street.agreed("sms", VICTIM), await street.agreed("telegram", CHAT)


async def shop_ends(street: Street, who: Customer, *programmes: str) -> None:
    """The shop's system tells that a customer opted out there."""
    now = street.clock.now()
    over = ConsentGiven("sms", ConsentAction.REVOKED, "account page", "unsubscribed", now, programmes=programmes)
    await street.tells(CustomerConsented(who, (over,), now))


async def by_sms(street: Street) -> None:
    await street.writes("sms", VICTIM, "STOP")


async def in_the_chat(street: Street) -> None:
    await street.writes("telegram", CHAT, "STOP")


async def at_the_shop(street: Street) -> None:
    await shop_ends(street, RECORD)


async def at_the_shop_by_id(street: Street) -> None:
    await shop_ends(street, Customer("81", "Dana"))


WROTE: dict[str, list[tuple[str, str]]] = {
    "in the chat": [("telegram", CHAT)],
    "by SMS": [("sms", VICTIM)],
    "in neither": [],
    "in the chat, then by SMS": [("telegram", CHAT), ("sms", VICTIM)],
    "by SMS, then in the chat": [("sms", VICTIM), ("telegram", CHAT)],
    "by WhatsApp, then in the chat": [("whatsapp", VICTIM), ("telegram", CHAT)],
}
STOPS = {
    "by SMS": by_sms,
    "in the chat": in_the_chat,
    "at the shop": at_the_shop,
    "at the shop, by the id": at_the_shop_by_id,
}
Stop = Callable[[Street], Awaitable[None]]


@pytest.mark.parametrize("wrote", WROTE.values(), ids=WROTE)
@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
async def test_a_stop_reaches_every_address_of_a_record(
    street: Street, wrote: list[tuple[str, str]], stop: Stop
) -> None:
    await record(street)
    for channel, address in wrote:
        await street.writes(channel, address)
    assert await agreed(street) == (CONFIRMED, CONFIRMED)
    await stop(street)
    assert await agreed(street) == (REVOKED, REVOKED)


@pytest.mark.parametrize("wrote", WROTE.values(), ids=WROTE)
@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
async def test_a_stop_reaches_every_address_of_a_record_that_came_after_they_wrote(
    street: Street, wrote: list[tuple[str, str]], stop: Stop
) -> None:
    for channel, address in wrote:
        await street.writes(channel, address)
    await record(street)
    assert await agreed(street) == (CONFIRMED, CONFIRMED)
    await stop(street)
    assert await agreed(street) == (REVOKED, REVOKED)


@pytest.mark.parametrize("stop", [by_sms, at_the_shop, at_the_shop_by_id], ids=["by SMS", "at the shop", "by the id"])
@pytest.mark.parametrize("wrote", [True, False], ids=["who chats", "who never wrote"])
async def test_an_address_that_is_recorded_after_a_stop_inherits_it(street: Street, stop: Stop, *, wrote: bool) -> None:
    before = Customer("81", "Dana", VICTIM)
    await record(street, before, ["sms"])
    await street.writes("sms", VICTIM)
    await stop(street)
    if wrote:
        await street.writes("telegram", CHAT)
    old = ticked("telegram", street.clock.now() - timedelta(hours=1))
    await street.person(RECORD, [old])
    assert await agreed(street) == (REVOKED, REVOKED)


@pytest.mark.parametrize("wrote", [True, False], ids=["who chats", "who never wrote"])
async def test_a_new_tick_lifts_no_stop_that_was_inherited(street: Street, *, wrote: bool) -> None:
    await record(street, Customer("81", "Dana", VICTIM), ["sms"])
    await by_sms(street)
    if wrote:
        await street.writes("telegram", CHAT)
    await record(street)
    await record(street)
    assert await agreed(street) == (REVOKED, REVOKED)


@pytest.mark.parametrize("first", ["sms", "telegram"])
async def test_start_lifts_a_stop_where_it_is_written_and_nowhere_else(street: Street, first: str) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)
    await (by_sms if first == "sms" else in_the_chat)(street)
    await street.writes("telegram", CHAT, "START")
    assert await agreed(street) == (REVOKED, CONFIRMED)
    await record(street)
    await street.order("o1", RECORD)
    assert await agreed(street) == (REVOKED, CONFIRMED)
    await street.writes("sms", VICTIM, "START")
    assert await agreed(street) == (CONFIRMED, CONFIRMED)
    await by_sms(street)
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_a_stop_reaches_what_was_recorded_one_by_one(street: Street) -> None:
    """Each address comes with the id, in an event of its own, and from each they wrote before."""
    ways = (("sms", VICTIM), ("telegram", CHAT), ("sms", "+13145550199"))
    told = (Customer("81", phone=VICTIM), Customer("81", telegram=CHAT), Customer("81", phone="+13145550199"))
    for (channel, address), who in zip(ways, told, strict=True):
        await street.writes(channel, address)
        await record(street, who, [channel])
    assert {await street.agreed(*way) for way in ways} == {CONFIRMED}
    await street.writes("sms", "+13145550199", "stop")
    assert {await street.agreed(*way) for way in ways} == {REVOKED}


@pytest.mark.parametrize(
    "together",
    [Customer(None, "Dana", VICTIM, "dana@mail.example", telegram=CHAT), Customer(None, "Dana", VICTIM, telegram=CHAT)],
    ids=["by a mail", "by nothing else"],
)
@pytest.mark.parametrize("stop", [by_sms, in_the_chat], ids=["by SMS", "in the chat"])
async def test_a_stop_reaches_what_was_told_together_without_an_id(
    street: Street, together: Customer, stop: Stop
) -> None:
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)
    await record(street, together)
    assert await agreed(street) == (CONFIRMED, CONFIRMED)
    await stop(street)
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_the_end_of_one_programme_ends_that_one_everywhere(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)

    async def end(turn: Turn) -> None:
        address = await turn.unit.people.address("sms", VICTIM)
        assert address is not None
        await opt_outs.end_programme(turn, address.contact, Programme.REMINDERS, turn.unit.ids.make())

    await street.service.turns.act("tiger", end)
    assert await agreed(street) == (REVOKED, REVOKED)
    assert await _offers(street, "telegram", CHAT) is CONFIRMED


async def test_the_end_of_one_programme_at_the_shop_ends_that_one_everywhere(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)
    await shop_ends(street, RECORD, Programme.REMINDERS.value)
    assert await agreed(street) == (REVOKED, REVOKED)
    assert await _offers(street, "telegram", CHAT) is CONFIRMED
    assert await _offers(street, "sms", VICTIM) is CONFIRMED


async def test_what_is_queued_in_the_chat_is_taken_out_at_the_stop(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    made = [await _queue(street, purpose) for purpose in (Purpose.MARKETING, Purpose.TRANSACTIONAL)]
    await by_sms(street)

    async def look(turn: Turn) -> list[str]:
        found = [await turn.unit.messages.get(one) for one in made]
        return [one.status.value for one in found if one is not None]

    assert await street.service.turns.look("tiger", look) == ["void", "queued"]


async def test_a_pause_holds_at_every_address_of_a_record(street: Street) -> None:
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)
    await record(street)
    there, here = await street.who("telegram", CHAT), await street.who("sms", VICTIM)
    assert there != here
    pause = Preferences(street.clock.now() + timedelta(days=30), 7)
    await street.service.turns.act("tiger", lambda turn: change_preferences(turn, here, pause))

    async def judge(turn: Turn) -> Preferences:
        address = await turn.unit.people.address("telegram", CHAT)
        assert address is not None
        offer = Planned(
            Kind.MESSAGE, Purpose.MARKETING, Programme.OFFERS, "telegram", address.id, there, street.clock.now()
        )
        (found,) = await load_facts(turn.unit, turn.tenant, [offer], turn.draw, turn.now)
        return found.preferences

    assert await street.service.turns.look("tiger", judge) == pause


async def test_nobody_becomes_one_and_nobody_sees_more_by_a_stop(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.order("theirs", RECORD)
    await street.order("guest", Customer(None, "Dana", VICTIM))
    before = await street.who("telegram", CHAT), await street.who("sms", VICTIM)
    orders = [await street.has(one) for one in before]
    await by_sms(street)
    assert await street.who("telegram", CHAT) == before[0] != await street.who("sms", VICTIM)
    chat, number = await street.who("telegram", CHAT), await street.who("sms", VICTIM)
    assert await street.has(chat) == orders[0]
    assert (await street.reached(chat), await street.reached(number)) == (
        {f"telegram:{CHAT}"},
        {one for one in await street.reached(number) if VICTIM in one},
    )
    assert await street.has(number) <= set.union(*orders)


async def test_a_typed_number_stops_marketing_and_nothing_else(street: Street) -> None:
    """The attacker orders with her number and mail, and writes STOP; she still hears of her order by SMS."""
    await street.person(Customer("81", "Dana", VICTIM, "dana@mail.example"), [ticked("sms", street.clock.now())])
    await street.writes("sms", VICTIM, "hello")
    await street.order("theirs", Customer("81", "Dana", VICTIM, "dana@mail.example"))
    mal = Customer("56", "Mal", ATTACKER, "dana@mail.example", telegram=CHAT)
    await street.person(mal)
    await street.writes("telegram", CHAT)
    await street.order("typed", Customer(None, "Mal", VICTIM, "mal@mail.example", telegram=CHAT))
    assert await street.agreed("sms", VICTIM) is CONFIRMED
    await in_the_chat(street)
    assert await street.agreed("sms", VICTIM) is REVOKED
    assert not await _stops(street, "sms", VICTIM)
    assert "theirs" not in await street.has(await street.who("telegram", CHAT))
    assert "theirs" in await street.has(await street.who("sms", VICTIM))
    assert not {one for one in await street.reached(await street.who("telegram", CHAT)) if VICTIM in one}
    await street.writes("sms", VICTIM, "START")
    assert await street.agreed("sms", VICTIM) is CONFIRMED


@pytest.mark.parametrize("theirs", [OWNER, KEEPER], ids=["the owner", "a shop"])
async def test_a_stop_of_who_typed_their_number_leaves_the_staff_and_shops_their_chat(
    street: Street, theirs: str
) -> None:
    await street.writes("whatsapp", theirs, "hello")
    mal = Customer("56", "Mal", ATTACKER, telegram=CHAT)
    await street.person(mal)
    await street.writes("telegram", CHAT)
    for who in (
        Customer("56", "Mal", theirs),
        Customer("56", "Mal", whatsapp=theirs),
        Customer(None, phone=theirs, telegram=CHAT),
    ):
        await street.person(who, [ticked("sms", street.clock.now())])
        await street.order(f"of {len(street.told)}", who)
    await in_the_chat(street)
    staff = await street.who("whatsapp", theirs)
    assert (await street.commands(staff), await street.keeps(staff)) == (theirs == OWNER, theirs == KEEPER)
    assert not await _stops(street, "whatsapp", theirs)
    if theirs == OWNER:
        await street.writes("whatsapp", OWNER, "/help")
        assert "/" in await street.told_last("whatsapp", OWNER)


async def test_a_former_customers_stop_ends_what_they_agreed_to_at_a_number(street: Street) -> None:
    """The number is told of another customer since, who agreed to nothing; her old tick is still there."""
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)
    await street.order("typed", Customer("90", "Bo", VICTIM))
    await in_the_chat(street)
    assert await street.agreed("sms", VICTIM) in {REVOKED, ConsentState.NONE}
    await street.person(RECORD)
    assert await street.agreed("sms", VICTIM) is REVOKED


async def test_a_stop_by_sms_reaches_the_chat_of_who_had_the_number_before(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)
    await street.order("typed", Customer("90", "Bo", VICTIM))
    await by_sms(street)
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_a_number_that_many_customers_gave_chains_nobody(street: Street) -> None:
    """The number of a till stands in the records of all who bought there."""
    till, people = "+13145550188", range(200, 226)
    await street.writes("sms", till)
    for one in people:
        chat = str(one)
        await street.writes("telegram", chat)
        await record(street, Customer(chat, "One", telegram=chat), ["telegram"])
        await street.order(f"o{one}", Customer(chat, "One", till))
    await street.writes("telegram", "200", "STOP")
    states = [await street.agreed("telegram", str(one)) for one in people]
    assert states == [REVOKED, *[CONFIRMED] * (len(people) - 1)]
    await street.writes("sms", till, "STOP")
    states = [await street.agreed("telegram", str(one)) for one in people]
    assert states.count(CONFIRMED) >= len(people) - 2


async def test_an_erasure_forgets_what_was_recorded_together(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)

    async def pairs(turn: Turn) -> int:
        return len(await turn.unit.rows(select(recorded_pairs).where(turn.unit.owns(recorded_pairs))))

    assert await street.service.turns.look("tiger", pairs)
    await street.erases(await street.who("sms", VICTIM))
    assert await street.service.turns.look("tiger", pairs) == 0


async def test_a_stop_reaches_on_after_two_became_one(street: Street) -> None:
    """She shares her number in the chat, and writes STOP from another number of the same record."""
    await record(street)
    for phone in (VICTIM, "+13145550199"):
        await street.person(Customer("81", "Dana", phone), [ticked("sms", street.clock.now())])
        await street.writes("sms", phone)
    await street.writes("telegram", CHAT)
    await street.writes("telegram", CHAT, "my number", phone=VICTIM)
    assert await street.who("telegram", CHAT) == await street.who("sms", VICTIM)
    await street.writes("sms", "+13145550199", "STOP")
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_a_file_with_an_opt_out_reaches_the_chat(street: Street, tmp_path: Path) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)
    ended = (street.clock.now() + timedelta(seconds=1)).isoformat()
    await bring_in(street, tmp_path, f"id,phone,opted_out,consent_at\n81,{VICTIM},yes,{ended}\n")
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_an_address_that_a_file_records_after_a_stop_inherits_it(street: Street, tmp_path: Path) -> None:
    await record(street, Customer("81", "Dana", VICTIM), ["sms"])
    await street.person(Customer("82", "Other", telegram=CHAT))
    await street.writes("sms", VICTIM, "STOP")
    await street.person(Customer(None, "Dana", telegram="78"), [ticked("telegram", street.clock.now())])
    await street.writes("telegram", "78")
    assert await street.agreed("telegram", "78") is CONFIRMED
    await bring_in(street, tmp_path, f"id,phone,telegram\n81,{VICTIM},78\n")
    assert await street.agreed("telegram", "78") is REVOKED


async def test_silence_after_a_doubt_ends_marketing_everywhere(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)

    async def fall_silent(turn: Turn) -> None:
        address = await turn.unit.people.address("sms", VICTIM)
        assert address is not None
        await opt_outs.fall_silent(turn, address.contact, turn.unit.ids.make())

    await street.service.turns.act("tiger", fall_silent)
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_a_stop_that_the_carrier_told_reaches_the_chat(street: Street) -> None:
    await record(street)
    await street.writes("telegram", CHAT)
    await street.writes("sms", VICTIM)

    async def told(turn: Turn) -> None:
        address = await turn.unit.people.address("sms", VICTIM)
        assert address is not None
        await opt_outs.opt_out(turn, address.contact, "21610", turn.unit.ids.make())

    await street.service.turns.act("tiger", told)
    assert await agreed(street) == (REVOKED, REVOKED)


async def _offers(street: Street, channel: str, value: str) -> ConsentState:
    async def look(turn: Turn) -> ConsentState:
        address = await turn.unit.people.address(channel, value)
        assert address is not None
        return await turn.unit.consents.state(address.id, Programme.OFFERS)

    return await street.service.turns.look("tiger", look)


async def _stops(street: Street, channel: str, value: str) -> bool:
    """Whether a STOP holds there that ends more than marketing."""

    async def look(turn: Turn) -> bool:
        address = await turn.unit.people.address(channel, value)
        assert address is not None
        return bool(await turn.unit.consents.find_stopped([address.id]))

    return await street.service.turns.look("tiger", look)


async def _queue(street: Street, purpose: Purpose) -> UUID:
    programme = Programme.OFFERS if purpose is Purpose.MARKETING else None

    async def work(turn: Turn) -> UUID:
        address = await turn.unit.people.address("telegram", CHAT)
        assert address is not None
        letter = OutboundMessage(f"to {purpose}", Kind.MESSAGE, text="hi", purpose=purpose, programme=programme)
        made = await post(turn, address, letter)
        assert made is not None
        return made

    return await street.service.turns.act("tiger", work)


async def bring_in(street: Street, folder: Path, text: str) -> None:
    """Bring in a file of the same system's customers."""
    path = folder / "customers.csv"
    path.write_text(text)
    written = street.clock.now().timestamp()
    os.utime(path, (written, written))
    tenant = await street.service.turns.tenant("tiger")
    sheet = open_sheet(path, tenant.business, street.clock.now() + timedelta(minutes=1), "shopify", ())
    outcomes: list[RowOutcome] = []
    street.clock.push(street.clock.now() + timedelta(minutes=1))
    await bring(street.service.turns, "tiger", sheet.rows(), "shopify", outcomes.append)
    assert [one.fate is not RowFate.REFUSED for one in outcomes] == [True], outcomes
