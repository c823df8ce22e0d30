"""The shop of the delivery tests: its business file, its customers, and what it tells about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.events import CartUpdated, ConsentAction, ConsentGiven, Customer, CustomerConsented, Item
from flows.money import Money
from handlers.business_file import BusinessFile, read_business_file
from tests.providers import razorpay, shopify, stripe, telegram, twilio

TIGER = "tiger"
KEY = "0123456789abcdef0123456789abcdef"
MORNING = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # a Monday, 10:00 in Chicago
NOON_IN_INDIA = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FIRST_STEP = timedelta(minutes=30)
NUMBER = twilio.NUMBER
OWNER = 9001  # Asha's chat on Telegram
ANN, ANN_CHAT = "+13145550111", 501
RAVI, RAVI_CHAT = "+919800000111", 502
PEOPLE = {OWNER: "Asha", 9002: "Ravi", ANN_CHAT: "Ann", RAVI_CHAT: "Ravi"}
TEMPLATE = "HX00000000000000000000000000000001"
SECRETS = {
    "TWILIO_TOKEN": twilio.TOKEN,
    "BOT_TOKEN": telegram.TOKEN,
    "BOT_SECRET": telegram.SECRET,
    "SHOP_SECRET": "shpss_test",
    "SHOP_TOKEN": "shpat_test",
    "RAZORPAY_SECRET": razorpay.KEY_SECRET,
    "RAZORPAY_WEBHOOK": razorpay.WEBHOOK_SECRET,
    "STRIPE_KEY": stripe.SECRET_KEY,
    "STRIPE_WEBHOOK": stripe.WEBHOOK_SECRET,
}
RAZORPAY = f"""
[payments.razorpay]
key_id = "{razorpay.KEY_ID}"
key_secret = "env:RAZORPAY_SECRET"
webhook_secret = "env:RAZORPAY_WEBHOOK"
"""
STRIPE = """
[payments.stripe]
secret_key = "env:STRIPE_KEY"
webhook_secret = "env:STRIPE_WEBHOOK"
"""


def file(
    *,
    sms_rate: float = 1000,
    channels: tuple[str, ...] = ("sms", "whatsapp", "telegram"),
    approved: bool = True,
    store: bool = False,
    steps: str = '{ after = "30m" }',
    cap: int = 50,
    distance: str = "1d",
    daily_spend: str = "",
) -> str:
    """A business file; ``approved`` says that the reminder has a template on WhatsApp."""
    templates = f'templates = {{ cart_reminder = "{TEMPLATE}" }}' if approved else ""
    spend = f"daily_spend = {daily_spend}" if daily_spend else ""
    shop = f"""
[stores.shopify]
domain = "{shopify.ShopifyStand().domain}"
webhook_secret = "env:SHOP_SECRET"
access_token = "env:SHOP_TOKEN"
"""
    return f"""
[business]
id = "{TIGER}"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"
{spend}

[channels.sms]
provider = "twilio"
account_sid = "{twilio.ACCOUNT}"
auth_token = "env:TWILIO_TOKEN"
from = "{twilio.NUMBER}"
rate = {sms_rate}

[channels.whatsapp]
provider = "twilio"
account_sid = "{twilio.ACCOUNT}"
auth_token = "env:TWILIO_TOKEN"
from = "{twilio.WHATSAPP}"
{templates}

[channels.telegram]
provider = "telegram"
token = "env:BOT_TOKEN"
secret = "env:BOT_SECRET"
username = "tigertees_bot"
{shop if store else ""}
[recovery]
steps = [{steps}]
channels = {list(channels)}

[policy]
marketing_caps = [{{ count = {cap}, per = "7d" }}]
marketing_distance = "{distance}"

[[staff]]
name = "Asha"
role = "owner"
address = "telegram:{OWNER}"
"""


def read(text: str) -> BusinessFile:
    """The file as ``apply`` reads it."""
    return read_business_file(text, SECRETS)


def customer(phone: str = ANN, chat: int | None = ANN_CHAT, name: str = "Ann") -> Customer:
    """Somebody with a phone, a WhatsApp under the same number, and a chat."""
    return Customer(id=phone, name=name, phone=phone, whatsapp=phone, telegram=str(chat) if chat else None)


def consented(who: Customer, at: datetime, channels: tuple[str, ...]) -> CustomerConsented:
    """They agreed to reminders and offers on these channels, twice where that is needed."""
    given = tuple(
        ConsentGiven(channel, ConsentAction.GRANTED, "checkout", "Text me about my cart.", at, double=True)
        for channel in channels
    )
    return CustomerConsented(who, given, at)


def cart(who: Customer, at: datetime, name: str = "c1") -> CartUpdated:
    """Their cart as it stands."""
    price = Money.parse("30", "USD")
    items = (Item("TEE-1", "Tiger tee", price=price),)
    return CartUpdated(name, price, items, f"https://tigertees.example/cart/{name}", who, at)
