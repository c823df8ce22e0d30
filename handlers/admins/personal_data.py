"""/known and /erase: what is kept of a person is sent to them, which answers their request, or deleted for good."""

from collections.abc import Iterator

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase, sentences
from flows.policy.facts import Kind
from handlers.actions import customer_record
from handlers.actions.action import Origin
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.admins.whom import PERSON, ask_whose, whom
from handlers.erasing import Erase, erase, would_erase
from handlers.language import speech_to
from handlers.outgoing import OutboundMessage, post
from handlers.turn import Turn
from storage.known import ANSWERED, known_of
from storage.people import Contact

_MOST = 20  # messages; what is longer is for the command line


async def known(asked: Asked) -> Text | Reply:
    """The person whom the words name, or which of several."""
    person = await whom(asked, asked.arguments)
    if person is None:
        return await ask_whose(asked, {})
    return person if isinstance(person, Reply) else await _show(asked, person)


async def _show(asked: Asked, person: Contact) -> Text:
    """In as many messages as it takes."""
    turn = asked.turn
    message = await turn.unit.messages.get(asked.message)
    if person.erased_at is not None or message is None:
        return _then_help(phrase("known_of_nobody"))
    found = await known_of(turn.unit, person.id)
    address = await turn.unit.people.address_by_id(message.address)
    speech = await speech_to(turn, address)
    lines = (speech.say(line) for line in customer_record.lines_of(found, turn.business.currency))
    parts = list(_parts(lines, CHANNELS[address.channel].longest))
    for at, text in enumerate(parts[:_MOST]):
        await post(
            turn, address, OutboundMessage(f"known:{message.id}:{at}", Kind.STAFF, text=text, reply_to=message.id)
        )
    await turn.unit.access.log(Actor.staff(asked.member.id), ANSWERED, turn.now, Subject("contact", person.id))
    rest, notices = len(parts) - _MOST, len(found.get(customer_record.RAW, ()))
    told = [phrase("known_told")]
    told += [phrase("known_too_long", many=rest)] if rest > 0 else []
    told += [phrase("known_not_shown", notices=notices)] if notices else []
    return _then_help(sentences(*told, phrase("known_counts_as_answered")))


def _then_help(said: Text) -> Text:
    return Lines((said, phrase("next", command=Ours("/help"))))


def _parts(lines: Iterator[str], longest: int) -> Iterator[str]:
    """The lines in texts of at most so many characters; a longer line is cut into several."""
    text = ""
    for line in lines:
        for start in range(0, len(line), longest):
            piece = line[start : start + longest]
            if text and len(text) + 1 + len(piece) > longest:
                yield text
                text = ""
            text = f"{text}\n{piece}" if text else piece
    if text:
        yield text


KNOWN = Command(
    name="known",
    aliases=("what is known of",),
    near=("data", "privacy", "datos"),
    run=known,
    roles=OWNERS,
    topic="people",
)


async def _erase(turn: Turn, origin: Origin, command: Erase) -> Text:
    await erase(turn, origin, command)
    return Lines((phrase("erased"), phrase("next", command=Ours("/help"))))


ERASE = Command(
    name="erase",
    aliases=("forget",),
    near=("delete", "gdpr", "borrar", "mitao", "मिटाओ"),
    arguments=(PERSON,),
    takes=Erase,
    preview=would_erase,
    does=_erase,
    says=Reply,
    roles=OWNERS,
    topic="people",
)
