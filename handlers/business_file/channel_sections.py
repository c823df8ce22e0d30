"""The channels, stores and payment accounts of a business: ``[channels.…]``, ``[stores.…]``, ``[payments.…]``."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import assert_never

from flows.business import (
    Approved,
    ChannelSettings,
    PaymentSettings,
    ProposerSettings,
    Registration,
    StoreSettings,
)
from flows.channels import CHANNELS, SIMULATED, SMS, TELEGRAM, WHATSAPP, ChannelName
from flows.connections import PAYMENTS, PROPOSER, STORES, UNDERSTANDING, PaymentProvider
from handlers.business_file import address_values, file_values
from handlers.business_file.business_wordings import text_names, written_locales
from handlers.business_file.toml_table import Parse, Table
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
_REAL_KEYS = ("account_sid", "auth_token", "from", "messaging_service_sid", "rate", "token", "secret", "username")

Secrets = dict[str, str]


def read_channels(table: Table, environ: Mapping[str, str], secrets: Secrets) -> tuple[ChannelSettings, ...]:
    """Return the channels of a business in a fixed order; secrets go to ``secrets`` by name."""
    tables = {channel: table.section(channel) for channel in CHANNELS}
    return tuple(_channel(channel, inner, environ, secrets) for channel, inner in tables.items() if channel in table)


def read_stores(table: Table, environ: Mapping[str, str], secrets: Secrets) -> tuple[StoreSettings, ...]:
    """Return the shop systems of a business; ``simulator`` needs no settings."""
    tables = {provider: table.section(provider) for provider in (*STORES, SIMULATED)}
    return tuple(_store(provider, inner, environ, secrets) for provider, inner in tables.items() if provider in table)


def read_payments(table: Table, environ: Mapping[str, str], secrets: Secrets) -> tuple[PaymentSettings, ...]:
    """Return the payment accounts, the one for new payments first; ``simulator`` needs no settings."""
    tables = {provider: table.section(provider) for provider in (*PAYMENTS, SIMULATED)}
    return tuple(
        _payments(provider, inner, environ, secrets) for provider, inner in tables.items() if provider in table
    )


def read_second(table: Table, environ: Mapping[str, str], secrets: Secrets) -> ProposerSettings | None:
    """Return the proposer for texts that no reader knows; None for an empty section."""
    if "second" not in table:
        table.ignore("url", "model", "key", "a_day")
        return None
    table.must("second", file_values.one_of(PROPOSER), "", f'"{PROPOSER}"')
    _secret(table, UNDERSTANDING, "key", environ, secrets)
    return ProposerSettings(
        table.must("url", address_values.service, "", '"https://api.openai.com/v1"'),
        table.must("model", file_values.text(100), "", '"gpt-4o-mini"'),
        table.read("a_day", file_values.whole(1, MOST_A_DAY), A_DAY),
    )


def _store(provider: str, table: Table, environ: Mapping[str, str], secrets: Secrets) -> StoreSettings:
    if provider == SIMULATED:
        return StoreSettings(SIMULATED, table.read("domain", address_values.host, ""))
    row = STORES[provider]
    domain = table.must("domain", address_values.host, "", f'"{row.domain}"')
    client = table.read("client_id", file_values.from_environment(environ, _CLIENT_ID), "")
    if "client_id" in table and row.granted in table:
        table.wrong(row.granted, "give either this or client_id, with which tokens are renewed")
    for key in row.secrets:
        if key != row.granted or "client_id" not in table:
            _secret(table, provider, key, environ, secrets)
        else:
            table.ignore(key)
    return StoreSettings(provider, domain, client)


def _payments(provider: str, table: Table, environ: Mapping[str, str], secrets: Secrets) -> PaymentSettings:
    if provider == SIMULATED:
        return PaymentSettings(SIMULATED)
    account = _payee(PaymentProvider(provider), table, environ)
    for key in PAYMENTS[provider].secrets:
        _secret(table, provider, key, environ, secrets)
    _webhook_secret(table, provider, environ, secrets)
    return PaymentSettings(provider, account)


def _payee(provider: PaymentProvider, table: Table, environ: Mapping[str, str]) -> str:
    """Return the provider's own name for the account, "" if the secret key alone identifies it."""
    match provider:
        case PaymentProvider.RAZORPAY:
            return table.must("key_id", file_values.from_environment(environ, _KEY_ID), "", '"rzp_live_…"')
        case PaymentProvider.STRIPE:
            return ""
        case _:
            assert_never(provider)


def _channel(channel: str, table: Table, environ: Mapping[str, str], secrets: Secrets) -> ChannelSettings:
    real = CHANNELS[channel].provider.value
    if table.must("provider", file_values.one_of(real, SIMULATED), real, f'"{real}"') == SIMULATED:
        return _simulated(channel, table)
    match name := ChannelName(channel):
        case ChannelName.SMS:
            return _sms(table, environ, secrets)
        case ChannelName.WHATSAPP:
            return _whatsapp(table, environ, secrets)
        case ChannelName.TELEGRAM:
            return _telegram(table, environ, secrets)
        case _:
            assert_never(name)


def _simulated(channel: str, table: Table) -> ChannelSettings:
    """Return a channel of the sandbox. The keys of a real one may stay in the file; they are not read."""
    address = table.read("from", file_values.text(64), None) or table.read("username", file_values.text(64), None)
    table.ignore(*_REAL_KEYS)
    opt_out, templates = _opt_out(table), _templates(table)
    dlt = _dlt(table) if CHANNELS[channel].registered else None
    return ChannelSettings(channel, SIMULATED, address or SIMULATED, "", UNPACED, opt_out, templates, dlt)


def _sms(table: Table, environ: Mapping[str, str], secrets: Secrets) -> ChannelSettings:
    account, address = _account(table, SMS.name, environ, secrets), _sms_sender(table)
    rate, opt_out, dlt = _rate(table, _sms_rate(address)), _opt_out(table), _dlt(table)
    return ChannelSettings(SMS.name, SMS.provider.value, address, account, rate, opt_out, dlt=dlt)


def _whatsapp(table: Table, environ: Mapping[str, str], secrets: Secrets) -> ChannelSettings:
    account = _account(table, WHATSAPP.name, environ, secrets)
    address = table.must("from", address_values.whatsapp_sender, "", '"+14155238886"')
    rate, templates = _rate(table, WHATSAPP.rate), _templates(table)
    return ChannelSettings(WHATSAPP.name, WHATSAPP.provider.value, address, account, rate, _opt_out(table), templates)


def _account(table: Table, channel: str, environ: Mapping[str, str], secrets: Secrets) -> str:
    """Return a Twilio account's SID; its token goes to ``secrets``."""
    sid = file_values.from_environment(environ, _ACCOUNT_SID)
    account = table.must("account_sid", sid, "", '"AC…", or "env:NAME"')
    _secret(table, channel, "auth_token", environ, secrets)
    return account


def _dlt(table: Table) -> Registration | None:
    return read_registration(table.section("dlt")) if "dlt" in table else None


def _telegram(table: Table, environ: Mapping[str, str], secrets: Secrets) -> ChannelSettings:
    _secret(table, TELEGRAM.name, "token", environ, secrets)
    # Without a public address Telegram is polled, and no webhook needs a proof: then it may be absent.
    proof = table.read("secret", file_values.from_environment(environ, _TOKEN), None)
    if proof is not None:
        secrets[f"{TELEGRAM.name}.secret"] = proof
    username = table.must("username", _USERNAME, "", '"tigertees_bot"').removeprefix("@")
    return ChannelSettings(TELEGRAM.name, TELEGRAM.provider.value, username, rate=_rate(table, TELEGRAM.rate))


def _sms_sender(table: Table) -> str:
    service = table.read("messaging_service_sid", _SERVICE_SID, None)
    number = table.read("from", _sender, None)
    if "from" in table and "messaging_service_sid" in table:
        table.wrong("messaging_service_sid", "give either this or from, not both")
    if "from" not in table and "messaging_service_sid" not in table:
        table.wrong(None, 'says not what to send from; for example: from = "+13145550100"')
    return number or service or ""


def _sender(value: object) -> str:
    """Return a number, a short code, or a messaging service by its SID."""
    return _SERVICE_SID(value) if str(value).startswith("MG") else address_values.sms_sender(value)


def _sms_rate(address: str) -> float:
    if address.isdigit():
        return _SHORT_CODE
    return _TOLL_FREE if address.startswith("+1") and address[2:5] in _TOLL_FREE_CODES else SMS.rate


def _rate(table: Table, default: float) -> float:
    return table.read("rate", file_values.number(0.01, _FASTEST), default)


def _opt_out(table: Table) -> str:
    return table.read("opt_out", file_values.one_of("ours", "provider"), "ours")


def _templates(table: Table) -> dict[str, Approved]:
    """Return the approved WhatsApp template of each message."""
    return read_approved(table.section("templates"), text_names(), _content)


def _content(value: object) -> str:
    """Return a ContentSid, or "" for one that is still to come."""
    sid = _CONTENT_SID(value)
    return "" if sid == _NOT_YET else sid


def _webhook_secret(table: Table, owner: str, environ: Mapping[str, str], secrets: Secrets) -> None:
    """Read the secret that a payment provider gives out when the webhook is set, once the address is known; without it
    all payments' webhooks are refused."""
    found = table.read("webhook_secret", file_values.from_environment(environ, file_values.secret), "")
    if found:
        secrets[f"{owner}.webhook_secret"] = found


def _secret(table: Table, owner: str, key: str, environ: Mapping[str, str], secrets: Secrets) -> None:
    parse = file_values.from_environment(environ, file_values.secret)
    secrets[f"{owner}.{key}"] = table.must(key, parse, "", '"env:NAME"')


# The operators' portals give both as 19 digits: trueconnect.jio.com, dltconnect.airtel.in
_ENTITY = file_values.matching("[0-9]{19}", "the id of your entity on the DLT portal, 19 digits")
_TEMPLATE = file_values.matching("[0-9]{19}", "the id of a text that the DLT portal approved, 19 digits")


@cache
def sms_texts() -> tuple[str, ...]:
    """Return the texts that may go to customers by SMS, in order."""
    library = Library.load()
    return tuple(name for name in library.names() if library.message(name).reader == "customer")


def read_registration(table: Table) -> Registration:
    """Return the entity, and each text's template: one id, or one for each language."""
    entity = table.must("entity", _ENTITY, "", '"1101000000000000000"')
    return Registration(entity, read_approved(table.section("templates"), sms_texts(), _TEMPLATE))


def read_approved(table: Table, names: Sequence[str], parse: Parse[str]) -> dict[str, Approved]:
    """Return the approved template of each text, in the order of their names: one, or one for each language."""
    by_locale = [name for name in names if table.holds_table(name)]
    found: dict[str, Approved] = {**table.entries([name for name in names if name not in by_locale], parse)}
    for name in by_locale:
        told = table.section(name).entries(written_locales(), parse)
        found[name] = {locale: sid for locale, sid in told.items() if sid}
    return {name: found[name] for name in names if found.get(name)}
