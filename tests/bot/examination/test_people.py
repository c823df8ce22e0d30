"""What the doctor says of a business's people and of what waits for them: staff, shops, what is held or stuck."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, PlaceKind, ToldPlace
from storage.businesses import service_operations
from storage.people.people import Identity
from storage.schema import events, waits
from storage.sending.outbox import MOST_MISTAKES
from storage.sourcing.partner_shops import Shops
from storage.unit import Unit
from tests.bot.examination.installation import BOT, OWNER, SIMULATED, Installation
from tests.bot.installed import TELEGRAM
from tests.conftest import START
from tests.providers.telegram import TelegramStand
from tests.storage.world import entry, message


async def test_a_test_message_to_the_owner(shop: Installation, telegram: TelegramStand) -> None:
    shop.reach(telegram_api_url=telegram.url, public_url=None)
    await shop.apply(TELEGRAM + OWNER)
    found = await shop.examine(fix=True)
    assert "tiger: a test message to Asha by telegram is sent" in found[-1].text

    async def queued(unit: Unit) -> list[tuple[Kind, str | None]]:
        contact = next(member.contact for member in await unit.access.members())
        return [(one.kind, one.text) for one in await unit.messages.page(None, contact, None, 10)]

    ((kind, said),) = await shop.store.read("tiger", queued)
    assert kind is Kind.STAFF
    assert said is not None
    assert said.startswith("Parley: this is a test.")


async def test_nobody_to_write_to(shop: Installation) -> None:
    await shop.apply(SIMULATED)
    assert "tiger: no test message was sent: no owner is linked" in await shop.to_do(fix=True)


@pytest.mark.parametrize(
    ("staff", "to_do"),
    [
        pytest.param("", "this business has no owner", id="nobody"),
        pytest.param(OWNER.replace("owner", "agent"), "this business has no owner", id="no owner"),
        pytest.param('\n[[staff]]\nname = "Ravi"\nrole = "owner"\n', "Ravi (owner) has no chat to open", id="no chat"),
        pytest.param(
            BOT + '\n[[staff]]\nname = "Ravi"\nrole = "owner"\n', "Ravi (owner) has not opened", id="not linked"
        ),
    ],
)
async def test_staff(shop: Installation, staff: str, to_do: str) -> None:
    await shop.apply(SIMULATED + staff)
    assert [to_do in line for line in await shop.to_do()] == [True]


SHOPS = """
[[shops]]
id = "connaught"
name = "Connaught Souvenirs"
[[shops]]
id = "karol"
name = "Karol Bagh Gifts"
address = "telegram:77"
"""


async def test_shops_that_nobody_linked(shop: Installation) -> None:
    await shop.apply(SIMULATED + BOT + OWNER + SHOPS)
    (line,) = await shop.to_do()
    assert line == (
        "tiger: 1 shop not linked yet, so they get no requests: Connaught Souvenirs (connaught). "
        "parley apply prints their start links"
    )

    async def link(unit: Unit) -> None:
        known = await unit.of(Shops).find_by_ref("connaught")
        keeper = await unit.people.resolve([Identity("telegram", "78")], START)
        assert known is not None
        await unit.of(Shops).link(known.id, keeper, START)

    await shop.store.write("tiger", link)
    assert [found.text for found in await shop.examine() if "shops linked" in found.text] == ["tiger: 2 shops linked"]


async def test_regions_that_nobody_can_read(shop: Installation) -> None:
    await shop.apply(SIMULATED + OWNER)

    async def tell(unit: Unit) -> None:
        words = ["Flrida", "Flrida", "N/A", "call +1 314 555 0101", "Westeros", "FL"]
        for number, word in enumerate(words):
            contact = await unit.people.resolve([Identity("sms", f"+1314555010{number}")], START)
            places = [ToldPlace(PlaceKind.SHIPPING, "US", word), ToldPlace(PlaceKind.BILLING, "IN", "Goa")]
            await unit.places.tell(contact, places, "shopify", START)

    await shop.store.write("tiger", tell)
    unread, perhaps = await shop.to_do()
    assert unread == (
        "tiger: the region of 5 customers cannot be read, so the strictest hours of its country apply to them: "
        "'Flrida' in US (2), 'N/A' in US (1), 'Westeros' in US (1) and 1 more. "
        "Write its code or its name in the shop and send it again with the postal code"
    )
    assert perhaps.startswith("tiger: 5 customers may be in New Jersey"), "as anywhere in their country"


async def test_staff_that_blocked_us(shop: Installation) -> None:
    await shop.apply(SIMULATED + OWNER)

    async def block(unit: Unit) -> None:
        address = await unit.people.address("telegram", "99")
        assert address is not None
        await unit.run(text("UPDATE addresses SET state = 'blocked'"))

    await shop.store.write("tiger", block)
    (line,) = await shop.to_do()
    assert line == "tiger: telegram does not let us write to Asha (owner): ask them to open the chat and press Start"


async def test_what_is_held_back(shop: Installation) -> None:
    await shop.apply(SIMULATED + OWNER)

    async def hold(unit: Unit) -> None:
        await unit.businesses.pause("staff", START)
        sender = await unit.senders.find_for_channel("sms")
        assert sender is not None
        await unit.senders.pause(sender.id, "Twilio answered 20003 for +13145550101.", START)

    await shop.store.write("tiger", hold)
    assert await shop.to_do() == [
        "tiger: paused since 2026-03-02 15:00 UTC: /resume in the staff's chat",
        "tiger: sms is stopped: Twilio answered 20003 for …. Fix it, then apply the file or /resume",
    ]


@pytest.mark.parametrize(("many", "more"), [(9, ""), (25, "; and 5 other reasons")])
async def test_each_reason_why_something_could_not_be_read(shop: Installation, many: int, more: str) -> None:
    """A merchant that sends wrong events of several kinds hears of each kind at once."""
    await shop.apply(SIMULATED + OWNER)
    now = shop.clock.now()

    async def fill(unit: Unit) -> None:
        for each in range(many):
            identity = unit.ids.make()
            row = {"type": "test", "lane": identity, "arrival": identity, "occurred_at": now, "received_at": now}
            named = {"source": "api", "external_id": f"e{each}", "status": "unreadable"}
            await unit.add(events, id=identity, **row, **named, reason=f"data.x{each} is missing")

    await shop.store.write("tiger", fill)
    (line,) = [one for one in await shop.to_do() if "could not be read" in one]
    assert line.startswith(f"tiger: {many} events could not be read: ")
    assert line.count("is missing") == min(many, 20)
    assert line.endswith(more)


async def test_what_is_stuck(shop: Installation) -> None:
    await shop.apply(SIMULATED + OWNER)
    now = shop.clock.now()

    async def fill(unit: Unit) -> None:
        contact = await unit.people.resolve([Identity("sms", "+13145550101")], now)
        address = (await unit.people.addresses_of(contact))[0].id
        sender = await unit.senders.find_for_channel("sms")
        assert sender is not None
        plain = message(unit, contact, address, id=service_operations.make_first_id(now - timedelta(hours=3)))
        await unit.messages.add(plain)
        await unit.outbox.add(entry(plain, sender.id))
        assert await unit.outbox.stumble(entry(plain, sender.id, mistakes=MOST_MISTAKES - 1), now, now)
        asked = {"template": "staff_alert", "kind": Kind.STAFF, "about": address}
        await unit.messages.add(
            message(unit, contact, address, id=service_operations.make_first_id(now - timedelta(hours=2)), **asked)
        )
        lost = service_operations.make_first_id(now - timedelta(hours=1))
        await unit.messages.add(message(unit, contact, address, id=lost, status=MessageStatus.UNKNOWN))
        for status, reason in (("parked", "KeyError: 'total'"), ("unreadable", "no such phone: '+1 314 555 0101'")):
            identity = unit.ids.make()
            row = {"type": "test", "lane": identity, "arrival": identity, "occurred_at": now, "received_at": now}
            named = {"source": "shopify", "external_id": status, "status": status, "reason": reason}
            await unit.add(events, id=identity, **row, **named)
        run = await unit.runs.start("recovery", "x", contact, None, "{}", now)
        await unit.add(waits, id=unit.ids.make(), run=run.id, name="step", created_at=now, parked_at=now)

    await shop.store.write("tiger", fill)
    assert await shop.to_do() == [
        "tiger: 1 event failed five times (parley parked lists and releases): shopify: KeyError: 'total' (1: parked)",
        "tiger: 1 event could not be read: shopify: no such phone: '…' (1: unreadable)",
        "tiger: 1 conversation could not go on, five times: parley parked lists and releases",
        "tiger: 1 message could not be handed over, five times: parley parked lists and releases",
        "tiger: 1 sms message of this week may not have arrived; parley why ID",
        "tiger: 1 customer without an answer: reply in the staff's chat",
    ]


MUG = '\n[[products]]\nsku = "MUG"\ntitle = "Mug"\nprice = 9\n'


@pytest.mark.parametrize(
    ("more", "to_do"),
    [
        pytest.param("", 1, id="no account"),
        pytest.param("\n[payments.simulator]\n", 0, id="an account"),
        pytest.param('\n[sourcing]\npay = "cod"\n', 0, id="at the door"),
    ],
)
async def test_goods_that_no_link_pays(shop: Installation, more: str, to_do: int) -> None:
    await shop.apply(SIMULATED + OWNER + more + MUG)
    assert sum("no payment account makes links" in line for line in await shop.to_do()) == to_do
