"""Consents as shown by the API, the command line, the staff's chat, and to a regulator."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pydantic_core import to_jsonable_python

from flows.channels import CHANNELS, join_alternatives
from flows.events import Means, Teller
from flows.phrase import Lines, Phrase, phrase
from flows.policy.departure_facts import Programme
from handlers.engine.person_language import ENGLISH
from storage.consent.consent_evidence import Proof
from templates import formats
from templates.message_values import one_line, quote_line

_SOURCE = 60  # characters of the place of a consent, as the shop calls it

COLUMNS = {
    "id": "of the line",
    "address": "number or chat, as sms:+12055550110; what follows erased: is a keyed hash of what it was",
    "channel": join_alternatives(CHANNELS),
    "purpose": "marketing",
    "programme": "reminders of carts, offers, partner_offers, or waitlist (one message when an item is back)",
    "partners": "the partners that a consent to partner_offers names; without any it names nobody",
    "action": "granted (one step), confirmed (a second step, or their own act in their own chat), revoked, "
    "ended (the one message of a wish was queued, or is not needed any more)",
    "teller": "who reported it: the person, their silence after we asked, the page of a link, or the shop",
    "means": "answer or button (to our question), keyword, invite (a link), box (of a checkout), told (by the shop); "
    "link: ended by the link of a message",
    "source": "where it was given",
    "text": "the shop's source, our message that they answered, or the rule that recognised a stop",
    "words": "what they wrote to agree",
    "shown": "the text they had read before, in full, as sent; {name} and {link} replace personal values",
    "template": "the message that showed it; checkout_text: the shop's words for its box; usual_label: the store's own",
    "locale": "its language, where it is known",
    "version": "of what was shown: the first 16 digits of the SHA-256 of its text",
    "at": "when they did it",
    "recorded_at": "when it was written down",
    "ip": "from where, as the shop's server saw it",
    "user_agent": "by which browser",
}
"""The columns of a line, with their descriptions."""


def view(proof: Proof) -> dict[str, Any]:
    """Format a ledger line, with the keys of COLUMNS, for the API, the command line and a regulator's file."""
    words = {name: getattr(proof.shown, name, None) for name in ("template", "locale", "version")}
    words["shown"] = proof.shown.text if proof.shown else None
    told = {name: words[name] if name in words else getattr(proof, name) for name in COLUMNS}
    plain: dict[str, Any] = to_jsonable_python(told)
    return plain


def describe_lines(lines: Sequence[Proof]) -> Phrase:
    """Describe the consents or revocations of one action: "confirmed reminders and offers by SMS: …"."""
    first = lines[0]
    programmes = dict.fromkeys(line.programme.value for line in reversed(lines))
    where = quote_line(first.source, _SOURCE)
    return phrase(
        f"consent_{first.action.value}",
        programmes=tuple(phrase(f"programme_{one}") for one in programmes),
        channel=formats.channel(first.channel),
        how=phrase(f"means_{first.means.value}") if first.means else where,
        source=where if first.means in {Means.TOLD, Means.INVITE} else None,
        silent=first.teller is Teller.SILENCE,
    )


def describe_wording(proof: Proof) -> Lines:
    """Format the words that the person read: their name, language and version."""
    shown = proof.shown
    if shown is None:
        return Lines(())
    version = phrase("version_shown", version=shown.version)
    return Lines((*filter(None, (shown.template, shown.locale)), version), between=", ")


def describe_all(lines: Sequence[Proof], zone: ZoneInfo) -> str:
    """Format all lines for the command line, with the proofs of each."""
    if not lines:
        return "no consent was given or withdrawn"
    acts = [_describe_act(act, zone) for act in group_by_act(lines)]
    return "\n\n".join([f"times in {zone.key}, newest first", *acts])


def _describe_act(act: Sequence[Proof], zone: ZoneInfo) -> str:
    one = act[0]
    told = [f"{one.at.astimezone(zone):%a %d %b %Y %H:%M:%S} {ENGLISH.say(describe_lines(act))}"]
    told.append(f"  at {one_line(one.address)}, {one_line(one.source)}: {one_line(one.text)}")
    if any(line.programme is Programme.PARTNER_OFFERS and line.action.agrees for line in act):
        names = ", ".join(one_line(name) for line in act for name in line.partners)
        told.append(f"  partners: {names or 'none named'}")
    if one.words:
        told.append(f"  they wrote: {one_line(one.words)}")
    if one.shown:
        told += [
            f"  they had read ({ENGLISH.say(describe_wording(one))}):",
            *(f"    {one_line(line)}" for line in one.shown.text.splitlines()),
        ]
    if one.ip or one.user_agent:
        told.append(f"  from {one_line(one.ip or 'an unknown address')}, {one_line(one.user_agent or 'unknown')}")
    return "\n".join(told)


def group_by_act(lines: Sequence[Proof]) -> list[list[Proof]]:
    """Group consent lines that one action recorded: same time, address, action and source."""
    acts: dict[tuple[object, ...], list[Proof]] = {}
    for line in lines:
        acts.setdefault((line.at, line.address, line.action, line.source), []).append(line)
    return list(acts.values())
