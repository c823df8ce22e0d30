"""Orders, earnings, payouts, holidays, languages, help, and what only a person understands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.actor import SYSTEM
from handlers.engine.turn import Turn
from storage.sourcing.reservations import Reservations
from storage.sourcing.shop_earnings import COMMISSION, PAYOUT, Earnings
from tests.handlers.sourcing.shop.house import ASHA, MEENA, RAVI, House


async def book(house: House, kind: str, key: str, amount: int, at: datetime) -> None:
    shop = await house.shop()

    async def work(turn: Turn) -> None:
        await turn.unit.of(Earnings).book(shop.id, None, kind, key, amount * 1_000_000, "INR", SYSTEM, at)

    await house.act(work)


async def reserve(house: House, person: str, sku: str, size: str, quantity: int) -> None:
    """A customer reserves; requests go to the shops."""
    from bot.conversations import CONVERSATIONS
    from handlers.api.event_envelope import make_envelope_model
    from handlers.api.request_body import read_body
    from handlers.people.inbound_event import InboundEvent

    body = (
        '{"id": "e1", "type": "order.reserved", "occurred_at": "2026-03-03T06:30:00Z", "data": {"order_id": "1234",'
        f' "items": [{{"sku": "{sku}", "size": "{size}", "quantity": {quantity}}}],'
        f' "customer": {{"id": "c1", "telegram": "{person.partition(":")[2]}"}}}}}}'
    ).encode()
    now = house.service.clock.now()
    event = read_body(make_envelope_model(CONVERSATIONS.told), body).event(now)
    await house.service.inbox.take("tiger", InboundEvent("api", "e1", event, body))
    await house.settle()


async def test_a_shop_that_keeps_nothing(house: House) -> None:
    (told,) = await house.say(RAVI, "orders")
    assert told.template == "shop_orders_none"


async def test_what_is_kept_is_listed(house: House) -> None:
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)
    assert (await house.got(RAVI))[-1].template == "stock_request"
    await house.say(RAVI, "haan 2 hai")
    (told,) = await house.say(RAVI, "orders")
    assert told.text is not None
    assert "1234: Tiger Shorts L × 2" in told.text


async def test_a_command_is_obeyed_while_a_request_is_open(house: House) -> None:
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)
    (told,) = await house.say(RAVI, "earnings")
    assert told.template == "shop_earnings"


async def test_stock_of_another_product_is_no_answer_to_an_open_request(house: House) -> None:
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)
    (told,) = await house.say(RAVI, "mug 12")
    assert told.template == "shop_stock"
    assert await house.counts() == {("MUG", ""): 12}
    order = await house.look(lambda turn: turn.unit.of(Reservations).find_by_number("1234"))
    assert order is not None
    assert order.status == "checking"


async def test_what_is_stated_after_a_request_is_over_is_no_late_answer_to_it(house: House) -> None:
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)
    await house.say(RAVI, "nahi hai")
    (told,) = await house.say(RAVI, "tiger shorts L 5")
    assert told.template == "shop_stock"
    assert await house.counts() == {("SHORTS", "L"): 5}


async def test_stock_of_what_was_asked_for_answers_the_request(house: House) -> None:
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)
    (told,) = await house.say(RAVI, "tiger shorts L 5")
    assert told.template == "stock_outcome"


async def test_earnings_are_this_months(house: House) -> None:
    await book(house, COMMISSION, "a", 500, datetime(2026, 2, 20, tzinfo=UTC))
    await book(house, PAYOUT, "b", -400, datetime(2026, 2, 25, tzinfo=UTC))
    await book(house, COMMISSION, "c", 150, datetime(2026, 2, 28, 19, tzinfo=UTC))  # the first of March in Delhi
    (told,) = await house.say(RAVI, "my earnings this month")
    assert told.text is not None
    assert "This month ₹150" in told.text
    assert "Last payout ₹400, Wednesday" in told.text or "Last payout ₹400, Wed, " in told.text


async def test_a_payout_is_asked_of_the_owners_once_a_day(house: House) -> None:
    await book(house, COMMISSION, "a", 1230, datetime(2026, 3, 1, tzinfo=UTC))
    (told,) = await house.say(RAVI, "payout")
    assert told.text is not None
    assert "₹1,230" in told.text
    alert = (await house.got(ASHA))[-1]
    assert (
        alert.text
        == "Connaught Souvenirs asks to be paid: ₹1,230 is owed. Once it is paid, write: /paid connaught 1230.00"
    )
    await house.say(RAVI, "paise do")
    assert len(await house.got(ASHA)) == 1
    await house.push(timedelta(days=1))
    await house.say(RAVI, "payout please")
    assert len(await house.got(ASHA)) == 2


async def test_a_shop_that_is_owed_nothing_sees_its_earnings(house: House) -> None:
    (told,) = await house.say(RAVI, "payout")
    assert told.template == "shop_earnings"
    assert await house.got(ASHA) == []


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("holiday till monday", "2026-03-09T10:00+05:30"),
        ("chutti kal tak", "2026-03-04T10:00+05:30"),
        ("chutti 5pm tak", "2026-03-03T17:00+05:30"),
        ("chutti aaj", "2026-03-04T10:00+05:30"),
    ],
)
async def test_a_holiday_is_kept_and_said_back(house: House, text: str, until: str) -> None:
    (told,) = await house.say(RAVI, text)
    assert told.template == "shop_holiday"
    assert (await house.shop()).away_until == datetime.fromisoformat(until)


async def test_a_shop_on_holiday_is_not_asked_until_it_is_back(house: House) -> None:
    await house.say(RAVI, "holiday till monday")
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 1)
    assert [one.template for one in await house.got(RAVI)] == ["shop_holiday"]
    (told,) = await house.say(RAVI, "I am back")
    assert told.template == "shop_back"
    assert (await house.shop()).away_until is None


async def test_a_holiday_of_tomorrow_leaves_today_alone(house: House) -> None:
    await house.say("telegram:600", "/start")
    (told,) = await house.say(RAVI, "kal chutti hai")
    assert told.template == "shop_holiday"
    assert told.text is not None
    assert "you are closed tomorrow" in told.text
    shop = await house.shop()
    assert shop.away_from == datetime.fromisoformat("2026-03-04T00:00+05:30")
    assert shop.away_until == datetime.fromisoformat("2026-03-05T10:00+05:30")
    await reserve(house, "telegram:600", "SHORTS", "L", 1)
    assert [one.template for one in await house.got(RAVI)] == ["shop_holiday", "stock_request"]


async def test_open_undoes_a_holiday_of_tomorrow(house: House) -> None:
    await house.say(RAVI, "holiday tomorrow")
    (told,) = await house.say(RAVI, "open")
    assert told.template == "shop_back"
    shop = await house.shop()
    assert (shop.away_from, shop.away_until) == (None, None)


async def test_tomorrow_beside_today_is_one_holiday(house: House) -> None:
    await house.say(RAVI, "aaj chutti hai")
    await house.say(RAVI, "kal chutti hai")
    shop = await house.shop()
    assert (shop.away_from, shop.away_until) == (None, datetime.fromisoformat("2026-03-05T10:00+05:30"))


async def test_a_holiday_apart_from_the_one_they_are_on_goes_to_the_staff(house: House) -> None:
    await house.say(RAVI, "aaj chutti hai")
    (told,) = await house.say(RAVI, "friday ko chutti hai")
    assert told.template == "shop_passed_on"
    assert (await house.shop()).away_until == datetime.fromisoformat("2026-03-04T10:00+05:30")


async def test_a_long_holiday_that_begins_later_goes_to_the_staff(house: House) -> None:
    told = await house.say(RAVI, "chutti kal se")
    assert told[0].template == "shop_passed_on"
    assert (await house.shop()).away_until is None


async def test_the_language_changes(house: House) -> None:
    (told,) = await house.say(RAVI, "language hindi")
    assert told.locale == "hi"
    assert (await house.shop()).language == "hi"
    (help_,) = await house.say(RAVI, "help")
    assert (help_.template, help_.locale) == ("shop_help", "hi")


async def test_which_language_is_asked_with_buttons(house: House) -> None:
    (told,) = await house.say(RAVI, "change language")
    assert [button["text"] for button in told.buttons] == ["English", "Español", "हिन्दी", "Hinglish"]


async def test_what_nobody_understands_goes_to_the_staff_with_one_hint_an_hour(house: House) -> None:
    first = await house.say(MEENA, "the rider was rude to my son")
    assert [one.template for one in first] == ["shop_passed_on", "shop_help"]
    assert {one.locale for one in first} == {"hi-Latn"}
    alert = (await house.got(ASHA))[-1]
    assert alert.text is not None
    assert "Karol Bagh Gifts (WhatsApp) sent “the rider was rude to my son”" in alert.text
    (again,) = await house.say(MEENA, "very rude indeed")
    assert again.text == "Yeh bhi bata diya hai, shukriya."
    assert len(await house.got(ASHA)) == 2
    await house.push(timedelta(minutes=30))
    assert [one.template for one in await house.say(MEENA, "please talk to him")] == ["shop_passed_on"]
    await house.push(timedelta(hours=1))
    assert len(await house.say(MEENA, "are you there with me")) == 2


async def test_thanks_need_no_answer_and_no_person(house: House) -> None:
    assert await house.say(RAVI, "ok thanks bhai 🙏") == []
    assert await house.got(ASHA) == []


@pytest.mark.parametrize(
    ("texts", "templates"),
    [
        (["STOP", "START"], ["stopped", "shop_back"]),
        (["STOP", "START", "start"], ["stopped", "shop_back", "shop_joined"]),
        (["START"], ["shop_joined"]),
        (["JOIN"], ["shop_joined"]),
        (["/start"], ["shop_joined"]),
        (["please stop these messages", "START"], ["passed_on", "stop_asked", "shop_joined"]),
    ],
)
async def test_start_of_a_shop_brings_its_own_confirmation_alone(
    house: House, texts: list[str], templates: list[str]
) -> None:
    said = [one.template for text in texts for one in await house.say(RAVI, text)]
    assert said == templates
    assert (await house.shop()).contact is not None
    await house.push(timedelta(days=2))
    assert [one.template for one in await house.got(RAVI)] == templates  # no question is open


@pytest.mark.parametrize(
    "text",
    [
        "please stop sending me so many messages today",
        "don't message me at night",
        "I don't want these texts any more",
        "mujhe message mat bhejo",
        "no more messages please, too many. remove me from this list",
    ],
)
async def test_a_sentence_of_a_shop_ends_nothing_before_a_tap(house: House, text: str) -> None:
    await is_asked(house)
    await house.say(RAVI, "haan 2 hai")
    told = await house.say(RAVI, text)
    assert told[-1].template == "stop_asked"
    assert (await house.shop()).contact is not None
    kept = await house.say(RAVI, "", button="keep", reply_to=told[-1].provider_id)
    assert [one.template for one in kept] == ["messages_kept"]
    (orders,) = await house.say(RAVI, "orders")
    assert "1234: Tiger Shorts L × 2" in (orders.text or "")


async def test_a_machine_is_not_talked_to_all_night(house: House) -> None:
    for _ in range(8):
        await house.say(RAVI, "your message could not be delivered to this user")
    assert len(await house.got(RAVI)) <= 3


async def is_asked(house: House) -> None:
    """A customer reserves two shorts, and the shops are asked for them."""
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)


async def test_a_question_about_a_request_says_to_the_staff_what_was_asked(house: House) -> None:
    await is_asked(house)
    (told,) = await house.say(RAVI, "which colour? https://shop.example/l/abc")
    assert told.template == "shop_passed_on"
    assert (await house.got(ASHA))[-1].text == (
        "Connaught Souvenirs (Telegram) sent “which colour? (link)”. Asked: Tiger Shorts L (1234). "
        "Reply to this message and they get it."
    )


async def test_photos_behind_a_question_are_acknowledged_with_it(house: House) -> None:
    await is_asked(house)
    before = len(await house.got(ASHA))
    assert [one.template for one in await house.say(RAVI, "which colour?")] == ["shop_passed_on"]
    assert await house.say(RAVI, "", media=[{"kind": "voice", "url": "data:,x", "content_type": "audio/ogg"}]) == []
    told = [one.text or "" for one in await house.got(ASHA)][before:]
    assert ["sent “which colour?”. Asked:" in told[0], "sent a voice note. Asked:" in told[1]] == [True, True]


async def test_a_machine_that_asks_about_a_request_is_not_talked_to(house: House) -> None:
    await is_asked(house)
    before = len(await house.got(ASHA))
    for _ in range(8):
        await house.say(RAVI, "which colour?")
    told = [one.text or "" for one in await house.got(ASHA)][before:]
    assert [one for one in told[4:] if "writes like a bot" not in one] == []
    assert len(told) == 5


PHOTO = {"kind": "photo", "url": "data:,x", "content_type": "image/jpeg"}
VOICE = {"kind": "voice", "url": "data:,x", "content_type": "audio/ogg"}


async def test_an_album_is_no_machine(house: House) -> None:
    before = len(await house.got(ASHA))
    for _ in range(12):
        await house.say(RAVI, "", media=[PHOTO])
    told = [one.text or "" for one in await house.got(ASHA)][before:]
    assert ["sent a photo." in one for one in told] == [True] * 12


@pytest.mark.parametrize(("media", "named"), [(PHOTO, "a photo"), (VOICE, "a voice note")])
async def test_a_customers_media_after_a_flood_of_texts_are_named(
    house: House, media: dict[str, str], named: str
) -> None:
    await house.say("telegram:600", "/start")
    await _flood(house, "telegram:600", 9)
    before = len(await house.got(ASHA))
    await house.say("telegram:600", "", media=[media])
    (told,) = [one.text or "" for one in await house.got(ASHA)][before:]
    assert f"writes like a bot (Telegram): {named}. They get no automatic answers for now." in told


async def _flood(house: House, person: str, many: int) -> None:
    for letter in "abcdefghij"[:many]:
        await house.push(timedelta(seconds=20))
        await house.say(person, f"do you gift wrap for {letter}?")
    await house.push(timedelta(seconds=20))


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("tiger shorts no", "L"),
        ("tiger shorts nahi", "L"),
    ],
)
async def test_a_no_is_about_the_size_that_was_asked(house: House, text: str, sizes: str) -> None:
    await house.say("telegram:600", "/start")
    await reserve(house, "telegram:600", "SHORTS", "L", 2)
    await house.say(RAVI, text)
    expected = {("SHORTS", {"X": "XL"}.get(size, size)): 0 for size in sizes}
    assert await house.counts() == expected
    await house.say(RAVI, text)  # said again
    assert await house.counts() == expected
