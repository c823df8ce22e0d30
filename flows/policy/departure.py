"""The judgement of one planned send at the moment it leaves: send, wait until, or refuse, with the rule's name.

The order of `_QUESTIONS` is the order of judging; the first that has an answer decides. What only takes time (quiet
hours, caps, the day's spending) is asked together, so that the end of a wait keeps all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flows.policy.asks import ask_country, ask_hour, ask_month, dear_number, sms_country
from flows.policy.facts import (
    ANSWERS,
    REMINDERS,
    AddressState,
    Cap,
    ConsentState,
    Departure,
    House,
    Kind,
    Person,
    Programme,
    Purpose,
    Sent,
)
from flows.policy.hours import clock
from flows.policy.places import number_country
from flows.policy.rules import ANYWHERE, NORTH_AMERICAN_PLAN, Rule, RuleKind, rules_for
from flows.policy.timing import expiry, holds, local_zone, permitted_from
from flows.policy.verdict import Outcome, Verdict

__all__ = [
    "AddressState",
    "Cap",
    "ConsentState",
    "Departure",
    "House",
    "Kind",
    "Outcome",
    "Person",
    "Programme",
    "Purpose",
    "Sent",
    "Verdict",
    "judge",
    "permitted_from",
]

_PASSES_SUPPRESSION = frozenset({Kind.OPT_OUT_DONE, Kind.HELP})


def judge(departure: Departure, now: datetime) -> Verdict:
    """The verdict on a send that is about to leave at `now` (aware UTC)."""
    for question in _QUESTIONS:
        if verdict := question(departure, now):
            return verdict
    return Verdict(Outcome.SEND, "ok", "Every rule allows it now.")


def lasting_refusal(departure: Departure, now: datetime) -> Verdict | None:
    """What forbids a planned send for good, whatever the hour: address, consent, channel. None when nothing does.

    For choosing a way to a person before anything is queued; the judgement itself comes when it leaves.
    """
    found = (question(departure, now) for question in _LASTING)
    return next((verdict for verdict in found if verdict), None)


def needs_second_step(departure: Departure, now: datetime) -> bool:
    """Whether a single opt-in does not suffice for marketing on this channel to this number."""
    return bool(_second_step(departure, now))


def _paused(departure: Departure, now: datetime) -> Verdict | None:
    if not departure.house.paused or departure.kind in ANSWERS:
        return None
    return _wait("paused", "Sending is paused; it goes on with /resume.")


def _address(departure: Departure, now: datetime) -> Verdict | None:
    match departure.address_state:
        case AddressState.USABLE:
            return None
        case AddressState.SUPPRESSED if departure.kind in _PASSES_SUPPRESSION:
            return None
        case AddressState.SUPPRESSED if departure.kind is Kind.ANSWER and departure.channel != "sms":
            return None  # in a chat it was us whom they told, and they wrote since; by SMS carriers deliver nothing
        case AddressState.SUPPRESSED:
            return _refuse("address.suppressed", "The person opted out at this address.")
        case AddressState.BLOCKED:
            return _refuse("address.blocked", "The person has blocked us on this channel.")
        case AddressState.GONE:
            return _refuse("address.gone", "This address cannot be reached any more.")


def _relevance(departure: Departure, now: datetime) -> Verdict | None:
    if departure.relevant:
        return None
    return _refuse("not-relevant", "What it is about has changed since it was planned.")


def _news(departure: Departure, now: datetime) -> Verdict | None:
    if not (departure.news and departure.markets):
        return None
    return _wait("news", "An unread message or event of this person is being read first.")


def _consent(departure: Departure, now: datetime) -> Verdict | None:
    programme = f" to {departure.programme.replace('_', ' ')}" if departure.programme else ""
    match departure.consent:
        case ConsentState.REVOKED if departure.keeps_hours or departure.kind is Kind.OPT_IN_DONE:
            return _refuse("consent.revoked", f"The person took back their consent{programme}.")
        case ConsentState.NONE if departure.markets:
            return _refuse("consent.none", f"The person has not consented{programme} on this channel.")
        case ConsentState.GRANTED if departure.markets and (why := _second_step(departure, now)):
            return _refuse("consent.unconfirmed", f"The person has not confirmed their opt-in{programme} ({why}).")
    return None


def _stopped(departure: Departure, now: datetime) -> Verdict | None:
    """After a STOP an SMS leaves only as an answer; in chats, what was ordered is told of unless they end that, too.

    CTIA, Messaging Principles 5.1.3: one final message confirms an opt-out, and nothing follows from that number.
    """
    if not departure.stopped or departure.channel != "sms" or departure.kind not in REMINDERS:
        return None
    return _refuse("consent.stopped", "The person wrote STOP: nothing more goes to them by SMS but what they ask for.")


def _second_step(departure: Departure, now: datetime) -> str:
    """Why marketing needs a confirmed opt-in; empty when it does not."""
    wanted = departure.house.double_opt_in
    if wanted is False or departure.channel != "sms":
        return ""
    if wanted:
        return "the shop asks for a second step"
    rule = _number_rule(RuleKind.SECOND_STEP, departure, now)
    return rule.source if rule else ""


def _whatsapp_marketing(departure: Departure, now: datetime) -> Verdict | None:
    plan = (departure.person.phone or "").startswith(NORTH_AMERICAN_PLAN)
    if departure.purpose is not Purpose.MARKETING or not departure.keeps_hours or not plan:
        return None
    rules = rules_for(RuleKind.BARRED, (NORTH_AMERICAN_PLAN,), departure.channel, now.date())
    if not rules:
        return None
    since = f"{rules[0].first_day:%d %b %Y}"
    return _refuse(
        "whatsapp-us-marketing", f"WhatsApp delivers no marketing to +1 numbers since {since} ({rules[0].source})."
    )


def _whatsapp_window(departure: Departure, now: datetime) -> Verdict | None:
    if departure.has_template:
        return None
    for rule in rules_for(RuleKind.FREE_TEXT, (ANYWHERE,), departure.channel, now.date()):
        last, window = departure.last_inbound_at, rule.per or timedelta()
        if last is None or now - last >= window:
            hours = window // timedelta(hours=1)
            reason = f"More than {hours} hours since the person wrote, and this text has no approved template"
            return _refuse("whatsapp-window", f"{reason} ({rule.source}).")
    return None


def _one_sms(departure: Departure, now: datetime) -> Verdict | None:
    wanted = departure.house.one_sms_per_cart
    about_cart = departure.markets and departure.programme is Programme.REMINDERS and departure.subject is not None
    if wanted is False or departure.channel != "sms" or not about_cart or departure.kind is Kind.ASKED:
        return None
    rule = _number_rule(RuleKind.ONE_PER_SUBJECT, departure, now)
    if not (wanted or rule):
        return None
    if not any(sent.channel == "sms" and sent.subject == departure.subject for sent in departure.recent):
        return None
    source = rule.source if rule else "the shop's setting"
    return _refuse("one-sms-per-cart", f"One SMS about this cart has left already, and one is all it gets ({source}).")


def _lateness(departure: Departure, now: datetime) -> Verdict | None:
    if departure.latest is not None and now > departure.latest:
        return _refuse("stale", f"It was of use until {clock(departure.latest, local_zone(departure))}.")
    if now > (end := expiry(departure)):
        return _refuse("expired", f"It is too late: it was of use until {clock(end, local_zone(departure))}.")
    return None


def _timing(departure: Departure, now: datetime) -> Verdict | None:
    found = tuple(holds(departure, now))
    if not found:
        return None
    until, reason = found[-1].until, "; then: ".join(hold.reason for hold in found)
    if until is None:
        return _refuse(found[-1].rule, f"{reason}.")
    end = expiry(departure)
    deadline = min(end, departure.latest or end)
    if until <= deadline:
        return _wait(found[0].rule, f"{reason}.", until)
    # The first cap, or the money, refuses; where quiet hours alone make it late, it is time that does.
    counted = (hold.rule for hold in found if not hold.is_quiet)
    rule = next(counted, "stale" if until > (departure.latest or until) else "expired")
    last = clock(deadline, local_zone(departure))
    return _refuse(rule, f"{reason}; that is too late, it is of use until {last}.")


def _holdout(departure: Departure, now: datetime) -> Verdict | None:
    if not (departure.held_out and departure.markets) or departure.kind is Kind.ASKED:
        return None
    return _refuse("holdout", "The person is in the group left alone to measure what messages add.")


_QUESTIONS: tuple[Callable[[Departure, datetime], Verdict | None], ...] = (
    _paused,
    _address,
    dear_number,
    ask_country,
    ask_month,
    _relevance,
    _news,
    _consent,
    sms_country,
    _stopped,
    _whatsapp_marketing,
    _whatsapp_window,
    _one_sms,
    _lateness,
    _timing,
    ask_hour,
    _holdout,
)


_LASTING = (_address, dear_number, _consent, sms_country, _stopped, _whatsapp_marketing, _whatsapp_window, _one_sms)


def _number_rule(kind: RuleKind, departure: Departure, now: datetime) -> Rule | None:
    """The row that the country of the person's number brings."""
    country = number_country(departure.person.phone)
    rules = rules_for(kind, (country,) if country else (), departure.channel, now.date())
    return rules[0] if rules else None


def _refuse(rule: str, reason: str) -> Verdict:
    return Verdict(Outcome.REFUSE, rule, reason)


def _wait(rule: str, reason: str, until: datetime | None = None) -> Verdict:
    return Verdict(Outcome.WAIT, rule, reason, until)
