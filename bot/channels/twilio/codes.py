"""Twilio's error codes, each mapped to what it means for us. https://www.twilio.com/docs/api/errors"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flows.delivery import Failure

_CODES: dict[Failure, tuple[int, ...]] = {
    Failure.RETRY: (
        20429,  # too many requests
        21611,  # the sender's queue is full
        30001,  # queue overflow
    ),
    Failure.LATER: (
        30003,  # the handset is off or out of reach
        30008,  # unknown error of a carrier
        30022,  # A2P 10DLC rate exceeded
        30023,  # A2P 10DLC daily cap reached
        30027,  # T-Mobile's daily limit reached
        63010,  # an internal error of Twilio's channel
        63012,  # an internal error of WhatsApp
        63018,  # WhatsApp's rate or the tier of the day
        63038,  # the account's messages of the day are spent
        130429,  # WhatsApp's throughput
        131056,  # too many messages to this one person
    ),
    Failure.TEMPLATE: (
        63016,  # free text outside the 24 h window
        131047,  # the same, by WhatsApp's own number
    ),
    Failure.ADDRESS: (
        21211,  # the number is not valid
        21214,  # the number cannot be reached
        21217,  # the number does not appear valid
        21614,  # the number cannot receive SMS
        21635,  # the number is a landline
        30005,  # unknown handset
        30006,  # landline or unreachable carrier
        63003,  # the channel does not know this recipient
        63024,  # the recipient is not on WhatsApp
    ),
    Failure.BLOCKED: (
        30004,  # the recipient, or their carrier for them, blocks messages
        63014,  # blocked by an action of the person
        63033,  # WhatsApp keeps this recipient from receiving messages
    ),
    Failure.SUPPRESSED: (
        21610,  # the person wrote STOP to this sender
        131050,  # the person stopped marketing in WhatsApp
    ),
    Failure.CAPPED: (
        63049,  # Meta chose not to deliver marketing; to the US never
        131049,  # the person's share of marketing, by WhatsApp's own number
    ),
    Failure.CHANNEL: (
        21612,  # this sender cannot reach this number by SMS
        63032,  # WhatsApp holds the person in an experiment
        63035,  # the receiving app cannot show it
        63036,  # the person cannot be reached on this channel now
        130472,  # the experiment, by WhatsApp's own number
        131026,  # undeliverable on WhatsApp
    ),
    Failure.FILTERED: (
        30007,  # a carrier's filter
        30450,  # held back as suspected fraud
        63013,  # against the channel's policy
    ),
    Failure.EXPIRED: (30036,),  # the validity period ended in the queue
    Failure.SENDER: (
        20003,  # wrong credentials
        20005,  # the account is not active
        20404,  # no such account or service
        21601,  # the sender cannot do SMS
        21603,  # no sender was given
        21604,  # no recipient was given
        21606,  # the sender is not ours or cannot do SMS
        21659,  # the sender is not a Twilio number
        21660,  # the sender belongs to another account
        21661,  # the sender cannot do SMS
        21703,  # the messaging service has no number to send from
        21704,  # the messaging service has no numbers at all
        21705,  # there is no such messaging service
        21910,  # sender and recipient are of two channels
        30002,  # the account is suspended
        30032,  # toll-free number not verified
        30033,  # A2P 10DLC campaign suspended
        30034,  # US number not registered for A2P 10DLC
        30035,  # the number is being set up
        63001,  # the channel refuses our credentials
        63002,  # the channel does not know our sender
        63007,  # no such WhatsApp sender
        63008,  # the sender is set up wrongly
        63020,  # the business has not accepted Twilio's invitation
        63022,  # the sender's certificate is invalid
        63112,  # Meta disabled the business account
        131031,  # Meta locked the account
        131042,  # Meta misses a payment
    ),
    Failure.SETUP: (
        21408,  # the country is not enabled
        21608,  # a trial account writes to verified numbers only
        30044,  # too long for a trial account
        63015,  # the sandbox writes only to those who joined
        63027,  # the template does not exist in this language
        63028,  # the template wants other variables
        63029,  # the template wants its variables in another form
        63030,  # the template does not take this parameter
        63040,  # the template was rejected
        63041,  # the template is paused
        63042,  # the template is disabled
    ),
}

CODES: Mapping[int, Failure] = MappingProxyType({code: failure for failure, codes in _CODES.items() for code in codes})

# An answer that carries no code of ours to go by.
_STATUSES: Mapping[int, Failure] = MappingProxyType(
    {401: Failure.SENDER, 403: Failure.SENDER, 408: Failure.UNKNOWN, 429: Failure.RETRY}
)

_ADVICE: Mapping[int, str] = MappingProxyType(
    {
        20003: "check account_sid and auth_token",
        21408: "enable the country under Messaging > Settings > Geo permissions in the Twilio console",
        21606: "give a number of this account that can send SMS",
        21608: "verify the recipient's number in the Twilio console, or upgrade the trial account",
        30007: "see the message in Twilio's log: wording, links and consent are what carriers look at",
        30032: "have the toll-free number verified in the Twilio console",
        30034: "register the brand and a campaign for A2P 10DLC in the Twilio console",
        63007: "register the WhatsApp sender in the Twilio console",
        63015: "the person has to join the WhatsApp sandbox first",
        63016: "an approved template is needed outside the 24 hours after their last message",
    }
)


def classify(code: int | None, status: int | None = None) -> Failure:
    """What a code, or an HTTP status without a known one, means for us; ALERT for what nobody told us of.

    A 5xx is an answer to a request that was written. 503 says that it was not taken, so it may be repeated. After
    500, 502 and 504 the message may exist behind the gateway: UNKNOWN, because nothing is sent twice.
    """
    if status is not None and status >= 500:
        return Failure.RETRY if status == 503 else Failure.UNKNOWN
    return CODES.get(code or 0) or _STATUSES.get(status or 0, Failure.ALERT)


def advise(code: int | None) -> str:
    """What an admin can do about a code, or where Twilio explains it."""
    if code is None:
        return ""
    return _ADVICE.get(code, f"see https://www.twilio.com/docs/api/errors/{code}")
