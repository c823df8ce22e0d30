"""Texts that ask for a consent: the pages and the address still missing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.examination.finding import Finding, do, fine
from flows.business import Business
from flows.channels import SMS
from flows.counting import counted
from handlers.turn import Turn
from storage.dwelling import people_in

_COUNTRY, _STATE = "US", "NJ"
_PAGES = (
    "what asks for marketing SMS to the United States has to link your terms and your privacy page "
    "(CTIA, Short Code Monitoring Handbook and Messaging Principles): set [business]"
)
_ADDRESS = (
    "may be in New Jersey, which asks for your mailing address in written messages or on your site "
    "(N.J.S.A. 56:8-119 and following): set [business] mailing_address, and show it there"
)


async def disclosure_lines(turn: Turn) -> list[Finding]:
    """The pages that carriers look for in what asks for marketing SMS, and the address that New Jersey wants."""
    business = turn.business
    lines = [do(f"{_PAGES} {' and '.join(missing)}")] if (missing := _missing(business)) else []
    near = 0 if business.mailing_address else await people_in(turn.unit, _STATE, business.country)
    lines += [do(f"{counted(near, 'customer')} {_ADDRESS}")] if near else []
    told = ", ".join(_told(business))
    return lines or ([fine(f"every text that asks for a consent names your {told}")] if told else [])


def _missing(business: Business) -> list[str]:
    """Carriers look at SMS to the United States alone; nobody looks at those of a simulator."""
    sms = business.channel(SMS.name)
    if sms is None or sms.provider == "simulator" or _COUNTRY not in (business.policy.countries or (business.country,)):
        return []
    pages = {"terms": business.terms, "privacy": business.privacy}
    return [name for name, page in pages.items() if not page]


def _told(business: Business) -> Iterator[str]:
    if business.terms:
        yield "terms"
    if business.privacy:
        yield "privacy page"
    if business.mailing_address:
        yield "mailing address"
