"""What consent, caps, carriers and platforms say against one send, whatever the hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows.policy.departure_facts import (
    AGREED,
    ORDINARY,
    AddressState,
    ConsentState,
    Departure,
    Kind,
    Programme,
    Purpose,
)
from tests.oracle.bars import Bar, Grade
from tests.oracle.places import CALLING, TERRITORIES, Spot, code_of, states_of
from tests.oracle.statutes import MEDIA, STATES, Statute

HOUR, DAY, CART = timedelta(hours=1), timedelta(hours=24), timedelta(hours=48)
MONTH, BUYER = timedelta(days=31), timedelta(days=540)
MOMENT = timedelta(seconds=1)
_ASKED_FOR = {Kind.ANSWER, Kind.HELP, Kind.OPT_IN_DONE, Kind.OPT_OUT_DONE, Kind.STAFF}


def other_bars(departure: Departure, spots: tuple[Spot, ...], now: datetime) -> Iterator[Bar]:
    """What else than the hours stands against `departure` at `now`."""
    if departure.address_state is not AddressState.USABLE:
        yield Bar("address not usable")
    if departure.house.paused:
        yield Bar("the shop is paused")
    if departure.restricted and departure.kind not in _ASKED_FOR:
        yield Bar("restricted data")
    yield from _of_consent(departure, now)
    yield from _of_partners(departure, now)
    yield from _of_preferences(departure, now)
    yield from _of_dear(departure)
    if departure.kind is Kind.OPT_IN_ASK:
        yield from _of_asks(departure, now)
    yield from _of_state_caps(departure, spots, now)
    yield from _of_house_caps(departure, now)
    if departure.channel == "whatsapp":
        yield from _of_whatsapp(departure, now)
    if departure.channel == "sms":
        yield from _of_sms(departure, now)
    if MEDIA[departure.channel] == "mail":
        yield from _of_mail(departure, spots)


def american(phone: str | None) -> Grade | None:
    """Whether a number is of the United States: LAW for its states, READING for territories and numbers of no place."""
    code = code_of(phone) if phone else None
    if code is None:
        return None
    if code.country == "US" and set(code.states) & set(states_of("US")):
        return Grade.LAW
    return Grade.READING if code.country in {"US", "", *TERRITORIES} else None


def _of_consent(departure: Departure, now: datetime) -> Iterator[Bar]:
    """47 CFR 64.1200(a)(2), (a)(10), (a)(12); GDPR 6 and PECR 22. An ask needs none, nor does what sells nothing."""
    if departure.consent is ConsentState.REVOKED or departure.stopped:
        yield Bar("stopped")
    if departure.consent is ConsentState.NONE and departure.kind in ORDINARY:
        yield Bar("no consent")
    if departure.with_staff_until is not None and now < departure.with_staff_until:  # the product's own promise
        yield Bar("with the staff", Grade.READING if departure.kind is Kind.NUDGE else Grade.LAW)
    if departure.stop_asked_at is not None:
        yield Bar("asked whether to stop", Grade.READING if departure.kind is Kind.NUDGE else Grade.LAW)


def _of_partners(departure: Departure, now: datetime) -> Iterator[Bar]:
    """CTIA Messaging Principles 5.1: an opt-in is for the brand that it names; and the shop's cap on partner offers."""
    if departure.programme is not Programme.PARTNER_OFFERS or departure.kind not in ORDINARY:
        return
    if not departure.partner or departure.partner not in departure.partners:
        yield Bar("a partner that the consent does not name")
    for cap in departure.house.partner_caps:
        if sum(now - sent.at < cap.per for sent in departure.recent if sent.partners) >= cap.count:
            yield Bar("the shop's cap on partner offers")


def _of_preferences(departure: Departure, now: datetime) -> Iterator[Bar]:
    """What the person chose for all that sells: the product's own promise."""
    chosen = departure.preferences
    sells = departure.purpose is Purpose.MARKETING and departure.kind in ORDINARY
    if chosen.paused_until is not None and now < chosen.paused_until and (sells or departure.kind is Kind.OPT_IN_ASK):
        yield Bar("paused by the person")
    apart = timedelta(days=chosen.days_apart)
    if sells and any(now - sent.at < apart for sent in departure.recent):
        yield Bar("the person's own limit")


def _of_dear(departure: Departure) -> Iterator[Bar]:
    """Premium, personal and satellite numbers, which nothing is sent to first: the product's own promise."""
    if departure.dear:
        first = departure.last_inbound_at is None and departure.kind is not Kind.NUDGE
        yield Bar("a dear number", Grade.LAW if first else Grade.READING)


def _of_asks(departure: Departure, now: datetime) -> Iterator[Bar]:
    """An ask to agree: once in a month, to the countries that the shop named, so many in an hour."""
    house, country = departure.house, _country(departure.person.phone)
    if departure.consent in AGREED:
        yield Bar("agreed already", Grade.READING)
    if departure.asked_at is not None and now - departure.asked_at < MONTH:
        yield Bar("asked this month")
    if house.asks_an_hour is not None and sum(now - at < HOUR for at in house.asked) >= house.asks_an_hour:
        yield Bar("the asks of an hour")
    if country not in (house.ask_countries or (house.country,)):
        sure = departure.channel == "sms" and country
        yield Bar("an ask to another country", Grade.LAW if sure else Grade.READING)


def _of_state_caps(departure: Departure, spots: tuple[Spot, ...], now: datetime) -> Iterator[Bar]:
    for state in dict.fromkeys(state for spot in spots for state in spot.states):
        statute = STATES.get(state)
        if (
            statute
            and statute.cap
            and MEDIA[departure.channel] in statute.media
            and not _bought(departure, statute, now)
        ):
            yield from _capped(departure, state, statute, now)


def _bought(departure: Departure, statute: Statute, now: datetime) -> bool:
    bought = departure.person.last_purchase_at
    return statute.but_buyers and bought is not None and now - bought < BUYER


def _capped(departure: Departure, state: str, statute: Statute, now: datetime) -> Iterator[Bar]:
    """A cap counts what sells by its media; for what does not sell, that it keeps it is a reading."""
    cap, sells = statute.cap or 0, Grade.LAW if departure.kind is not Kind.NUDGE else Grade.READING
    counted = [sent for sent in departure.recent if MEDIA[sent.channel] in statute.media]
    lately = [sent for sent in counted if now - sent.at < DAY]
    alike = [sent for sent in lately if sent.subject == departure.subject]
    if len(alike if statute.of_one_subject else lately) >= cap:
        yield Bar(f"cap {state}", sells)
    elif sum(now - sent.at < DAY + MOMENT for sent in counted) >= cap:
        yield Bar(f"cap {state} of any subject", Grade.READING)


def _of_house_caps(departure: Departure, now: datetime) -> Iterator[Bar]:
    for cap in departure.house.caps:
        if sum(now - sent.at < cap.per for sent in departure.recent) >= cap.count:
            yield Bar("the shop's cap", Grade.LAW if departure.kind in ORDINARY else Grade.READING)


def _of_whatsapp(departure: Departure, now: datetime) -> Iterator[Bar]:
    """Meta's pricing and policy pages: marketing templates to the US since 2025-04-01, and the window of 24 hours."""
    heard = departure.last_inbound_at
    within = heard is not None and now - heard < DAY
    sure = american(departure.person.phone)
    if sure is not None and departure.kind is not Kind.NUDGE:
        yield Bar("whatsapp to the US", Grade.READING if within else sure)
    if not within and not departure.has_template:
        yield Bar("whatsapp window")


def _of_sms(departure: Departure, now: datetime) -> Iterator[Bar]:
    if departure.kind in ORDINARY:
        yield from _of_second_step(departure)
        yield from _of_carts(departure, now)
    if (departure.person.phone or "").startswith("+91") and not departure.registered:
        yield Bar("not registered in India")  # TRAI, TCCCPR 2018


def _of_mail(departure: Departure, spots: tuple[Spot, ...]) -> Iterator[Bar]:
    """15 U.S.C. 7704(a)(5) and CASL 6(2): what sells, or asks to agree, has the sender's postal address."""
    if departure.house.mail_double_opt_in and departure.consent is ConsentState.GRANTED and departure.kind in ORDINARY:
        yield Bar("no second step")
    if departure.kind is Kind.NUDGE or departure.house.mailing_address:
        return
    lawful = any(spot.country in {"US", "CA"} and spot.grade is Grade.LAW for spot in spots)
    yield Bar("no postal address", Grade.LAW if lawful else Grade.READING)


def _of_second_step(departure: Departure) -> Iterator[Bar]:
    """CTIA Messaging Principles 5.1: a second step by SMS, where the shop has not chosen otherwise."""
    if departure.consent is not ConsentState.GRANTED:
        return
    wanted, sure = departure.house.double_opt_in, north_american(departure.person.phone)
    if wanted or (wanted is None and sure is Grade.LAW):
        yield Bar("no second step")
    elif wanted is None and sure is Grade.READING:
        yield Bar("no second step (a number of no place)", Grade.READING)
    theirs = departure.house.ask_countries or (departure.house.country,)
    if departure.last_inbound_at is None and _country(departure.person.phone) not in theirs:
        yield Bar("a mere tick in another country", Grade.READING)


def north_american(phone: str | None) -> Grade | None:
    """Whether a number is of the United States or Canada, as `american` grades it."""
    code = code_of(phone) if phone else None
    if code is not None and code.country == "CA":
        return Grade.LAW if code.zones else Grade.READING
    return american(phone)


def _country(phone: str | None) -> str:
    code = code_of(phone or "")
    if code is not None:
        return "US" if code.country in TERRITORIES else code.country
    return CALLING.get((phone or "")[:3], "")


def _of_carts(departure: Departure, now: datetime) -> Iterator[Bar]:
    """The carriers' rule for cart reminders: one SMS a cart, within 48 hours of it; a shop may switch off the first."""
    rule, sure = departure.house.one_sms_per_cart, american(departure.person.phone)
    if rule is not True and sure is None:
        return
    surely = departure.kind is Kind.MESSAGE and departure.programme is Programme.REMINDERS
    again = any(sent.channel == "sms" and sent.subject == departure.subject for sent in departure.recent)
    if again and rule is not False:
        yield Bar("a second SMS for the cart", Grade.LAW if surely and (rule or sure is Grade.LAW) else Grade.READING)
    if departure.subject_at is not None and now - departure.subject_at > CART:
        yield Bar("48 hours after the cart", Grade.LAW if surely and sure is Grade.LAW else Grade.READING)
