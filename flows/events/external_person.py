"""A person as another system describes them, with the consents given there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.policy.departure_facts import ToldPlace


@dataclass(frozen=True, slots=True)
class Customer:
    """A person as another system describes them. ``id`` is that system's own; phone numbers may be in national format.

    ``places`` are all their addresses if there are several; ``country`` to ``postal_code`` are of the main one.
    ``birthday`` is as written; flows/birthdays.py parses it.
    """

    id: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    whatsapp: str | None = None
    telegram: str | None = None
    locale: str | None = None
    timezone: str | None = None
    country: str | None = None
    region: str | None = None
    city: str | None = None
    postal_code: str | None = None
    orders: int | None = None
    places: tuple[ToldPlace, ...] = ()
    birthday: str | None = None


LONGEST_CITY = 100
"""Maximum characters of a city; the longest place name has 85
(https://en.wikipedia.org/wiki/List_of_long_place_names)."""

NOBODY = Customer()


class ConsentAction(StrEnum):
    """A line of the consent ledger."""

    GRANTED = "granted"  # agreed once, at a checkout or by a keyword
    CONFIRMED = "confirmed"  # said yes to our question too, or did so elsewhere
    REVOKED = "revoked"  # said stop, in any words
    ENDED = "ended"  # the one message that was wished for has been queued, or is not needed any more
    RETURNED = "returned"  # wrote START after a stop of theirs that had taken nothing back: agrees to nothing

    @property
    def agrees(self) -> bool:
        """Return True if the action grants consent."""
        return self in AGREES


AGREES = frozenset({ConsentAction.GRANTED, ConsentAction.CONFIRMED})


class Teller(StrEnum):
    """Who reported a consent, or its end. Only the person can renew a consent that they ended by words, on a page or
    by silence."""

    PERSON = "person"  # their own words or tap, in their own chat; also through their carrier or provider
    LINKED = "linked"  # their opt-out at another address, which a shop's system recorded for the same customer
    SILENCE = "silence"  # no answer to whether our messages shall stop: 47 CFR 64.1200(a)(12)
    PAGE = "page"  # who pressed the end of marketing on a page of ours, or in a mail program: only marketing ends
    SHOP = "shop"  # the shop's software, for what they did there


class Means(StrEnum):
    """How somebody agreed; of the ends, only those by a link and by a complaint have a means."""

    ANSWER = "answer"  # they wrote back to our question
    BUTTON = "button"  # they pressed a button under it
    KEYWORD = "keyword"  # START, JOIN or a hello in their own chat, which brings back what they had
    INVITE = "invite"  # they opened a link beside which it was shown, as on a page of the shop
    BOX = "box"  # they ticked the box of the shop's checkout
    LINK = "link"  # they confirmed it, or ended it, on a page that a message linked
    COMPLAINT = "complaint"  # they ended it by marking a mail as spam
    TOLD = "told"  # as the shop's software tells; its source says where


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A person agreed to messages or revoked that. Empty ``programmes`` means the shop's own two, never partners'.

    ``double``: a second step was already done elsewhere, so neither a request nor a confirmation is sent. ``address``
    limits it to one phone or chat; None means the customer's address on that channel. ``dated`` False: ``at`` is not
    when they agreed but when the cart with the checkbox was last saved. Such a consent never lifts a revocation; nor
    does one dated in the future. ``told_at`` is the original text of the date. ``shown`` is the text next to the
    checkbox, if it differs from ``text``. ``partners`` are the names of the partners, for a consent to partner offers.
    """

    channel: str
    action: ConsentAction
    source: str
    text: str
    at: datetime
    purpose: str = "marketing"
    programmes: tuple[str, ...] = ()
    double: bool = False
    address: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    dated: bool = True
    told_at: datetime | None = None
    means: Means = Means.TOLD
    shown: str | None = None
    partners: tuple[str, ...] = ()
