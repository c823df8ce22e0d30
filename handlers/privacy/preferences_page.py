"""The page where a person chooses how much marketing comes: by channel, by topic, how often, or none for a month.

Anybody with the link can open it, as mails are forwarded: it shows masked addresses, brings no consent back, and only
lessens marketing. To end a pause or get more, the form needs the hidden value that a code to the address gave.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.channels import CHANNELS
from flows.policy.departure_facts import AGREED, LASTING, Preferences, Programme
from flows.privacy_limits import UNSHARED, PrivacyLimit
from handlers.actions.action import Origin
from handlers.engine import person_language
from handlers.engine.sealed_links import Notice, read_seal, seal
from handlers.engine.turn import Turn
from handlers.people import mail_confirmation, opt_outs
from handlers.people.end_links import PREFERENCES_PATH, RECORD_PATH, make_end_link, open_preferences
from handlers.people.preferences import change_preferences, log_change
from handlers.privacy.person_erasure import is_erased
from handlers.privacy.privacy_deeds import UseOfData, set_use
from storage.consent.preferences import PreferenceBook
from storage.consent.privacy_limits import PrivacyLimits
from storage.people.people import Address
from templates.end_page import mask_address
from templates.preferences_page import KEEP, MONTH, ChannelChoice, PreferencesPage
from templates.record_page import KEY

OPEN_FOR = timedelta(minutes=15)
"""The validity of the hidden value."""
_PAUSE, _PROVEN = timedelta(days=30), "record"
_SOURCE = "the page of preferences"


async def load_page(turn: Turn, token: str) -> PreferencesPage | Notice:
    """Return the page of a token, or a notice. Raises LinkExpired."""
    address, confirms = await _open(turn, token)
    return Notice("unknown") if address is None else await _make_page(turn, address, token, confirms)


async def take(turn: Turn, token: str, typed: Mapping[str, str]) -> PreferencesPage | Notice:
    """Store the choices of a submitted form and return the page. A field that is missing changes nothing. Raises
    LinkExpired.
    """
    address, confirms = await _open(turn, token)
    if address is None:
        return Notice("unknown")
    contact = await turn.unit.people.hold(address.contact)
    before = await turn.unit.of(PreferenceBook).get(contact)
    key = typed.get(KEY, "") if opens_record(turn, address, typed.get(KEY, "")) else ""
    chosen = _read_choice(turn, before, typed)
    chosen = chosen if key else before.join(chosen)
    ended = [one for one in _list_topics(await _find_agreed(turn, contact)) if typed.get(f"topic-{one}") == "no"]
    confirmed = confirms and typed.get("confirm") == "yes" and await mail_confirmation.confirm(turn, address)
    changed = await change_preferences(turn, contact, chosen)
    for one in ended:
        await opt_outs.end_topic(turn, contact, one, _SOURCE)
    if typed.get("sharing") == "no" and not await is_erased(turn, contact):
        origin = Origin(Actor(ActorKind.CUSTOMER), f"preferences:{contact}", contact)
        await set_use(turn, origin, UseOfData(contact, PrivacyLimit.SHARING))
    if (ended or confirmed) and not changed:
        await log_change(turn, contact)
    return replace(await _make_page(turn, address, token, confirms), saved=bool(typed.keys() - {KEY}), key=key)


def make_record_key(turn: Turn, address: Address) -> str:
    """Make the hidden value of forms, after a code proved the address."""
    return seal(turn, _PROVEN, address.id, turn.elapsed + OPEN_FOR)


def opens_record(turn: Turn, address: Address, key: str) -> bool:
    """Return True for our own hidden value of this address that is still valid."""
    sealed = read_seal(turn.tools.seeds, turn.business.id, _PROVEN, key)
    return sealed is not None and sealed.thing == address.id and sealed.until > turn.elapsed


async def find_address(turn: Turn, token: str) -> Address | None:
    """Return the address of a token; None if we did not make it, or its person is gone. Raises LinkExpired."""
    found, _ = await _open(turn, token)
    return found


async def _open(turn: Turn, token: str) -> tuple[Address | None, bool]:
    """Return the address of a link, and True if the link can confirm a consent there."""
    address, confirms = open_preferences(turn, token) or (None, False)
    try:
        found = None if address is None else await turn.unit.people.address_by_id(address)
    except LookupError:
        return None, False
    return (found, confirms) if found is not None and found.is_channel else (None, False)


def _read_choice(turn: Turn, before: Preferences, typed: Mapping[str, str]) -> Preferences:
    pause, often = typed.get("pause", KEEP), typed.get("often", str(before.days_apart))
    until = before.paused_until if pause == KEEP else turn.now + _PAUSE if pause == MONTH else None
    return Preferences(until, int(often))


async def _make_page(turn: Turn, address: Address, token: str, confirms: bool) -> PreferencesPage:
    contact = address.contact
    chosen, agreed = await turn.unit.of(PreferenceBook).get(contact), await _find_agreed(turn, contact)
    waits = confirms and await mail_confirmation.find_waiting(turn, address)
    until = chosen.paused_until if chosen.paused_until and chosen.paused_until > turn.now else None
    return PreferencesPage(
        turn.business.name,
        person_language.of(await turn.unit.people.get(contact), turn.business),
        [ChannelChoice(CHANNELS[at.channel].title, mask_address(at.value), _make_path(turn, at.id)) for at in agreed],
        _list_topics(agreed),
        _make_path(turn, address.id),
        f"{PREFERENCES_PATH}{token}{RECORD_PATH}",
        until.astimezone(turn.zone).date() if until else None,
        chosen.days_apart,
        shared=not await turn.unit.of(PrivacyLimits).find_limited([contact], UNSHARED),
        waiting=mask_address(address.value) if waits else "",
    )


async def _find_agreed(turn: Turn, contact: UUID) -> dict[Address, Collection[Programme]]:
    """Return the addresses of a person with consent, each with its programmes."""
    theirs = [one for one in await turn.unit.people.addresses_of(contact) if one.is_channel]
    states = await turn.unit.consents.states([one.id for one in theirs])
    agreed = {at: [one for one in LASTING if states.get((at.id, one)) in AGREED] for at in theirs}
    return {at: programmes for at, programmes in agreed.items() if programmes}


def _list_topics(agreed: Mapping[Address, Collection[Programme]]) -> list[Programme]:
    return [one for one in LASTING if any(one in programmes for programmes in agreed.values())]


def _make_path(turn: Turn, address: UUID) -> str:
    """Return the path of the link that ends marketing, which works on the page's own host."""
    return urlsplit(make_end_link(turn, address)).path
