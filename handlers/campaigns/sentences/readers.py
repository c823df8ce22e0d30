"""What a text of the staff wants of campaigns, as readers that are tried one behind the other.

The order is said here alone. What says a campaign's words comes first, for these may hold anything; then what changes
or names a campaign exactly, then what is said of all or of none, then what is a letter off, or at a time that cannot
be, then what asks about or changes what was just shown, and last what is read part by part.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from flows.campaigns.campaign import RUNNING, UNLAUNCHED, CampaignStatus
from flows.folding import folded
from flows.phrase import phrase
from handlers.admins import suggesting
from handlers.admins.command import OWNERS, Command, Reply
from handlers.admins.obeying import as_typed, obey
from handlers.admins.why import WHY
from handlers.campaigns.called import by_id, to_tap
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.campaigns.drafts.due import NOW
from handlers.campaigns.drafts.told import means_people
from handlers.campaigns.results.comparing import COMPARE
from handlers.campaigns.sentences import telling, winning_back
from handlers.campaigns.sentences.another_time import moved_at_another_time
from handlers.campaigns.sentences.beginning import begun
from handlers.campaigns.sentences.changing import edit_meant
from handlers.campaigns.sentences.changing_latest import asks_of_it, changes_its_terms, changes_what_is_shown
from handlers.campaigns.sentences.doing import done
from handlers.campaigns.sentences.every import CAMPAIGNS, asks, asks_how_it_stands, is_of_several, which_of_all
from handlers.campaigns.sentences.heard import Heard, Meant
from handlers.campaigns.sentences.latest import latest_of
from handlers.campaigns.sentences.named import led, named, slipped, taken_out
from handlers.campaigns.sentences.questions import asks_of_what_is_shown
from handlers.campaigns.sentences.ranking import COSTS, asks_for_the_best
from handlers.campaigns.sentences.renaming import rename_meant
from handlers.campaigns.sentences.said import says_parts, typed
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message

_BECOMES = {
    "pause": (CampaignStatus.PAUSED,),
    "resume": (CampaignStatus.SENDING, CampaignStatus.SCHEDULED),
    "cancel": (CampaignStatus.CANCELLED,),
}
_VERSUS, _TWO = re.compile(r"\s+(?:vs\.?|versus|contra|against)\s+", re.IGNORECASE), 2
_LISTS = CAMPAIGNS | frozenset(
    """
    list show see my our me all the open which what are is have i we do running active live going now mis las ver tengo
    cuales que hay estan activas dikhao sab kaun kaunse kaunsi se si chal rahe rahi hai hain mere meri
    """.split()  # noqa: SIM905
)
_WHY_BESIDE = frozenset(
    "why did didnt does was not t get got receive the my our campaign por que no recibio kyun kyu nahi mila ko".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads a text; None for any that it does not know. What ``begins`` something is no answer to what another command
    asked."""

    reads: Callable[[Heard], Awaitable[Meant | None]]
    begins: bool = False


def _typed(command: Command, behind: str) -> Meant:
    """The answer to a command with these words behind it."""

    async def typed(turn: Turn, member: Member, message: Message) -> Reply:
        reply = await obey(command, as_typed(turn, member, message.id, f"/{command.name} {behind}"))
        return replace(reply, command=command.name)

    return typed


async def _tells_many(heard: Heard) -> Meant | None:
    told = await telling.meant(heard.turn, heard.led)
    return None if told is None else _typed(CAMPAIGN_COMMAND, await telling.command_of(heard.turn, *told))


async def _changes_one(heard: Heard) -> Meant | None:
    edit = edit_meant(heard.text, heard.names, heard.turn.now, heard.turn.zone)
    if edit is not None and ": " in edit:  # what is for customers leaves as it was written, courtesies too
        edit = edit_meant(heard.whole, heard.names, heard.turn.now, heard.turn.zone)
    return None if edit is None else _typed(CAMPAIGN_COMMAND, edit)


async def _renames_one(heard: Heard) -> Meant | None:
    renamed = rename_meant(heard.text, heard.names)
    return None if renamed is None else _typed(CAMPAIGN_COMMAND, renamed)


async def _begins_one(heard: Heard) -> Meant | None:
    new = begun(heard.whole, heard.names)
    return None if new is None else _typed(CAMPAIGN_COMMAND, new)


async def _names_one(heard: Heard) -> Meant | None:
    found = named(heard.said, heard.campaigns) or led(heard.text, heard.campaigns)
    if found is None:
        return None
    one, does = found
    if does == "" and one.status in UNLAUNCHED and not COSTS.isdisjoint(map(folded, heard.said)):
        return None  # what it would cost, its preview says
    if does == "launch" and not one.schedule.at_once and not NOW.isdisjoint(map(folded, heard.said)):
        return None  # its hour is another one
    return done(one, "" if does in {"pause", "resume", "launch", "cancel"} and asks(heard) else does, heard.said)


async def _asks_of_one(heard: Heard) -> Meant | None:
    """A question of one that is named: "when does diwali go out?" is answered by its preview, or by how it stands."""
    found = taken_out(heard.said, heard.campaigns)
    if found is None or not asks_of_what_is_shown(found[1]):
        return None
    one = found[0]
    return _typed(CAMPAIGN_COMMAND, f"preview {by_id(one)}" if one.status in UNLAUNCHED else by_id(one))


async def _lists_all(heard: Heard) -> Meant | None:
    said = [folded(word) for word in heard.said]
    lists = len(CAMPAIGNS.intersection(said)) == 1 and not set(said) - _LISTS
    return _typed(CAMPAIGN_COMMAND, "") if lists else None


async def _shows_the_one(heard: Heard) -> Meant | None:
    """How "the campaign" is doing, where none is named: the one that the member moved last, else the one that runs,
    else the list, as of all of them."""
    if not asks_how_it_stands(heard.said):
        return None
    if is_of_several(heard.said):
        return _typed(CAMPAIGN_COMMAND, "")
    running = [one for one in heard.campaigns if one.status in RUNNING]

    async def shows(turn: Turn, member: Member, message: Message) -> Reply:
        one = await latest_of(turn, member) or (running[0] if len(running) == 1 else None)
        return await typed(turn, member, message, one.name if one else "")

    return shows


async def _asks_for_the_best(heard: Heard) -> Meant | None:
    return _typed(COMPARE, "all") if asks_for_the_best(heard.said) else None


async def _names_two(heard: Heard) -> Meant | None:
    """Two campaigns against each other: "diwali vs holi"."""
    both = [folded(one) for one in _VERSUS.split(heard.text)]
    are_two = len(both) == _TWO and both[0] != both[1] and set(both) <= {folded(name) for name in heard.names}
    return _typed(COMPARE, heard.text) if are_two else None


async def _asks_why(heard: Heard) -> Meant | None:
    """Why somebody got no campaign: "why did asha not get diwali"."""
    said = heard.said
    if not said or (said[0] not in {"why", "kyun", "kyu", "porque"} and said[:2] != ["por", "que"]):
        return None
    name = next((one.name for one in heard.campaigns if set(words(one.name)) <= set(said)), None)
    rest = [word for word in said if name is not None and word not in {*words(name), *_WHY_BESIDE}]
    return _typed(WHY, " ".join(rest)) if rest else None


async def _means_all(heard: Heard) -> Meant | None:
    asks = which_of_all(heard.said, heard.campaigns)
    return None if asks is None else _asks(Reply(asks))


async def _is_a_slip(heard: Heard) -> Meant | None:
    near = slipped(heard.said, heard.campaigns)
    if near is None:
        return None
    one, does = near
    return _asks(suggesting.of(phrase("campaign_meant", command=to_tap(one, does)), f"campaign {does} {by_id(one)}"))


def _asks(reply: Reply) -> Meant:
    """A question whose answers are commands of owners and managers; nobody else is asked."""

    async def asked(_turn: Turn, member: Member, _message: Message) -> Reply | None:
        return reply if member.role in OWNERS else None

    return asked


async def _moves_one_at_another_time(heard: Heard) -> Meant | None:
    found = moved_at_another_time(heard.text, heard.campaigns)
    if found is None:
        return None
    one, does = found
    if not any(one.may_become(status) for status in _BECOMES[does]):
        return _typed(CAMPAIGN_COMMAND, by_id(one))  # how it stands says why not
    said = phrase("campaign_at_once_alone", command=to_tap(one, does))
    return _asks(suggesting.of(said, f"campaign {does} {by_id(one)}"))


async def _wins_back(heard: Heard) -> Meant | None:
    people = winning_back.people_of(heard.text)
    if people == "":
        return _asks(await winning_back.asked_whom(heard.turn))
    for said in () if people is None else dict.fromkeys((winning_back.spelled_out(people), people)):
        if await means_people(heard.turn, said):
            return _typed(CAMPAIGN_COMMAND, await winning_back.command_of(heard.turn, said))
    return None


READERS = (
    TextReader(_tells_many, begins=True),
    TextReader(_renames_one),
    TextReader(_changes_one),
    TextReader(changes_its_terms),
    TextReader(_begins_one, begins=True),
    TextReader(_names_one, begins=True),
    TextReader(_asks_of_one),
    TextReader(_lists_all),
    TextReader(_shows_the_one),
    TextReader(_asks_for_the_best),
    TextReader(_names_two),
    TextReader(_asks_why),
    TextReader(_means_all),
    TextReader(_is_a_slip),
    TextReader(_moves_one_at_another_time),
    TextReader(_wins_back, begins=True),
    TextReader(asks_of_it),
    TextReader(changes_what_is_shown),
    TextReader(says_parts),
)
"""In the order in which they are tried: the first that knows a text reads it."""
