"""The shop's own codes, created and ended in the store, with a preview and an undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from flows.campaigns.campaign import ALIVE, UNLAUNCHED
from flows.engine import Subject
from flows.money import Money
from flows.phrase import At, Lines, Ours, Text, phrase
from flows.shop_offers import ShopOffer
from handlers.actions.action import Origin, Preview, Refused
from handlers.calls import own_code_call as calls
from handlers.calls.call_kind import find_provider
from handlers.engine.turn import Turn
from handlers.offers.written_amounts import name_discount
from storage.businesses.deeds import Deeds
from storage.campaigns.campaigns import Campaigns
from storage.store.own_codes import OwnCode, OwnCodes, OwnCodeStatus
from templates.message_values import quote_line

MADE, ENDED = "code.made", "code.ended"
"""The deeds on codes, as the audit and an undo name them."""
SUBJECT = "own_code"
_SHORT = 40  # characters of a name that an answer quotes
_LOOKED_AT = 60  # campaigns, the newest
_MARK = 12  # letters of its id in the title of its discount, to recognize it as ours


class WhyNoCode(StrEnum):
    """The reasons why a code is not created, or not ended; each is a phrase."""

    TAKEN = "own_code_taken"
    USES = "own_code_uses"
    PASSED = "own_code_passed"
    UNKNOWN = "own_code_unknown"
    BEING_MADE = "own_code_being_made"
    OVER = "own_code_over"


@dataclass(frozen=True, slots=True)
class MakeCode:
    """A command that creates a code for everybody: ``percent``, an ``amount`` or, if both are None, free shipping."""

    code: str
    ends_at: datetime
    percent: int | None = None
    amount: Money | None = None
    uses: int | None = None


@dataclass(frozen=True, slots=True)
class EndCode:
    """A command that ends a code."""

    code: str


async def would_make(turn: Turn, command: MakeCode) -> Preview:
    """Preview the creation of the code. Raises Refused."""
    await _check(turn, command)
    uses = {"uses": command.uses} if command.uses is not None else {}
    until = At(command.ends_at.astimezone(UTC))
    shown = phrase("own_code_would", code=command.code, offer=name_discount(command), until=until, **uses)
    return Preview(shown, phrase("own_code_make"))


async def request_code(turn: Turn, origin: Origin, command: MakeCode) -> OwnCode:
    """Ask the store to create the code. Raises Refused."""
    provider = await _check(turn, command)
    which = turn.unit.ids.make()
    code = OwnCode(
        which, command.code, command.percent, command.amount, command.uses,
        f"Parley {command.code} {which.hex[-_MARK:]}", provider, turn.now, command.ends_at, origin.by,
    )  # fmt: skip
    if not await turn.unit.of(OwnCodes).add(code):
        raise Refused(WhyNoCode.TAKEN, {"code": command.code})
    await calls.ask(turn, code, calls.CREATE)
    await turn.unit.access.log(origin.by, MADE, turn.now, Subject(SUBJECT, code.id))
    await turn.unit.of(Deeds).note(MADE, code.id, origin.by, turn.now, code=code.code)
    return code


async def would_end(turn: Turn, command: EndCode) -> Preview:
    """Preview the end of the code. Raises Refused."""
    code = await _find_live(turn, command.code)
    used = await turn.unit.of(OwnCodes).count_uses(code)
    shown = (phrase("own_code_would_end", code=code.code, used=used), await _describe_uses(turn, code))
    return Preview(Lines(shown), phrase("own_code_end"))


async def _describe_uses(turn: Turn, code: OwnCode) -> Text:
    """Name the running and future campaigns that offer the code; empty if there are none."""
    some = await turn.unit.of(Campaigns).page(_LOOKED_AT)
    names = [
        quote_line(one.name, _SHORT)
        for one in some
        if one.status in UNLAUNCHED | ALIVE and code.code in {offer.code for offer in one.terms.every_offer}
    ]
    return phrase("own_code_given_by", names=Ours(", ".join(names))) if names else ""


async def end(turn: Turn, origin: Origin, command: EndCode) -> OwnCode:
    """Ask the store to end the code. Raises Refused."""
    code = await _find_live(turn, command.code)
    await stop(turn, code)
    await turn.unit.access.log(origin.by, ENDED, turn.now, Subject(SUBJECT, code.id))
    return code


async def stop(turn: Turn, code: OwnCode) -> None:
    """End the code here and in the store. Raises Refused if it has already ended."""
    if not await turn.unit.of(OwnCodes).note(code.id, OwnCodeStatus.LIVE, status=OwnCodeStatus.ENDING):
        raise Refused(WhyNoCode.OVER, {"code": code.code})
    await calls.ask(turn, code, calls.END)


async def _check(turn: Turn, command: MakeCode) -> str:
    """Check that the code can be created, and return the name of the store. Raises Refused."""
    if command.uses is not None and command.uses < 1:
        raise Refused(WhyNoCode.USES)
    if command.ends_at <= turn.now:
        raise Refused(WhyNoCode.PASSED)
    provider = check(turn, ShopOffer(command.percent, command.amount, valid_for=command.ends_at - turn.now))
    own = await turn.unit.of(OwnCodes).find_by_name(command.code)
    ours = own is not None and own.status is not OwnCodeStatus.FAILED
    if ours or await turn.unit.of(OwnCodes).is_taken(command.code):
        raise Refused(WhyNoCode.TAKEN, {"code": command.code})
    return provider


async def _find_live(turn: Turn, name: str) -> OwnCode:
    """Return the valid code with that name. Raises Refused."""
    code = await turn.unit.of(OwnCodes).find_by_name(name)
    if code is None or code.status is OwnCodeStatus.FAILED:
        raise Refused(WhyNoCode.UNKNOWN, {"code": quote_line(name.upper(), _SHORT)}, Ours("/discount list"))
    if code.status is OwnCodeStatus.ASKED:
        raise Refused(WhyNoCode.BEING_MADE, {"code": code.code})
    if not code.holds(turn.now):
        raise Refused(WhyNoCode.OVER, {"code": code.code})
    return code


class WhyNoCodes(StrEnum):
    """The reasons why no codes can be created for an offer; each is a phrase."""

    NO_STORE = "codes_no_store"
    OTHER_CURRENCY = "codes_other_currency"


def check(turn: Turn, offer: ShopOffer) -> str:
    """Return the name of the store that creates codes for the offer. Raises Refused if the business has no such store,
    or sells in another currency."""
    provider = find_provider(turn.business.stores, {})
    if provider is None:
        raise Refused(WhyNoCodes.NO_STORE)
    if offer.amount is not None and offer.amount.currency != turn.business.currency:
        values = {"amount": offer.amount, "currency": turn.business.currency}
        raise Refused(WhyNoCodes.OTHER_CURRENCY, values)
    return provider
