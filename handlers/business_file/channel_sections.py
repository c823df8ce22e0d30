"""The channels, stores and payment accounts of a business: ``[channels.…]``, ``[stores.…]``, ``[payments.…]``."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import assert_never

from flows.business import Approved, ChannelSettings, PaymentSettings, ProposerSettings, Registration, StoreSettings
from flows.channels import CHANNELS, SIMULATED, SMS, ChannelName, Provider
from flows.connections import PAYMENTS, PROPOSER, STORES, UNDERSTANDING, PaymentProvider
from handlers.business_file import address_values, file_values
from handlers.business_file.business_wordings import list_text_names, list_written_locales
from handlers.business_file.mail_section import MAIL_KEYS, read_mail_channel
from handlers.business_file.secret_keys import add_secret, from_environment
from handlers.business_file.toml_table import Needed, Parse, Table
from templates.message_library import Library

A_DAY, MOST_A_DAY = 200, 100_000
UNPACED = 0.0  # simulated channels know no limit

# Twilio's own limits if other than a long code's, in messages a second: https://help.twilio.com/articles/115002943027
_SHORT_CODE, _TOLL_FREE = 100.0, 3.0
_TOLL_FREE_CODES = ("800", "833", "844", "855", "866", "877", "888")
_FASTEST = 1000.0

# https://www.twilio.com/docs/glossary/what-is-a-sid: two letters for the kind, then letters and digits. Doctor asks
# whether the account exists. The console shows an account's SID in full, so that it is copied whole; with a part of it
# only the first message fails.
_ACCOUNT_SID = file_values.matching(
    "AC[0-9A-Fa-f]{32}", "the account's SID, AC and 32 of 0-9 and a-f: the Twilio console shows it under Account Info"
)
_SERVICE_SID = file_values.matching(
    "MG[0-9A-Za-z]{1,62}",
    "the messaging service's SID, MG and 32 of 0-9 and a-f: Twilio console > Messaging > Services",
)
_NOT_YET = "HX…"  # a template that is not approved yet, which does not count
_CONTENT_SID = file_values.matching(
    f"HX[0-9A-Za-z]{{1,62}}|{_NOT_YET}",
    "the SID of an approved template, HX and 32 of 0-9 and a-f: Twilio console > Messaging > Content Template Builder",
)
_USERNAME = file_values.matching("@?[A-Za-z0-9_]{3,32}", 'the bot\'s name, like "tigertees_bot"')
# https://core.telegram.org/bots/api#setwebhook: the characters of a secret token
_TOKEN = file_values.matching("[A-Za-z0-9_-]{1,256}", "1 to 256 of A-Z, a-z, 0-9, _ and -")
# https://razorpay.com/docs/api/authentication: an id is shown next to its secret, and the two are easily confused.
_CLIENT_ID = file_values.matching("[A-Za-z0-9_-]{8,100}", "the client ID of the app: Shopify Dev Dashboard > Settings")
_KEY_ID = file_values.matching(
    "rzp_(live|test)_[A-Za-z0-9_]{1,40}", 'the key\'s id, like "rzp_live_…": Razorpay > API Keys'
)
_CONNECTED = file_values.matching(
    "acct_[A-Za-z0-9]{1,40}", 'the connected account\'s id, like "acct_…": Stripe > Connect'
)
_OPT_OUT = file_values.parse_one_of("ours", "provider")
_REAL_KEYS = (
    *("account_sid", "auth_token", "from", "messaging_service_sid", "rate", "token", "secret", "username"),
    *MAIL_KEYS,
)


def read_channels(table: Table) -> tuple[ChannelSettings, ...]:
    """Parse the channels of a business, in a fixed order; their secrets are stored by name."""
    return tuple(_channel(channel, inner) for channel, inner in table.sections(CHANNELS).items())


def read_stores(table: Table) -> tuple[StoreSettings, ...]:
    """Parse the shop systems of a business; ``simulator`` needs no settings."""
    return tuple(_store(provider, inner) for provider, inner in table.sections((*STORES, SIMULATED)).items())


def read_payments(table: Table) -> tuple[PaymentSettings, ...]:
    """Parse the payment accounts, the one for new payments first; ``simulator`` needs no settings."""
    return tuple(_payments(provider, inner) for provider, inner in table.sections((*PAYMENTS, SIMULATED)).items())


def read_second(table: Table) -> ProposerSettings | None:
    """Parse the proposer for texts that no reader understands; None for an empty section."""
    if "second" not in table:
        table.ignore("url", "model", "key", "a_day")
        return None
    table.read("second", file_values.parse_one_of(PROPOSER), PROPOSER)
    add_secret(table, UNDERSTANDING, "key")
    return table.fill(
        ProposerSettings("", "", A_DAY),
        url=Needed(address_values.parse_service, '"https://api.openai.com/v1"'),
        model=Needed(file_values.text(100), '"gpt-4o-mini"'),
        a_day=file_values.whole(1, MOST_A_DAY),
    )


def _store(provider: str, table: Table) -> StoreSettings:
    if provider == SIMULATED:
        return table.fill(StoreSettings(SIMULATED), domain=address_values.host)
    row = STORES[provider]
    client = table.read("client_id", from_environment(table, _CLIENT_ID), "")
    if "client_id" in table and row.granted in table:
        table.add_mistake(row.granted, "give either this or client_id, which renews tokens")
    for key in row.secrets:
        if key == row.granted and "client_id" in table:
            table.ignore(key)
        else:
            add_secret(table, provider, key)
    return table.fill(StoreSettings(provider, client=client), domain=Needed(address_values.host, f'"{row.domain}"'))


def _payments(provider: str, table: Table) -> PaymentSettings:
    if provider == SIMULATED:
        return PaymentSettings(SIMULATED)
    account = _payee(PaymentProvider(provider), table)
    for key in PAYMENTS[provider].secrets:
        add_secret(table, provider, key)
    # The provider gives out this secret when the webhook is set, once the address is known. Without it all payments'
    # webhooks are refused.
    add_secret(table, provider, "webhook_secret", needed=False)
    return PaymentSettings(provider, account)


def _payee(provider: PaymentProvider, table: Table) -> str:
    """Parse the provider's own name for the account; "" if the secret key alone identifies it."""
    match provider:
        case PaymentProvider.RAZORPAY:
            return table.read("key_id", Needed(from_environment(table, _KEY_ID), '"rzp_live_…"'), "")
        case PaymentProvider.STRIPE:
            return table.read("account", from_environment(table, _CONNECTED), "")
        case _:
            assert_never(provider)


def _channel(channel: str, table: Table) -> ChannelSettings:
    real = CHANNELS[channel].provider.value
    known = file_values.parse_one_of(real, SIMULATED)
    provider = table.read("provider", known if real == Provider.SMTP else Needed(known, f'"{real}"'), real)
    if provider == SIMULATED:
        return _read_simulated(channel, table)
    usual = ChannelSettings(channel, real, "", rate=CHANNELS[channel].rate)
    match name := ChannelName(channel):
        case ChannelName.SMS:
            address = _sms_sender(table)
            settings = _on_twilio(replace(usual, address=address, rate=_sms_rate(address), dlt=_dlt(table)), table)
        case ChannelName.WHATSAPP:
            address = table.read("from", Needed(address_values.parse_whatsapp_sender, '"+14155238886"'), "")
            settings = _on_twilio(replace(usual, address=address, templates=_templates(table)), table)
        case ChannelName.TELEGRAM:
            add_secret(table, channel, "token")
            # Without a public address Telegram is polled, and no webhook needs a proof: then it may be absent.
            add_secret(table, channel, "secret", _TOKEN, needed=False)
            username = table.read("username", Needed(_USERNAME, '"tigertees_bot"'), "")
            settings = replace(usual, address=username.removeprefix("@"))
        case ChannelName.EMAIL:
            settings = read_mail_channel(usual, table)
        case _:
            assert_never(name)
    return table.fill(settings, rate=file_values.parse_number(0.01, _FASTEST))


def _read_simulated(channel: str, table: Table) -> ChannelSettings:
    """Parse a channel of the sandbox. The keys of a real one may be in the file, but are not read."""
    address = table.read("from", file_values.text(64), None) or table.read("username", file_values.text(64), None)
    table.ignore(*_REAL_KEYS)
    dlt = _dlt(table) if CHANNELS[channel].registered else None
    settings = ChannelSettings(channel, SIMULATED, address or SIMULATED, rate=UNPACED, dlt=dlt)
    return table.fill(replace(settings, templates=_templates(table)), opt_out=_OPT_OUT)


def _on_twilio(settings: ChannelSettings, table: Table) -> ChannelSettings:
    """Parse the settings of a Twilio channel with the account's SID; its token is a secret."""
    account = table.read("account_sid", Needed(from_environment(table, _ACCOUNT_SID), '"AC…", or "env:NAME"'), "")
    add_secret(table, settings.channel, "auth_token")
    return table.fill(replace(settings, account=account), opt_out=_OPT_OUT)


def _dlt(table: Table) -> Registration | None:
    return read_registration(table.section("dlt")) if "dlt" in table else None


def _sms_sender(table: Table) -> str:
    service = table.read("messaging_service_sid", _SERVICE_SID, None)
    number = table.read("from", _sender, None)
    if "from" in table and "messaging_service_sid" in table:
        table.add_mistake("messaging_service_sid", "give either this or from, not both")
    if "from" not in table and "messaging_service_sid" not in table:
        table.add_mistake(None, 'does not say what to send from; for example: from = "+13145550100"')
    return number or service or ""


def _sender(value: object) -> str:
    """Parse a sender: a number, a short code, or a messaging service by its SID."""
    return _SERVICE_SID(value) if str(value).startswith("MG") else address_values.parse_sms_sender(value)


def _sms_rate(address: str) -> float:
    if address.isdigit():
        return _SHORT_CODE
    return _TOLL_FREE if address.startswith("+1") and address[2:5] in _TOLL_FREE_CODES else SMS.rate


def _templates(table: Table) -> dict[str, Approved]:
    """Parse the approved WhatsApp template of each message."""
    return read_approved(table.section("templates"), list_text_names(), _content)


def _content(value: object) -> str:
    """Parse a ContentSid; "" if it is still missing."""
    sid = _CONTENT_SID(value)
    return "" if sid == _NOT_YET else sid


# The operators' portals give both as 19 digits: trueconnect.jio.com, dltconnect.airtel.in
_ENTITY = file_values.matching("[0-9]{19}", "the id of your entity on the DLT portal, 19 digits")
_TEMPLATE = file_values.matching("[0-9]{19}", "the id of a text that the DLT portal approved, 19 digits")


@cache
def list_sms_texts() -> tuple[str, ...]:
    """Return the names of the texts that can go to customers by SMS, in order."""
    library = Library.load()
    return tuple(name for name in library.names() if library.message(name).reader == "customer")


def read_registration(table: Table) -> Registration:
    """Parse the registered entity, and each text's template: one id, or one for each language."""
    templates = read_approved(table.section("templates"), list_sms_texts(), _TEMPLATE)
    return table.fill(Registration("", templates), entity=Needed(_ENTITY, '"1101000000000000000"'))


def read_approved(table: Table, names: Sequence[str], parse: Parse[str]) -> dict[str, Approved]:
    """Parse the approved template of each text, in the order of their names: one, or one for each language."""
    found: dict[str, Approved] = {}
    for name in names:
        if table.holds_table(name):
            by_locale = table.section(name).entries(list_written_locales(), parse)
            found[name] = {locale: sid for locale, sid in by_locale.items() if sid}
        else:
            found[name] = table.read(name, parse, "")
    return {name: approved for name, approved in found.items() if approved}
