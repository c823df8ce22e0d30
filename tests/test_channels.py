"""Every channel of the table has what the product asks of a channel, and nothing else names one."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.channels.channel import Editing, Polled, PostsWebhooks, VendorAccount
from bot.channels.channel_vendors import VENDORS
from bot.config import Settings, name_origin
from bot.examination.connection_checks import check_credentials
from bot.secret_masks import mask
from bot.simulator.sample_people import generate_newcomers
from bot.vault import Vault
from bot.web.webhooks import Webhooks
from flows.business import Business, ChannelSettings, MailServer
from flows.channels import (
    CHANNELS,
    EXAMPLES,
    PREFERRED,
    PROVEN,
    PROVEN_SECTIONS,
    PROVEN_TITLES,
    SIMULATED,
    Buttons,
    ChannelName,
    ChannelTraits,
    Medium,
    Provider,
    join_alternatives,
)
from flows.events import ConsentAction, ConsentGiven, Customer
from flows.mail_address import MAIL
from flows.message_files import LARGEST, Attached, Attachment
from flows.policy import policy_tables
from flows.policy.message_price import load_prices
from handlers.actions.staff_members import make_start_url
from handlers.api.customer_fields import Consent, CustomerNamed
from handlers.api.invite_endpoints import join_url
from handlers.api.message_endpoints import MessageShown
from handlers.business_file import read_business_file
from handlers.business_file.address_values import parse_staff_address
from handlers.people.persons import find_consent_identity, list_identities
from handlers.sourcing.customer.friend_referral import make_link
from storage.people.people import Identity
from templates import formats
from templates.message_library import Library
from tests.bot.web.test_proofs import ACCOUNTS
from tests.quoted import ROOT, places, sentences, unneeded
from tests.templates.samples import LOCALES, values

LIBRARY = Library.load()
TOKEN = "2345ABCDEFGH"

EXEMPT = {
    "flows/channels.py": "the table itself",
    "bot/channels": "what a vendor alone does, by the vendor's own words",
    "storage/migrations": "rows as they were named at that release, whatever the table says today",
    "bot/service_log.py": "the name under which a library logs",
    "handlers/intake/store_events.py": "what programs call themselves that open a link before anybody does",
    "bot/payments/razorpay.py": "a field of Razorpay's own, by which it texts the payer",
}
"""Where a channel's name may stand in quotes, and why. Texts (TOML, docs, examples of addresses) are no code."""
NAMES = [name for name in CHANNELS if name != MAIL]

FIELDS = {
    "flows/mail_address.py": "the constant itself",
    "storage/migrations": EXEMPT["storage/migrations"],
    "storage/schema/promotion_tables.py": "a column",
    "storage/promotions/sponsors.py": "a column",
    "flows/sponsor_invoice_call.py": "a field of a call",
    "storage/identity/people_search.py": "a way of a search, in the REST API",
    "handlers/returns/api": "a field of the REST API",
    "bot/returns/sponsor_pages.py": "a field of a form",
    "bot/channels/email/posted_mail.py": "a field of a provider's own",
    "bot/stores": "a field of a store's own",
    "bot/payments": "a field of a provider's own",
    "bot/bench/signed_webhooks.py": "a field of a store's own",
    "bot/secret_masks.py": "the names of fields that no log shows",
}
"""Where "email" may stand in quotes, and why: as a field's name, never as the kind of an identity."""


@pytest.fixture(params=CHANNELS.values(), ids=lambda one: one.name)
def channel(request: pytest.FixtureRequest) -> ChannelTraits:
    """Each of them in turn."""
    found: ChannelTraits = request.param
    return found


def sender(one: ChannelTraits) -> str:
    chat = "hello@tigertees.example" if one.medium is Medium.MAIL else "tigertees_bot"
    return "+13145550100" if one.is_number else chat


def person(one: ChannelTraits) -> str:
    return "+13145550142" if one.is_number else one.example


def business(one: ChannelTraits) -> Business:
    server = MailServer("smtp.example.com", 587, user="tiger") if one.medium is Medium.MAIL else None
    sends = ChannelSettings(one.name, one.provider.value, sender(one), mail=server)
    return Business("tiger", "Tiger Tees", "US", "America/Chicago", "USD", channels=(sends,))


def test_the_table_is_whole() -> None:
    assert list(CHANNELS) == [*ChannelName], "flows/channels.py: each ChannelName has one row, in that order"
    assert {one.provider for one in CHANNELS.values()} == set(Provider), "each Provider carries a channel"
    places = [CHANNELS[name].preference for name in PREFERRED]
    assert places == sorted(set(places)), "two channels have the same preference: give each a place of its own"


def test_a_chat_opens_by_each_link(channel: ChannelTraits) -> None:
    wrong = f"{channel.name}: the link (Channel.opens) carries neither start nor words, so nobody comes in by it"
    assert TOKEN in join_url(business(channel), channel.name, TOKEN), wrong
    assert "rabc" in (make_link(business(channel), channel.name, "rabc") or ""), wrong
    if channel.proves_writer:
        assert make_start_url(business(channel), TOKEN).startswith("https://"), wrong


def test_a_customer_is_known_by_their_address(channel: ChannelTraits) -> None:
    assert channel.field in {one.name for one in fields(Customer)}, (
        f"{channel.name}: flows.events.Customer has no field {channel.field!r}"
    )
    customer = Customer(id="77", **{channel.field: person(channel)})  # type: ignore[arg-type]
    at = datetime(2026, 3, 3, tzinfo=UTC)
    consent = ConsentGiven(channel.name, ConsentAction.GRANTED, "box", "words", at)
    theirs = Identity(channel.name, person(channel))
    assert find_consent_identity(consent, customer, "US") == theirs
    assert theirs in list_identities("api", customer, (), "US")


def test_it_is_called_as_people_call_it(channel: ChannelTraits) -> None:
    assert formats.channel(channel.name) == channel.title != channel.name


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_has_a_text_for_it(channel: ChannelTraits, locale: str) -> None:
    for name in LIBRARY.names():
        message = LIBRARY.message(name)
        source = message.source(locale, channel.name)
        brand = source.startswith("{{ brand }}: ")
        assert source, f"{channel.name}: {name} says nothing in {locale}"
        assert not (channel.is_chat and brand), f"{channel.name}: {name} names the brand below a head that does"
        assert not (message.shown_on and channel.buttons is Buttons.ANY and channel.name not in message.shown_on)


def test_a_text_can_be_rendered_for_it(channel: ChannelTraits) -> None:
    said = LIBRARY.render("cart_reminder", channel=channel.name, locale="en", values=values())
    assert said.text
    assert (said.size is not None) == channel.segmented


def test_it_takes_a_file_of_any_size_of_ours(channel: ChannelTraits) -> None:
    """So no file has to be measured as it leaves."""
    files = channel.files
    assert min(files.picture, files.other) >= LARGEST, (
        f"{channel.name}: flows/message_files.py: LARGEST is more than that"
    )
    picture = Attached.record_file(Attachment("a.png", "image/png", b"x"))
    room = files.room(picture, channel.caption)
    assert not files.carries(picture) or room, f"{channel.name}: give it a `caption`, or no text stands under a picture"


def test_it_has_a_price(channel: ChannelTraits) -> None:
    assert "*" in load_prices().get(channel.name, {}), (
        f"{channel.name}: flows/policy/data/prices.csv says not what a message costs; free is a row with the price 0"
    )


def test_the_doctor_knows_which_secrets_it_needs(channel: ChannelTraits) -> None:
    lines = check_credentials(business(channel), {}, Vault("k" * 32))
    wanted = f"{channel.name}: name the secrets without which {channel.provider} does not work, one or several, in "
    assert lines, f"{wanted}its row of bot/channels/channel_vendors.py, as they are called in the business file"
    assert [line.text for line in lines if line.ok or f"the secret {channel.name}." not in line.text] == []


def test_its_provider_has_an_origin_that_a_stand_in_can_take(channel: ChannelTraits) -> None:
    wanted = name_origin(channel.provider)
    assert wanted in Settings.model_fields, f"{channel.name}: bot/config.py: Settings has no {wanted}"
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert f"PARLEY_{wanted.upper()}" in page, f"docs/configuration.md names no PARLEY_{wanted.upper()}"


def test_its_provider_can_knock(channel: ChannelTraits) -> None:
    assert channel.provider in VENDORS, (
        f"{channel.name}: bot/channels/channel_vendors.py: VENDORS has no {channel.provider}"
    )
    app, vendor = web.Application(), VENDORS[channel.provider]
    Webhooks.add_to(Webhooks(None, None, None, None), app)  # type: ignore[arg-type]
    paths = {route.resource.canonical for route in app.router.routes() if route.resource is not None}
    posted = {f"/channels/{channel.provider}/{{business}}{path}" for path in vendor.paths}
    assert posted <= paths, f"{channel.name} has no webhook"
    assert channel.receipts or vendor.receipts is None, f"{channel.name}: a path for receipts, and none"


def test_its_account_does_what_its_row_says(channel: ChannelTraits) -> None:
    settings = business(channel).channels[0]
    vendor = VENDORS[channel.provider]
    secrets = {name: "1:secret" for name in vendor.secrets(settings)}
    account = vendor.build(settings, secrets, vendor.origin(settings))
    assert isinstance(account, VendorAccount), (
        f"{channel.name}: {type(account).__name__} lacks a method of bot/channels/channel.py: Channel or Examined"
    )
    assert isinstance(account, Editing) == channel.edits, f"{channel.name}: edits of its row is not what edit() says"
    posts = vendor.inbound is not None
    assert not posts or channel.provider in ACCOUNTS, f"tests/bot/web/test_proofs.py: none of {channel.provider}"
    assert isinstance(account, Polled) == vendor.polled, f"{channel.name}: polled without poll()"
    assert isinstance(account, PostsWebhooks) == posts, f"{channel.name}: a path of webhooks, and no account for them"


def test_the_rest_api_names_it(channel: ChannelTraits) -> None:
    assert channel.name in Consent.model_json_schema()["properties"]["channel"]["enum"]
    assert channel.name in MessageShown.model_json_schema()["$defs"]["ChannelName"]["enum"]
    assert channel.field in CustomerNamed.model_fields, f"{channel.name}: CustomerNamed has no {channel.field}"


def test_no_log_shows_an_address_of_it(channel: ChannelTraits) -> None:
    assert person(channel) not in mask(f"to {channel.name}:{person(channel)} it went")


def test_a_business_file_has_a_section_for_it(channel: ChannelTraits) -> None:
    head = '[business]\nid = "tiger"\nname = "Tiger"\ncountry = "US"\ntimezone = "America/Chicago"\ncurrency = "USD"\n'
    simulated = read_business_file(f'{head}[channels.{channel.name}]\nprovider = "{SIMULATED}"\n', {}).business
    settings = simulated.channel(channel.name)
    assert settings is not None
    assert settings.provider == SIMULATED


def test_whom_the_staff_is_there(channel: ChannelTraits) -> None:
    given = f"{channel.name}:{person(channel)}"
    if channel.proves_writer:
        assert parse_staff_address(given) == Identity(channel.name, person(channel))
    else:
        with pytest.raises(ValueError, match="forged"):
            parse_staff_address(given)


@pytest.mark.parametrize("country", ["US", "IN"])
def test_somebody_new_comes_by_it_to_a_sandbox(channel: ChannelTraits, country: str) -> None:
    buyer = next(generate_newcomers(channel.name, country))
    assert buyer.channel == channel.name
    assert buyer.to_data()[channel.field] == buyer.address.partition(":")[2]


def test_the_rules_speak_of_channels_that_there_are() -> None:
    assert {row["channel"] for row in policy_tables.rows("rules")} <= {"", *CHANNELS}


def test_no_channel_is_named_in_quotes_outside_of_its_own_module() -> None:
    found = places(NAMES, EXEMPT)
    assert not found, f"{found} name a channel in quotes: ask a trait of flows/channels.py"


def test_no_kind_of_identity_is_email_in_quotes() -> None:
    found = places([MAIL], FIELDS)
    assert not found, f"{found} name e-mail in quotes: take MAIL of flows/mail_address.py, or a trait"


def test_no_sentence_lists_channels_by_itself() -> None:
    titles, names = "|".join(one.title for one in CHANNELS.values()), "|".join(CHANNELS)
    listed = rf"\b({titles})( or|,? and no) ({titles})\b|\[channels\.\w+\] or|\b({names}):\S+ or ({names}):"
    found = sentences(re.compile(listed))
    assert not found, (
        f"{found} list channels: flows/channels.py makes such words of the table (PROVEN_TITLES, EXAMPLES)"
    )


def test_what_sentences_list_is_the_table() -> None:
    assert (
        join_alternatives(CHANNELS[name].title for name in PROVEN),
        join_alternatives(f"[channels.{name}]" for name in PROVEN),
    ) == (PROVEN_TITLES, PROVEN_SECTIONS)
    assert all(f"{name}:" in EXAMPLES for name in CHANNELS)
    assert [join_alternatives(words) for words in ("a", "ab", "abc")] == ["a", "a or b", "a, b or c"]


def test_what_is_exempt_is_there_and_needs_it() -> None:
    assert not unneeded(NAMES, EXEMPT), "these name no channel: take them out of EXEMPT"
    assert not unneeded([MAIL], FIELDS), "these do not name it: take them out of FIELDS"
