"""The verdict on one planned send at the moment it leaves: send, wait until a time, or refuse, with the rule's name.

`_QUESTIONS` is the order of the checks; the first with an answer decides. Checks that only cause a delay (quiet hours,
caps, the day's spending) are made together, so that the end of a wait satisfies all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flows.channels import CHANNELS, ChannelTraits, Medium
from flows.policy.cart_rules import find_cart_end, find_number_rule, find_time_limit, is_about_cart
from flows.policy.consent_asks import ask_country, ask_hour, ask_month, refuse_dear_number, refuse_sms_country
from flows.policy.departure_facts import (
    ANSWERS,
    ORDINARY,
    REQUESTED,
    AddressState,
    ConsentState,
    Departure,
    Kind,
    Programme,
    Purpose,
)
from flows.policy.judgement_rules import list_applied
from flows.policy.policy_rules import ANYWHERE, Rule, RuleKind, select_rules
from flows.policy.postal_address import refuse_without_address
from flows.policy.quiet_hours import clock
from flows.policy.send_timing import ASKED_RULE, DELIVERY, STAFF_RULE, choose_local_zone, compute_expiry, holds
from flows.policy.text_registration import refuse_unregistered
from flows.policy.verdict import Outcome, RuleRef, Verdict

_PASSES_SUPPRESSION = frozenset({Kind.OPT_OUT_DONE, Kind.HELP})


def judge(departure: Departure, now: datetime) -> Verdict:
    """Return the verdict on a send at the moment `now` (aware UTC)."""
    for question in _QUESTIONS:
        if verdict := question(departure, now):
            return verdict
    return Verdict(Outcome.SEND, "ok", "Every rule allows it now.", rules=list_applied(departure, now))


def refuse_for_good(departure: Departure, now: datetime) -> Verdict | None:
    """Return the permanent refusal of a planned send, at any hour (address, consent, channel); None if there is none.

    This chooses a person's address before anything is queued; the verdict itself comes at the departure.
    """
    found = (question(departure, now) for question in _LASTING)
    return next((verdict for verdict in found if verdict), None)


def needs_second_step(departure: Departure, now: datetime) -> bool:
    """Return True if marketing on this channel to this number needs a double opt-in."""
    return bool(_explain_second_step(departure, now))


def find_window_rule(departure: Departure, now: datetime) -> Rule | None:
    """Return the rule that allows only approved texts on the channel now; None if it accepts any text."""
    last = departure.last_inbound_at
    found = select_rules(RuleKind.FREE_TEXT, (ANYWHERE,), departure.channel, now.date())
    return next((rule for rule in found if last is None or now - last >= (rule.per or timedelta())), None)


def find_free_text_end(channel: str, last_inbound_at: datetime | None, now: datetime) -> datetime | None:
    """Return the last moment when a channel accepts any text, before it accepts only approved ones; None for no
    limit."""
    found = select_rules(RuleKind.FREE_TEXT, (ANYWHERE,), channel, now.date())
    return min(((last_inbound_at or now) + (rule.per or timedelta()) for rule in found), default=None)


def _refuse_restricted(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse what the person did not ask for: restricted data is stored only (GDPR, article 18(2))."""
    if not departure.restricted or departure.kind in REQUESTED:
        return None
    return _refuse("person.restricted", "The person's data is restricted: it is kept, and not used.")


def _refuse_paused(departure: Departure, now: datetime) -> Verdict | None:
    if not departure.house.paused or departure.kind in ANSWERS:
        return None
    return _wait("paused", "Sending is paused; it goes on with /resume.")


def _address(departure: Departure, now: datetime) -> Verdict | None:
    match departure.address_state:
        case AddressState.USABLE:
            return None
        case AddressState.SUPPRESSED if departure.kind in _PASSES_SUPPRESSION:
            return None
        case AddressState.SUPPRESSED if departure.kind is Kind.ANSWER and not _can(departure).stop_ends_all:
            return None  # in a chat the opt-out went to us, and the person wrote since; by SMS carriers deliver nothing
        case AddressState.SUPPRESSED:
            return _refuse("address.suppressed", "The person opted out at this address.")
        case AddressState.BLOCKED:
            return _refuse("address.blocked", "The person has blocked us on this channel.")
        case AddressState.COMPLAINED:
            return _refuse("address.complained", "The person marked a mail to this address as spam.")
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
        case ConsentState.GRANTED if departure.markets and (why := _explain_second_step(departure, now)):
            rule = find_number_rule(RuleKind.SECOND_STEP, departure, now)
            reason = f"The person has not confirmed their opt-in{programme} ({why})."
            return _refuse("consent.unconfirmed", reason, *([rule.ref] if rule else []))
    return None


def _refuse_unnamed_partner(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse an offer of a partner that the consent does not name: consents are never shared between brands (CTIA,
    Messaging Principles 5.1; 47 CFR 64.1200(f)(9))."""
    if not departure.offers_partners or departure.partner in departure.partners:
        return None
    return _refuse("partner_not_named", "The person's consent to partner offers does not name this partner.")


def _refuse_stopped(departure: Departure, now: datetime) -> Verdict | None:
    """After a STOP allow only answers by SMS; in chats allow order updates until the person ends those too.

    CTIA, Messaging Principles 5.1.3: one final message confirms an opt-out, and nothing follows from that number.
    """
    if not (departure.stopped and _can(departure).stop_ends_all) or departure.kind not in ORDINARY:
        return None
    return _refuse("consent.stopped", "The person wrote STOP: nothing more goes to them by SMS but what they ask for.")


def _explain_second_step(departure: Departure, now: datetime) -> str:
    """Return why marketing needs a confirmed opt-in; empty when it does not."""
    house, by_mail = departure.house, _can(departure).medium is Medium.MAIL
    wanted = house.mail_double_opt_in if by_mail else house.double_opt_in
    if departure.programme is Programme.WAITLIST:  # the wish is for this one message
        return ""
    if wanted is False or not _can(departure).double_opt_in:
        return ""
    if wanted:
        return "the shop asks for a second step"
    rule = find_number_rule(RuleKind.SECOND_STEP, departure, now)
    return rule.cited if rule else ""


def _whatsapp_marketing(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse WhatsApp marketing to United States numbers, and to +1 numbers of an unknown place."""
    if departure.purpose is not Purpose.MARKETING or not departure.keeps_hours:
        return None
    rule = find_number_rule(RuleKind.BARRED, departure, now)
    if rule is None:
        return None
    reason = f"WhatsApp delivers no marketing to United States numbers ({rule.cited})."
    return _refuse("whatsapp-us-marketing", reason, rule.ref)


def _whatsapp_window(departure: Departure, now: datetime) -> Verdict | None:
    rule = find_window_rule(departure, now)
    if departure.has_template or rule is None:
        return None
    late = f"More than {rule.hours} hours since the person wrote"
    if not _can(departure).approves:
        return _refuse(
            "chat-window", f"{late}, and {_can(departure).title} takes no text after that ({rule.cited}).", rule.ref
        )
    return _refuse("whatsapp-window", f"{late}, and this text has no approved template ({rule.cited}).", rule.ref)


def _refuse_second_sms(departure: Departure, now: datetime) -> Verdict | None:
    wanted = departure.house.one_sms_per_cart
    if wanted is False or not _can(departure).one_per_cart or not is_about_cart(departure):
        return None
    rule = find_number_rule(RuleKind.ONE_PER_SUBJECT, departure, now)
    if not (wanted or rule):
        return None
    if not any(sent.channel == departure.channel and sent.subject == departure.subject for sent in departure.recent):
        return None
    source = rule.cited if rule else "the shop's setting"
    reason = f"One SMS about this cart has left already, and one is all it gets ({source})."
    return _refuse("one-sms-per-cart", reason, *([rule.ref] if rule else []))


def _refuse_old_cart(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse a message about an old cart at any step: the carriers' rule counts from the cart, and no setting of the
    shop lifts it."""
    rule, end = find_time_limit(departure, now), find_cart_end(departure, now)
    if rule is None or end is None or end - now >= DELIVERY:
        return None
    return _refuse("cart-48h", f"{_explain_limit(rule)}.", rule.ref)


def _explain_limit(rule: Rule) -> str:
    return f"An SMS about a cart comes within {rule.hours} hours of it, or not at all ({rule.cited})"


def _lateness(departure: Departure, now: datetime) -> Verdict | None:
    if departure.latest is not None and now > departure.latest:
        return _refuse("stale", f"It was of use until {clock(departure.latest, choose_local_zone(departure))}.")
    if now > (end := compute_expiry(departure)):
        return _refuse("expired", f"It is too late: it was of use until {clock(end, choose_local_zone(departure))}.")
    return None


def _judge_timing(departure: Departure, now: datetime) -> Verdict | None:
    found = tuple(holds(departure, now))
    if not found:
        return None
    until, reason = found[-1].until, "; then: ".join(hold.reason for hold in found)
    rules = tuple(dict.fromkeys(rule for hold in found for rule in hold.rules))
    if until is None:
        return _refuse(found[-1].rule, f"{reason}.", *rules)
    name, deadline = _deadline(departure, until, now)
    if until <= deadline:
        return Verdict(Outcome.WAIT, found[0].rule, f"{reason}.", until, rules)
    if found[0].rule in {ASKED_RULE, STAFF_RULE} and now < deadline:  # an answer may come before, and lets it go on
        return Verdict(Outcome.WAIT, found[0].rule, f"{reason}; it is of use for as long.", deadline, rules)
    # The first cap, or the money, refuses; where quiet hours alone make it late, it is time that does.
    counted = (hold.rule for hold in found if not hold.is_quiet)
    last = clock(deadline, choose_local_zone(departure))
    return _refuse(next(counted, name), f"{reason}; that is too late, it is of use until {last}.", *rules)


def _deadline(departure: Departure, until: datetime, now: datetime) -> tuple[str, datetime]:
    """Return the earliest deadline of the message, with the name of the refusal if `until` is later."""
    old = find_cart_end(departure, now)
    latest = old - DELIVERY if old else None
    ends = [("expired", compute_expiry(departure)), ("stale", departure.latest), ("cart-48h", latest)]
    known = [(name, end) for name, end in ends if end is not None]
    passed = [name for name, end in known if until > end]
    return passed[-1] if passed else "expired", min(end for _, end in known)


def _holdout(departure: Departure, now: datetime) -> Verdict | None:
    if not (departure.held_out and departure.markets) or departure.kind is Kind.ASKED:
        return None
    return _refuse("holdout", "The person is in the control group.")


_QUESTIONS: tuple[Callable[[Departure, datetime], Verdict | None], ...] = (
    _refuse_restricted,
    _refuse_paused,
    _address,
    refuse_dear_number,
    refuse_unregistered,
    refuse_without_address,
    ask_country,
    ask_month,
    _relevance,
    _news,
    _consent,
    _refuse_unnamed_partner,
    refuse_sms_country,
    _refuse_stopped,
    _whatsapp_marketing,
    _whatsapp_window,
    _refuse_second_sms,
    _lateness,
    _refuse_old_cart,
    _judge_timing,
    ask_hour,
    _holdout,
)


_LASTING = (
    _refuse_restricted,
    _address,
    refuse_dear_number,
    refuse_unregistered,
    refuse_without_address,
    _consent,
    _refuse_unnamed_partner,
    refuse_sms_country,
    _refuse_stopped,
    _whatsapp_marketing,
    _whatsapp_window,
    _refuse_second_sms,
    _refuse_old_cart,
)


def _can(departure: Departure) -> ChannelTraits:
    return CHANNELS[departure.channel]


def _refuse(name: str, reason: str, *rules: RuleRef) -> Verdict:
    return Verdict(Outcome.REFUSE, name, reason, rules=rules)


def _wait(rule: str, reason: str) -> Verdict:
    return Verdict(Outcome.WAIT, rule, reason)
