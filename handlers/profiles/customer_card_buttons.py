"""The buttons under a customer's card: the staff's next steps, and suggested tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.phrase import Ours, Text, phrase, tap
from handlers.actions import person_story
from handlers.engine.turn import Turn
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.people.people import Contact
from storage.profiles.customer_tags import CustomerTags
from templates.message_values import one_line, shorten

_STEPS = (
    (("send",), "button_write_to"), (("note",), "button_note"), (("tag",), "button_tag"),
    (("customers", "history"), "button_history"), (("why",), "button_why"), (("consent",), "button_consent"),
    (("privacy",), "button_privacy"),
)  # fmt: skip
_MOST_TAGS = 5  # suggestions
_LABEL = 20  # characters of a button
_LONGEST_TAP = 64  # bytes that a button carries: https://core.telegram.org/bots/api#inlinekeyboardbutton


def list_buttons(asked: IssuedCommand, person: Contact) -> tuple[tuple[str, Text], ...]:
    """Return the staff member's possible steps. They use the customer's id, so an old card's button stays valid."""
    return tuple((tap(*path, person.id.hex), phrase(label)) for path, label in _list_allowed(asked))


def _list_allowed(asked: IssuedCommand) -> Iterator[tuple[tuple[str, ...], str]]:
    commands = asked.turn.tools.conversations.commands.named
    return ((path, label) for path, label in _STEPS if asked.member.role in commands[path[0]].roles)


async def ask_which_tag(asked: IssuedCommand, person: Contact) -> Reply:
    """Ask for a tag: those in use that the customer does not have, to tap, or a new one in the next message."""
    here = person.id.hex
    some = await _list_in_use(asked.turn, person)
    taps = [(f"/{asked.command} {here} {one}", Ours(shorten(one, _LABEL, "…"))) for one in some]
    fitting = tuple(one for one in taps if len(one[0].encode()) <= _LONGEST_TAP)
    text = phrase("which_tag", who=await person_story.get_name(asked.turn, person), some=bool(fitting))
    typed = Ours(" · ".join(one for one in some))
    return Reply(text, fitting, asks=(asked.command, here), written=True, spelled=typed)


async def ask_which_tag_goes(asked: IssuedCommand, person: Contact, theirs: Sequence[str]) -> Reply:
    """Ask which of the staff's tags to remove: to tap, or to write."""
    here = person.id.hex
    taps = [(f"/untag {here} {one_line(one)}", Ours(shorten(one_line(one), _LABEL, "…"))) for one in theirs]
    fitting = tuple(one for one in taps if len(one[0].encode()) <= _LONGEST_TAP)
    text = phrase("which_tag_goes", who=await person_story.get_name(asked.turn, person))
    typed = Ours(" · ".join(map(one_line, theirs)))
    return Reply(text, fitting, asks=("untag", here), written=True, spelled=typed)


async def _list_in_use(turn: Turn, person: Contact) -> list[str]:
    tags = turn.unit.of(CustomerTags)
    theirs = {one.casefold() for one in await tags.list_tags(person.id)}
    used = await tags.list_used(_MOST_TAGS + len(theirs))
    return [one_line(tag) for tag in used if tag.casefold() not in theirs][:_MOST_TAGS]
