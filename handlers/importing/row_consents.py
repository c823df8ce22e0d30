"""The consents and opt-outs of a row. A consent with no proof does not count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from flows.channels import CHANNELS, SMS
from flows.events import ConsentAction, ConsentGiven, Customer
from flows.importing import table_cells
from flows.importing.column_fields import CONSENT_CHANNELS, CONSENTS, STOPS, Field
from flows.importing.opt_out_columns import CountedKinds, StopKind
from flows.importing.opt_out_values import (
    Ended,
    NotUnderstood,
    agrees,
    compact_text,
    is_stop_tag,
    read_stop,
    says_subscribed,
)
from handlers.engine.checked_fields import EARLIEST
from handlers.people import persons

if TYPE_CHECKING:
    from handlers.importing.customer_row_reader import RowReading

_PROOF = (Field.CONSENT_SOURCE, Field.CONSENT_TEXT, Field.CONSENT_AT)
LONGEST_SOURCE, LONGEST_TEXT = 200, 2000
_FILE = "a file of customers"
_NEITHER = "is not yes or no, so it counts as an opt-out"
_NOT_COUNTED = "is not a known opt-out value, and is ignored"


def read_consents(reading: RowReading, customer: Customer, as_of: datetime) -> list[ConsentGiven]:
    """Return all consents of the row; an opt-out applies to everything, so the row's consents do not count then."""
    said = {field: _read_said(reading, field) for field in CONSENTS}
    stops = [one for one in said.values() if isinstance(one, Ended)]
    stops += _stops(reading)
    agreed = [field for field, one in said.items() if one is True]
    if stops and not _is_back(reading, stops):
        return [_end(reading, stops, as_of, beside_a_yes=bool(agreed))]
    return [given for field in agreed if (given := _read_consent(reading, field, customer)) is not None]


def _read_said(reading: RowReading, field: Field) -> bool | Ended:
    """Return the value of a channel's cells: the first one, unless another cell is an opt-out."""
    told = [_read_told(reading, field, text) for text in reading.read_every(field)]
    return next((one for one in told if isinstance(one, Ended)), bool(told) and told[0])


def _read_told(reading: RowReading, field: Field, text: str) -> bool | Ended:
    try:
        return agrees(text)
    except NotUnderstood:
        reading.add_mistake(field, _NEITHER)
        return Ended()


def _stops(reading: RowReading) -> list[Ended]:
    """Return the opt-outs in columns for opt-outs, and among the tags."""
    columns = reading.how.columns
    found = [_stop(reading, field, place) for field in STOPS for place in columns.at.get(field, ())]
    tags = () if reading.is_by_hand(Field.TAGS) else table_cells.words(reading.cell(Field.TAGS))
    return [one for one in found if one is not None] + [Ended() for tag in tags if is_stop_tag(tag)]


def _stop(reading: RowReading, field: Field, place: int) -> Ended | None:
    text = table_cells.bare(reading.record.cells[place])
    if not text:
        return None
    if place in reading.how.counted:
        return _read_counted(reading, field, reading.how.counted[place].how, text)
    try:
        return read_stop(field, text, reading.how.zone, month_first=reading.how.month_first)
    except NotUnderstood:
        reading.add_mistake(field, _NEITHER)
        return Ended()


def _read_counted(reading: RowReading, field: Field, counted: CountedKinds, text: str) -> Ended | None:
    """Return the opt-out in a column that a person mapped; None if there is none. An unknown value is noted."""
    stop, kind = counted.read(text, reading.how.zone, month_first=reading.how.month_first)
    if kind is StopKind.OTHER and (stop is not None or not counted.is_worded):
        reading.add_mistake(field, _NEITHER if stop is not None else _NOT_COUNTED)
    return stop


def _is_back(reading: RowReading, stops: Sequence[Ended]) -> bool:
    """Return True if the row says that they subscribed again after its last opt-out."""
    times = [one.at for one in stops if one.at is not None]
    if len(times) < len(stops) or not any(map(says_subscribed, reading.read_every(Field.SUBSCRIPTION))):
        return False
    agreed_at = reading.moment(Field.CONSENT_AT)
    return agreed_at is not None and agreed_at > max(times)


def _end(reading: RowReading, stops: Sequence[Ended], as_of: datetime, *, beside_a_yes: bool) -> ConsentGiven:
    """Return an opt-out; the shop's word needs no proof, and it covers every channel (47 CFR 64.1200(a)(10)). It has
    its own time, or else ``consent_at``. If the row also has a consent, or the column is of opt-ins, ``consent_at``
    belongs to the consent: the opt-out then gets the time of the row, so that no older consent survives it."""
    source, text = _FILE, reading.text(Field.OPTED_OUT_REASON, LONGEST_TEXT) or ""
    at = max((one.at for one in stops if one.at is not None), default=None)
    if not beside_a_yes and not _is_of_opt_ins(reading):
        at = at or reading.moment(Field.CONSENT_AT)
        source = reading.text(Field.CONSENT_SOURCE, LONGEST_SOURCE) or source
        text = reading.text(Field.CONSENT_TEXT, LONGEST_TEXT) or text
    at = at or as_of
    return ConsentGiven(SMS.name, ConsentAction.REVOKED, source, text, min(at, reading.how.now), told_at=at)


def _is_of_opt_ins(reading: RowReading) -> bool:
    """Return True if the file's times are those of opt-ins."""
    head = compact_text(reading.how.columns.get_head(Field.CONSENT_AT))
    return "optin" in head or "optedin" in head


def _read_consent(reading: RowReading, field: Field, customer: Customer) -> ConsentGiven | None:
    """Return a consent with its source, text and time; None if one of these is missing or wrong, which is noted."""
    proof = reading.how.proof
    source = reading.text(Field.CONSENT_SOURCE, LONGEST_SOURCE) if reading.cell(Field.CONSENT_SOURCE) else proof.source
    text = reading.text(Field.CONSENT_TEXT, LONGEST_TEXT) if reading.cell(Field.CONSENT_TEXT) else proof.text
    at = reading.moment(Field.CONSENT_AT) if reading.cell(Field.CONSENT_AT) else proof.at
    lacking = [one.value for one, found in zip(_PROOF, (source, text, at), strict=True) if not found]
    if source is None or text is None or at is None:
        reading.add_mistake(field, f"the consent was not imported: it cannot be proven without {', '.join(lacking)}")
        return None
    if at < EARLIEST:
        reading.add_mistake(field, f"the consent was not imported: nobody agreed to messages in {at.year}")
        return None
    if at > reading.how.now:
        reading.add_mistake(field, "the consent was not imported: its time is in the future")
        return None
    given = ConsentGiven(CONSENT_CHANNELS[field], ConsentAction.GRANTED, source, text, at, told_at=at)
    if persons.find_consent_identity(given, customer, reading.how.country) is None:
        lacks = CHANNELS[given.channel].field
        reading.add_mistake(field, f"the consent was not imported: the row has no {lacks} that it could be for")
        return None
    return given
