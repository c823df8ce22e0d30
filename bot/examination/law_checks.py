"""Checks of a business's legal duties: pages, regions and registrations, its own hours, and duties that Parley leaves
to it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.examination.doctor_finding import Finding, do, fine, list_some
from bot.secret_masks import mask
from flows.business import Business
from flows.channels import SMS
from flows.count_phrase import format_count
from flows.policy.rule_exceptions import list_loosened
from flows.policy.text_registration import INDIA
from handlers.business_file.channel_sections import list_sms_texts
from handlers.engine.turn import Turn
from storage.identity.contact_places import Unread
from storage.identity.residents import count_residents
from templates.message_values import one_line, shorten

_COUNTRY, _STATE = "US", "NJ"
_DLT = "register your texts on a DLT portal and put their ids into [channels.sms.dlt] (docs/configuration.md)"
_NAMED = 10  # texts
_PAGES = (
    "texts that ask for marketing SMS to the United States must link your terms and your privacy page "
    "(CTIA, Short Code Monitoring Handbook and Messaging Principles): set [business]"
)
_ADDRESS = (
    "may be in New Jersey, which asks for your mailing address in written messages or on your site "
    "(N.J.S.A. 56:8-119 and following): set [business] mailing_address, and show it there"
)
_SHOWN, _LONGEST = 3, 30  # regions, and letters of each


async def check_disclosures(turn: Turn) -> list[Finding]:
    """Check for the pages that carriers require for marketing SMS, and the address that New Jersey requires."""
    business = turn.business
    lines = [do(f"{_PAGES} {' and '.join(missing)}")] if (missing := _list_missing(business)) else []
    near = 0 if business.mailing_address else await count_residents(turn.unit, _STATE, business.country)
    lines += [do(f"{format_count(near, 'customer')} {_ADDRESS}")] if near else []
    told = ", ".join(_list_told(business))
    return lines or ([fine(f"every consent text names your {told}")] if told else [])


def _list_missing(business: Business) -> list[str]:
    """Return the missing parts for SMS to the United States; other channels and the simulator need none."""
    sms = business.channel(SMS.name)
    if sms is None or sms.provider == "simulator" or _COUNTRY not in (business.policy.countries or (business.country,)):
        return []
    pages = {"terms": business.terms, "privacy": business.privacy}
    return [name for name, page in pages.items() if not page]


def _list_told(business: Business) -> Iterator[str]:
    if business.terms:
        yield "terms"
    if business.privacy:
        yield "privacy page"
    if business.mailing_address:
        yield "mailing address"


async def list_closings(turn: Turn) -> list[Finding]:
    """Return the business's own hours, closed states and closed days; no lines if it has none beyond the law."""
    policy, today = turn.business.policy, turn.today
    told = [f"marketing is sent only within {policy.hours}, in the recipient's time zone"] if policy.hours else []
    told += [f"marketing mail is sent only within {policy.mail_hours}"] if policy.mail_hours else []
    states = [str(state) for state in policy.closed_states if state.until is None or state.until >= today]
    days = [day.isoformat() for day in policy.closed_days if day >= today]
    told += [f"closed to marketing: {', '.join(states)}"] if states else []
    told += [f"no marketing on {', '.join(days)}"] if days else []
    return [fine(f"stricter than the law: {line}") for line in told]


async def check_places(turn: Turn) -> list[Finding]:
    """Return unrecognised regions: their country's strictest hours apply until the shop corrects them."""
    unread = await turn.unit.places.list_unread(turn.business.country)
    if not unread:
        return []
    people = format_count(sum(one.people for one in unread), "customer")
    shown = list_some([f"{_word(one, turn.business.country)} ({one.people})" for one in unread], _SHOWN)
    text = f"the region of {people} cannot be read, so the strictest hours of its country apply to them: {shown}"
    return [do(f"{text}. Write its code or its name in the shop and send it again with the postal code")]


def _word(one: Unread, home: str) -> str:
    """Format the unrecognised word and its country, without parts that could be a person's number or address."""
    return f"{shorten(one_line(mask(one.region)), _LONGEST, '…')!r} in {one.country or home}"


@dataclass(frozen=True, slots=True)
class OperatorDuty:
    """A duty that Parley leaves to its operator: ``what``, in the words of docs/law.md.

    ``beside`` has the remedy or the consequence; ``page`` is the documentation page.
    """

    what: str
    page: str
    beside: str = ""

    @property
    def text(self) -> str:
        """Format the duty as a sentence: "Parley does not …"."""
        return "; ".join(filter(None, (self.what, self.beside)))


def get_undone() -> tuple[OperatorDuty, ...]:
    """Return all duties that Parley does not fulfil (`undone.toml`)."""
    read = tomllib.loads((Path(__file__).parent / "undone.toml").read_text(encoding="utf-8"))
    return tuple(OperatorDuty(**one) for one in read["undone"])


async def check_registration(turn: Turn) -> list[Finding]:
    """Return whether a shop that sends SMS to India has registered its texts there."""
    sms, policy = turn.business.channel(SMS.name), turn.business.policy
    if sms is None or INDIA not in (policy.countries or (turn.business.country,)):
        return []
    if sms.dlt is None:
        return [do(f"no SMS can be sent to India: {_DLT}")]
    known, like = sms.dlt.templates, {name: turn.tools.library.message(name).like for name in list_sms_texts()}
    missing = [name for name in list_sms_texts() if name not in known and like[name] not in known]
    if missing:
        texts, which = format_count(len(missing), "text"), list_some(missing, _NAMED)
        return [do(f"{texts} without a DLT id cannot be sent to India by SMS: {which}")]
    return [fine("every text is registered for SMS to India")]


async def list_loosened_rules(turn: Turn) -> list[Finding]:
    """Return the rules that the business loosened, with dates and actors."""
    lines = []
    for one in list_loosened(turn.business):
        told = await turn.unit.access.find_latest(one.rule)
        since = f" since {told.at:%Y-%m-%d} by {told.actor.id}" if told is not None else ""
        lines.append(do(f"{one.setting}{since}: {one.asks} ({one.source})"))
    return lines
