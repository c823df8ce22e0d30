"""Attackers: who types somebody's number where a shop's system tells it gains nothing that is theirs.

Each test is told from the attacker's side, through the real inbox, on real databases: once where what arrives is stored
together, as it comes, and once where each takes a turn of its own.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.app import Service, assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from flows.actor import Actor
from flows.events import (
    CartUpdated,
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    Event,
    MessageReceived,
    OrderCreated,
    PersonRedacted,
)
from flows.money import Money
from flows.policy.departure_facts import ConsentState, Programme
from handlers.actions.action import Origin, Preview
from handlers.actions.business_file_apply import apply_file
from handlers.api.invite_endpoints import make_token
from handlers.business_file import read_business_file
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.intake import intake, router
from handlers.people.inbound_event import InboundEvent
from handlers.privacy.person_erasure import Erase, erase, would_erase
from storage.businesses.access import CUSTOMER, Invite
from storage.events.event_inbox import claim_events
from storage.people.people import Identity
from storage.sourcing.partner_shops import Shops
from tests.bot.simulator.shop import EVERYBODY, TUESDAY

VICTIM, ATTACKER = "+13145550142", "+13145550191"
OWNER, KEEPER = "+13145550195", "+13145550103"
FILE = EVERYBODY.replace('address = "telegram:9001"', f'address = "whatsapp:{OWNER}"')


@dataclass
class Street:
    """A service in this process, and the people and systems that tell it things."""

    service: Service
    clock: PushedClock
    together: bool
    told: list[str] = field(default_factory=list)

    async def _take(self, source: str, event: Event) -> None:
        name = f"{source}:{len(self.told)}"
        self.told.append(name)
        self.clock.push(self.clock.now() + timedelta(seconds=1))
        news = InboundEvent(source, name, event, b"{}")
        if self.together:
            await self.service.inbox.take("tiger", news)
        else:
            await self.service.turns.act("tiger", lambda turn: intake.take(turn, news))
        await self._act()

    async def _act(self) -> None:
        async def claim(unit: object) -> list[object]:
            return list(await claim_events(unit, self.clock.now(), timedelta(seconds=1), 9))  # type: ignore[arg-type]

        while found := await self.service.turns.store.write("", claim):
            for stored in found:
                await self.service.turns.act("tiger", lambda turn, one=stored: router.consume(turn, one))  # type: ignore[misc]
            self.clock.push(self.clock.now() + timedelta(seconds=2))

    async def writes(self, channel: str, address: str, text: str = "hello", phone: str | None = None) -> UUID:
        """Somebody writes; who they are."""
        shown = phone or (address if channel == "whatsapp" else None)
        identity = f"m{len(self.told)}"
        token = text.removeprefix("/start ") if text.startswith("/start ") else None
        said = MessageReceived(
            channel, address, "+13145550100", identity, text, self.clock.now(), phone=shown, start=token
        )
        await self._take("simulator", said)
        return await self.who(channel, address)

    async def tells(self, event: Event, source: str = "shopify") -> None:
        """A shop's system tells something."""
        await self._take(source, event)

    async def person(self, customer: Customer, consents: Sequence[ConsentGiven] = ()) -> None:
        """A shop's system tells of a person."""
        now = self.clock.now()
        event = CustomerConsented(customer, tuple(consents), now) if consents else CustomerUpdated(customer, now)
        await self.tells(event)

    async def order(self, name: str, customer: Customer) -> None:
        """A shop's system tells of an order."""
        await self.tells(OrderCreated(name, name, Money(39_000_000, "USD"), (), customer, self.clock.now()))

    async def who(self, channel: str, value: str) -> UUID:
        """Who has that address."""

        async def look(turn: Turn) -> UUID:
            address = await turn.unit.people.address(channel, value)
            assert address is not None
            return address.contact

        return await self.service.turns.look("tiger", look)

    async def has(self, contact: UUID) -> set[str]:
        """The orders of a person."""

        async def look(turn: Turn) -> set[str]:
            return {order.ref for order in await turn.unit.orders.of(contact)}

        return await self.service.turns.look("tiger", look)

    async def agreed(self, channel: str, value: str) -> ConsentState:
        """What holds for reminders at that address."""

        async def look(turn: Turn) -> ConsentState:
            address = await turn.unit.people.address(channel, value)
            assert address is not None
            return await turn.unit.consents.state(address.id, Programme.REMINDERS)

        return await self.service.turns.look("tiger", look)

    async def commands(self, contact: UUID) -> bool:
        """Whether somebody is on the staff."""

        async def look(turn: Turn) -> bool:
            return await turn.unit.access.member_of(contact) is not None

        return await self.service.turns.look("tiger", look)

    async def keeps(self, contact: UUID) -> bool:
        """Whether somebody answers for a shop."""

        async def look(turn: Turn) -> bool:
            return await turn.unit.of(Shops).find_by_contact(contact) is not None

        return await self.service.turns.look("tiger", look)

    async def reached(self, contact: UUID) -> set[str]:
        """Everywhere a person reachable."""

        async def look(turn: Turn) -> set[str]:
            found = await turn.unit.people.addresses_of(contact)
            return {str(one) for one in found if one.writable}

        return await self.service.turns.look("tiger", look)

    async def told_last(self, channel: str, value: str) -> str:
        """What was said there last."""

        async def look(turn: Turn) -> str:
            address = await turn.unit.people.address(channel, value)
            assert address is not None
            said = [one for one in await turn.unit.messages.thread(address.id) if one.direction == "out"]
            return said[-1].text or ""

        return await self.service.turns.look("tiger", look)

    async def is_erased(self, contact: UUID) -> bool:
        """Whether nothing names that person any more."""

        async def look(turn: Turn) -> bool:
            person = await turn.unit.people.get(contact)
            return person is not None and person.erased_at is not None

        return await self.service.turns.look("tiger", look)

    async def erases(self, contact: UUID) -> str:
        """The owner says /erase, and confirms it; what they were shown before."""

        async def work(turn: Turn) -> str:
            member = (await turn.unit.access.members())[0]
            plan = await would_erase(turn, Erase(contact))
            assert isinstance(plan, Preview)
            await erase(turn, Origin(Actor.staff(member.id), str(contact)), Erase(contact))
            return make_english(turn).say(plan.text)

        return await self.service.turns.act("tiger", work)

    async def invites(self, names: Sequence[Identity]) -> str:
        """The shop's site makes a link for whom it knows by these names: its token."""
        token = make_token()

        async def make(turn: Turn) -> None:
            contact = await turn.unit.people.resolve(names, turn.now)
            payload = json.dumps({"customer": next((one.value for one in names if one.channel == "customer"), None)})
            invite = Invite(turn.tools.token_hash(token), CUSTOMER, None, contact, payload)
            await turn.unit.access.invite(invite, turn.now, None)

        await self.service.turns.act("tiger", make)
        return token


@pytest.fixture(params=[True, False], ids=["together", "alone"])
async def street(database: str, request: pytest.FixtureRequest) -> AsyncIterator[Street]:
    clock = PushedClock(TUESDAY)
    service = assemble(Settings(database_url=database), clock, fleeting=True)
    await apply_file(CONVERSATIONS, service.turns.store, read_business_file(FILE, {}), service.vault, TUESDAY, TUESDAY)
    yield Street(service, clock, together=request.param)
    await service.stop()


def ticked(channel: str, at: object, address: str | None = None) -> ConsentGiven:
    """A box at a checkout."""
    return ConsentGiven(channel, ConsentAction.GRANTED, "checkout", "a box", at, address=address, double=True)  # type: ignore[arg-type]


TYPED = {
    "a phone": Customer("55", "Mal", OWNER),
    "a WhatsApp number": Customer("55", "Mal", whatsapp=OWNER),
    "both, beside their own": Customer("55", "Mal", OWNER, whatsapp=ATTACKER),
    "a new customer's": Customer("56", "Mal", OWNER),
    "nobody's": Customer(None, "Mal", OWNER),
    "a new customer's, beside a chat": Customer("56", "Mal", OWNER, telegram="7666"),
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("wrote", [True, False], ids=["the owner wrote", "the owner never wrote"])
async def test_the_owners_number_commands_for_nobody_else(street: Street, typed: Customer, *, wrote: bool) -> None:
    if wrote:
        await street.writes("whatsapp", OWNER, "/help")
    await street.person(Customer("55", "Mal", ATTACKER))
    mal = await street.writes("whatsapp", ATTACKER)
    await street.person(typed)
    await street.order("o1", typed)
    assert await street.writes("whatsapp", ATTACKER) == mal
    owner = await street.who("whatsapp", OWNER)
    assert (await street.commands(mal), await street.commands(owner)) == (False, True)
    assert await street.writes("whatsapp", OWNER, "/help") == owner
    assert await street.writes("telegram", "7666") != owner
    assert {one for one in await street.reached(owner) if OWNER not in one} == set()


async def test_a_number_typed_before_it_is_the_owners_commands_for_nobody_else(street: Street) -> None:
    later = "+13145550177"
    await street.person(Customer("55", "Mal", later, whatsapp=later, telegram="7666"))
    file = FILE.replace(OWNER, later)
    store, now = street.service.turns.store, street.clock.now()
    await apply_file(CONVERSATIONS, store, read_business_file(file, {}), street.service.vault, now, now)
    assert await street.commands(await street.who("whatsapp", later))
    assert not await street.commands(await street.writes("telegram", "7666"))
    await street.person(Customer("55", "Mal", later, whatsapp=ATTACKER))
    assert not await street.commands(await street.writes("whatsapp", ATTACKER))


VICTIMS = {
    "who chats": None,
    "whom an order named": Customer(None, "Dana", VICTIM),
    "whom a customer's order named": Customer("81", "Dana", VICTIM, "dana@mail.example"),
}
TELLS = {
    "a known customer's phone": [Customer("55", "Mal", VICTIM)],
    "a known customer's WhatsApp": [Customer("55", "Mal", whatsapp=VICTIM)],
    "a new customer's, and then their own": [Customer("56", "Mal", VICTIM), Customer("56", "Mal", ATTACKER)],
    "then their own WhatsApp": [Customer("56", "Mal", VICTIM), Customer("56", "Mal", whatsapp=ATTACKER)],
    "then a chat of theirs": [Customer("56", "Mal", VICTIM), Customer("56", "Mal", telegram="7666")],
    "in one event": [Customer("56", "Mal", VICTIM, whatsapp=ATTACKER)],
    "in one event with a chat": [Customer(None, "Mal", VICTIM, telegram="7666")],
    "a mail address": [Customer(None, "Mal", ATTACKER, "dana@mail.example")],
    "a mail address of a new customer": [Customer("56", "Mal", whatsapp=ATTACKER, email="dana@mail.example")],
    "the customer of a mail address": [Customer("81", "Mal", whatsapp=ATTACKER, email="dana@mail.example")],
}


@pytest.mark.parametrize("victim", VICTIMS.values(), ids=VICTIMS)
@pytest.mark.parametrize("typed", TELLS.values(), ids=TELLS)
@pytest.mark.parametrize("hello", [True, False], ids=["after a hello", "before it"])
async def test_a_customers_number_tells_nobody_else_of_their_orders(
    street: Street, victim: Customer | None, typed: list[Customer], *, hello: bool
) -> None:
    if victim is None:
        await street.writes("whatsapp", VICTIM)
    await street.order("theirs", victim or Customer(None, "Dana", VICTIM))
    dana = await street.who("sms", VICTIM)
    if hello:
        await street.person(Customer("55", "Mal", ATTACKER))
        await street.writes("whatsapp", ATTACKER)
    for one in typed:
        await street.person(one, [ticked(channel, street.clock.now()) for channel in ("sms", "whatsapp")])
        await street.order(f"of {len(street.told)}", one)
    for channel, address in (("whatsapp", ATTACKER), ("sms", ATTACKER), ("telegram", "7666")):
        mal = await street.writes(channel, address)
        assert mal != dana
        assert "theirs" not in await street.has(mal)
    assert not {one for one in await street.reached(dana) if VICTIM not in one}
    assert await street.writes("whatsapp", VICTIM) == dana
    assert "theirs" in await street.has(dana)


async def test_whoever_types_a_number_first_does_not_have_what_its_owner_does_later(street: Street) -> None:
    await street.person(Customer("56", "Mal", VICTIM, telegram="7666"))
    await street.order("theirs", Customer(None, "Dana", VICTIM))
    mal = await street.writes("telegram", "7666")
    await street.order("of a customer", Customer("81", "Dana", VICTIM))
    assert await street.has(mal) == set()
    dana = await street.writes("whatsapp", VICTIM)
    assert await street.has(dana) == {"theirs", "of a customer"}


async def test_a_mail_address_leads_to_nobodys_chat(street: Street) -> None:
    """Whoever typed it with a number of their own hears nothing of what is told of the address alone."""
    await street.person(Customer(None, "Mal", ATTACKER, "dana@mail.example"))
    mal = await street.writes("whatsapp", ATTACKER)
    await street.order("theirs", Customer(None, "Dana", email="dana@mail.example"))
    assert await street.has(mal) == set()


@pytest.mark.parametrize("mail", ["dana@mail.example", "DANA@Mail.example"])
async def test_a_customers_mail_takes_no_line_of_a_guest(street: Street, mail: str) -> None:
    """The attacker's checkout names the mail of a customer of whom nothing else is known, and their own lines."""
    await street.person(Customer("81", "Dana", email="dana@mail.example"))
    money, now = Money(39_000_000, "USD"), street.clock.now()
    typed = Customer(None, "Mal", ATTACKER, mail, telegram="7666")
    await street.tells(CartUpdated("c9", money, (), "https://a.example/c9", typed, now))
    await street.order("theirs", Customer("81", "Dana", email="dana@mail.example"))
    dana = await street.who("customer", "shopify:81")
    assert (await street.has(dana), await street.reached(dana)) == ({"theirs"}, set())
    for channel, address in (("sms", ATTACKER), ("telegram", "7666")):
        assert "theirs" not in await street.has(await street.writes(channel, address))


DANA = Customer("81", "Dana", email="dana@mail.example")
FILED = {
    "an order": lambda typed, now: OrderCreated("o9", "o9", Money(39_000_000, "USD"), (), typed, now),
    "a cart": lambda typed, now: CartUpdated("c9", Money(39_000_000, "USD"), (), "https://a.example/c9", typed, now),
    "a box": lambda typed, now: CustomerConsented(typed, (ticked("sms", now),), now),
}


@pytest.mark.parametrize("filed", FILED.values(), ids=FILED)
@pytest.mark.parametrize("hello", [True, False], ids=["after a hello", "before it"])
async def test_a_number_typed_beside_a_customers_mail_is_not_the_customers(
    street: Street, filed: Callable[[Customer, datetime], Event], *, hello: bool
) -> None:
    """The shop's system files a guest's checkout under the customer who has that mail; her record has no number."""
    await street.person(DANA)
    if hello:
        await street.writes("whatsapp", ATTACKER)
    await street.tells(filed(replace(DANA, name="Mal", phone=ATTACKER), street.clock.now()))
    await street.order("theirs", DANA)
    dana = await street.who("customer", "shopify:81")
    assert (await street.has(dana), await street.reached(dana)) == ({"theirs"}, set())
    for channel in ("sms", "whatsapp"):
        assert "theirs" not in await street.has(await street.writes(channel, ATTACKER))


@pytest.mark.parametrize("wrote", [True, False], ids=["who chats", "who ordered as a guest"])
async def test_what_names_somebodys_number_is_theirs_whoever_has_the_id(street: Street, *, wrote: bool) -> None:
    """The attacker typed her mail with a number of their own before the shop's system ever told of her."""
    if wrote:
        await street.writes("whatsapp", VICTIM)
    else:
        await street.order("before", Customer(None, "Dana", VICTIM))
    mal = await street.writes("whatsapp", ATTACKER)
    await street.order("typed", replace(DANA, phone=ATTACKER))
    await street.order("theirs", replace(DANA, phone=VICTIM))
    await street.person(replace(DANA, phone=VICTIM))
    await street.order("later", replace(DANA, phone=VICTIM))
    assert await street.has(mal) == {"typed"}
    assert {"theirs", "later"} <= await street.has(await street.writes("whatsapp", VICTIM))


async def test_a_number_in_a_customers_own_record_is_the_customers(street: Street) -> None:
    await street.person(DANA)
    await street.person(replace(DANA, phone=VICTIM))
    await street.order("o1", DANA)
    assert await street.has(await street.writes("whatsapp", VICTIM)) == {"o1"}


async def test_a_customer_who_chats_hears_of_what_is_ordered_on_the_site(street: Street) -> None:
    dana = await street.writes("whatsapp", VICTIM)
    await street.order("o1", Customer("81", "Dana", VICTIM))
    await street.order("o2", Customer("81", "Dana"))
    await street.order("o3", Customer(None, "Dana", VICTIM))
    assert await street.has(dana) == {"o1", "o2", "o3"}


async def test_what_was_told_of_a_number_is_whose_who_writes_from_it(street: Street) -> None:
    await street.order("o1", Customer("81", "Dana", VICTIM))
    await street.order("o2", Customer("81", "Dana", VICTIM, whatsapp=VICTIM))
    assert await street.has(await street.writes("whatsapp", VICTIM)) == {"o1", "o2"}


async def test_two_ways_told_at_once_are_of_whoever_writes_first(street: Street) -> None:
    """Nothing else was ever told of that person; who writes from the other one later is another."""
    await street.order("o1", Customer("81", "Dana", VICTIM, telegram="77"))
    dana = await street.writes("telegram", "77")
    assert await street.has(dana) == {"o1"}
    other = await street.writes("whatsapp", VICTIM)
    assert other != dana
    assert await street.has(other) == set()


async def test_a_card_of_ones_own_makes_one_of_two(street: Street) -> None:
    dana = await street.writes("whatsapp", VICTIM)
    await street.order("o1", Customer("81", "Dana", VICTIM))
    await street.writes("telegram", "77")
    await street.writes("telegram", "77", "my number", phone=VICTIM)
    assert await street.who("telegram", "77") == await street.who("whatsapp", VICTIM) == dana
    assert await street.has(dana) == {"o1"}


async def test_a_number_beside_a_whatsapp_id_makes_one_of_two(street: Street) -> None:
    await street.writes("whatsapp", "US.13491208655302741918", phone=None)
    await street.order("o1", Customer("81", "Dana", VICTIM))
    dana = await street.writes("whatsapp", "US.13491208655302741918", phone=VICTIM)
    assert await street.has(dana) == {"o1"}


async def test_a_link_of_a_customer_whose_number_others_used_joins_nobody(street: Street) -> None:
    """The attacker types the number first; its owner orders as a guest; the site then makes the attacker a link."""
    await street.person(Customer("56", "Mal", VICTIM))
    await street.order("theirs", Customer(None, "Dana", VICTIM))
    token = await street.invites([Identity("customer", "shopify:56")])
    mal = await street.writes("telegram", "7666", f"/start {token}")
    assert await street.has(mal) == set()
    assert await street.agreed("telegram", "7666") is ConsentState.NONE


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
async def test_a_link_for_somebody_who_wrote_joins_nobody(street: Street, channel: str) -> None:
    await street.order("theirs", Customer("81", "Dana", VICTIM))
    dana = await street.writes(channel, VICTIM)
    token = await street.invites([Identity("customer", "shopify:81")])
    mal = await street.writes("telegram", "7666", f"/start {token}")
    assert mal != dana
    assert await street.has(mal) == set()


async def test_a_link_for_the_staff_joins_nobody(street: Street) -> None:
    token = await street.invites([Identity("whatsapp", OWNER)])
    assert not await street.commands(await street.writes("telegram", "7666", f"/start {token}"))


@pytest.mark.parametrize("opener", [OWNER, KEEPER], ids=["the owner", "a shop"])
@pytest.mark.parametrize("made_for", ["customer", "cart"])
async def test_a_customers_link_opened_by_the_staff_or_a_shop_moves_nothing(
    street: Street, opener: str, made_for: str
) -> None:
    """The attacker orders, has the site make a link for it, and sends it to who commands or keeps a shop."""
    mal, money = Customer("55", "Mal", ATTACKER), Money(39_000_000, "USD")
    await street.tells(CartUpdated("c9", money, (), "https://a.example/c9", mal, street.clock.now()))
    await street.order("before", mal)
    token = await street.invites([Identity(made_for, "shopify:55" if made_for == "customer" else "shopify:c9")])
    staff = await street.writes("whatsapp", opener, f"JOIN {token}")
    await street.order("after", mal)
    customer = await street.writes("whatsapp", ATTACKER)
    assert customer != staff == await street.who("whatsapp", opener)
    for contact, is_owner, is_keeper in ((staff, opener == OWNER, opener == KEEPER), (customer, False, False)):
        assert (await street.commands(contact), await street.keeps(contact)) == (is_owner, is_keeper)
    assert (await street.has(staff), await street.has(customer)) == (set(), {"before", "after"})
    assert not {one for one in await street.reached(staff) if opener not in one}
    assert not {one for one in await street.reached(customer) if ATTACKER not in one}


async def test_a_link_that_the_site_made_for_its_customer_joins_whoever_opens_it(street: Street) -> None:
    await street.order("o1", Customer("81", "Dana", VICTIM))
    token = await street.invites([Identity("customer", "shopify:81")])
    dana = await street.writes("telegram", "77", f"/start {token}")
    assert await street.has(await street.who("telegram", "77")) == {"o1"}
    await street.order("o2", Customer("81", "Dana", "+13145550199"))
    assert "o2" in await street.has(await street.who("telegram", "77"))
    assert dana is not None


async def test_a_link_for_a_cart_makes_nobody_the_customer_that_a_checkout_named(street: Street) -> None:
    """The attacker typed the victim's mail address: the shop's system calls its owner by the same id later."""
    token = await street.invites([Identity("cart", "shopify:c9")])
    money, now = Money(39_000_000, "USD"), street.clock.now()
    typed = Customer("81", "Mal", ATTACKER, "dana@mail.example")
    await street.tells(CartUpdated("c9", money, (), "https://a.example/c9", typed, now))
    mal = await street.writes("telegram", "7666", f"/start {token}")
    await street.order("theirs", Customer("81", "Dana", VICTIM, "dana@mail.example"))
    assert "theirs" not in await street.has(mal)
    assert "theirs" not in await street.has(await street.who("telegram", "7666"))
    assert await street.has(await street.writes("whatsapp", VICTIM)) == {"theirs"}


async def test_a_cart_stays_with_whoever_opened_its_link(street: Street) -> None:
    victim = await street.writes("whatsapp", VICTIM)
    token = await street.invites([Identity("cart", "shopify:c9")])
    await street.writes("telegram", "7666", f"/start {token}")
    mal = await street.who("telegram", "7666")
    money, now = Money(39_000_000, "USD"), street.clock.now()
    await street.tells(CartUpdated("c9", money, (), "https://a.example/c9", Customer("56", "Mal", VICTIM), now))
    assert await street.who("telegram", "7666") == mal != await street.who("whatsapp", VICTIM) == victim


@pytest.mark.parametrize("wrote", [True, False], ids=["their word", "a tick"])
async def test_another_customer_of_a_number_begins_without_consent(street: Street, *, wrote: bool) -> None:
    await street.person(Customer("81", "Dana", VICTIM), [ticked("sms", street.clock.now())])
    if wrote:
        await street.writes("sms", VICTIM, "JOIN")
    assert await street.agreed("sms", VICTIM) is ConsentState.CONFIRMED
    await street.person(Customer("81", "Dana", VICTIM))
    assert await street.agreed("sms", VICTIM) is ConsentState.CONFIRMED
    await street.order("o1", Customer("90", "Bo", VICTIM))
    assert await street.agreed("sms", VICTIM) is ConsentState.NONE
    await street.person(Customer("90", "Bo", VICTIM), [ticked("sms", street.clock.now())])
    await street.person(Customer("81", "Dana", VICTIM))
    assert await street.agreed("sms", VICTIM) is ConsentState.CONFIRMED


async def test_what_a_former_owner_took_back_stays_so(street: Street) -> None:
    await street.person(Customer("81", "Dana", VICTIM), [ticked("sms", street.clock.now())])
    await street.writes("sms", VICTIM, "STOP")
    await street.order("o1", Customer("90", "Bo", VICTIM))
    assert await street.agreed("sms", VICTIM) is ConsentState.REVOKED


async def test_a_stop_reaches_another_number_told_of_the_same_customer(street: Street) -> None:
    for phone in (VICTIM, "+13145550199"):
        await street.person(Customer("81", "Dana", phone), [ticked("sms", street.clock.now())])
    await street.writes("sms", VICTIM, "STOP")
    assert await street.agreed("sms", "+13145550199") is ConsentState.REVOKED


async def test_a_platforms_erasure_takes_nobody_who_was_only_named(street: Street) -> None:
    """The owner's number, and that of somebody who chats, stood at the checkouts of a customer who is erased."""
    dana = await street.writes("whatsapp", VICTIM)
    for phone in (OWNER, VICTIM):
        await street.person(Customer("56", "Mal", phone))
        await street.tells(PersonRedacted(Customer("56", "Mal", phone), (), street.clock.now()))
    assert await street.commands(await street.who("whatsapp", OWNER))
    assert await street.who("whatsapp", VICTIM) == dana


@pytest.mark.parametrize("mailed", [True, False], ids=["without a number", "with a number"])
async def test_the_erasure_of_a_number_told_beside_a_customer_leaves_the_customer(
    street: Street, *, mailed: bool
) -> None:
    """A guest's order was filed under the customer of the mail that they typed; its number asks to be forgotten."""
    await street.order("theirs", Customer("81", "Dana", None if mailed else VICTIM, "dana@mail.example"))
    await street.order("typed", Customer("81", "Mal", ATTACKER, "dana@mail.example"))
    dana, mal = await street.who("customer", "shopify:81"), await street.writes("sms", ATTACKER, "delete all my data")
    assert dana != mal
    shown = await street.erases(mal)
    assert await street.is_erased(mal)
    assert not await street.is_erased(dana)
    assert ("…0142" in shown) is not mailed
    assert "theirs" in await street.has(dana)


async def test_the_erasure_of_a_customer_by_the_staff_says_which_numbers_stay(street: Street) -> None:
    await street.person(Customer("56", "Mal", ATTACKER))
    await street.order("typed", Customer("56", "Mal", VICTIM))
    mal, dana = await street.who("sms", ATTACKER), await street.who("sms", VICTIM)
    assert "/erase_0142" in await street.erases(mal)
    assert (await street.is_erased(mal), await street.is_erased(dana)) == (True, False)


async def test_the_erasure_of_another_customer_of_a_number_leaves_the_customer(street: Street) -> None:
    """The attacker is a customer as well, and their order was filed under the customer of the mail that they typed."""
    await street.person(Customer("81", "Dana", email="dana@mail.example"))
    await street.person(Customer("90", "Mal", ATTACKER))
    await street.order("typed", Customer("81", "Mal", ATTACKER, "dana@mail.example"))
    await street.tells(PersonRedacted(Customer("90", "Mal", ATTACKER), (), street.clock.now()))
    assert await street.is_erased(await street.who("customer", "shopify:81")) is False


async def test_a_platforms_erasure_of_another_customer_of_a_number_is_left_to_the_staff(street: Street) -> None:
    """She never wrote; the same system calls her otherwise."""
    await street.order("theirs", Customer("81", "Dana", VICTIM))
    dana = await street.who("sms", VICTIM)
    await street.tells(PersonRedacted(Customer("99", "Mal", VICTIM), (), street.clock.now()))
    assert not await street.is_erased(dana)
    await street.tells(PersonRedacted(Customer("81", "Dana", VICTIM), (), street.clock.now()))
    assert await street.is_erased(dana)


async def test_a_request_to_know_gives_its_customer_nobodys_number(street: Street) -> None:
    """What was agreed to at the number stands, and the staff hears that anybody can type one."""
    await street.person(Customer("81", "Dana", VICTIM), [ticked("sms", street.clock.now())])
    await street.tells(DataRequested(Customer("99", "Mal", VICTIM), (), street.clock.now()))
    assert await street.agreed("sms", VICTIM) is ConsentState.CONFIRMED
    await street.writes("whatsapp", OWNER, "/help")
    await street.tells(DataRequested(Customer("99", "Mal", VICTIM), (), street.clock.now()))
    assert "Anyone can type a number" in await street.told_last("whatsapp", OWNER)


async def test_a_platforms_erasure_names_an_order_of_another_number_to_the_staff(street: Street) -> None:
    """Her record has no number; she wrote from the one that she typed."""
    await street.person(DANA)
    await street.order("o1", replace(DANA, phone=VICTIM))
    record, dana = await street.who("customer", "shopify:81"), await street.writes("whatsapp", VICTIM)
    await street.writes("whatsapp", OWNER, "/help")
    await street.tells(PersonRedacted(DANA, ("o1",), street.clock.now()))
    assert (await street.is_erased(record), await street.is_erased(dana)) == (True, False)
    assert "asks to erase a customer who gave the number of Dana" in await street.told_last("whatsapp", OWNER)


OTHERS = ("+13145550198", VICTIM, "+13145550199")
KNOWN = [pytest.param(Customer("81", "Dana", "+13145550197"), id="with a number"), pytest.param(DANA, id="without one")]


@pytest.mark.parametrize("known", KNOWN)
async def test_a_stop_from_one_reaches_every_number_told_of_the_same_customer(street: Street, known: Customer) -> None:
    await street.person(known)
    for phone in OTHERS:
        await street.person(replace(known, phone=phone), [ticked("sms", street.clock.now())])
    await street.writes("sms", OTHERS[0], "STOP")
    assert {await street.agreed("sms", phone) for phone in OTHERS} == {ConsentState.REVOKED}


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("named", [None, OTHERS[1]], ids=["by the id", "by a number"])
async def test_a_stop_told_by_the_shop_reaches_every_number_told_of_the_customer(
    street: Street, known: Customer, named: str | None
) -> None:
    await street.person(known)
    for phone in OTHERS:
        await street.person(replace(known, phone=phone), [ticked("sms", street.clock.now())])
    now = street.clock.now()
    revoked = ConsentGiven("sms", ConsentAction.REVOKED, "account page", "unsubscribed", now)
    await street.tells(CustomerConsented(replace(known, phone=named), (revoked,), now))
    assert {await street.agreed("sms", phone) for phone in OTHERS} == {ConsentState.REVOKED}


async def test_a_number_that_turned_out_to_be_another_customers_is_stopped_by_its_owner_alone(street: Street) -> None:
    """The attacker ordered once with the number; its owner is a customer, too, and agrees."""
    await street.person(Customer("56", "Mal", ATTACKER))
    await street.order("typed", Customer("56", "Mal", VICTIM))
    await street.person(Customer("82", "Bo", VICTIM), [ticked("sms", street.clock.now())])
    await street.writes("sms", ATTACKER, "STOP")
    assert await street.agreed("sms", VICTIM) is ConsentState.CONFIRMED


async def test_a_stop_reaches_who_was_told_beside_somebody_who_turned_out_to_be_another(street: Street) -> None:
    """She shares the number that was told beside hers in a chat of her own."""
    for phone in OTHERS:
        await street.person(replace(DANA, phone=phone), [ticked("sms", street.clock.now())])
    await street.writes("telegram", "77")
    await street.writes("telegram", "77", "my number", phone=OTHERS[1])
    await street.writes("telegram", "77", "STOP")
    assert {await street.agreed("sms", phone) for phone in OTHERS} == {ConsentState.REVOKED}


async def test_a_platforms_erasure_leaves_a_guest_whose_number_its_customer_typed_once_to_the_staff(
    street: Street,
) -> None:
    await street.person(Customer("56", "Mal", ATTACKER))
    await street.order("typed", Customer("56", "Mal", VICTIM))
    await street.order("theirs", Customer(None, "Bob", VICTIM))
    mal, bob = await street.who("sms", ATTACKER), await street.who("sms", VICTIM)
    await street.writes("whatsapp", OWNER, "/help")
    await street.tells(PersonRedacted(Customer("56", "Mal", ATTACKER), (), street.clock.now()))
    assert (await street.is_erased(mal), await street.is_erased(bob)) == (True, False)
    assert "asks to erase a customer who gave the number of" in await street.told_last("whatsapp", OWNER)


async def test_a_platforms_erasure_reaches_the_other_numbers_of_its_customer(street: Street) -> None:
    for phone in (VICTIM, "+13145550199"):
        await street.person(Customer("81", "Dana", phone))
    people = [await street.who("sms", phone) for phone in (VICTIM, "+13145550199")]
    await street.tells(PersonRedacted(Customer("81", "Dana"), (), street.clock.now()))
    assert [await street.is_erased(one) for one in people] == [True, True]
