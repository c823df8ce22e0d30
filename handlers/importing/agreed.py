"""What a row says that its customer agreed to, or wants no more. A consent without its proof is none."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flows.channels import CHANNELS, SMS, TELEGRAM, WHATSAPP
from flows.events import ConsentAction, ConsentGiven, Customer
from flows.importing import cells
from flows.importing.fields import Field
from handlers import persons
from handlers.reading import EARLIEST

if TYPE_CHECKING:
    from handlers.importing.person import RowReading

_CHANNELS = {Field.SMS_CONSENT: SMS, Field.WHATSAPP_CONSENT: WHATSAPP, Field.TELEGRAM_CONSENT: TELEGRAM}
_PROOF = (Field.CONSENT_SOURCE, Field.CONSENT_TEXT, Field.CONSENT_AT)
LONGEST_SOURCE, LONGEST_TEXT = 200, 2000
_FILE = "a file of customers"


def consents_of(reading: RowReading, customer: Customer, as_of: datetime) -> list[ConsentGiven]:
    """All consents of the row; an opt-out is of everything."""
    said = {field: _said(reading, field) for field in (*_CHANNELS, Field.OPTED_OUT) if reading.cell(field)}
    ended = said.pop(Field.OPTED_OUT, None)
    if ended or ConsentAction.REVOKED in said.values():
        return [_end(reading, as_of, beside_a_yes=ConsentAction.GRANTED in said.values())]
    return [
        given
        for field, told in said.items()
        if told is ConsentAction.GRANTED and (given := _given(reading, field, customer)) is not None
    ]


def _said(reading: RowReading, field: Field) -> ConsentAction | None:
    """What a cell says: that it was agreed to, that this is over, or (None) nothing of either."""
    try:
        agreed = cells.flag(reading.cell(field))
    except ValueError:
        return ConsentAction.REVOKED
    if agreed is None:
        reading.wrong(field, "is neither yes nor no")
    over = ConsentAction.REVOKED if field is Field.OPTED_OUT else ConsentAction.GRANTED
    return over if agreed else None


def _end(reading: RowReading, as_of: datetime, *, beside_a_yes: bool) -> ConsentGiven:
    """An opt-out that the shop knows of needs no proof, and is of every channel (47 CFR 64.1200(a)(10)).

    ``beside_a_yes``: the proof of the row is of that yes. Dated by it the opt-out would lose to any later yes that is
    known here, so it stands as of the row.
    """
    if beside_a_yes:
        return ConsentGiven(SMS.name, ConsentAction.REVOKED, _FILE, "", as_of, told_at=as_of)
    at = reading.moment(Field.CONSENT_AT) or as_of
    source = reading.text(Field.CONSENT_SOURCE, LONGEST_SOURCE) or _FILE
    text = reading.text(Field.CONSENT_TEXT, LONGEST_TEXT) or ""
    return ConsentGiven(SMS.name, ConsentAction.REVOKED, source, text, min(at, reading.how.now), told_at=at)


def _given(reading: RowReading, field: Field, customer: Customer) -> ConsentGiven | None:
    """A consent with its source, text and time; without one of them it is noted and left out."""
    proof = reading.how.proof
    source = reading.text(Field.CONSENT_SOURCE, LONGEST_SOURCE) if reading.cell(Field.CONSENT_SOURCE) else proof.source
    text = reading.text(Field.CONSENT_TEXT, LONGEST_TEXT) if reading.cell(Field.CONSENT_TEXT) else proof.text
    at = reading.moment(Field.CONSENT_AT) if reading.cell(Field.CONSENT_AT) else proof.at
    lacking = [one.value for one, found in zip(_PROOF, (source, text, at), strict=True) if not found]
    if source is None or text is None or at is None:
        reading.wrong(field, f"the consent was not taken over: it cannot be proven without {', '.join(lacking)}")
        return None
    if at < EARLIEST:
        reading.wrong(field, f"the consent was not taken over: nobody agreed to messages in {at.year}")
        return None
    if at > reading.how.now:
        reading.wrong(field, "the consent was not taken over: its time is still to come")
        return None
    given = ConsentGiven(_CHANNELS[field].name, ConsentAction.GRANTED, source, text, at, told_at=at)
    if persons.consent_identity(given, customer, reading.how.country) is None:
        lacks = CHANNELS[given.channel].field
        reading.wrong(field, f"the consent was not taken over: the row has no {lacks} that it could be for")
        return None
    return given
