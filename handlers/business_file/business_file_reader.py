"""The reader of a business file: from its text to the business, its secrets, staff, shops and products."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flows.business import Business
from handlers.business_file import business_sections, catalogue_sections
from handlers.business_file.answers_section import read_answers
from handlers.business_file.business_wordings import LATER_TEXTS, CheckText, house_of, unchecked
from handlers.business_file.catalogue_sections import read_referral, read_sourcing
from handlers.business_file.channel_sections import Secrets, read_channels, read_payments, read_second, read_stores
from handlers.business_file.file_values import ENVIRONMENT
from handlers.business_file.hours_section import read_inbox
from handlers.business_file.toml_lines import Path, index_lines
from handlers.business_file.toml_table import FileMistake, MistakeReport, Table, WrongBusinessFile

_SECTIONS = ("stores", "payments", "channels")
_AT_LINE = re.compile(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BusinessFile:
    """A valid business file.

    ``secrets`` holds keys and passwords by name (``sms.auth_token``, ``telegram.secret``, ``shopify.access_token``).
    ``later`` names sections that this version does not use: texts and templates. ``plain`` are the secrets in the file
    itself; ``answers`` are saved answers by name and language. ``lines`` has the line of each key, for mistakes that
    only a database shows.
    """

    business: Business
    secrets: dict[str, str]
    staff: tuple[business_sections.StaffEntry, ...] = ()
    later: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    shops: tuple[catalogue_sections.ShopEntry, ...] = ()
    products: tuple[catalogue_sections.ProductEntry, ...] = ()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: Mapping[Path, int] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        return f"BusinessFile({self.business.id!r}, secrets={sorted(self.secrets)}, staff={len(self.staff)})"


def read_business_file(text: str, environ: Mapping[str, str], check_text: CheckText = unchecked) -> BusinessFile:
    """Read a business file; ``env:NAME`` is taken from ``environ``.

    Raises WrongBusinessFile with every mistake and its line; a text that is not TOML has one mistake, at the place of
    the error.
    """
    try:
        document = tomllib.loads(text)
        report = MistakeReport(index_lines(text))
    except tomllib.TOMLDecodeError as error:
        raise WrongBusinessFile([_syntax(str(error), text)]) from None
    except RecursionError:
        raise WrongBusinessFile([FileMistake(1, "", "its tables or lists are nested too deeply")]) from None
    read = _read(Table(document, (), report), environ, check_text)
    if report.mistakes:
        raise WrongBusinessFile(report.mistakes)
    return replace(read, plain=tuple(_plain(document, read.secrets)), lines=report.lines)


def _read(root: Table, environ: Mapping[str, str], check_text: CheckText) -> BusinessFile:
    secrets: Secrets = {}
    recovery = business_sections.read_recovery(root.section("recovery"))
    profile = business_sections.read_profile(root.section("business"))
    channels = read_channels(root.section("channels"), environ, secrets)
    business = replace(
        profile,
        channels=channels,
        stores=read_stores(root.section("stores"), environ, secrets),
        payments=read_payments(root.section("payments"), environ, secrets),
        recovery=recovery,
        policy=business_sections.read_policy(root.section("policy"), recovery, profile.country),
        consent=business_sections.read_consent(root.section("consent")),
        sourcing=read_sourcing(root.section("sourcing")),
        referral=read_referral(root.section("referral")),
        second=read_second(root.section("understanding"), environ, secrets),
        inbox=read_inbox(root.section("inbox")),
        texts=business_sections.read_texts(
            root.section("texts"), check_text, house_of(replace(profile, channels=channels))
        ),
    )
    staff = business_sections.read_staff(root.tables("staff") or ())
    shops = catalogue_sections.read_shops(root.tables("shops", catalogue_sections.MOST_SHOPS) or (), business.locale)
    products = catalogue_sections.read_products(
        root.tables("products", catalogue_sections.MOST_PRODUCTS) or (), business.currency
    )
    answers = read_answers(root.section("answers"), business.locale)
    root.close()
    later = tuple(_unused(business))
    return BusinessFile(business, secrets, staff, later, shops=shops, products=products, answers=answers)


def _unused(business: Business) -> Iterator[str]:
    yield from (f"texts.{name}" for name in business.texts if name in LATER_TEXTS)
    for one in business.channels:
        yield from (f"channels.{one.channel}.templates.{name}" for name in one.templates if name in LATER_TEXTS)


def _plain(document: Mapping[str, Any], secrets: Secrets) -> Iterator[str]:
    """Yield the paths of the secrets that are not read from the environment."""
    for name in secrets:
        owner, _, key = name.partition(".")
        section = next((one for one in _SECTIONS if owner in document.get(one, {})), "")
        told = document[section][owner] if section else document[owner]
        if not str(told.get(key, ENVIRONMENT)).strip().startswith(ENVIRONMENT):
            yield f"{section}.{name}" if section else name


def _syntax(message: str, text: str) -> FileMistake:
    found = _AT_LINE.match(message)
    last = text.count("\n") + 1
    what, line = (found[1], int(found[2] or last)) if found else (message, 1)
    return FileMistake(line, "", f"is no TOML: {what}")
