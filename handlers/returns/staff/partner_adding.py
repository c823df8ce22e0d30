"""/partners add NAME, BRAND, PRICE, E-MAIL: asks for what is missing, and answers with the start link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.actor import Actor
from flows.mail_address import read_mail
from flows.money import Money
from flows.phrase import Lines, Ours, Phrase, phrase
from flows.promotions.promotion import PromotionRefused
from flows.promotions.sponsor import MICROS_PER_CLICK, Fees
from handlers.returns.sponsor_admin import create_sponsor, invite_sponsor
from handlers.returns.staff.partner_arguments import list_partner_buttons
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from templates.message_values import one_line

_NAMED = re.compile(r"\W*partners?[\s_]+(?:add|new)[\s:_]*", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<amount>\d{1,4}(?:\.\d{1,6})?)(?P<month>\s*(?:/|a|per)?\s*month)?")
_PILOT = "pilot"


@dataclass(frozen=True, slots=True)
class NewPartner:
    """The words of a new partner; each is "" or empty while it is missing."""

    name: str = ""
    brands: tuple[str, ...] = ()
    price: str = ""
    email: str | None = None


def read_partner(text: str) -> NewPartner:
    """Read "Boots & Co, Boots, Bootsy, 0.30, pay@boots.example": a name, brands, a price, and where invoices go.

    The price is that of a click, "300 a month" for a flat price, or "pilot". The e-mail address may be left out.
    """
    rest = _NAMED.sub("", text, count=1).replace('"', "")
    parts = [said for part in rest.split(",") if (said := one_line(part))]
    mails = [mail for part in parts[1:] if (mail := read_mail(part))]
    parts = [part for part in parts if read_mail(part) not in mails]
    price = parts.pop() if len(parts) > 1 and _is_price(parts[-1]) else ""
    return NewPartner(parts[0] if parts else "", tuple(parts[1:]), price.casefold(), next(iter(mails), None))


def _is_price(word: str) -> bool:
    return word.casefold() == _PILOT or _AMOUNT.fullmatch(word.casefold()) is not None


async def add_partner(asked: IssuedCommand) -> Reply:
    """Add the partner, or ask for the next missing part."""
    told = read_partner(asked.text)
    if not told.name:
        return Reply(phrase("partner_ask_name"), asks=("add",))
    if not told.brands:
        text = phrase("partner_ask_brand", name=told.name)
        return _ask(text, (told.name, told.email), ((told.name, Ours(told.name[:20])),))
    if not told.price:
        usual = str(Money(MICROS_PER_CLICK, ""))
        buttons = ((usual, Ours(usual)), (_PILOT, phrase("partner_pilot")))
        text = phrase("partner_ask_price", currency=asked.turn.business.currency)
        return _ask(text, (told.name, told.email, *told.brands), buttons)
    return await _add(asked, told)


def _ask(text: Phrase, so_far: Sequence[str | None], buttons: tuple[tuple[str, Phrase | Ours], ...]) -> Reply:
    return Reply(text, buttons, asks=("add", f"{', '.join(filter(None, so_far))},"))


async def _add(asked: IssuedCommand, told: NewPartner) -> Reply:
    turn, by = asked.turn, Actor.staff(asked.member.id)
    fees = _read_fees(told.price, turn.business.currency)
    try:
        sponsor = await create_sponsor(turn, told.name, told.brands, fees, by, told.email)
    except PromotionRefused as refused:
        return Reply(refused.text)
    link = await invite_sponsor(turn, sponsor)
    text = Lines((phrase("partner_added", name=sponsor.name), Ours(link)))
    return Reply(text, list_partner_buttons([sponsor]))


def _read_fees(price: str, currency: str) -> Fees:
    """Return the fees of a price. With a flat price, clicks cost nothing."""
    found = _AMOUNT.fullmatch(price)
    if found is None:
        return Fees(currency, pilot=True)
    micros = Money.parse(found["amount"], currency).micros
    return Fees(currency, click=0, month=micros) if found["month"] else Fees(currency, click=micros)


ADD = Command(
    name="add",
    aliases=("new",),
    usage="/partners add NAME, BRAND, 0.25, E-MAIL",
    run=add_partner,
    roles=OWNERS,
    acts=True,
)
