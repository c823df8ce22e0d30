"""/discount new, /discount end and /discount list: codes of the shop's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flows.phrase import At, Lines, Ours, Text, phrase, tap
from flows.shop_offers import LONGEST, ShopOffer, WrongOffer
from handlers.actions.action import Origin, Preview
from handlers.engine.turn import Turn
from handlers.offers.offer_terms import parse_end
from handlers.offers.written_amounts import name_discount
from handlers.own_codes.own_code_creation import EndCode, MakeCode, end, request_code, would_end, would_make
from handlers.own_codes.own_code_phrase import ToldCode, make_name, read_code
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST as LONGEST_ANSWER
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.store.own_codes import OwnCode, OwnCodes, OwnCodeStatus
from templates.message_values import quote_line

EXAMPLE = "/discount new SAVE10 10% off, 50 uses, till sunday"
_HOLDS = timedelta(days=30)
"""The default validity of a code."""
_MOST, _SHORT = 6, 40
_OWNER = frozenset({"owner"})


@dataclass(frozen=True, slots=True)
class NewCode:
    """A command that creates the code."""

    wanted: MakeCode


@dataclass(frozen=True, slots=True)
class ListCodes:
    """A command that lists the shop's own codes."""


async def _read_code(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse a code with all its terms; return a question if something is unclear."""
    turn = asked.turn
    if not words:
        return Missing()
    try:
        told = read_code(" ".join(words), turn.business.currency)
        return await _find_code(turn, told)
    except WrongOffer as wrong:
        return Reply(phrase(wrong.why.value, **wrong.values), asks=(), refused=True)


async def _find_code(turn: Turn, told: ToldCode) -> FoundArgument | Missing | Reply:
    """Return the command for the code that was typed. Raises WrongOffer."""
    offer, terms = told.terms.offer, told.terms
    if told.unread:
        unread = quote_line(" ".join(told.unread), _SHORT)
        return Reply(phrase("own_code_unread", unread=unread, command=Ours(EXAMPLE)), asks=(), refused=True)
    if offer is None:
        return Missing()
    ends_at = turn.now + (_HOLDS if terms.valid_for is None else terms.valid_for)
    if terms.until:
        named = parse_end(terms.until, turn.now, turn.zone)
        if named is None:
            return Reply(phrase("offer_end_unread", until=quote_line(terms.until, _SHORT)), asks=(), refused=True)
        ends_at = named
    whole = ShopOffer(offer.percent, offer.amount, valid_for=min(ends_at - turn.now, LONGEST + _HOLDS))
    code = told.code or await _free_name(turn, whole)
    return FoundArgument(MakeCode(code, ends_at, whole.percent, whole.amount, terms.uses))


async def _free_name(turn: Turn, offer: ShopOffer) -> str:
    """Return a name for the code that no other code has."""
    codes, first = turn.unit.of(OwnCodes), make_name(offer)
    for number in range(1, 100):
        name = first if number == 1 else f"{first}-{number}"
        if await codes.find_by_name(name) is None and not await codes.is_taken(name):
            return name
    return f"{first}-{turn.unit.ids.make().hex[-6:].upper()}"


async def _read_name(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    said = [word for word in words if word.casefold() not in {"code", "the", "coupon", "codigo", "código", "el"}]
    return FoundArgument(said[0].upper(), tuple(said[1:])) if said else Missing()


async def _ask_what(_asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("own_code_how", command=Ours(EXAMPLE)))


async def _ask_which(asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(Lines((phrase("own_code_which"), *await list_codes(asked.turn)), longest=LONGEST_ANSWER))


async def list_codes(turn: Turn) -> list[Text]:
    """Format the shop's own codes, the newest first, one line each."""
    codes = turn.unit.of(OwnCodes)
    return [await describe_code(turn, one) for one in await codes.list_latest(_MOST)]


async def describe_code(turn: Turn, one: OwnCode) -> Text:
    """Format a line for a code: the offer, the orders that used it, its end and its status."""
    used = await turn.unit.of(OwnCodes).count_uses(one)
    over = one.status is OwnCodeStatus.LIVE and not one.holds(turn.now)
    stands = phrase("own_code_is_over" if over else f"own_code_is_{one.status.value}")
    uses = {"uses": one.uses} if one.uses is not None else {}
    return phrase(
        "own_code_row", code=one.code, offer=name_discount(one), stands=stands, used=used, until=At(one.ends_at), **uses
    )


async def _would_make(turn: Turn, command: NewCode) -> Preview:
    return await would_make(turn, command.wanted)


async def _make(turn: Turn, origin: Origin, command: NewCode) -> OwnCode:
    return await request_code(turn, origin, command.wanted)


async def _list(turn: Turn, _origin: Origin, _command: ListCodes) -> list[Text]:
    return await list_codes(turn)


def _describe_made(done: OwnCode) -> Text:
    return phrase("own_code_asked", code=done.code)


def _describe_ended(done: OwnCode) -> Text:
    return phrase("own_code_ends", code=done.code)


def _show(rows: list[Text]) -> Text:
    none = phrase("own_code_none", command=Ours(EXAMPLE))
    return Lines((*(rows or [none]), phrase("more", command=tap("codes"))), longest=LONGEST_ANSWER)


NEW = Command(
    name="new", aliases=("create", "make", "nuevo", "naya"), usage=EXAMPLE,
    arguments=(Argument("wanted", "", _read_code, _ask_what),), takes=NewCode, preview=_would_make, does=_make,
    says=_describe_made, roles=_OWNER,
)  # fmt: skip
END = Command(
    name="end", aliases=("stop", "disable", "band", "termina"),
    arguments=(Argument("code", "SAVE10", _read_name, _ask_which),),
    takes=EndCode, preview=would_end, does=end, says=_describe_ended, roles=_OWNER,
)  # fmt: skip
LIST = Command(name="list", aliases=("codes", "all", "lista"), takes=ListCodes, does=_list, says=_show, roles=_OWNER)
OWN_CODES = (NEW, END, LIST)
