"""A text that WhatsApp approved: sent outside its window, in one language, and kept as it stands on the phone."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from storage.people.people import Address
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import RAVI, TEMPLATE
from tests.providers.twilio import WHATSAPP
from tests.providers.twilio import Message as Given

ASKED = "Order 1234: Tiger Shorts, size L, 2 pc. You earn $30."
APPROVED = (
    "Order 1234: we need Tiger Shorts, size L, 2 pc (you earn $30). Do you have it? 1 Yes 2 No 3 Some. "
    "Please tell us by tomorrow at {hour}, thank you."
)


EN, HI, HINGLISH = "HXen", "HXhi", "HXhinglish"
IN_ENGLISH = (
    "Order 1234: we need Tiger Shorts, size L, 2 pc (you earn $30). Do you have it? 1 Yes 2 No 3 Some. "
    "Please tell us by tomorrow at 12:30 am, thank you."
)
IN_HINGLISH = (
    "Order 1234: hamein chahiye Tiger Shorts, size L, 2 piece (aapko $30 milenge). Hai kya? "
    "1 Haan 2 Nahi 3 Kuch hai. Please kal raat 12:30 baje tak bata dijiye, shukriya."
)
IN_HINDI = (
    "ऑर्डर 1234: हमें चाहिए Tiger Shorts, साइज़ L, 2 पीस (आपको $30 मिलेंगे)। है क्या? "
    "1 हाँ 2 नहीं 3 कुछ है। कल रात 12:30 बजे तक बता दीजिए, धन्यवाद।"
)


async def open_shop(house: House, approved: str, locale: str = "en") -> Address:
    """The business with this ``stock_request``, at noon in India, and the shopkeeper whom it writes to."""
    house.clock.push(now=shop.NOON_IN_INDIA - house.clock.now())
    file = shop.file(channels=("whatsapp",)).replace('currency = "USD"', f'currency = "USD"\nlocale = "{locale}"')
    await house.apply(file.replace("templates = {", f"templates = {{ stock_request = {approved},"))
    return await house.address("whatsapp", RAVI)


async def ask(house: House, ravi: Address, locale: str | None = None) -> tuple[Given, Message]:
    """He is asked for two shorts; what Twilio was given, and what is kept."""
    values = {
        "order": "1234", "item": "Tiger Shorts", "size": "L", "quantity": 2, "commission": Decimal(30),
        "deadline": house.clock.now() + timedelta(days=1),
    }  # fmt: skip
    letter = {"template": "stock_request", "values": values, "locale": locale}
    asked = await house.post(ravi, "ask", text=None, **letter)
    await house.settle()
    return house.twilio.messages[-1], await house.message(asked)


async def write(house: House, text: str) -> None:
    url = f"{house.url}/channels/twilio/{shop.TIGER}/inbound"
    assert await house.twilio.say(f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}", text, url=url) == 200
    await house.settle()


@pytest.mark.parametrize("wrote", [True, False], ids=["inside the window", "outside it"])
async def test_what_is_kept_is_what_stands_on_the_phone(house: House, wrote: bool) -> None:
    """Inside the window a shop reads our text for chats with its answers, outside it what was approved."""
    ravi = await open_shop(house, f'"{TEMPLATE}"')
    if wrote:
        await write(house, "thanks")
    given, kept = await ask(house, ravi)
    variables = json.loads(given.first("ContentVariables") or "{}")
    if wrote:
        assert given.first("Body") == kept.text
        assert (kept.text or "").splitlines()[0] == ASKED
        assert (kept.text or "").splitlines()[2:] == ["1 Yes", "2 No", "3 Some"]
    else:
        assert given.first("ContentSid") == TEMPLATE
        hour = variables["3"].removeprefix("tomorrow at ")
        assert kept.text == APPROVED.format(hour=hour)
        assert variables["2"] == "Tiger Shorts, size L, 2 pc (you earn $30)"


@pytest.mark.parametrize(
    ("approved", "own", "reader", "content", "text"),
    [
        pytest.param(f'"{EN}"', "en", "en", EN, IN_ENGLISH, id="one, and hers"),
        pytest.param(f'"{EN}"', "en", "hi-Latn", EN, IN_ENGLISH, id="one, in the business's language"),
        pytest.param(f'"{HI}"', "hi", "en", HI, IN_HINDI, id="one, in a business's that is not English"),
        pytest.param(f'"{EN}"', "en-IN", "hi-Latn", EN, IN_ENGLISH, id="one, in the business's with its region"),
        pytest.param(f'{{ en = "{EN}", hi-Latn = "{HINGLISH}" }}', "en", "hi-Latn", HINGLISH, IN_HINGLISH, id="hers"),
        pytest.param(f'{{ en = "{EN}", hi = "{HI}" }}', "en", "hi-IN", HI, IN_HINDI, id="hers with a region"),
        pytest.param(f'{{ en = "{EN}", hi = "{HI}" }}', "en", "hi-Latn", HI, IN_HINDI, id="the nearest"),
        pytest.param(f'{{ en = "{EN}", hi = "{HI}" }}', "hi", "es", HI, IN_HINDI, id="none of hers, the business's"),
        pytest.param(f'{{ hi = "{HI}", en = "{EN}" }}', "es", "es", EN, IN_ENGLISH, id="neither, English"),
        pytest.param(f'{{ hi = "{HI}" }}', "en", "en", HI, IN_HINDI, id="neither nor English, what there is"),
        pytest.param(f'{{ en = "{EN}", hi-Latn = "HX…" }}', "en", "hi-Latn", EN, IN_ENGLISH, id="hers not yet"),
    ],
)
async def test_what_is_approved_in_one_language_is_said_in_that_alone(
    house: House, approved: str, own: str, reader: str, content: str, text: str
) -> None:
    """The template, its variables, its buttons and the text that is kept are of one language."""
    given, kept = await ask(house, await open_shop(house, approved, own), reader)
    assert (given.first("ContentSid"), kept.content, kept.text) == (content, content, text)
    said = json.loads(given.first("ContentVariables"))
    assert all(value in text for value in said.values())
    assert said == kept.variables
    assert all(button["text"] in text for button in kept.buttons)
    assert [button["id"] for button in kept.buttons] == ["yes", "no", "some"]


async def test_inside_the_window_a_reader_is_written_to_in_their_own_language(house: House) -> None:
    ravi = await open_shop(house, f'"{EN}"')
    await write(house, "thanks")
    given, kept = await ask(house, ravi, "hi-Latn")
    assert given.first("ContentSid") == ""
    assert (kept.text or "").splitlines() == [
        "Order 1234: Tiger Shorts, size L, 2 piece. Aapko $30 milenge.",
        "Hai kya? Please kal raat 12:30 baje tak bata dijiye.",
        "1 Haan",
        "2 Nahi",
        "3 Kuch hai",
    ]
    assert given.first("Body") == kept.text


async def test_a_text_of_the_business_keeps_the_language_of_its_approval_for_what_stands_in_it(house: House) -> None:
    """A business may have its own words approved; they are kept as they are, their hours in the language of these."""
    house.clock.push(now=shop.NOON_IN_INDIA - house.clock.now())
    file = shop.file(channels=("whatsapp",)).replace("templates = {", f'templates = {{ stock_request = "{EN}",')
    await house.apply(file + '\n[texts]\nstock_request = "Do you have {{ item }}? By {{ deadline|moment }}."\n')
    given, kept = await ask(house, await house.address("whatsapp", RAVI), "hi-Latn")
    assert (given.first("ContentSid"), kept.text) == (EN, "Do you have Tiger Shorts? By tomorrow at 12:30 am.")
    assert [button["text"] for button in kept.buttons] == ["1 Yes", "2 No", "3 Some"]
