"""A text that names no campaign changes, or asks about, the one that was drafted last, or that was just shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from flows.campaigns.campaign import UNLAUNCHED, Campaign
from handlers.admins.command import Reply
from handlers.campaigns.asking import shown_to
from handlers.campaigns.called import by_id
from handlers.campaigns.drafts.told import means_people
from handlers.campaigns.sentences.changing import terms_alone
from handlers.campaigns.sentences.courtesy import bare
from handlers.campaigns.sentences.heard import Heard, Meant
from handlers.campaigns.sentences.latest import MEANT, latest_of
from handlers.campaigns.sentences.questions import asks_of_what_is_shown
from handlers.campaigns.sentences.said import says_parts, typed
from handlers.campaigns.sentences.unnamed import UnnamedChange, change_of, in_place
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message


async def changes_its_terms(heard: Heard) -> Meant | None:
    """Terms and nothing else, behind what was drafted: "holdout 10%", "free shipping", "15% off kar do"."""
    terms = terms_alone(heard.text)
    return await _does(heard, UnnamedChange(f", {terms}"), _drafted) if terms else None


async def changes_what_is_shown(heard: Heard) -> Meant | None:
    """One change of what was just shown: "to loyal instead", "7 baje kar do". Behind anything else the same words may
    be for a customer."""
    now, zone = heard.turn.now, heard.turn.zone
    change = change_of(bare(heard.led), now, zone) or in_place(heard.led)
    if change is None or (change.people and not await means_people(heard.turn, change.people)):
        return None
    return await _does(heard, change, _shown)


async def asks_of_it(heard: Heard) -> Meant | None:
    """A question of what was just shown, to which all of that is the answer: "when does it go out?"."""
    asks = asks_of_what_is_shown(words(heard.led))
    return await _does(heard, UnnamedChange("", command="preview"), _shown) if asks else None


async def _does(
    heard: Heard, said: UnnamedChange, which: Callable[[Turn, Member, Message], Awaitable[Campaign | None]]
) -> Meant:
    """What is said of a campaign that nobody launched; where there is none, what the parts say."""
    otherwise = await says_parts(heard)

    async def does(turn: Turn, member: Member, message: Message) -> Reply | None:
        one = await which(turn, member, message)
        if one is None or one.status not in UNLAUNCHED:
            return await otherwise(turn, member, message) if otherwise is not None else None
        return await typed(turn, member, message, f"{said.command} {by_id(one)}{said.behind}")

    return does


async def _drafted(turn: Turn, member: Member, _message: Message) -> Campaign | None:
    return await latest_of(turn, member)


async def _shown(turn: Turn, _member: Member, message: Message) -> Campaign | None:
    return await shown_to(turn, message, turn.now - MEANT)
