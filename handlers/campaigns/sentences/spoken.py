"""A campaign in the staff's own words: "pause diwali", "diwali band karo", "launch diwali to vip friday 6pm".

What says one thing to do, the exact name of a campaign, and nothing else is read by its words here; a sentence with
people, a moment or an offer by `sentence.py`. All else goes its usual way. What ends a campaign or sends it is shown
before it is done, and what is one letter away from a word for it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.campaigns.campaign import ALIVE, RUNNING, Campaign, CampaignStatus
from flows.folding import folded
from flows.phrase import Lines, phrase
from handlers import slash
from handlers.admins import awaiting, suggesting
from handlers.admins.command import Reply
from handlers.admins.obeying import as_typed, obey
from handlers.admins.saying import say
from handlers.admins.why import WHY
from handlers.campaigns.called import ALL, to_tap
from handlers.campaigns.drafts.reading import means_people
from handlers.campaigns.results.comparing import COMPARE
from handlers.campaigns.sentences import telling, winning_back
from handlers.campaigns.sentences.beginning import begun
from handlers.campaigns.sentences.changing import edit_meant
from handlers.campaigns.sentences.courtesy import bare, led_in
from handlers.campaigns.sentences.latest import named_for_it
from handlers.campaigns.sentences.named import AGAIN, BESIDE, DOES, SHUT, STOPS, led, named, slipped
from handlers.campaigns.sentences.said import end_it, obeyed, sentence_in, typed
from handlers.conversation import Written
from handlers.jobs.pictures import DARK_WORDS
from handlers.own_codes import reading as own_codes
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.campaigns.campaigns import Campaigns
from storage.message import Message

_LATEST = 100  # campaigns that may be named
_MOST_WORDS = 40
_SHOWN = 4  # campaigns to tap
_VERSUS, _TWO = re.compile(r"\s+(?:vs\.?|versus|contra|against)\s+", re.IGNORECASE), 2
_SLASHES = frozenset({"launch", "preview", "blast"})
"""What people put a slash before that is no command of its own."""
_CAMPAIGNS = frozenset({"campaign", "campaigns", "campana", "campanas", "कैंपेन", "अभियान"})
_LISTS = _CAMPAIGNS | frozenset(
    """
    list show see my our me all the open which what are is have i we do running active live going now mis las ver tengo
    cuales que hay estan activas dikhao sab kaun kaunse kaunsi se si chal rahe rahi hai hain mere meri
    """.split()  # noqa: SIM905
)
_WHY_BESIDE = frozenset(
    "why did didnt does was not t get got receive the my our campaign por que no recibio kyun kyu nahi mila ko".split()  # noqa: SIM905
)


async def begins(turn: Turn, text: str) -> bool:
    """Whether a text says something to many people, wins some back, or names a campaign and what to do with it."""
    whole = led_in(text)
    if not 1 < len(words(whole)) <= _MOST_WORDS:
        return False
    if begun(whole) is not None or await telling.meant(turn, whole) is not None:
        return True
    people = winning_back.people_of(bare(whole))
    if people is not None and await means_people(turn, people):
        return True
    campaigns = await turn.unit.of(Campaigns).page(_LATEST)
    return (named(words(bare(whole)), campaigns) or led(bare(whole), campaigns)) is not None


async def meant(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says what is to be done with a campaign; it is done, or shown."""
    member, message, text = written.member, written.message, written.event.text.strip()
    command = slash.command(text)
    if member is None or not written.is_sent_alone or written.event.button is not None:
        return False
    if message.reply_to is not None or (command is not None and command not in _SLASHES):
        return False
    reply = await _answer(turn, member, message, text.removeprefix("/"))
    if reply is None:
        return False
    left = awaiting.draft_left(written.question)
    said = replace(reply, text=Lines((left, reply.text))) if left else reply
    await say(turn, written.address, message, "campaign", said)
    return True


async def _answer(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """What comes of a text; None where it is about no campaign."""
    said = words(text)
    if said == ["launch"]:
        return await typed(turn, member, message, "launch")
    if not 1 < len(said) <= _MOST_WORDS or own_codes.heard(text) is not None:
        return None
    campaigns = await turn.unit.of(Campaigns).page(_LATEST)
    names = [one.name for one in campaigns]
    whole = led_in(text)
    if (told := await telling.meant(turn, whole)) is not None:
        return await typed(turn, member, message, await telling.command_of(turn, *told))
    whole = await named_for_it(turn, member, whole, names, agreed=whole != text)
    text = bare(whole)
    said = words(text)
    edit = edit_meant(text, names, turn.now, turn.zone)
    if edit is not None and ": " in edit:  # what is for customers leaves as it was written, courtesies too
        edit = edit_meant(whole, names, turn.now, turn.zone)
    if edit is not None:
        return await typed(turn, member, message, edit)
    if (new := begun(whole)) is not None:
        return await typed(turn, member, message, new)
    if (found := named(said, campaigns) or led(text, campaigns)) is not None:
        return await _done(turn, member, message, *found, said)
    if len(_CAMPAIGNS.intersection(map(folded, said))) == 1 and not {folded(word) for word in said} - _LISTS:
        return await typed(turn, member, message, "")
    if _are_two(text, names):
        return await obey(COMPARE, as_typed(turn, member, message.id, f"/{COMPARE.name} {text}"))
    if (why := _why(said, campaigns)) is not None:
        return await obey(WHY, as_typed(turn, member, message.id, why))
    if _pauses_all(said):
        return _which("campaign_pause_which", "pause", [one for one in campaigns if one.status in RUNNING])
    if _cancels_all(said):
        return _which("campaign_cancel_which", "cancel", [one for one in campaigns if one.status in ALIVE])
    if (near := slipped(said, campaigns)) is not None:
        campaign, does = near
        return suggesting.of(
            phrase("campaign_meant", command=to_tap(campaign, does)), f"campaign {does} {campaign.name}"
        )
    if (people := winning_back.people_of(text)) is not None and await means_people(turn, people):
        return await typed(turn, member, message, await winning_back.command_of(turn, people))
    sentence = await sentence_in(turn, text, names)
    return None if sentence is None else await obeyed(turn, member, message, sentence)


async def _done(
    turn: Turn, member: Member, message: Message, campaign: Campaign, does: str, said: Sequence[str]
) -> Reply:
    """A stop is a pause, at once: what ends for good is asked about. What is paused goes on by a start "again"."""
    if does == "launch" and campaign.status is CampaignStatus.PAUSED and not AGAIN.isdisjoint(said):
        does = "resume"
    dark = "dark" if does == "chart" and not DARK_WORDS.isdisjoint(map(folded, said)) else ""
    reply = await typed(turn, member, message, " ".join(part for part in (does, campaign.name, dark) if part))
    stopped = does == "pause" and not STOPS.isdisjoint(said) and not reply.refused
    return end_it(reply, to_tap(campaign, "cancel")) if stopped else reply


def _why(said: Sequence[str], campaigns: Sequence[Campaign]) -> str | None:
    """/why of the person of whom it is asked why they got no campaign: "why did asha not get diwali"."""
    if said[0] not in {"why", "kyun", "kyu", "porque"} and said[:2] != ["por", "que"]:
        return None
    name = next((one.name for one in campaigns if set(words(one.name)) <= set(said)), None)
    rest = [word for word in said if name is not None and word not in {*words(name), *_WHY_BESIDE}]
    return f"/why {' '.join(rest)}" if rest else None


def _are_two(text: str, names: Sequence[str]) -> bool:
    """Whether two campaigns are named against each other: "diwali vs holi"."""
    both = [folded(one) for one in _VERSUS.split(text)]
    return len(both) == _TWO and both[0] != both[1] and set(both) <= {folded(name) for name in names}


def _pauses_all(said: Sequence[str]) -> bool:
    """Whether everything is to be paused, or campaigns of which none is named, in words that may mean one alone."""
    spoken = {folded(word) for word in said}
    rest, named_so = spoken - BESIDE, bool(spoken & _CAMPAIGNS)
    halts = DOES["pause"] | SHUT if named_so else DOES["pause"] - STOPS
    return (named_so or bool(rest & ALL)) and bool(rest & halts) and not rest - ALL - DOES["pause"] - SHUT


def _cancels_all(said: Sequence[str]) -> bool:
    """Whether everything is to be called off, which may mean orders as well: "cancela todo"."""
    rest = {folded(word) for word in said} - BESIDE
    return bool(rest & ALL) and bool(rest & (DOES["cancel"] - SHUT)) and not rest - ALL - DOES["cancel"]


def _which(asks: str, does: str, campaigns: Sequence[Campaign]) -> Reply | None:
    """What may be meant by a pause or an end of all; None where no campaign could be."""
    taps = Lines(tuple(to_tap(one, does) for one in campaigns[:_SHOWN]), " ")
    return Reply(phrase(asks, campaigns=taps)) if campaigns else None
