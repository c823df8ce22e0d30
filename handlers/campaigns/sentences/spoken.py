"""A campaign in the staff's own words: "pause diwali", "diwali band karo", "launch diwali to vip friday 6pm".

What says one thing to do, the exact name of a campaign, and nothing else is read by its words here; a sentence with
people, a moment or an offer by `sentence.py`. All else goes its usual way. What ends a campaign or sends it is shown
before it is done, and what is one letter away from a word for it is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.campaigns.campaign import RUNNING, Campaign, CampaignStatus
from flows.folding import folded
from flows.phrase import Lines, phrase
from handlers import slash
from handlers.admins import suggesting
from handlers.admins.command import Reply
from handlers.admins.obeying import as_typed, obey
from handlers.admins.saying import say
from handlers.admins.why import WHY
from handlers.campaigns.called import to_tap
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.campaigns.drafts.reading import means_people
from handlers.campaigns.sentences import winning_back
from handlers.campaigns.sentences.said import end_it, obeyed, sentence_in
from handlers.conversation import Written
from handlers.own_codes import reading as own_codes
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.campaigns.campaigns import Campaigns
from storage.message import Message

_LATEST = 100  # campaigns that may be named
_MOST_WORDS = 40
_SHOWN, _SHORTEST = 4, 5
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
_STOPS = frozenset({"stop", "para", "deten", "detener"})
_AGAIN = frozenset({"again", "back", "wapas", "vapas", "phir", "otra", "nuevo", "फिर", "वापस"})
_SHUT = _STOPS | frozenset({"band", "बंद"})
"""What stops the campaigns where they are named, and everything where nothing is."""
_ALL = frozenset({"all", "everything", "todo", "todas", "sab", "सब"})
_DOES: Mapping[str, frozenset[str]] = {
    what: frozenset(names.split())
    for what, names in {
        "pause": "pause paused hold halt freeze stop roko rokna rok pausa pausar pausala para deten detener रोको रोक "
        "रोकना रोकिए",
        "resume": "resume continue unpause restart chalu chalao reanuda reanudar reanudala continua continuar चालू चलाओ",
        "cancel": "cancel end kill scrap band radd hatao cancela cancelar cancelala बंद रद्द हटाओ",
        "launch": "launch send start run lanza lanzar lanzala envia enviar manda bhejo bhej भेजो भेज भेजिए",
        "": "status show how hows results result report figures estado reporte como resultado kaisa kaise dikhao "
        "did sent स्थिति कैसा दिखाओ",
    }.items()
}
"""What each thing to do is called, folded."""
_BESIDE = frozenset(
    """
    campaign campaigns campana kampain the a my our please pls plz por favor la el de of for is are s doing going did do
    it now put go out ko karo kar kare kariye karna dijiye phir again se va esta ka ki chal raha rahi hai off on call
    कैंपेन अभियान को करो कर दो कीजिए फिर का की चल रहा रही है
    """.split()  # noqa: SIM905
)
"""Words that change nothing beside these."""


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
    await say(turn, written.address, message, "campaign", reply)
    return True


async def _answer(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """What comes of a text; None where it is about no campaign."""
    said = words(text)
    if said == ["launch"]:
        return await _typed(turn, member, message, "launch")
    if not 1 < len(said) <= _MOST_WORDS or own_codes.heard(text) is not None:
        return None
    campaigns = await turn.unit.of(Campaigns).page(_LATEST)
    if (found := named(said, campaigns)) is not None:
        return await _done(turn, member, message, *found, said)
    if len(_CAMPAIGNS.intersection(map(folded, said))) == 1 and not {folded(word) for word in said} - _LISTS:
        return await _typed(turn, member, message, "")
    if (why := _why(said, campaigns)) is not None:
        return await obey(WHY, as_typed(turn, member, message.id, why))
    if _pauses_all(said):
        return _which_pause([one for one in campaigns if one.status in RUNNING])
    if (slipped := _slipped(said, campaigns)) is not None:
        campaign, does = slipped
        return suggesting.of(
            phrase("campaign_meant", command=to_tap(campaign, does)), f"campaign {does} {campaign.name}"
        )
    if (people := winning_back.people_of(text)) is not None and await means_people(turn, people):
        return await _typed(turn, member, message, await winning_back.command_of(turn, people))
    sentence = await sentence_in(turn, text, [one.name for one in campaigns])
    return None if sentence is None else await obeyed(turn, member, message, sentence)


async def _done(
    turn: Turn, member: Member, message: Message, campaign: Campaign, does: str, said: Sequence[str]
) -> Reply:
    """A stop is a pause, at once: what ends for good is asked about. What is paused goes on by a start "again"."""
    if does == "launch" and campaign.status is CampaignStatus.PAUSED and not _AGAIN.isdisjoint(said):
        does = "resume"
    reply = await _typed(turn, member, message, " ".join(part for part in (does, campaign.name) if part))
    stopped = does == "pause" and not _STOPS.isdisjoint(said) and not reply.refused
    return end_it(reply, to_tap(campaign, "cancel")) if stopped else reply


async def _typed(turn: Turn, member: Member, message: Message, behind: str) -> Reply:
    return await obey(CAMPAIGN_COMMAND, as_typed(turn, member, message.id, f"/campaign {behind}"))


def _why(said: Sequence[str], campaigns: Sequence[Campaign]) -> str | None:
    """/why of the person of whom it is asked why they got no campaign: "why did asha not get diwali"."""
    if said[0] not in {"why", "kyun", "kyu", "porque"} and said[:2] != ["por", "que"]:
        return None
    name = next((one.name for one in campaigns if set(words(one.name)) <= set(said)), None)
    rest = [word for word in said if name is not None and word not in {*words(name), *_WHY_BESIDE}]
    return f"/why {' '.join(rest)}" if rest else None


def _pauses_all(said: Sequence[str]) -> bool:
    """Whether everything is to be paused, in words that may mean the campaigns alone."""
    spoken = {folded(word) for word in said}
    rest, named_so = spoken - _BESIDE, bool(spoken & _CAMPAIGNS)
    halts = _DOES["pause"] | _SHUT if named_so else _DOES["pause"] - _STOPS
    return bool(rest & _ALL) and bool(rest & halts) and not rest - _ALL - _DOES["pause"] - _SHUT


def _which_pause(running: Sequence[Campaign]) -> Reply | None:
    """What may be meant by a pause of all; None where no campaign is under way."""
    taps = Lines(tuple(to_tap(one, "pause") for one in running[:_SHOWN]), " ")
    return Reply(phrase("campaign_pause_which", campaigns=taps)) if running else None


def _slipped(said: Sequence[str], campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The campaign that is named, and what one word is a letter away from: that is asked about."""
    from rapidfuzz.distance import OSA  # loaded with the first word that may be a misspelt one

    for one in campaigns:
        name = words(one.name)
        rest = [folded(word) for word in said if word not in name]
        if len(rest) != 1 or len(said) != len(name) + 1 or len(rest[0]) < _SHORTEST:
            continue
        near = {does for does in ("pause", "resume", "cancel") for verb in _DOES[does]
                if len(verb) >= _SHORTEST and OSA.distance(rest[0], verb, score_cutoff=1) == 1}  # fmt: skip
        if len(near) == 1:
            return one, near.pop()
    return None


def named(said: Sequence[str], campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The campaign that is named, by the longest name that fits, and what is to be done with it: "" shows it."""
    for one in sorted(campaigns, key=lambda one: -len(one.name)):
        name = words(one.name)
        places = (at for at in range(len(said) - len(name) + 1) if list(said[at : at + len(name)]) == list(name))
        at = next(places, None) if name else None
        if at is None:
            continue
        rest = [folded(word) for word in (*said[:at], *said[at + len(name) :])]
        if {"call", "off"} <= set(rest) and not set(rest) - _BESIDE:
            return one, "cancel"
        rest = [word for word in rest if word not in _AGAIN] if len(rest) > 1 else rest
        does = [what for what, names in _DOES.items() if names.intersection(rest)]
        if len(does) == 1 and not set(rest) - _DOES[does[0]] - _BESIDE:
            return one, does[0]
    return None
