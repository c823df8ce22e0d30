"""The reasons why a message was not sent, waits, or failed: a rule in an owner's words, a verdict
as a sentence, a code."""

import re
from types import MappingProxyType

from flows.delivery import TAKEN, MessageStatus
from flows.phrase import At, Phrase, Recorded, phrase
from flows.policy.verdict import Outcome, Verdict
from storage.sending.message import Message

HOLDOUT, VOID = "holdout", "void"

_SOURCE = re.compile(r" \((?:[^()]|\([^()]*\))*\)(?=[.;]|$)")
_PHRASES = MappingProxyType(
    {
        HOLDOUT: "left_alone",
        VOID: "taken_back",
        "consent.none": "no_consent",
        "consent.unconfirmed": "not_confirmed",
        "consent.revoked": "opted_out",
        "consent.stopped": "opted_out",
        "partner_not_named": "partner_not_named",
        "offer.over": "offer_over",
        "address.suppressed": "opted_out",
        "address.blocked": "blocked_us",
        "address.complained": "complained",
        "address.gone": "address_gone",
        "one-sms-per-cart": "one_per_cart",
        "cart-48h": "cart_too_old",
        "cap.business": "own_cap",
        "cap.partners": "partner_cap",
        "person.restricted": "person_restricted",
        "preference.often": "person_cap",
        "preference.paused": "person_paused",
        "distance.business": "own_distance",
        "spend.daily": "money_spent",
        "whatsapp-window": "whatsapp_window",
        "chat-window": "chat_window",
        "whatsapp-us-marketing": "whatsapp_us",
        "postal-address": "postal_address",
        "dlt.unregistered": "unregistered",
        "dlt.variable": "registered_too_long",
        "closed-day": "closed_day",
        "not-relevant": "cart_changed",
        "stop-asked": "stop_asked",
        "with-staff": "with_staff",
        "unheard": "unheard",
        "paused": "paused",
        "news": "had_written",
        "spool": "not_read_yet",
        "ask.country": "other_country",
        "sms.country": "other_country",
        "ask.month": "asked_lately",
        "ask.hour": "asked_enough",
        "number.premium": "premium",
        "expired": "too_late",
        "stale": "too_late",
        "template.missing": "text_lacks_value",
        "template.refused": "text_unusable",
        "file.left-out": "file_left_out",
        "no-sender": "no_sender",
        "failed": "failed",
        "waiting": "to_come",
        "bought": "bought_before",
        "emptied": "emptied",
        "no-address": "no_address",
        "replaced": "newer_cart",
        "campaign.paused": "campaign_paused",
        "campaign.over": "campaign_over",
        "campaign.ended": "campaign_ended",
        "campaign.lapsed": "campaign_lapsed",
        "campaign.left": "campaign_left",
        "campaign.done": "campaign_done",
        "campaign.twice": "campaign_twice",
        "campaign.discount": "campaign_discount",
        "campaign.promised": "campaign_promised",
        "campaign.no-code": "campaign_no_code",
        "campaign.budget": "campaign_budget",
        "campaign.unreachable": "campaign_unreachable",
        "plan.off": "plan_off",
        "plan.left": "plan_left",
        "plan.bought": "plan_bought",
        "plan.no-code": "campaign_no_code",
    }
)
_PLACES = MappingProxyType({"quiet-hours.": "quiet_too_late", "cap.": "cap_of", "closed.": "closed_in"})


def in_words(rule: str) -> Phrase:
    """Describe a rule in an owner's words; if it has none, by its name."""
    if rule in _PHRASES:
        return phrase(f"rule_{_PHRASES[rule]}")
    for prefix, name in _PLACES.items():
        if rule.startswith(prefix):
            return phrase(f"rule_{name}", place=rule.removeprefix(prefix))
    return phrase("rule_named", name=rule)


def get_reason(verdict: Verdict) -> Recorded:
    """Return a verdict's sentence without its sources, which are too long for a phone."""
    return Recorded(drop_sources(verdict.reason), summarise_verdict(verdict))


def make_clause(verdict: Verdict) -> Recorded:
    """Return a verdict's sentence for use inside another one; a name like WhatsApp keeps its capital."""
    plain = drop_sources(verdict.reason)
    word = plain.split(" ")[0]
    lowered = plain if word[1:] != word[1:].lower() else plain[:1].lower() + plain[1:]
    return Recorded(lowered, summarise_verdict(verdict))


def drop_sources(reason: str) -> str:
    """Remove the sources from a sentence."""
    return _SOURCE.sub("", reason).rstrip(".")


def summarise_verdict(verdict: Verdict) -> Phrase:
    """Name the verdict's rule, and until when it applies."""
    waits = verdict.outcome is Outcome.WAIT
    kind, _, place = verdict.rule.partition(".")
    where = place if place.isupper() else ""  # a state or country; else the reason for a missing place
    quiet = waits and kind == "quiet-hours"
    rule = phrase("rule_quiet_in", place=where) if quiet else in_words(verdict.rule)
    return phrase("rule_until", rule=rule, until=At(verdict.until)) if verdict.until else rule


_OURS = frozenset({"sandbox", "credentials", "unsendable"})


def get_code(message: Message) -> str | None:
    """Return the provider's error code or ours, or the rule's name; None once a provider has the message."""
    return None if message.status in TAKEN else message.code


def explain_failure(message: Message) -> Phrase:
    """Explain why a message's status is failed or unknown, in words that follow a colon."""
    code = get_code(message)
    if code in _OURS:
        return phrase(f"failed_{code}")
    return phrase("failed_unknown" if message.status is MessageStatus.UNKNOWN else "failed_given_up", code=code)
