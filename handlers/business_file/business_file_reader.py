"""The reader of a business file: from its text to the business, its secrets, staff, shops and products."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from flows.business import Business
from handlers.business_file import business_sections, catalogue_sections, channel_sections
from handlers.business_file.answers_section import read_answers
from handlers.business_file.business_wordings import LATER_TEXTS, CheckText, accept_unchecked, make_house
from handlers.business_file.hours_section import read_inbox
from handlers.business_file.retention_section import read_retention
from handlers.business_file.returns_section import read_returns
from handlers.business_file.step_discounts import list_misfits
from handlers.business_file.toml_lines import Path, index_toml
from handlers.business_file.toml_table import FileMistake, FileReading, Table, WrongBusinessFile

_AT_LINE = re.compile(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BusinessFile:
    """A valid business file.

    ``secrets`` are keys and passwords by name (``sms.auth_token``, ``telegram.secret``, ``shopify.access_token``).
    ``later`` are sections that this version does not use: texts and templates. ``plain`` are the names of secrets
    written in the file itself; ``answers`` are saved answers by name and language. ``lines`` has the line of each key,
    for mistakes that only the database shows.
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


def read_business_file(text: str, environ: Mapping[str, str], check_text: CheckText = accept_unchecked) -> BusinessFile:
    """Parse a business file; ``env:NAME`` is read from ``environ``.

    Raises WrongBusinessFile with every mistake and its line; a text that is not TOML has one mistake, where the error
    is.
    """
    try:
        document = tomllib.loads(text)
        reading = FileReading(index_toml(text), environ)
    except tomllib.TOMLDecodeError as error:
        raise WrongBusinessFile([_syntax(str(error), text)]) from None
    except RecursionError:
        raise WrongBusinessFile([FileMistake(1, "", "its tables or lists are nested too deeply")]) from None
    root = Table(document, (), reading)
    business = _read_business(root, check_text)
    shops = root.tables("shops", catalogue_sections.MOST_SHOPS) or ()
    products = root.tables("products", catalogue_sections.MOST_PRODUCTS) or ()
    file = BusinessFile(
        business,
        reading.secrets,
        business_sections.read_staff(root.tables("staff") or ()),
        tuple(_list_unused(business)),
        tuple(reading.plain),
        catalogue_sections.read_shops(shops, business.locale),
        catalogue_sections.read_products(products, business.currency),
        read_answers(root.section("answers"), business.locale),
        reading.lines,
    )
    root.close()
    for path, what in list_misfits(business) if not reading.mistakes else ():
        reading.add(path, what)
    if reading.mistakes:
        raise WrongBusinessFile(reading.mistakes)
    return file


def _read_business(root: Table, check_text: CheckText) -> Business:
    recovery = business_sections.read_recovery(root.section("recovery"))
    profile = business_sections.read_profile(root.section("business"))
    profile = replace(profile, channels=channel_sections.read_channels(root.section("channels")))
    return replace(
        profile,
        stores=channel_sections.read_stores(root.section("stores")),
        payments=channel_sections.read_payments(root.section("payments")),
        recovery=recovery,
        policy=business_sections.read_policy(root.section("policy"), recovery, profile.country),
        consent=business_sections.read_consent(root.section("consent")),
        retention=read_retention(root.section("retention")),
        sourcing=catalogue_sections.read_sourcing(root.section("sourcing")),
        referral=catalogue_sections.read_referral(root.section("referral")),
        returns=read_returns(root.section("returns")) if "returns" in root else None,
        second=channel_sections.read_second(root.section("understanding")),
        inbox=read_inbox(root.section("inbox")),
        texts=business_sections.read_texts(root.section("texts"), check_text, make_house(profile)),
    )


def _list_unused(business: Business) -> Iterator[str]:
    yield from (f"texts.{name}" for name in business.texts if name in LATER_TEXTS)
    for one in business.channels:
        yield from (f"channels.{one.channel}.templates.{name}" for name in one.templates if name in LATER_TEXTS)


def _syntax(message: str, text: str) -> FileMistake:
    found = _AT_LINE.match(message)
    last = text.count("\n") + 1
    what, line = (found[1], int(found[2] or last)) if found else (message, 1)
    return FileMistake(line, "", f"is no TOML: {what}")
