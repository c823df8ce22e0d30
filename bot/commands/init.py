"""``parley init``: ask for the values of a first business file, and write it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.called import as_called
from bot.commands.failures import WRONG
from flows.channels import CHANNELS, PREFERRED, PROVEN_TITLES, TELEGRAM, Provider

_ZONE_FILE = Path("/etc/localtime")
_SPANISH = frozenset("AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE".split())  # noqa: SIM905
_ZONES = {"US": "America/New_York", "CA": "America/Toronto", "MX": "America/Mexico_City", "ES": "Europe/Madrid"}
"""The most populous time zone of countries with several."""
_NOT_ID, _NUMBER = re.compile(r"[^a-z0-9]+"), "+13145550100"


@dataclass(frozen=True, slots=True)
class _Account:
    """What a provider needs for its channels: the option with the sender's address, the section of the file, and the
    secrets with the place to get them."""

    provider: Provider
    about: str
    option: str
    section: str
    secrets: tuple[str, ...]

    @property
    def titles(self) -> str:
        """Return the titles of its channels."""
        return " and ".join(CHANNELS[name].title for name in PREFERRED if CHANNELS[name].provider is self.provider)


_TELEGRAM = _Account(
    Provider.TELEGRAM,
    "free, works at once",
    TELEGRAM.name,
    """
[channels.{channel}]
provider = "telegram"
token = "env:{prefix}_TELEGRAM_TOKEN"
username = {address}
""",
    ("TELEGRAM_TOKEN=…   from @BotFather, beside the bot",),
)
_TWILIO = _Account(
    Provider.TWILIO,
    "by Twilio",
    "number",
    """
[channels.{channel}]
provider = "twilio"
account_sid = "env:{prefix}_TWILIO_ACCOUNT_SID"
auth_token = "env:{prefix}_TWILIO_AUTH_TOKEN"
from = {address}
""",
    ("TWILIO_ACCOUNT_SID=…   from console.twilio.com", "TWILIO_AUTH_TOKEN=…"),
)
_SMTP = _Account(
    Provider.SMTP,
    "by your own mail server",
    "mail",
    """
[channels.{channel}]
host = "env:{prefix}_SMTP_HOST"
user = "env:{prefix}_SMTP_USER"
password = "env:{prefix}_SMTP_PASSWORD"
from = {address}
""",
    ("SMTP_HOST=…   your mail provider says it, like smtp.example.com", "SMTP_USER=…", "SMTP_PASSWORD=…"),
)
_ACCOUNTS = {one.provider: one for one in (_TELEGRAM, _TWILIO, _SMTP)}


def _describe_channel(name: str) -> str:
    return f"{name} ({_ACCOUNTS[CHANNELS[name].provider].about})"


_QUESTIONS = {
    "name": ("Name", "What customers call you; every text names it."),
    "country": ("Country", "Your country (two letters): its law decides when messages may be sent."),
    "timezone": ("Time zone", "Your time zone, for hours, digests and “tomorrow”."),
    "currency": ("Currency", "The currency of prices and carts."),
    "channels": (
        "Channels",
        f"How you write to people: {', '.join(_describe_channel(name) for name in PREFERRED)}, with commas between.",
    ),
    TELEGRAM.name: (
        "Bot's user name",
        "Make a bot with @BotFather (https://t.me/BotFather, /newbot); its name ends in “bot”.",
    ),
    "number": ("Number", f"Your Twilio number in full, for {_TWILIO.titles}: + and the country's digits first."),
    "mail": ("From", "The address that your mails come from, with a name: Tiger Tees <hello@tigertees.example>."),
    "owner": ("Your name", "The person who gives commands in chat; apply prints a link that makes them the owner."),
}
"""The questions by option name, each with the reason for asking."""
_FILE = """# Written by parley init. docs/configuration.md lists every setting; parley apply checks and applies it.
[business]
id = {id}
name = {name}
country = {country}
timezone = {timezone}
currency = {currency}
locale = {locale}
{channels}
[[staff]]
name = {owner}
role = "owner"
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, the reason for asking, the default answer, and the parser of an answer (raises ValueError)."""

    question: str
    why: str
    default: str
    read: Callable[[object], object]


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", dir_okay=False)] = Path("shop.toml"),
    name: Annotated[str, typer.Option(help="The name of the business for customers.")] = "",
    country: Annotated[str, typer.Option(metavar="CC", help="The two-letter country code: US.")] = "",
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="The time zone: America/Chicago.")] = "",
    currency: Annotated[str, typer.Option(metavar="CCC", help="The currency: USD.")] = "",
    channels: Annotated[str, typer.Option(metavar="LIST", help=f"One or several of {', '.join(PREFERRED)}.")] = "",
    telegram: Annotated[str, typer.Option(metavar="BOT", help="The bot's user name from BotFather.")] = "",
    number: Annotated[str, typer.Option(metavar="PHONE", help=f"The number for {_TWILIO.titles}: +13145550100.")] = "",
    mail: Annotated[str, typer.Option(metavar="ADDRESS", help="The sender of mails: Tees <hello@tees.example>.")] = "",
    owner: Annotated[str, typer.Option(metavar="NAME", help="The owner, who can give commands in chat.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; use defaults for missing options.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Create a first business file by asking a few questions.

    No question asks for a secret: the file names environment variables, and the next steps say where to get each
    value. An existing file is overwritten only with your consent.

    \b
    Example:
      parley init shop.toml
      parley init shop.toml --yes --name "Tiger Tees" --country US --channels telegram --telegram tigertees_bot
    """
    given = {
        "name": name, "country": country, "timezone": timezone, "currency": currency, "channels": channels,
        TELEGRAM.name: telegram, "number": number, "mail": mail, "owner": owner,
    }  # fmt: skip
    if not yes and not sys.stdin.isatty():
        typer.echo(
            "parley init needs a terminal to ask questions: add --yes and options (parley init --help)", err=True
        )
        raise typer.Exit(WRONG)
    if file.exists() and not force and (yes or not typer.confirm(f"{file} already exists. Overwrite it?")):
        typer.echo(f"{file} already exists and was not changed: name another file, or add --force", err=True)
        raise typer.Exit(WRONG)
    answers = _answers(given, ask=not yes)
    text, prefix = _write_file(answers)
    _check(text)
    file.write_text(text, encoding="utf-8")
    typer.echo(as_called("\n".join(_list_next_steps(file, prefix, answers))))


def _answers(given: dict[str, str], *, ask: bool) -> dict[str, str]:
    """Return all answers, each parsed like a business file's value; the first invalid option ends the command."""
    answers: dict[str, str] = {}
    options = {one.option for one in _ACCOUNTS.values()}
    for key in given:
        if key in options and key not in {one.option for one in _list_accounts(answers)}:
            continue
        answers[key] = _answer(key, _ask_question(key, answers), given[key], ask=ask)
    return answers


def _list_accounts(answers: dict[str, str]) -> list[_Account]:
    """Return the accounts of the chosen channels, each once."""
    return list(dict.fromkeys(_ACCOUNTS[CHANNELS[name].provider] for name in answers["channels"].split(",")))


def _answer(key: str, one: _Asked, given: str, *, ask: bool) -> str:
    said = given or ("" if ask else one.default)
    if ask and not given:
        typer.echo(f"\n{one.why}")
    while True:
        if not said and ask:
            said = typer.prompt(one.question, default=one.default, show_default=bool(one.default))
        try:
            if not said:
                raise ValueError("is missing")
            read = one.read(said.strip())
            return read if isinstance(read, str) else said.strip()
        except ValueError as wrong:
            if given or not ask:
                raise typer.BadParameter(str(wrong), param_hint=f"--{key}") from None
            typer.echo(
                f"  {said!r}: {wrong}" if said else "  A value is required; Ctrl-C stops and writes nothing.",
                err=True,
            )
            said = ""


def _ask_question(key: str, answers: dict[str, str]) -> _Asked:
    from handlers.business_file import file_values
    from handlers.business_file.mail_section import parse_sender

    readers = {
        "name": file_values.text(60), "country": file_values.parse_country, "timezone": file_values.parse_timezone,
        "currency": file_values.currency,
        "channels": _channels, TELEGRAM.name: _bot, "number": _phone, "mail": parse_sender,
        "owner": file_values.text(60),
    }  # fmt: skip
    question, why = _QUESTIONS[key]
    return _Asked(question, why, _default(key, answers), readers[key])


def _default(key: str, answers: dict[str, str]) -> str:
    """Return the default answer, by the machine's location and the earlier answers; "" if an answer is required."""
    match key:
        case "country":
            return _country_of(_detect_zone())
        case "timezone":
            return _zone_in(answers["country"], _detect_zone())
        case "currency":
            return _currency_of(answers["country"])
    return {"channels": TELEGRAM.name, "owner": "Owner"}.get(key, "")


def _channels(value: object) -> str:
    names = [one.strip().casefold() for one in str(value).split(",") if one.strip()]
    strange = [one for one in names if one not in CHANNELS]
    if strange or not names:
        raise ValueError(f"must be of {', '.join(PREFERRED)}, with commas between")
    return ",".join(dict.fromkeys(names))


def _bot(value: object) -> str:
    """Parse a bot's name: 5 to 32 letters, digits and _, ending in bot.
    https://core.telegram.org/bots/features#botfather"""
    name = str(value).removeprefix("https://t.me/").removeprefix("@")
    if not re.fullmatch(r"[A-Za-z]\w{3,30}[bB][oO][tT]", name):
        raise ValueError('must be the bot\'s user name, like "yourshop_bot"')
    return name


def _phone(value: object) -> str:
    number = re.sub(r"[ ().-]", "", str(value))
    if not re.fullmatch(r"\+[1-9]\d{7,14}", number):
        raise ValueError(f'must be a number like "{_NUMBER}"')
    return number


def _detect_zone() -> str:
    """Return the name of this machine's time zone; "" if it is not a place's."""
    told = os.environ.get("TZ", "") or (os.path.realpath(_ZONE_FILE) if _ZONE_FILE.exists() else "")
    name = told.partition("zoneinfo/")[2] or told
    return name if "/" in name and not name.startswith("Etc/") else ""


def _zone_in(country: str, own: str) -> str:
    """Return the machine's own zone if it is in the country, else the country's most populous one."""
    if own and _country_of(own) == country:
        return own
    if country in _ZONES:
        return _ZONES[country]
    from babel.core import get_global

    zones = get_global("zone_territories")
    return next((zone for zone, found in sorted(zones.items()) if found == country and "/" in zone), own or "UTC")


def _country_of(zone: str) -> str:
    from babel.core import get_global

    country = get_global("zone_territories").get(zone, "US")
    return str(country) if len(str(country)) == 2 else "US"


def _currency_of(country: str) -> str:
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(country)), "USD")


def _write_file(answers: dict[str, str]) -> tuple[str, str]:
    """Return the file's text, and the prefix of its environment variables."""
    identity = _NOT_ID.sub("-", answers["name"].casefold()).strip("-")[:40].strip("-") or "shop"
    prefix = identity.replace("-", "_").upper()
    prefix = prefix if prefix[0].isalpha() else f"SHOP_{prefix}"
    parts = []
    for channel in answers["channels"].split(","):
        account = _ACCOUNTS[CHANNELS[channel].provider]
        address = _quote_toml(answers[account.option])
        parts.append(account.section.format(channel=channel, prefix=prefix, address=address))
    language = "es" if answers["country"] in _SPANISH else "en"
    values = {key: _quote_toml(answers[key]) for key in ("name", "country", "timezone", "currency", "owner")}
    locale = _quote_toml(f"{language}-{answers['country']}")
    return _FILE.format(id=_quote_toml(identity), locale=locale, channels="".join(parts), **values), prefix


def _quote_toml(text: str) -> str:
    """Format a basic TOML string, which has the same escapes as JSON."""
    return json.dumps(text, ensure_ascii=False)


def _check(text: str) -> None:
    """Read the file as ``apply`` will, with dummy secrets. Raises WrongBusinessFile."""
    from handlers.business_file import make_text_check, read_business_file
    from templates.message_library import Library

    stand_in = {one: f"AC{'0' * 32}" for one in re.findall(r"env:(\w+)", text)}
    read_business_file(text, stand_in, make_text_check(Library.load()))


def _list_next_steps(file: Path, prefix: str, answers: dict[str, str]) -> list[str]:
    """Return the next three steps."""
    names = ["     PARLEY_SECRET_KEY=…   64 signs of your own, once: openssl rand -hex 32"]
    names += [f"     {prefix}_{line}" for account in _list_accounts(answers) for line in account.secrets]
    has_chat = any(CHANNELS[name].proves_writer for name in answers["channels"].split(","))
    link = f", and prints a link for {answers['owner']}"
    chat = "     then open that link: five short steps begin in your chat"
    lacks = f"  The team has no chat yet: it needs {PROVEN_TITLES}. Add one to the file and apply again."
    return [
        f"{file} is written. Next:",
        "  1. put the secrets into a file .env beside it that only you can read (chmod 600 .env):",
        *names,
        f"  2. parley apply {file}     checks everything{link if has_chat else ''}",
        f"  3. parley serve{chat if has_chat else ''}",
        *([] if has_chat else [lacks]),
    ]
