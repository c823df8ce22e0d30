"""/customers: the card of one customer, found by whatever is known; /tag: a mark on a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Text, phrase
from handlers.actions import story, why
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.customer_named import named_whole, people_named
from handlers.admins.whom import ask_whose, whom
from handlers.profiles import steps
from handlers.profiles.card import card
from handlers.profiles.history import history
from handlers.profiles.marking import mark, unmark
from handlers.replies import errand_words as about
from handlers.replies.errands import Errand
from handlers.turn import Turn
from storage.people import Contact
from storage.profiles.profiles import Profiles
from storage.profiles.tags import STAFF, CustomerTags
from templates.values import one_line

_OFF = frozenset({"off", "remove", "hatao", "quitar", "हटाओ"})
_LONGEST_TAG = 30  # characters


async def customers(asked: Asked) -> Text | Reply:
    """The card of the customer whom the words name, or which of several."""
    person = await whom(asked, asked.arguments, among=_customers)
    if person is None:
        return await ask_whose(asked, {})
    if isinstance(person, Reply):
        return person
    ways = await story.ways(asked.turn, person)
    shown, spelled = await card(asked.turn, person), await steps.spelled(asked, person)
    return Reply(shown, steps.buttons(asked, person), person=ways[0].id if ways else None, spelled=spelled)


async def of_late(asked: Asked) -> Text | Reply:
    """What happened with a customer of late."""
    person = await whom(replace(asked, arguments=("history", *asked.arguments)), asked.arguments, among=_customers)
    if person is None:
        return await ask_whose(asked, {})
    return person if isinstance(person, Reply) else await history(asked.turn, person)


async def tag(asked: Asked) -> Text | Reply:
    """Mark a customer by what is said behind the name, or take the mark off; where no mark is said it is asked for."""
    said = asked.arguments
    off = len(said) > 2 and said[-1].casefold() in _OFF
    name, word = await _parted(asked.turn, said[:-1] if off else said)
    person = await whom(asked, name, said[len(name) :], _customers)
    if isinstance(person, Reply):
        return person if word else await ask_whose(asked, {})
    if person is None or (not word and (off or not named_whole(person, name))):
        return await ask_whose(asked, {})
    if not word:
        return await steps.which_tag(asked, person)
    if len(word) > _LONGEST_TAG:
        return phrase("tag_too_long", most=_LONGEST_TAG)
    return await (_untag(asked, person, word) if off else _tag(asked, person, word))


async def _customers(turn: Turn, people: Sequence[Contact]) -> Sequence[Contact]:
    """The customers among some people: neither members of the staff nor shopkeepers, unless these buy as well."""
    known = await turn.unit.of(Profiles).of([one.id for one in people])
    return [one for one in people if one.id in known]


async def _parted(turn: Turn, said: Sequence[str]) -> tuple[Sequence[str], str]:
    """The words that name somebody, and the tag: the word behind the longest name that a customer has, "joshi" of
    "anita joshi" being no tag where she is called so; all behind an id, which a button says; else the last word."""
    if len(said) < 2:
        return said, ""
    if _is_id(said[0]):
        return said[:1], " ".join(said[1:])
    people, many = await people_named(turn, said)
    if people and len(said) - many <= 1:
        return said[:many], " ".join(said[many:])
    return said[:-1], said[-1]


def _is_id(word: str) -> bool:
    try:
        return bool(UUID(word))
    except ValueError:
        return False


async def _tag(asked: Asked, person: Contact, word: str) -> Text:
    turn, tags = asked.turn, asked.turn.unit.of(CustomerTags)
    given = await mark(turn, Actor.staff(asked.member.id), person.id, word)
    if not given and (source := await tags.source(person.id, word)) != STAFF:
        told = {"who": await story.name(turn, person), "tag": one_line(word), "source": source}
        return phrase("tag_given_there", **told)
    return await _told(asked, person, word, "tag_given")


async def _untag(asked: Asked, person: Contact, word: str) -> Text:
    turn = asked.turn
    source = await turn.unit.of(CustomerTags).source(person.id, word)
    if source not in {None, STAFF}:
        told = {"who": await story.name(turn, person), "tag": one_line(word), "source": source}
        return phrase("tag_not_ours", **told)
    if source is None:
        return phrase("tag_not_there", who=await story.name(turn, person), tag=one_line(word))
    await unmark(turn, Actor.staff(asked.member.id), person.id, word)
    return await _told(asked, person, word, "tag_taken")


async def _told(asked: Asked, person: Contact, word: str, name: str) -> Text:
    head = phrase(name, who=await story.name(asked.turn, person), tag=one_line(word))
    return Lines((head, phrase("next", command=await why.tap(asked.turn, person, "customers"))))


CUSTOMERS = Command(
    name="customers",
    aliases=("customer", "who is"),
    near=("person", "card", "cliente", "clientes", "grahak", "ग्राहक"),
    usage="/customers{person}",
    run=customers,
    within=(Command(name="history", run=of_late),),
    topic="people",
    errands={Errand.FIND: about.person_or_things},
)
TAG = Command(
    name="tag", usage="/tag{person} vip", near=("mark", "label", "etiqueta"), run=tag, topic="people", acts=True
)
