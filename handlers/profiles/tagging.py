"""/tag: marks on a customer, given and taken off in the staff's chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.actor import Actor
from flows.finding import SHORTEST_NUMBER
from flows.phrase import Lines, Text, phrase
from handlers.actions import story, why
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.obeying import TalkError
from handlers.admins.people import ask_whose, goes_by, named_whole, nobody, people_named, which, which_of
from handlers.profiles import steps
from handlers.profiles.customers import among_customers
from handlers.profiles.marking import mark, unmark
from handlers.profiles.replies import mark_words
from handlers.profiles.replies.mark_words import Marks
from handlers.turn import Turn
from storage.people import Contact
from storage.profiles.tags import STAFF, CustomerTags
from templates.values import one_line

_LONGEST_TAG = 30  # characters
_MOST_NAMES = 3  # words of a name behind the tags
_ENDS = ",;.!:"


@dataclass(frozen=True, slots=True)
class _Parted:
    """The people of a name, the words of that name, and the tags beside; ``whole`` where the name is told outright."""

    people: Sequence[Contact]
    name: tuple[str, ...]
    marks: Marks
    whole: bool = True


async def tag(asked: Asked) -> Text | Reply:
    """Mark a customer by what is said beside the name, or take marks off; where no mark is said it is asked for.

    A number or a name that somebody has is the customer, wherever it stands, and the rest are the tags: what only a tag
    is called names nobody here.
    """
    if asked.is_bare:
        return await ask_whose(asked, {})
    off = mark_words.takes_off(asked.text)
    words, said_off = mark_words.without_off(mark_words.spelled(asked.text, asked.arguments))
    parted = await _parted(asked.turn, words, off=off or said_off)
    if not parted.people:
        return _unknown(asked, parted)
    meant = await among_customers(asked.turn, parted.people)
    if not meant:
        return Reply(phrase("no_customer", who=await story.name(asked.turn, parted.people[0])))
    if not parted.marks.every and not parted.whole:
        return await ask_whose(asked, {})
    if len(meant) > 1:
        return await _which(asked, meant, parted.marks, off=off or said_off)
    return await _done(asked, meant[0], parted.marks, off=off or said_off)


async def _which(asked: Asked, people: Sequence[Contact], marks: Marks, *, off: bool) -> Reply:
    """Which of several is meant: a command to tap has no comma, so several tags wait for a number."""
    goes = off or (bool(marks.taken) and not marks.given)
    if len(marks.every) > 1:
        said = ", ".join((*marks.given, *(f"-{one}" for one in marks.taken)))
        return await which(asked, people, said)
    return await which_of(asked, people, asked.arguments, (*" ".join(marks.every).split(), *(["off"] if goes else [])))


async def _done(asked: Asked, person: Contact, marks: Marks, *, off: bool) -> Text | Reply:
    if not marks.every:
        return await (_which_goes(asked, person) if off else steps.which_tag(asked, person))
    if any(len(one) > _LONGEST_TAG for one in marks.every):
        return phrase("tag_too_long", most=_LONGEST_TAG)
    told = [await _tag(asked, person, one) for one in marks.given]
    told += [await _untag(asked, person, one) for one in marks.taken]
    done = any(is_done for _, is_done in told)
    next_ = phrase("next", command=await why.tap(asked.turn, person, "customers")) if done else ""
    return Lines((*(text for text, _ in told), next_))


async def _which_goes(asked: Asked, person: Contact) -> Text | Reply:
    """The staff's only tag goes; of several it is asked which."""
    tags = asked.turn.unit.of(CustomerTags)
    theirs = [one for one in await tags.of(person.id) if await tags.source(person.id, one) == STAFF]
    if not theirs:
        return phrase("tag_none_of_ours", who=await story.name(asked.turn, person))
    if len(theirs) == 1:
        return await _done(asked, person, Marks((), (theirs[0],)), off=True)
    return await steps.which_tag_goes(asked, person, theirs)


async def _parted(turn: Turn, words: Sequence[str], *, off: bool) -> _Parted:
    """Whoever the words begin with, named outright; else whoever they end with; else a part of a name in front."""
    start = mark_words.before_name(words)
    bare = tuple(one.strip(_ENDS) for one in words)
    people, many = await _named(turn, bare[start:])
    if people and (_is_id(bare[start]) or named_whole(people[0], bare[start : start + many])):
        return _Parted(people, bare[start : start + many], mark_words.tags(words[start + many :], off=off))
    for at in range(max(1, len(bare) - _MOST_NAMES), len(bare)):
        last, length = await _named(turn, bare[at:])
        if last and at + length == len(bare) and (_is_id(bare[at]) or named_whole(last[0], bare[at:])):
            return _Parted(last, bare[at:], mark_words.tags(words[:at], off=off))
    if people:
        marks = mark_words.tags(words[start + many :], off=off)
        return _Parted(people, bare[start : start + many], marks, whole=False)
    return _Parted((), bare[:-1] or bare, mark_words.tags(words[-1:], off=off))


async def _named(turn: Turn, words: Sequence[str]) -> tuple[Sequence[Contact], int]:
    """The people whom the words begin with, but for who only has a tag that is called so."""
    people, many = await people_named(turn, words) if words else ((), 0)
    name = " ".join(words[:many])
    if not people or sum(map(str.isdigit, name)) >= SHORTEST_NUMBER or "@" in name or _is_id(name):
        return people, many
    tags = await turn.unit.of(CustomerTags).of_all([one.id for one in people])
    called = [one for one in people if goes_by(one, words[:many]) or not _has(tags.get(one.id, ()), name)]
    return called, many if called else 0


def _has(tags: Sequence[str], name: str) -> bool:
    return name.casefold().lstrip("#") in {one.casefold() for one in tags}


def _unknown(asked: Asked, parted: _Parted) -> Reply:
    """Nobody is called so. Raises TalkError for a sentence that does not open with the command."""
    if asked.is_loose and not mark_words.opens(asked.text):
        raise TalkError
    return nobody(asked, " ".join(parted.name))


def _is_id(word: str) -> bool:
    try:
        return bool(UUID(word))
    except ValueError:
        return False


async def _tag(asked: Asked, person: Contact, word: str) -> tuple[Text, bool]:
    turn, tags = asked.turn, asked.turn.unit.of(CustomerTags)
    given = await mark(turn, Actor.staff(asked.member.id), person.id, word)
    who = await story.name(turn, person)
    if not given and (source := await tags.source(person.id, word)) != STAFF:
        return phrase("tag_given_there", who=who, tag=one_line(word), source=source), False
    return phrase("tag_given", who=who, tag=one_line(word)), True


async def _untag(asked: Asked, person: Contact, word: str) -> tuple[Text, bool]:
    turn = asked.turn
    source = await turn.unit.of(CustomerTags).source(person.id, word)
    who = await story.name(turn, person)
    if source not in {None, STAFF}:
        return phrase("tag_not_ours", who=who, tag=one_line(word), source=source), False
    if source is None:
        return phrase("tag_not_there", who=who, tag=one_line(word)), False
    await unmark(turn, Actor.staff(asked.member.id), person.id, word)
    return phrase("tag_taken", who=who, tag=one_line(word)), True


TAG = Command(
    name="tag",
    aliases=("untag", "etiqueta", "etiquetar", "टैग"),
    usage="/tag{person} vip",
    run=tag,
    topic="people",
    acts=True,
)
