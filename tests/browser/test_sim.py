"""The demo page as people use it by mouse, against the real service."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from bot.simulator.simulated_acts import Acts, Buyer
from tests.bot.simulator.shop import EVERYBODY, TIGER, application, sandbox
from tests.browser.phones import LAPTOP, choose, chosen, meet_somebody, of, open_page, push, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]
DANA = Buyer("sms:+13145550142", "Dana Park", "en", "d1")


async def test_a_cart_comes_back(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    await expect(laptop.locator("#coming")).to_contain_text("the next reminder for")
    await push(laptop, "+30 min")
    reminder = customer.locator(".msg", has_text="in your cart").last
    await expect(reminder).to_be_visible()
    await reminder.get_by_role("button", name="why now?").hover()
    await expect(laptop.locator("#story")).to_contain_text("Left Tue 3 Mar 10:30")
    await expect(laptop.locator("#story")).to_contain_text("1 of 3 marketing messages in 7 days")
    await reminder.get_by_role("link").click()
    await expect(customer.get_by_role("dialog")).to_contain_text("Your cart at Tiger Tees")
    await customer.get_by_role("dialog").get_by_role("button", name="Buy it").click()
    await expect(customer.get_by_text("✓ recovered")).to_be_visible()
    await push(laptop, "+30 min")
    staff = of(laptop, "staff")
    await staff.get_by_role("button", name="/stats", exact=True).click()
    await expect(staff.get_by_text("1 of 1 cart recovered")).to_be_visible()


async def test_to_the_next_thing(laptop: Page) -> None:
    await meet_somebody(laptop)
    await push(laptop, "Next event")
    await expect(laptop.locator("#now")).to_have_text("Tue 3 Mar, 10:30")


async def test_after_a_stop_nothing_more_comes(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    await customer.get_by_role("button", name="Write STOP").click()
    await expect(customer.get_by_text("You're unsubscribed")).to_be_visible()
    await expect(customer.locator(".consent")).to_have_text("Said stop")
    count = await customer.locator(".msg").count()
    for _ in range(3):
        await push(laptop, "+1 day")
    await expect(customer.locator(".msg")).to_have_count(count)


async def test_what_did_not_leave_says_why(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    await push(laptop, "+1 day")
    held = customer.get_by_role("button", name="Reminder did not leave: one SMS per cart")
    await held.click()
    story = laptop.locator("#story")
    await expect(story).to_contain_text("one-sms-per-cart")
    await laptop.keyboard.press("Escape")
    await expect(story).to_be_hidden()


async def test_buttons_under_a_message_answer(laptop: Page) -> None:
    chat = of(laptop, "customer")
    await choose(chat, "new:telegram")
    await chat.get_by_role("button", name="Abandon a cart").click()
    await expect(chat.get_by_text("Hello, this is Tiger Tees")).to_be_visible()
    await push(laptop, "+30 min")
    await chat.get_by_role("button", name="Remind me later").click()
    await expect(chat.get_by_text("we'll remind you")).to_be_visible()


async def test_staff_answer_a_question(laptop: Page) -> None:
    customer, staff = await meet_somebody(laptop), of(laptop, "staff")
    await write(customer, "Is the hoodie warm enough for Chicago?")
    await staff.get_by_role("button", name="Reply to it").click()
    await write(staff, "In May, yes.")
    await expect(customer.get_by_text("In May, yes.")).to_be_visible()


async def test_a_machine_is_answered_from_the_staff_s_phone(laptop: Page) -> None:
    customer, staff = await meet_somebody(laptop), of(laptop, "staff")
    for _ in range(5):
        await write(customer, "Is the hoodie warm enough?")
        await expect(customer.get_by_role("textbox")).to_have_value("")
    notice = staff.locator(".msg", has_text="writes like a bot")
    await notice.get_by_role("button", name="Reply to it").click()
    await write(staff, "Are you there?")
    await expect(customer.get_by_text("Are you there?")).to_be_visible()


TWILIO = """
[channels.sms]
provider = "twilio"
account_sid = "AC00000000000000000000000000000001"
auth_token = "t"
from = "+13145550100"
"""
HEAD = EVERYBODY.partition("[channels.sms]")[0]


async def test_a_channel_of_a_provider_says_how_it_is_played(browser: Browser, database: str) -> None:
    async with sandbox(database, toml=HEAD + TWILIO) as service, TestServer(application(service)) as server:
        await Acts(service.turns, service.clock, service.inbox).abandon(
            "tiger", "c1", TIGER.wares[:1], DANA, agrees=True
        )
        assert service.sandbox is not None
        await service.sandbox.settle()
        async with open_page(browser, str(server.make_url("/sim")), LAPTOP) as page:
            await expect(page.locator(".phone")).to_have_count(1)
            customer = of(page, "customer")
            held = customer.get_by_role(
                "button", name="Question to opt in did not leave: SMS goes to its provider outside"
            )
            await held.click()
            await expect(page.locator("#story")).to_contain_text("Was to leave")
            await expect(page.locator("#story")).to_contain_text('provider = "simulator" in [channels.sms]')
            await page.keyboard.press("Escape")
            await customer.get_by_role("button", name="Write STOP").click()
            await expect(customer.get_by_role("alert")).to_contain_text('provider = "simulator" in [channels.sms]')


async def test_nobody_of_the_staff_is_asked_for_nothing(browser: Browser, database: str) -> None:
    """Phones of the file's channels alone, and none of whose buttons could only fail."""
    chat = '[channels.telegram]\nprovider = "simulator"\nusername = "a_bot"\n'
    async with (
        sandbox(database, toml=HEAD + chat) as service,
        TestServer(application(service)) as server,
        open_page(browser, str(server.make_url("/sim")), LAPTOP) as page,
    ):
        await expect(page.locator(".phone")).to_have_count(2)
        await expect(of(page, "customer").locator(".badge")).to_have_text("Telegram")
        staff = of(page, "staff")
        await expect(staff.get_by_text("Nobody of the staff is linked")).to_be_visible()
        await expect(staff.get_by_role("button", name="/stats", exact=True)).to_be_disabled()


async def test_what_people_write_stays_text(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    words = "<img src=x onerror=\"document.title='taken'\"> <b>bold</b>"
    await write(customer, words)
    await expect(customer.locator(".own .bubble").last).to_have_text(words)
    assert await laptop.title() != "taken"
    assert await customer.locator(".log img, .log .bubble b").count() == 0


async def test_what_goes_wrong_is_told_in_place(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    await laptop.route("**/sim/api/say", lambda route: route.abort())
    await write(customer, "hello")
    await expect(customer.get_by_role("alert")).to_contain_text("Is it still running?")
    await expect(customer.get_by_role("textbox")).to_have_value("hello")


async def test_a_lost_connection_comes_back_with_what_was_missed(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    address = await chosen(customer)
    await laptop.context.set_offline(True)
    await laptop.evaluate("source.dispatchEvent(new Event('error'))")
    await expect(laptop.get_by_text("Connection lost")).to_be_visible()
    await laptop.context.set_offline(False)
    words = {"business": "tiger", "from": address, "text": "are you there?"}
    await laptop.request.post(laptop.url.replace("/sim", "/sim/api/say"), data=words)
    await laptop.evaluate("listen()")
    await expect(customer.get_by_text("are you there?")).to_be_visible()
    await expect(laptop.get_by_text("Connection lost")).to_be_hidden()


@pytest.mark.long
async def test_a_few_taps_bring_people_of_different_names(laptop: Page) -> None:
    names = []
    somebody = of(laptop, "customer")
    for channel in ("sms", "whatsapp", "telegram", "sms"):
        await choose(somebody, f"new:{channel}")
        await somebody.get_by_role("button", name="Abandon a cart").click()
        await expect(somebody.get_by_role("textbox")).to_be_enabled()
        names.append(await somebody.get_by_role("textbox").get_attribute("aria-label"))
    assert len(set(names)) == len(names)
