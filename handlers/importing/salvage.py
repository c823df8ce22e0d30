"""The opt-out of a row that cannot be read: its number or e-mail still ends, and the rest of the row is not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.channels import SMS
from flows.events import ConsentAction, ConsentGiven, Customer, CustomerUpdated
from flows.importing import cells
from flows.importing.fields import CONSENTS, STOPS, Field
from flows.importing.opting_out import is_ended, may_stop
from flows.importing.table import TableRow
from flows.mails import MAIL
from handlers import persons
from handlers.importing.row import How, Row
from handlers.importing.withheld import standing_in

ALONE = "{wrong}: its opt-out alone was taken over"
_FILE = "a file of customers"
_APART = re.compile(r'[,;|\t"]')


def unread(record: TableRow, how: How, wrong: str) -> Row:
    """Return a row that could not be read, refused, or with its opt-out alone where the row shows one."""
    texts = [cells.bare(part) for cell in record.cells for part in (_APART.split(cell) if record.wrong else [cell])]
    names = {name.channel: name.value for text in texts for name in standing_in(text, how.country)}
    customer = Customer(phone=names.get(SMS.name), email=names.get(MAIL))
    if not names or not _is_stopped(texts, how):
        return Row(record, None, mistakes=(wrong,))
    end = ConsentGiven(SMS.name, ConsentAction.REVOKED, _FILE, "", how.as_of, told_at=how.as_of)
    identities = tuple(persons.identities(how.source, customer, [end], how.country))
    news = CustomerUpdated(customer, how.as_of, (end,))
    return Row(record, news, identities, (ALONE.format(wrong=wrong),))


def _is_stopped(texts: Sequence[str], how: How) -> bool:
    """Return True if a file with opt-outs has one in this row, wherever its cells stand."""
    if how.columns.at.keys().isdisjoint({*STOPS, *CONSENTS}):
        return False
    return any(map(is_ended, texts)) or any(_ends(text, place, how) for text, place in _opt_out_cells(texts, how))


def _opt_out_cells(texts: Sequence[str], how: How) -> Iterator[tuple[str, int]]:
    """Yield the cells of the columns of opt-outs, counted from the first column and from the last, and the columns."""
    for place in how.columns.at.get(Field.OPTED_OUT, ()):
        for at in (place, place - len(how.columns.heads) + len(texts)):
            if 0 <= at < len(texts):
                yield texts[at], place


def _ends(text: str, place: int, how: How) -> bool:
    if place in how.counted:
        return bool(text) and how.counted[place].how.stop(text, how.zone, month_first=how.month_first)[0] is not None
    return may_stop(text, how.zone, month_first=how.month_first)
