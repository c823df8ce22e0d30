"""What is to be paused, or to go on, by a name that no campaign and no plan has: "pause nosuch".

It may be a slip, and a pause of everything is no answer to it: what can be paused is named, and /pause comes last.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.campaigns.campaign import RUNNING, CampaignStatus
from flows.folding import folded
from flows.phrase import Lines, Text, phrase, tap
from handlers import slash
from handlers.actions import why
from handlers.admins import awaiting
from handlers.admins.command import OWNERS
from handlers.admins.saying import say
from handlers.admins.suggesting import errand_of
from handlers.campaigns.called import ALL, to_tap
from handlers.campaigns.sentences.named import AGAIN, BESIDE, DOES, SHUT
from handlers.conversation import Written
from handlers.plans.turned import names_of
from handlers.replies.errands import Errand
from handlers.replies.stopping import Extent, what_stops, without_end
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns
from storage.plans.kept import KeptPlans
from templates.values import quoted

_LISTED = read_sets("sending")
_OF_ALL = ALL | _LISTED["what is sent"] | _LISTED["all"] | _LISTED["many"] | _LISTED["a part"] | _LISTED["denies"]
"""Words for what goes to customers, or a part of it: these are no name."""
_VERBS = {
    "pause": DOES["pause"] | SHUT | frozenset({"band", "off"}),
    "resume": frozenset("resume unpause reanuda reanudar chalu चालू".split()),  # noqa: SIM905
}
_ONE, _ON_DAYS = frozenset({"campaign", "campana", "plan", "कैंपेन"}), frozenset({"on", "en", "par", "pe", "during"})
_HINDI = frozenset("karo kar kardo kijiye roko rok rokna rokiye band chalu करो कर कीजिए रोको रोक रोकिए बंद चालू".split())  # noqa: SIM905
_OWN = frozenset("my me mine mi mis mera meri mere mujhe mujhko मेरा मेरी मेरे मुझे".split())  # noqa: SIM905
"""Words by which somebody speaks of what they get themselves: "stop my subscription" is no campaign's."""
_MOST_WORDS, _MOST_NAMED, _SHORTEST, _LATEST, _SHOWN, _SHORT = 8, 4, 5, 60, 4, 40


async def meant(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff pauses something that there is not; they are told what there is."""
    member, text = written.member, written.event.text.strip()
    if member is None or member.role not in OWNERS or not written.is_sent_alone or written.event.button is not None:
        return False
    if written.message.reply_to is not None or slash.command(text) is not None or "?" in text:
        return False
    found = read(text)
    if found is None or await _is_known(turn, text, found[1]):
        return False
    left = awaiting.draft_left(written.question)
    answer = await _answer(turn, *found)
    await say(turn, written.address, written.message, "plan", Lines((left, answer)) if left else answer)
    return True


def read(text: str) -> tuple[str, str] | None:
    """What is to be done, "pause" or "resume", and the name; None for any other text, and for one about everything."""
    said = words(text)
    if not 1 < len(said) <= _MOST_WORDS or without_end(text)[1] or not _may_be_one(text, said):
        return None
    if not _OWN.isdisjoint(map(folded, said)):
        return None
    bare = [word for word in said if folded(word) not in BESIDE | AGAIN | {"plan"}]
    in_hindi = not _HINDI.isdisjoint(said)
    for does, verbs in _VERBS.items():
        name = _beside(bare, verbs, last=in_hindi)
        if name and len(name) <= _MOST_NAMED and _is_a_name(name):
            return does, " ".join(name)
    return None


def _may_be_one(text: str, said: Sequence[str]) -> bool:
    """Whether a stop is none of what goes to customers; "stop the holi campaign" is of one, and of no days of Holi."""
    extent, spoken = what_stops(text), {folded(word) for word in said}
    of_one = not _ONE.isdisjoint(spoken) and _ON_DAYS.isdisjoint(spoken)
    return extent is Extent.NOTHING or (extent is Extent.TIMES and of_one)


def _beside(said: Sequence[str], verbs: frozenset[str], *, last: bool) -> Sequence[str]:
    """The words beside one of some verbs that stands first, or ``last`` as in Hindi; none where it does not."""
    if said and folded(said[0]) in verbs:
        return said[1:]
    return said[:-1] if last and said and folded(said[-1]) in verbs else ()


def _is_a_name(said: Sequence[str]) -> bool:
    spoken = {folded(word) for word in said}
    figures = any(letter.isdigit() for word in said for letter in word)
    return spoken.isdisjoint(_OF_ALL) and not figures and not any(map(_is_nearly_all, spoken))


def _is_nearly_all(word: str) -> bool:
    """Whether a word is a letter off one for all that goes to customers: "everthing"."""
    from rapidfuzz.distance import OSA  # loaded with the first name that nothing has

    return len(word) >= _SHORTEST and any(OSA.distance(word, one, score_cutoff=1) <= 1 for one in _OF_ALL)


async def _is_known(turn: Turn, text: str, name: str) -> bool:
    """Whether the words mean something else that is known: a command, an errand, somebody's name, a plan."""
    commands = turn.tools.conversations.commands
    if not set(commands.named).isdisjoint(name.split()) or name.replace(" ", "_") in await names_of(turn):
        return True
    errand = errand_of(text)
    if errand is not None and errand not in {Errand.CAMPAIGN, Errand.PAUSE, Errand.RESUME}:
        return True
    return bool(await why.find(turn, name))


async def _answer(turn: Turn, does: str, name: str) -> Text:
    none_such = phrase("none_so_called", name=quoted(name, _SHORT))
    there = await turn.unit.of(Campaigns).page(_LATEST)
    if does == "resume":
        held = [to_tap(one, "resume") for one in there if one.status is CampaignStatus.PAUSED]
        taps = Lines(tuple(held[:_SHOWN]), " · ")
        all_again = phrase("next", command=tap("resume")) if turn.tenant.paused_at is not None else ""
        return Lines(
            (none_such, phrase("these_are_paused", commands=taps) if held else phrase("none_paused"), all_again)
        )
    on = [tap("plan", "stop", one.name) for one in await turn.unit.of(KeptPlans).all() if one.enabled]
    running = [*(to_tap(one, "pause") for one in there if one.status in RUNNING), *on]
    taps = Lines(tuple(running[:_SHOWN]), " · ")
    can = phrase("these_can_be_paused", commands=taps) if running else phrase("none_to_pause")
    return Lines((none_such, can, phrase("stop_is_by_pause")))
