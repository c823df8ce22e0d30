"""/codes: discount codes of reminders and campaigns: given, used, left, expired or dead, and their revenue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.campaigns.campaign import Campaign
from flows.phrase import At, Lines, Ours, Text, phrase
from handlers.actions.action import Origin
from handlers.campaigns.campaign_reference import to_tap
from handlers.engine.turn import Turn
from handlers.own_codes.commands import describe_code, list_codes
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_figures import CodeFound, CodesGiven, find_code, list_given_codes
from storage.store.own_codes import OwnCodes
from templates.message_values import quote_line

_MOST, _SHORT = 6, 40
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CodesOf:
    """A request for codes: for all, or only for ``code``."""

    code: str | None


@dataclass(frozen=True, slots=True)
class CodesShown:
    """Codes with their campaigns; ``one`` if the requested ``code`` is known; ``own`` are the shop's own codes."""

    asked: CodesOf
    given: Sequence[CodesGiven] = ()
    one: CodeFound | None = None
    own: Sequence[Text] = ()
    campaigns: Sequence[Campaign] = ()

    def campaign(self, of: CodesGiven | CodeFound) -> Campaign | None:
        """Return the campaign of a code; None if there is none."""
        return next((one for one in self.campaigns if one.id == of.campaign), None)


async def _code(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    named = next((word for word in words if _CODE.fullmatch(word) and any(map(str.isalpha, word))), None)
    return Missing() if named is None else FoundArgument(named, tuple(word for word in words if word != named))


async def show_codes(turn: Turn, _origin: Origin, command: CodesOf) -> CodesShown:
    """Load the status of the codes."""
    campaigns = turn.unit.of(Campaigns)
    if command.code is not None and (own := await turn.unit.of(OwnCodes).find_by_name(command.code)) is not None:
        return CodesShown(command, own=(await describe_code(turn, own),))
    if command.code is not None:
        one = await find_code(turn.unit, command.code)
        named = await campaigns.by_ids([one.campaign] if one is not None and one.campaign else [])
        return CodesShown(command, one=one, campaigns=tuple(named.values()))
    given = await list_given_codes(turn.unit, turn.business.currency, turn.now)
    named = await campaigns.by_ids([one.campaign for one in given if one.campaign])
    return CodesShown(command, given, campaigns=tuple(named.values()), own=await list_codes(turn))


def _describe_codes(found: CodesShown) -> Text:
    if found.asked.code is not None and found.own:
        return Lines(tuple(found.own))
    if found.asked.code is not None:
        return _describe_code(found, found.asked.code)
    rows = [_row(found, one) for one in found.given]
    more = [phrase("codes_more", many=len(rows) - _MOST)] if len(rows) > _MOST else []
    last = phrase("next", command=Ours("/discount 3 15 · /discount new · /campaign"))
    none = [] if found.own else [phrase("codes_none")]
    return Lines((*found.own, *(rows[:_MOST] or none), *more, last), longest=LONGEST)


def _row(found: CodesShown, one: CodesGiven) -> Text:
    campaign = found.campaign(one)
    whose = phrase("codes_of_reminders") if one.campaign is None else to_tap(campaign) if campaign else Ours("…")
    figures = {"given": one.given, "used": one.used, "over": one.over, "left": one.left, "dead": one.dead}
    return phrase("codes_row", whose=whose, revenue=one.revenue, **figures)


def _describe_code(found: CodesShown, code: str) -> Text:
    one = found.one
    if one is None:
        return Lines((phrase("code_unknown", code=quote_line(code, _SHORT)), phrase("next", command=Ours("/codes"))))
    campaign = found.campaign(one)
    whose = to_tap(campaign) if campaign is not None else phrase("codes_of_reminders")
    known: dict[str, At | str] = {"until": At(one.until)} if one.until is not None else {}
    known |= {"order": one.order} if one.order is not None else {}
    return phrase("code_stands", code=one.code, whose=whose, stands=phrase(f"code_is_{one.status}"), **known)


CODES_COMMAND = Command(
    name="codes",
    aliases=("code", "coupons", "coupon", "discount codes", "codigos", "cupones"),
    usage="/codes",
    arguments=(Argument("code", "", _code),),
    takes=CodesOf,
    does=show_codes,
    says=_describe_codes,
    roles=OWNERS,
    topic="campaigns",
)
