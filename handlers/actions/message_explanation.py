"""The explanation of why a message was sent at its time, or was not: in full for one message, briefly for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.delivery import TAKEN, MessageStatus
from flows.money import Money
from flows.name_folding import fold_name
from flows.phrase import At, Lines, Ours, Recorded, Shows, Story, Text, phrase, sentences
from flows.phrase import tap as tap_of
from flows.policy.verdict import Outcome
from flows.search_words import SHORTEST_NUMBER
from handlers.actions import consent_revocation, consent_view, person_story
from handlers.actions.message_lives import describe_subject, is_reminder, load_lives, name_person
from handlers.actions.verdict_reasons import explain_failure, get_reason
from handlers.engine.subjects import Life
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.consent.consent_evidence import Proof
from storage.identity.people_search import PeopleSearch, SearchWay
from storage.people.people import Address, Contact
from storage.sending.message import Message
from templates import formats
from templates.message_values import one_line, quote_line, shorten

LONGEST_NAME = 40  # characters of a name that an answer quotes
_LONGEST = 254  # characters to search for: no mail is longer (RFC 5321, 4.5.3.1.3)
LONGEST = 700  # characters of an answer in chat: a phone's screen
_READ = 300  # characters of the wording that the person had read
_LATEST = 50  # messages to search for the last recipients
_MOST_FOUND = 5  # people in a choice
_EXAMPLE = phrase("why_example")
_BY_DIGITS = frozenset({SearchWay.PHONE, SearchWay.ORDER})


@dataclass(frozen=True, slots=True)
class Explanation:
    """The life of one message, a line for each event, in the recipient's time."""

    message: Message
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PersonExplanation:
    """The story of the messages of one person; or the numbered names of ``people``, if ``offered``."""

    text: Text
    people: Sequence[Contact] = ()
    offered: bool = False


async def explain(turn: Turn, message_id: UUID) -> Explanation:
    """Return the life and the verdicts of one message. Raises LookupError if the business has none with this id."""
    message = await turn.unit.messages.get(message_id)
    if message is None:
        raise LookupError(f"no message {message_id}")
    (life,) = await load_lives(turn, [message])
    address = await turn.unit.people.address_by_id(message.address)
    person = await turn.unit.people.get(message.contact)
    run = await turn.unit.runs.get(message.run) if message.run else None
    header = [_name_cause(message, run.flow if run else message.experiment), _to(message, person, address, life)]
    rests, revoked = await _describe_proof(turn, life), await _describe_revocation(turn, life)
    chosen = await conversations_of(turn).explain(turn, message)
    told = (*header, *_describe_subject(turn, life), *chosen, *_judgements(life), *rests, *_outcome(life), *revoked)
    return Explanation(message, told)


async def explain_person(turn: Turn, text: str) -> PersonExplanation:
    """Return the story of a person's recent messages for the chat, with their subject.

    ``text`` is an id, or what a person is found by (storage/identity/people_search.py).

    If several people match it lists them; if nobody does, the last recipients.
    """
    wanted = clean_name_words(text)
    if not wanted:
        return await _list_latest(turn, phrase("whose_message"))
    known = _parse_id(wanted)
    if known is not None and await turn.unit.messages.get(known) is not None:
        return PersonExplanation(_fit((await explain(turn, known)).lines))
    found = await find(turn, wanted)
    if not found:
        return await _list_latest(turn, phrase("nobody_goes_by", wanted=quote_words(wanted)))
    if len(found) > 1:
        return await _list_choices(turn, wanted, found)
    told = [*await person_story.load_story(turn, found[0]), *await _describe_basis(turn, found[0])]
    return PersonExplanation(_fit(told), found)


def clean_name_words(text: str) -> str:
    """Clean the words that name a person: one line, without the sign before the end of a number."""
    return one_line(text).lstrip("…")[:_LONGEST]


def quote_words(wanted: str) -> str:
    """Quote words in a reply, shortened."""
    return shorten(wanted, LONGEST_NAME, "…")


async def find(turn: Turn, wanted: str) -> Sequence[Contact]:
    """Return people by their id, or by a known detail; a single one only if no other has exactly the same name.

    The first kind of detail with a match counts. Digits alone may be the end of one person's number and another's
    order: both are returned, so that nobody is erased or messaged by mistake.
    """
    known = _parse_id(wanted)
    person = await turn.unit.people.get(known) if known else None
    if person is not None:
        return [person] if person.erased_at is None else []
    which = await _find_meant(turn, wanted)
    people = await turn.unit.people.by_ids(which)
    found = [people[one] for one in which]
    exact = [one for one in found if fold_name(one.name or "") == fold_name(wanted)]
    return exact if len(exact) == 1 else found


async def _find_meant(turn: Turn, wanted: str) -> Sequence[UUID]:
    finding = turn.unit.of(PeopleSearch)
    if not wanted.isdecimal():
        return await finding.find_first(wanted, _MOST_FOUND)
    found = await finding.find(wanted, _MOST_FOUND)
    both = [one.contact for one in found if one.way in _BY_DIGITS]
    return both or [one.contact for one in found if one.way is found[0].way]


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")


async def _list_latest(turn: Turn, why: Text) -> PersonExplanation:
    """List the last recipients, if the person is unknown."""
    page = await turn.unit.messages.list_marketing(_LATEST)
    written = list(dict.fromkeys(one.contact for one in page if is_reminder(one)))[:_MOST_FOUND]
    people = await turn.unit.people.by_ids(written)
    if not people:
        return PersonExplanation(sentences(why, _EXAMPLE))
    return await _offer(turn, sentences(why, phrase("latest_reminders")), [people[one] for one in written])


async def _list_choices(turn: Turn, wanted: str, found: Sequence[Contact]) -> PersonExplanation:
    many = "several_match" if len(found) < _MOST_FOUND else "newest_match"
    head = phrase(many, many=len(found), wanted=quote_words(wanted))
    return await _offer(turn, head, found)


async def _offer(turn: Turn, head: Text, people: Sequence[Contact]) -> PersonExplanation:
    rows, _ = await person_story.number_people(turn, people)
    return PersonExplanation(Lines((head, *rows)), people, offered=True)


async def tap(turn: Turn, person: Contact, command: str = "why", *words: str, behind: Sequence[str] = ()) -> Ours:
    """Make a tappable command about a person, named by the shortest unique end of their number, or by their id.

    The words ``behind`` follow the name. Telegram makes text tappable only up to the first space, so there is none.
    """
    for address in await person_story.list_ways(turn, person):
        digits = _digits(address.value)
        for length in (SHORTEST_NUMBER, 6, 8, len(digits)):
            ending = await _find_meant(turn, digits[-length:]) if len(digits) >= length else ()
            if list(ending) == [person.id]:
                return tap_of(command, *words, digits[-length:], *behind)
    return tap_of(command, *words, person.id.hex, *behind)


def _name_cause(message: Message, flow: str | None) -> Text:
    return phrase(
        "desk_message",
        what=message.template or (phrase("received") if message.direction == "in" else message.kind.value),
        step=message.step,
        flow=flow,
        purpose=message.purpose.value,
        programme=message.programme.value if message.programme else None,
        channel=formats.channel(message.channel),
    )


def _to(message: Message, person: Contact | None, address: Address, life: Life) -> Text:
    way = "desk_from" if message.direction == "in" else "desk_to"
    return phrase(way, who=name_person(person, address), zone=life.zone.key)


def _describe_subject(turn: Turn, life: Life) -> list[Text]:
    message, told = life.message, describe_subject(turn, life, lambda at: _describe_time(life, at))
    lines: list[Text] = [phrase("desk_about", about=told)] if told else []
    if message.fallback_of is not None:
        lines.append(phrase("desk_instead_of", message=str(message.fallback_of)))
    if message.due_at is not None:
        lines.append(phrase("desk_due", at=_describe_time(life, message.due_at)))
    return lines


def _judgements(life: Life) -> list[Text]:
    """Format each wait and refusal with its rule; a departure is the verdict "send", with all its conditions."""
    lines: list[Text] = []
    for one in life.judged:
        verdict, at = one.verdict, _describe_time(life, one.at)
        if verdict.outcome is Outcome.SEND:
            lines.append(phrase("desk_allowed", at=at))
            lines += [sentences(Ours(" "), phrase("desk_under", rule=Ours(rule))) for rule in verdict.rules]
            continue
        until = _describe_time(life, verdict.until) if verdict.until else None
        reason = Recorded(verdict.reason, get_reason(verdict).others)
        lines.append(
            phrase(f"desk_verdict_{verdict.outcome.value}", at=at, until=until, rule=verdict.rule, reason=reason)
        )
    return lines


async def _find_proof(turn: Turn, message: Message) -> Proof | None:
    """Return the consent on which a sent marketing message was based; None if there is none."""
    if not is_reminder(message) or message.left_at is None or message.programme is None:
        return None
    return await turn.unit.evidence.find_basis(message.address, message.programme, message.left_at, message.partner)


async def _describe_basis(turn: Turn, person: Contact) -> list[Text]:
    """Describe, for a phone, the consent on which the last sent reminder was based."""
    page = await turn.unit.messages.page(None, person.id, None, _LATEST)
    last = next((one for one in page if is_reminder(one) and one.left_at is not None), None)
    proof = await _find_proof(turn, last) if last else None
    return [phrase("it_rests_on", consent=consent_view.describe_lines([proof]), at=At(proof.at))] if proof else []


async def _describe_proof(turn: Turn, life: Life) -> list[Text]:
    """Describe in full the consent on which the message was based."""
    proof = await _find_proof(turn, life.message)
    if proof is None:
        return []
    read = quote_line(proof.shown.text, _READ) if proof.shown else None
    values = {
        "consent": consent_view.describe_lines([proof]),
        "read": Ours(read or ""),
        "wording": consent_view.describe_wording(proof),
    }
    return [phrase("desk_rests_on", at=_describe_time(life, proof.at), **values)]


def _outcome(life: Life) -> list[Text]:
    message = life.message
    reached = (("sent", message.sent_at), ("delivered", message.delivered_at), ("read", message.read_at))
    lines: list[Text] = [phrase("life_follows")] if life.follows else []
    lines += [phrase(f"desk_{word}", at=_describe_time(life, at)) for word, at in reached if at is not None]
    if message.status not in TAKEN:
        lines.append(phrase(f"desk_{message.status.value}", at=_describe_time(life, message.status_at)))
    if message.price is not None and message.price_currency:
        lines.append(phrase("desk_price", price=Money(message.price, message.price_currency).with_code))
    elif message.sent_at is not None:
        lines.append(phrase("desk_price_unknown"))
    if message.code and message.status in {MessageStatus.FAILED, MessageStatus.UNKNOWN}:
        lines.append(phrase("desk_why_failed", why=explain_failure(message)))
    if life.clicked_at is not None:
        lines.append(phrase("desk_clicked", at=_describe_time(life, life.clicked_at)))
    return lines + _purchase(life)


async def _describe_revocation(turn: Turn, life: Life) -> list[Text]:
    """Describe the revocation that blocked a marketing message, or that a person's own message caused."""
    message = life.message
    if message.direction == "in":
        made = await consent_revocation.find_revocation_by(turn, message)
        return [] if made is None else [phrase("desk_took_back", rule=made.text)]
    if not is_reminder(message) or message.left_at is not None:
        return []
    stands = await consent_revocation.find_blocking_revocation(turn, message)
    return (
        []
        if stands is None
        else [phrase("desk_revoked_by", how=await consent_revocation.describe_line(turn, stands, life.zone))]
    )


def _purchase(life: Life) -> list[Text]:
    order, counted = life.order, life.counted
    if order is None or counted is None or order.total is None:
        return []
    bought = phrase(
        "desk_order",
        number=order.number,
        total=order.total,
        back=Money(order.refunded, order.total.currency) if order.refunded else None,
        left_out=life.left_out,
        at=_describe_time(life, counted.at),
        by=phrase(f"counted_by_{counted.reason}"),
        cancelled=order.cancelled_at is not None,
    )
    return [bought]


def _describe_time(life: Life, at: datetime) -> At:
    return At(at, Shows.YEAR, zone=life.zone)


def _fit(lines: Sequence[Text]) -> Text:
    """Fit an answer on a phone: the first line, and as many of the latest as possible."""
    head, *others = lines
    return Story(head, tuple(others), "", "earlier_left_out", LONGEST)


def _parse_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
