"""``/p/{token}/record``: a person's own record, after a code that goes to the address of the link.

The link alone shows nothing, as mails are forwarded. A right code gives a hidden value that is valid for 15 minutes,
here and for this address only.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from flows.policy.departure_facts import Kind
from handlers.engine import person_language
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.sealed_links import Notice
from handlers.engine.turn import Turn
from handlers.people.end_links import PREFERENCES_PATH
from handlers.privacy import data_requests
from handlers.privacy.person_erasure import is_erased
from handlers.privacy.person_record import load_own_record, make_document, make_page
from handlers.privacy.preferences_page import find_address, make_record_key, opens_record
from storage.erasure.personal_record import ANSWERED
from storage.people.people import Address
from storage.people.record_codes import LASTS, RecordCodes
from templates.end_page import mask_address
from templates.record_page import ASK, CODE, DOWNLOAD, KEY, CodePage, RecordPage

_BELOW = 10**6
_SELF = Actor(ActorKind.CUSTOMER)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The JSON of a record, to be downloaded."""

    text: str


RecordShown = CodePage | RecordPage | RecordFile | Notice


async def load_form(turn: Turn, token: str) -> RecordShown:
    """Return the page that offers a code, or a notice. Raises LinkExpired."""
    address = await _find_address(turn, token)
    return Notice("unknown") if address is None else await _ask_for_code(turn, address)


async def submit_form(turn: Turn, token: str, typed: Mapping[str, str]) -> RecordShown:
    """Send a code, take one, or show the record of a form's hidden value. Raises LinkExpired."""
    address = await _find_address(turn, token)
    if address is None:
        return Notice("unknown")
    await turn.unit.people.hold(address.contact)
    if KEY in typed:
        opens = opens_record(turn, address, typed[KEY])
        return await _show(turn, address, typed, token) if opens else await _ask_for_code(turn, address, "late")
    if CODE not in typed:
        return await _send_code(turn, address)
    digits = "".join(str(int(letter)) for letter in typed[CODE] if letter.isdecimal())
    if not await turn.unit.of(RecordCodes).use(address.id, _hash(turn, address, digits), turn.elapsed):
        return await _ask_for_code(turn, address, "wrong")
    return await _show(turn, address, {}, token)


async def _find_address(turn: Turn, token: str) -> Address | None:
    """Return the address of a token; None if we did not make it, or its person was erased. Raises LinkExpired."""
    address = await find_address(turn, token)
    return None if address is None or await is_erased(turn, address.contact) else address


async def _ask_for_code(turn: Turn, address: Address, said: str = "") -> CodePage:
    locale = person_language.of(await turn.unit.people.get(address.contact), turn.business)
    return CodePage(turn.business.name, locale, mask_address(address.value) or address.channel.title(), said)


async def _send_code(turn: Turn, address: Address) -> CodePage:
    """Send a new code to the address, unless it had the day's last one."""
    code = f"{secrets.randbelow(_BELOW):06}"
    if not await turn.unit.of(RecordCodes).put(address.id, _hash(turn, address, code), turn.elapsed):
        return await _ask_for_code(turn, address, "many")
    key = f"record-code:{turn.unit.ids.make()}"
    until = turn.now + LASTS
    letter = OutboundMessage(
        key, Kind.ANSWER, "record_code", values={"digits": code}, expires_after=LASTS, latest=until
    )
    await post(turn, address, letter)
    return await _ask_for_code(turn, address, "sent")


async def _show(turn: Turn, address: Address, typed: Mapping[str, str], token: str) -> RecordPage | RecordFile:
    """Show the record, as a page or a file; a person's record that lacks nothing answers their request."""
    record = await load_own_record(turn, address)
    if typed.get(DOWNLOAD):
        return RecordFile(json.dumps(make_document(turn, record), ensure_ascii=False, indent=2))
    key = typed.get(KEY) or make_record_key(turn, address)
    locale = person_language.of(await turn.unit.people.get(address.contact), turn.business)
    page = replace(make_page(turn, record, locale, key), preferences=f"{PREFERENCES_PATH}{token}")
    if typed.get(ASK):
        asked = f"record:{turn.unit.ids.make()}"
        until = await data_requests.ask(turn, address.contact, "page", asked, _SELF)
        return replace(page, until=until.astimezone(turn.zone).date())
    await turn.unit.access.log(_SELF, ANSWERED, turn.now, Subject("contact", address.contact), covers=record.covers)
    if record.is_whole:
        await data_requests.close(turn, address.contact, "link", _SELF)
    return page


def _hash(turn: Turn, address: Address, code: str) -> str:
    return turn.tools.token_hash(f"{turn.business.id}:{address.id}:{code}")
