"""The data of one person: /why, /consent and /known show it; /optout ends messages, /erase deletes the data."""

from collections.abc import Iterator, Sequence

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.engine import Subject
from flows.phrase import At, Lines, Ours, Phrase, Shows, Story, Text, phrase, sentences, tap
from flows.policy.departure_facts import Kind
from handlers.actions import consent_view, customer_record, message_explanation, person_story
from handlers.actions.action import Origin
from handlers.actions.message_explanation import explain_person
from handlers.actions.person_consents import ConsentsOf, PersonConsents, list_consents
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.privacy.opt_out_by_staff import EndMessages, end, would_end
from handlers.privacy.person_erasure import Erase, erase, would_erase
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.person_argument import PERSON, ask_whose, find_person
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply, number_buttons
from storage.consent.consent_evidence import Proof
from storage.erasure.personal_record import ANSWERED, load_known
from storage.people.people import Contact
from templates.message_values import quote_line

_MOST = 20  # messages; for longer data use the command line
_SHOWN = 160  # characters of the wording that the person had read


async def tell_story(asked: IssuedCommand) -> Text | Reply:
    """Show the recent messages of a person as a story."""
    wanted = " ".join(word.rstrip("?") for word in asked.arguments)
    told = await explain_person(asked.turn, wanted)
    if not told.offered:
        cards = [(tap("customers", one.id.hex), phrase("button_card")) for one in told.people]
        return Reply(told.text, tuple(cards))
    _, names = await person_story.number_people(asked.turn, told.people)
    taps = [await message_explanation.tap(asked.turn, one) for one in told.people]
    return Reply(
        told.text, number_buttons(*names, taps=taps), asks=("why",), people=tuple(one.id for one in told.people)
    )


WHY = Command(
    name="why", aliases=("explain",), usage="/why{person}", run=tell_story, errands=(Errand.WHY,),
)  # fmt: skip


def _tell_data(found: PersonConsents) -> Text:
    if not found.acts:
        return Lines((phrase("agreed_to_nothing", who=found.who), phrase("next", command=found.why)))
    head, more = phrase("newest_first", who=found.who), phrase("more_in_evidence")
    return Story(head, tuple(map(_act, found.acts)), more, "earlier_acts", LONGEST, newest_first=True)


def _act(act: Sequence[Proof]) -> Text:
    shown = act[0].shown
    read = Ours(quote_line(shown.text, _SHOWN)) if shown else None
    at, consent = At(act[0].at, Shows.YEAR), consent_view.describe_lines(act)
    return phrase("consent_act", at=at, consent=consent, read=read, wording=consent_view.describe_wording(act[0]))


CONSENT = Command(
    name="consent", aliases=("consents",), arguments=(PERSON,), takes=ConsentsOf, does=list_consents, says=_tell_data,
    roles=OWNERS, topic="people",
)  # fmt: skip


def _describe_end(said: Phrase) -> Text:
    return Lines((said, phrase("next", command=Ours("/help"))))


OPTOUT = Command(
    name="optout", aliases=("opt out", "dar de baja"), arguments=(PERSON,), takes=EndMessages, preview=would_end,
    does=end, says=_describe_end, topic="people",
)  # fmt: skip


async def show_known_data(asked: IssuedCommand) -> Text | Reply:
    """Show the data of the named person, or ask which of several."""
    person = await find_person(asked, asked.arguments)
    if person is None:
        return await ask_whose(asked, {})
    return person if isinstance(person, Reply) else await _show(asked, person)


async def _show(asked: IssuedCommand, person: Contact) -> Text:
    """Show the data in as many messages as needed."""
    turn = asked.turn
    message = await turn.unit.messages.get(asked.message)
    if person.erased_at is not None or message is None:
        return _append_help(phrase("known_of_nobody"))
    found = await load_known(turn.unit, person.id)
    address = await turn.unit.people.address_by_id(message.address)
    speech = await speech_to(turn, address)
    lines = (speech.say(line) for line in customer_record.describe_record(found, turn.business.currency))
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
    return _append_help(sentences(*told, phrase("known_counts_as_answered")))


def _append_help(said: Text) -> Text:
    return Lines((said, phrase("next", command=Ours("/help"))))


def _parts(lines: Iterator[str], longest: int) -> Iterator[str]:
    """Yield the lines joined into texts of at most ``longest`` characters; a longer line is split."""
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
    name="known", aliases=("what is known of",), run=show_known_data, roles=OWNERS, topic="people",
)  # fmt: skip


async def _erase(turn: Turn, origin: Origin, command: Erase) -> Text:
    await erase(turn, origin, command)
    return Lines((phrase("erased"), phrase("next", command=Ours("/help"))))


ERASE = Command(
    name="erase", aliases=("forget",), arguments=(PERSON,), takes=Erase, preview=would_erase, does=_erase, says=Reply,
    roles=OWNERS, topic="people",
)  # fmt: skip
