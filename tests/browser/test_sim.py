"""The demo page as people use it: by mouse, by keyboard alone, and on a phone, against the real service."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bot.simulator.acts import Acts, Buyer
from bot.simulator.samples import live_a_month
from bot.simulator.tiger import TIGER
from handlers.turn import Turn
from tests.bot.simulator.shop import EVERYBODY, application, sandbox

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
DOCS = Path(__file__).parents[2] / "docs"
LAPTOP, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
MOST_TABS = 80
DANA = Buyer("sms:+13145550142", "Dana Park", "en", "d1")
_NAMELESS = """() => [...document.querySelectorAll('button, input, select, a, [role=tab], [role=dialog], section')]
    .filter((node) => node.offsetParent !== null)
    .filter((node) => !(node.innerText || node.ariaLabel || node.labels?.length))
    .map((node) => node.outerHTML)"""
_LOW = """() => [...document.querySelectorAll('button, select, .write input, .keys a')]
    .filter((node) => node.offsetParent !== null && !node.classList.contains('skip'))
    .map((node) => [node.innerText || node.ariaLabel, node.getBoundingClientRect().height])
    .filter(([name, height]) => height < 32)"""
LONG = "Is the hoodie warm enough for a spring day on the lake? " * 14
_FOCUSED = "() => document.activeElement.ariaLabel || document.activeElement.innerText || ''"


@pytest.fixture
def chromium() -> Path:
    """Debian's chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}: apt install chromium")
    return CHROMIUM


@pytest.fixture
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield opened
        await opened.close()


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> str:
    """An empty database of the test's own; the page is the same on both kinds."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"


@pytest.fixture
async def url(database: str) -> AsyncIterator[str]:
    """Where the page of an empty sample shop is served."""
    async with sandbox(database) as service, TestServer(application(service)) as server:
        yield str(server.make_url("/sim"))


@pytest.fixture
async def laptop(browser: Browser, url: str) -> AsyncIterator[Page]:
    async for page in open_page(browser, url, LAPTOP):
        yield page


@pytest.fixture
async def phone(browser: Browser, url: str) -> AsyncIterator[Page]:
    async for page in open_page(browser, url, PHONE, touch=True):
        yield page


async def open_page(browser: Browser, url: str, size: ViewportSize, *, touch: bool = False) -> AsyncIterator[Page]:
    """The page at that size; a mistake in its script, or in its policy, fails the test."""
    context = await browser.new_context(viewport=size, has_touch=touch)
    page = await context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda line: mistakes.append(line.text) if "Content Security Policy" in line.text else None)
    await page.goto(url)
    await expect(page.locator(".phone").first).to_be_visible()
    yield page
    await context.close()
    assert mistakes == []


def of(page: Page, whose: str) -> Locator:
    """The phone of ``customer``, ``shop`` or ``staff``."""
    return page.locator(f"#phone-{whose}")


async def write(phone: Locator, words: str) -> None:
    await phone.get_by_role("textbox").fill(words)
    await phone.get_by_role("button", name="Send").click()


async def meet_somebody(page: Page) -> Locator:
    """Somebody new leaves a cart and agrees in both steps."""
    customer = of(page, "customer")
    await customer.get_by_role("combobox").select_option("new:sms")
    await customer.get_by_role("button", name="Abandon a cart").click()
    await expect(customer.get_by_text("Reply YES to get cart reminders")).to_be_visible()
    await write(customer, "YES")
    await expect(customer.get_by_text("You're in")).to_be_visible()
    return customer


async def push(page: Page, button: str) -> None:
    await page.get_by_role("button", name=button).click()
    await expect(page.locator("#outcome")).to_contain_text("sent")


async def test_a_cart_comes_back(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    await expect(laptop.locator("#coming")).to_contain_text("the next reminder for")
    await push(laptop, "+30 min")
    reminder = customer.locator(".msg", has_text="in your cart").last
    await expect(reminder).to_be_visible()
    await reminder.get_by_role("button", name="why now?").hover()
    await expect(laptop.locator("#story")).to_contain_text("Left Tue 3 Mar 10:30")
    await expect(laptop.locator("#story")).to_contain_text("Every rule allowed it then.")
    await reminder.get_by_role("link").click()
    await expect(customer.get_by_role("dialog")).to_contain_text("Your cart at Tiger Tees")
    await customer.get_by_role("dialog").get_by_role("button", name="Buy it").click()
    await expect(customer.get_by_text("✓ recovered")).to_be_visible()
    await push(laptop, "+30 min")
    staff = of(laptop, "staff")
    await staff.get_by_role("button", name="/stats", exact=True).click()
    await expect(staff.get_by_text("1 recovered")).to_be_visible()


async def test_to_the_next_thing(laptop: Page) -> None:
    await meet_somebody(laptop)
    await push(laptop, "To the next thing")
    await expect(laptop.locator("#now")).to_have_text("Tue 3 Mar, 10:30")


async def test_after_a_stop_nothing_more_comes(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    await customer.get_by_role("button", name="Write STOP").click()
    await expect(customer.get_by_text("You're unsubscribed")).to_be_visible()
    await expect(customer.locator(".consent")).to_have_text("said stop")
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
    await chat.get_by_role("combobox").select_option("new:telegram")
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
    notice = staff.locator(".msg", has_text="writes like a machine")
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
        async for page in open_page(browser, str(server.make_url("/sim")), LAPTOP):
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
    async with sandbox(database, toml=HEAD + chat) as service, TestServer(application(service)) as server:
        async for page in open_page(browser, str(server.make_url("/sim")), LAPTOP):
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
    address = await customer.get_by_role("combobox").input_value()
    await laptop.context.set_offline(True)
    await laptop.evaluate("source.dispatchEvent(new Event('error'))")
    await expect(laptop.get_by_text("Connection lost")).to_be_visible()
    await laptop.context.set_offline(False)
    words = {"business": "tiger", "from": address, "text": "are you there?"}
    await laptop.request.post(laptop.url.replace("/sim", "/sim/api/say"), data=words)
    await laptop.evaluate("listen()")
    await expect(customer.get_by_text("are you there?")).to_be_visible()
    await expect(laptop.get_by_text("Connection lost")).to_be_hidden()


async def test_keyboard_alone_is_enough(laptop: Page) -> None:
    customer = of(laptop, "customer")
    await reach(laptop, "Phone 1: customer")
    await laptop.keyboard.press("Home")
    await expect(customer.get_by_role("combobox")).to_have_value("new:sms")
    await reach(laptop, "Abandon a cart")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_text("Reply YES")).to_be_visible()
    await reach(laptop, "Write as", back=True)
    await laptop.keyboard.type("yes please")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_text("You're in")).to_be_visible()
    await reach(laptop, "+30 min", back=True)
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("link")).to_be_visible()
    await reach(laptop, "https://")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("dialog")).to_be_visible()
    await laptop.keyboard.press("Escape")
    await reach(laptop, "10:30 ✓✓ · why now?")
    await expect(laptop.locator("#story")).to_contain_text("Every rule allowed it then.")
    await laptop.keyboard.press("Escape")
    await expect(laptop.locator("#story")).to_be_hidden()
    await reach(laptop, "Buy it")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_text("✓ recovered")).to_be_visible()


async def reach(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until what is focused has a name that begins so."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        if str(await page.evaluate(_FOCUSED)).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


async def test_a_laptop_shows_three_phones_and_names_everything(laptop: Page) -> None:
    await meet_somebody(laptop)
    for whose in ("customer", "shop", "staff"):
        await expect(of(laptop, whose)).to_be_in_viewport(ratio=1)
    assert await laptop.evaluate(_NAMELESS) == []
    assert await fits(laptop)


async def test_a_phone_shows_one_at_a_time(phone: Page) -> None:
    customer = await meet_somebody(phone)
    await push(phone, "+30 min")
    await customer.get_by_role("button", name="why now?").last.tap()
    await expect(phone.locator("#story")).to_contain_text("Every rule allowed it then.")
    await phone.get_by_role("button", name="Close the story").tap()
    await phone.get_by_role("tab", name="Staff").tap()
    await expect(of(phone, "staff")).to_be_visible()
    await expect(customer).to_be_hidden()
    assert await phone.evaluate(_NAMELESS) == []
    assert await fits(phone)


async def test_on_a_phone_the_story_never_covers_its_message(phone: Page) -> None:
    customer = await meet_somebody(phone)
    await push(phone, "+30 min")
    await write(customer, LONG)
    await expect(customer.get_by_role("button", name="Show all")).to_be_visible()
    await expect(customer.get_by_role("button", name="why now?")).to_have_count(4)
    for message in await customer.locator(".msg", has=phone.get_by_role("button", name="why now?")).all():
        await message.get_by_role("button", name="why now?").tap()
        await expect(phone.locator("#story")).to_be_visible()
        card, told = await phone.locator("#story").bounding_box(), await message.bounding_box()
        assert card is not None
        assert told is not None
        assert card["y"] >= told["y"] + told["height"] or card["y"] + card["height"] <= told["y"]
        assert card["y"] >= 0
        await phone.get_by_role("button", name="Close the story").tap()


@pytest.mark.parametrize("size", ["laptop", "phone"])
async def test_what_is_pressed_is_tall_enough(browser: Browser, url: str, size: str) -> None:
    view, least = (PHONE, 44) if size == "phone" else (LAPTOP, 32)
    async for page in open_page(browser, url, view, touch=size == "phone"):
        customer = await meet_somebody(page)
        await write(customer, "Is the hoodie warm enough?")
        if size == "phone":
            await page.get_by_role("tab", name="Staff").tap()
        staff = of(page, "staff")
        for name in ("why now?", "Reply to it"):
            assert await height(staff.get_by_role("button", name=name).last) >= least
        await staff.get_by_role("button", name="Reply to it").click()
        await staff.get_by_role("button", name="why now?").last.click()
        assert await page.evaluate(_LOW) == []


async def height(found: Locator) -> float:
    """How high it is shown; waits until it is there, for the page may just be drawing it anew."""
    return float(await found.evaluate("one => one.getBoundingClientRect().height"))


@pytest.mark.parametrize("size", ["laptop", "phone"])
async def test_a_long_text_is_folded_and_can_be_read(browser: Browser, url: str, size: str) -> None:
    async for page in open_page(browser, url, PHONE if size == "phone" else LAPTOP):
        customer = await meet_somebody(page)
        await expect(customer.get_by_role("button", name="Show all")).to_have_count(0)
        await write(customer, LONG)
        if size == "phone":
            await page.get_by_role("tab", name="Staff").click()
        staff = of(page, "staff")
        alert = staff.locator(".msg", has=page.get_by_role("button", name="Reply to it"))
        more = alert.get_by_role("button", name="Show all")
        await expect(more).to_have_attribute("aria-expanded", "false")
        folded, log = await height(alert), await height(staff.locator(".log"))
        assert folded <= log
        await more.click()
        less = alert.get_by_role("button", name="Show less")
        await expect(less).to_have_attribute("aria-expanded", "true")
        assert await height(alert) > folded
        await less.click()
        await expect(more).to_be_visible()


async def test_a_few_taps_bring_people_of_different_names(laptop: Page) -> None:
    names = []
    somebody = of(laptop, "customer")
    for channel in ("sms", "whatsapp", "telegram", "sms"):
        await somebody.get_by_role("combobox").select_option(f"new:{channel}")
        await somebody.get_by_role("button", name="Abandon a cart").click()
        await expect(somebody.get_by_role("textbox")).to_be_enabled()
        names.append(await somebody.get_by_role("textbox").get_attribute("aria-label"))
    assert len(set(names)) == len(names)


async def test_a_hidden_phone_tells_that_something_came(phone: Page) -> None:
    await meet_somebody(phone)
    await phone.get_by_role("tab", name="Staff").tap()
    await push(phone, "+30 min")
    await expect(phone.locator("#tab-customer.unread")).to_be_visible()
    await phone.locator("#tab-staff").press("ArrowRight")
    await expect(phone.locator("#tab-customer")).to_be_focused()
    await expect(phone.locator("#tab-customer.unread")).to_have_count(0)


async def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than the screen."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="takes the pictures in docs/; run with SHOTS=1")
async def test_pictures(browser: Browser, database: str) -> None:
    """The sample shop after its month: a reminder that waited for somebody's morning, and the month's figures."""
    begins = TIGER.first_moment(datetime(2026, 3, 12, 20, 0, tzinfo=UTC))
    async with sandbox(database, begins, toml=None) as service:
        await live_a_month(service, TIGER)
        message, address = await service.turns.look(TIGER.business, waited_for_morning)
        async with TestServer(application(service)) as server:
            for size, file in ((LAPTOP, "sim.png"), (PHONE, "sim-phone.png")):
                async for page in open_page(browser, str(server.make_url("/sim")), size):
                    await of(page, "customer").get_by_role("combobox").select_option(address)
                    line = of(page, "customer").locator(".msg", has_text=message)
                    await line.get_by_role("button", name="why now?").click()
                    await expect(page.locator("#story")).to_contain_text("Quiet hours")
                    await page.screenshot(path=str(DOCS / file))


async def waited_for_morning(turn: Turn) -> tuple[str, str]:
    """A text message that waited until it was allowed, and whose it is."""
    found = await turn.unit.messages.page(None, None, None, 500)
    verdicts = await turn.unit.messages.verdicts([one.id for one in found])
    reminders = [one for one in found if one.template == "cart_reminder" and one.channel == "sms" and one.left_at]
    message = next(one for one in reminders if any("quiet" in told.verdict.rule for told in verdicts[one.id]))
    address = await turn.unit.people.address_by_id(message.address)
    return message.text or "", str(address)
