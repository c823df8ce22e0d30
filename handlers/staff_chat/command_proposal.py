"""Proposals for staff sentences that are no command: the proposer may name one command, to be tapped.

Its arguments are read as if they were typed. If one of them matches nothing, only the command is suggested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flows.call_kinds import COMMAND_PROPOSAL
from flows.delivery import Answer
from flows.model_proposals import NONE
from flows.phrase import Lines, Ours, phrase
from handlers.calls import proposal_call
from handlers.calls.call_kind import CallKind, CallRequest, end, mark
from handlers.engine.checked_fields import CheckedField
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.typed_commands import TypedCommand, read_command, says_more
from handlers.staff_chat import command_suggestions
from handlers.staff_chat.argument_questions import help_of, load_filling
from handlers.staff_chat.command_arguments import read_values
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from handlers.staff_chat.staff_help import list_allowed
from storage.businesses.access import Member
from storage.sending.call_records import CallRecord
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry
from templates.phrases import Phrases

_TASK = (
    "A member of a shop's staff wrote a sentence to the shop's bot. Name the one command that does what they want, "
    f'with its arguments, or "{NONE}" whenever you are not sure. Copy arguments from the sentence. {proposal_call.DATA}'
)
_LONGEST = 60  # characters of one argument
_TAPPED = 60  # bytes of a command that a button of any channel carries


async def ask(turn: Turn, message: Message) -> bool:
    """Ask the proposer for a command. Return False if there is no proposer or it was asked before."""
    return await proposal_call.ask(turn, COMMAND_PROPOSAL, message, {})


async def _begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    message = await turn.unit.messages.get(call.request["message"])
    member = await turn.unit.access.member_of(message.contact) if message is not None else None
    if message is None or member is None:
        await end(turn, entry, "failed", Answer(detail="the message is gone"))
        return None
    commands = await _list_offered(turn, member)
    text, _ = await proposal_call.anonymise_text(turn, message)
    helps = {one.name: Phrases.load().texts(f"help_{one.name}")["en"] for one in commands}
    data = {"text": text, "commands": helps}
    return await mark(
        turn, call, values={"message": message.id, "task": _TASK, "schema": _schema(commands), "data": data}
    )


async def _conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Show the proposed command, or reply that the sentence was not understood."""
    message = await turn.unit.messages.get(request.values["message"])
    member = await turn.unit.access.member_of(message.contact) if message is not None else None
    proposed = proposal_call.check_proposal(answer)["proposal"]
    found = {one.name: one for one in await _list_offered(turn, member)} if member is not None else {}
    command = found.get(str(_text(proposed, "command")))
    await end(turn, entry, "done" if command is not None else "failed", answer)
    if message is None or member is None:
        return
    if command is None:
        reply = await command_suggestions.answer_unread(turn, member, message, message.text or "")
    else:
        reply = await _suggest(turn, member, message, command, proposed)
    address = await turn.unit.people.address_by_id(message.address)
    await say(turn, address, message, command_suggestions.UNREAD, reply)


async def _list_offered(turn: Turn, member: Member) -> list[Command]:
    """Return the commands that a staff member may use; a dangerous one is never proposed."""
    known = list_allowed(await conversations_of(turn).list_offered(turn), member.role)
    return [one for one in known if not one.dangerous]


async def _suggest(turn: Turn, member: Member, message: Message, command: Command, proposed: CheckedField) -> Reply:
    """Show the command to tap, with its arguments if each matches something that exists."""
    typed = await _spell(turn, member, message, command, proposed)
    head = phrase("not_caught_near")
    if typed is None:
        return replace(await command_suggestions.suggest(turn, [command], head), confirms=None)
    line = Lines((Ours(typed), help_of(command, await load_filling(turn, [command]))), between=" - ")
    buttons = ((typed, Ours(f"/{command.name}")),) if len(typed.encode()) <= _TAPPED else ()
    return Reply(Lines((head, line)), buttons)  # the tap acts, and no typed yes


async def _spell(turn: Turn, member: Member, message: Message, command: Command, proposed: CheckedField) -> str | None:
    """Format the command with its arguments as typed; None if an argument cannot be read or there are none."""
    given = [_text(proposed["arguments"], one.name) for one in command.arguments if not one.written]
    words = " ".join(" ".join(one.split()) for one in given if one)
    text = f"/{command.name} {words}"
    read = read_command(text, turn.tools.conversations.commands.spellings)
    if not words or command.takes is None or not isinstance(read, TypedCommand) or read.name != command.name:
        return None
    found = await read_values(command, IssuedCommand(turn, member, read.arguments, message.id, text, command.name))
    return None if isinstance(found, Reply) or says_more(found[1]) else text


def _text(field: CheckedField, name: str) -> str:
    value = field.value.get(name) if isinstance(field.value, dict) else None
    return value if isinstance(value, str) and len(value) <= _LONGEST and value.isprintable() else ""


def _schema(commands: Sequence[Command]) -> Mapping[str, Any]:
    """Return the JSON schema for one command with its declared arguments, or none."""
    shapes = [_shape(one.name, [arg.name for arg in one.arguments if not arg.written]) for one in commands]
    return _object({"proposal": {"anyOf": [*shapes, _shape(NONE, [])]}})


def _shape(name: str, arguments: Sequence[str]) -> Mapping[str, Any]:
    told = {one: {"type": ["string", "null"]} for one in arguments}
    return _object({"command": {"type": "string", "enum": [name]}, "arguments": _object(told)})


def _object(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


KIND = CallKind(_begin, _conclude)
