"""/tag: add and remove tags of a customer in the staff's chat."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Text, phrase
from flows.search_words import SHORTEST_NUMBER
from handlers.actions import message_explanation, person_story
from handlers.engine.turn import Turn
from handlers.profiles import customer_card_buttons, tag_phrase
from handlers.profiles.customers_command import among_customers
from handlers.profiles.tag_deeds import mark, unmark
from handlers.profiles.tag_phrase import Marks
from handlers.staff_chat.person_argument import answer_nobody, ask_who, ask_whose, find_people, goes_by, is_name_part
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.people.people import Contact
from storage.profiles.customer_tags import STAFF, CustomerTags
from templates.message_values import one_line

_LONGEST_TAG = 30  # characters
_ENDS = ",;.!:"


async def tag(asked: IssuedCommand) -> Text | Reply:
    """Add the tags after the name to a customer, or remove them; ask for one if there is none.

    A word that is only a tag is not taken as a name here.
    """
    if asked.is_bare:
        return await ask_whose(asked, {})
    off, words = tag_phrase.read_removal(asked.text, asked.arguments)
    bare = tuple(one.strip(_ENDS) for one in words)
    people, many = await _find_named(asked.turn, bare)
    if not people:
        return answer_nobody(asked, " ".join(bare[:-1] or bare))
    said = tag_phrase.read_tags(words[many:], off=off)
    meant = await among_customers(asked.turn, people)
    if not meant:
        return Reply(phrase("no_customer", who=await person_story.get_name(asked.turn, people[0])))
    if not said.every and not _is_whole(people[0], bare[:many]):
        return await ask_whose(asked, {})
    if len(meant) > 1:
        return await ask_who(asked, meant, ", ".join((*said.given, *(f"-{one}" for one in said.taken))))
    return await _answer_done(asked, meant[0], said, off=off)


def _is_whole(person: Contact, name: Sequence[str]) -> bool:
    """Return True if the whole name is written, not only a part of it."""
    return _is_id(name[0]) or is_name_part(person, name)


async def _answer_done(asked: IssuedCommand, person: Contact, said: Marks, *, off: bool) -> Text | Reply:
    if not said.every:
        return await (_remove_or_ask(asked, person) if off else customer_card_buttons.ask_which_tag(asked, person))
    if any(len(one) > _LONGEST_TAG for one in said.every):
        return phrase("tag_too_long", most=_LONGEST_TAG)
    told = [await _change_tag(asked, person, one) for one in said.given]
    told += [await _untag(asked, person, one) for one in said.taken]
    done = any(is_done for _, is_done in told)
    next_ = phrase("next", command=await message_explanation.tap(asked.turn, person, "customers")) if done else ""
    return Lines((*(text for text, _ in told), next_))


async def _remove_or_ask(asked: IssuedCommand, person: Contact) -> Text | Reply:
    """Remove the staff's only tag of a customer; if there are several, ask which."""
    tags = asked.turn.unit.of(CustomerTags)
    theirs = [one for one in await tags.list_tags(person.id) if await tags.source(person.id, one) == STAFF]
    if not theirs:
        return phrase("tag_none_of_ours", who=await person_story.get_name(asked.turn, person))
    if len(theirs) == 1:
        return await _answer_done(asked, person, Marks((), (theirs[0],)), off=True)
    return await customer_card_buttons.ask_which_tag_goes(asked, person, theirs)


async def _find_named(turn: Turn, words: Sequence[str]) -> tuple[Sequence[Contact], int]:
    """Return the people whose name begins the words, and how many words that is. People who only have a tag with this
    name are left out."""
    people, many = await find_people(turn, words) if words else ((), 0)
    name = " ".join(words[:many])
    if not people or sum(map(str.isdigit, name)) >= SHORTEST_NUMBER or "@" in name or _is_id(name):
        return people, many
    tags = await turn.unit.of(CustomerTags).find_tags([one.id for one in people])
    called = [one for one in people if goes_by(one, words[:many]) or not _has(tags.get(one.id, ()), name)]
    return called, many if called else 0


def _has(tags: Sequence[str], name: str) -> bool:
    return name.casefold().lstrip("#") in {one.casefold() for one in tags}


def _is_id(word: str) -> bool:
    try:
        return bool(UUID(word))
    except ValueError:
        return False


async def _change_tag(asked: IssuedCommand, person: Contact, word: str) -> tuple[Text, bool]:
    turn, tags = asked.turn, asked.turn.unit.of(CustomerTags)
    given = await mark(turn, Actor.staff(asked.member.id), person.id, word)
    who = await person_story.get_name(turn, person)
    if not given and (source := await tags.source(person.id, word)) != STAFF:
        return phrase("tag_given_there", who=who, tag=one_line(word), source=source), False
    return phrase("tag_given", who=who, tag=one_line(word)), True


async def _untag(asked: IssuedCommand, person: Contact, word: str) -> tuple[Text, bool]:
    turn = asked.turn
    source = await turn.unit.of(CustomerTags).source(person.id, word)
    who = await person_story.get_name(turn, person)
    if source not in {None, STAFF}:
        return phrase("tag_not_ours", who=who, tag=one_line(word), source=source), False
    if source is None:
        return phrase("tag_not_there", who=who, tag=one_line(word)), False
    await unmark(turn, Actor.staff(asked.member.id), person.id, word)
    return phrase("tag_taken", who=who, tag=one_line(word)), True


TAG = Command(name="tag", aliases=("untag",), usage="/tag{person} vip", run=tag, topic="people", acts=True)
