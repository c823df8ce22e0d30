"""Business files: what is read from a right one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.business import (
    Business,
    ChannelSettings,
    Discount,
    MarketingCap,
    PaymentSettings,
    PolicySettings,
    Recovery,
    RecoveryStep,
    Sourcing,
    StoreSettings,
    Tier,
)
from flows.money import Money
from handlers.business_file import StaffEntry, list_text_names, read_business_file
from handlers.business_file.business_wordings import LATER_TEXTS
from storage.people.people import Identity
from storage.sql import json_codec
from templates.message_library import Library
from tests.cases import each
from tests.handlers.business_file.business_files import (
    ACCOUNT,
    SECRETS,
    SERVICE,
    SMALLEST,
    SURFACE,
    TWILIO,
    WHATSAPP,
    mistakes_of,
    read,
)


def test_the_smallest_file() -> None:
    file = read()
    business = file.business
    assert (business.id, business.name, business.locale) == ("tiger", "Tiger Tees", "en")
    assert (business.country, business.timezone, business.currency) == ("US", "America/Chicago", "USD")
    assert (business.recovery, business.policy) == (Recovery(), PolicySettings())
    assert (business.channels, business.stores, business.texts, business.daily_spend) == ((), (), {}, 50)
    assert (file.secrets, file.staff, file.later) == ({}, (), ())


def test_no_limit_has_to_be_said() -> None:
    assert read('daily_spend = "none"').business.daily_spend is None
    assert read("daily_spend = 80").business.spends_in == "USD"
    limited = read('daily_spend = "4000 INR"').business
    assert (limited.daily_spend, limited.spends_in) == (4000, "INR")


def test_a_shop_that_says_nothing_asks_sixty_an_hour_at_home() -> None:
    """What no file names is what bounds whoever types numbers into the forms of most shops."""
    policy = read().business.policy
    assert (policy.countries, policy.asks_an_hour) == ((), 60)


def test_where_and_how_often_people_are_asked() -> None:
    policy = read('[policy]\ncountries = ["US", "CA"]\nasks_an_hour = 0').business.policy
    assert (policy.countries, policy.asks_an_hour) == (("US", "CA"), 0)


def test_the_file_that_is_documented() -> None:
    if not SURFACE.exists():
        pytest.skip("the description of the surface is not here")
    text = SURFACE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    file = read_business_file(text, SECRETS)
    business = file.business
    assert (business.site, business.support) == ("https://tigertees.example", "help@tigertees.example")
    assert (business.link_domain, business.daily_spend) == ("https://go.tigertees.example", 50)
    assert business.channels == (
        ChannelSettings("sms", "twilio", "+13145550100", "AC00000000000000000000000000000001", 1.0),
        ChannelSettings("whatsapp", "twilio", "+14155238886", "AC00000000000000000000000000000001", 80.0),
        ChannelSettings("telegram", "telegram", "tigertees_bot", rate=30.0),
    )
    assert business.stores == (StoreSettings("shopify", "tigertees.myshopify.com"),)
    assert business.recovery == Recovery(channels=("whatsapp", "telegram", "sms"), double_opt_in=True)
    assert business.policy == PolicySettings(one_sms_per_cart=True)
    assert file.secrets == {
        "sms.auth_token": "twilio-token",
        "whatsapp.auth_token": "twilio-token",
        "telegram.token": "42:telegram-token",
        "telegram.secret": "telegram-secret",
        "shopify.webhook_secret": "shopify-secret",
        "shopify.access_token": "shopify-token",
        "razorpay.key_secret": "razorpay-secret",
        "razorpay.webhook_secret": "razorpay-webhook",
    }
    assert business.payments == (PaymentSettings("razorpay", "rzp_test_1"),)
    assert file.staff == (StaffEntry("Asha", "owner", Identity("telegram", "9001")),)
    assert file.later == ()
    assert (business.sourcing, len(file.shops), len(file.products)) == (Sourcing(express_fee=149), 1, 1)


def test_nothing_secret_is_shown() -> None:
    file = read('[channels.telegram]\nprovider = "telegram"\nusername = "tigertees_bot"\ntoken = "42:hush"\n')
    assert file.secrets == {"telegram.token": "42:hush"}
    assert "hush" not in repr(file)


def test_a_recovery_in_full() -> None:
    file = read("""
[recovery]
steps = [
  { after = "45m" },
  { after = "2d", discount = { base = 5, first_order = 15, returning = 8, valid_for = "24h", tiers = [
    { over = 200, percent = 20 }, { over = 100, percent = 12 }] } },
]
double_opt_in = false
holdout = 0.1
attribution_days = 7
channels = ["sms", "telegram"]
[policy]
sms_step = 2
marketing_caps = [{ count = 1, per = "24h" }, { count = 3, per = "7d" }]
partner_caps = [{ count = 2, per = "7d" }]
""")
    rich = Discount(5, 15, 8, (Tier(100, 12), Tier(200, 20)), timedelta(hours=24))
    steps = (RecoveryStep(timedelta(minutes=45)), RecoveryStep(timedelta(days=2), rich))
    assert file.business.recovery == Recovery(steps, False, 0.1, 7, ("sms", "telegram"))
    caps = (MarketingCap(1, timedelta(days=1)), MarketingCap(3, timedelta(days=7)))
    partner_caps = (MarketingCap(2, timedelta(days=7)),)
    assert file.business.policy == PolicySettings(None, 2, caps, partner_caps=partner_caps)


@pytest.mark.parametrize(
    ("written", "discount"),
    [
        ('"5 USD"', Discount(0, amount=Money.parse("5", "USD"))),
        ('"5.50 USD"', Discount(0, amount=Money.parse("5.50", "USD"))),
        ('"free shipping"', Discount(0)),
        ('{ base = "5 USD", valid_for = "24h" }',
         Discount(0, valid_for=timedelta(hours=24), amount=Money.parse("5", "USD"))),
        ('{ base = "free shipping", valid_for = "24h" }', Discount(0, valid_for=timedelta(hours=24))),
    ],
)  # fmt: skip
def test_a_reminder_may_take_money_off_or_ship_free(written: str, discount: Discount) -> None:
    file = read(f'[recovery]\nsteps = [{{ after = "30m" }}, {{ after = "48h", discount = {written} }}]')
    assert file.business.recovery.steps[1].discount == discount


@pytest.mark.parametrize(
    ("sender", "address", "rate"),
    [
        ('from = "+1 (314) 555-0100"', "+13145550100", 1.0),
        ('from = "+18005550100"', "+18005550100", 3.0),
        ('from = "73245"', "73245", 100.0),
        (f'messaging_service_sid = "{SERVICE}"', SERVICE, 1.0),
        ('from = "+13145550100"\nrate = 10', "+13145550100", 10.0),
        ('from = "+13145550100"\nrate = 0.5', "+13145550100", 0.5),
    ],
    ids=["long code", "toll-free", "short code", "service", "own rate", "slow"],
)
def test_what_sms_are_sent_from(sender: str, address: str, rate: float) -> None:
    (channel,) = read(TWILIO + sender).business.channels
    assert (channel.address, channel.rate, channel.account) == (address, rate, ACCOUNT)


@pytest.mark.parametrize(
    ("channel", "keys", "address"),
    [
        ("sms", "", "simulator"),
        ("sms", 'from = "+13145550100"\nauth_token = "env:NOT_SET"\nrate = 1', "+13145550100"),
        ("telegram", 'username = "tigertees_bot"\ntoken = "env:NOT_SET"', "tigertees_bot"),
    ],
)
def test_a_simulated_channel_needs_no_secrets_and_knows_no_rate(channel: str, keys: str, address: str) -> None:
    file = read(f'[channels.{channel}]\nprovider = "simulator"\n{keys}')
    assert file.business.channels == (ChannelSettings(channel, "simulator", address, rate=0.0),)
    assert file.secrets == {}


def test_a_simulated_store() -> None:
    assert read("[stores.simulator]\n").business.stores == (StoreSettings("simulator"),)


def test_the_account_may_stand_in_the_environment() -> None:
    text = TWILIO.replace(ACCOUNT, "env:SID") + 'from = "+13145550100"'
    assert read(text, {"SID": ACCOUNT.upper()}).business.channels[0].account == ACCOUNT.upper()
    assert mistakes_of(SMALLEST + text, {"SID": "AC…"})[0][:2] == (9, "channels.sms.account_sid")


def test_a_messaging_service_may_stand_as_the_sender() -> None:
    assert read(f'{TWILIO}from = "{SERVICE}"').business.channels[0].address == SERVICE


def test_a_template_not_approved_yet_is_none() -> None:
    file = read(WHATSAPP + 'templates = { cart_reminder = "HX…", stopped = "HX1" }')
    assert file.business.channels[0].templates == {"stopped": "HX1"}


def test_a_template_by_language() -> None:
    """Twilio's templates are approved a language each; one without is in the business's own."""
    text = 'templates = { stopped = "HX1", help = { en = "HX2", hi = "HX…", hi-Latn = "HX3" }, quote = { en = "HX…" } }'
    business = read(f'locale = "es-MX"\n{WHATSAPP}{text}').business
    assert business.channels[0].templates == {"help": {"en": "HX2", "hi-Latn": "HX3"}, "stopped": "HX1"}
    assert business.approvals("whatsapp", "help") == {"en": "HX2", "hi-Latn": "HX3"}
    assert business.approvals("whatsapp", "stopped") == {"es-MX": "HX1"}
    assert business.approvals("whatsapp", "quote") == business.approvals("whatsapp", None) == {}
    assert business.approvals("telegram", "help") == {}


def test_templates_come_back_as_they_were_stored_by_this_version_and_by_one_before_it() -> None:
    business = read(WHATSAPP + 'templates = { stopped = "HX1", help = { en = "HX2", hi-Latn = "HX3" } }').business
    stored = json_codec.dump(business)
    assert json_codec.load(Business, stored) == business
    plain = stored.replace('{"en":"HX2","hi-Latn":"HX3"}', '"HX2"')
    assert plain != stored
    assert json_codec.load(Business, plain).channels[0].templates == {"stopped": "HX1", "help": "HX2"}


@each("tag", ["en", "es", "hi", "hi-Latn", "en-IN", "es-MX", "es_MX", "es-419", "hi-Latn-IN"])
def test_a_language_that_texts_are_written_in(tag: str) -> None:
    assert read(f'locale = "{tag}"').business.locale == tag.replace("_", "-")


@pytest.mark.parametrize(
    ("address", "identity"),
    [
        ("telegram:9001", Identity("telegram", "9001")),
        ("whatsapp:+919800000001", Identity("whatsapp", "+919800000001")),
        ("whatsapp:US.13491208655302741918", Identity("whatsapp", "US.13491208655302741918")),
    ],
)
def test_staff_with_an_address(address: str, identity: Identity) -> None:
    file = read(f'[[staff]]\nname = "Asha"\nrole = "owner"\naddress = "{address}"\n')
    assert file.staff == (StaffEntry("Asha", "owner", identity),)


def test_what_only_a_later_version_says_is_named_as_not_used() -> None:
    more = WHATSAPP + 'templates = { stopped = "HX1", reward = "HX2" }\n'
    more += '[texts]\nhelp = "Write to us."\nmilestone = "New in {{ brand }}"\n'
    assert read(more).later == ("texts.milestone", "channels.whatsapp.templates.reward")


def test_a_business_may_reword_what_this_version_says_and_what_a_later_one_will() -> None:
    said = {name for name in list_text_names() if name in Library.load().names()}
    assert {"cart_reminder", "help", "staff_alert"} < said
    assert set(list_text_names()) == said | LATER_TEXTS
    if SURFACE.exists():
        (told,) = (line for line in SURFACE.read_text(encoding="utf-8").splitlines() if "may override" in line)
        assert set(told.split("`")[1].split(", ")) <= set(list_text_names())
