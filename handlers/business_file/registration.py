"""What SMS to India are registered under: ``[channels.sms.dlt]``."""

from __future__ import annotations

from functools import cache

from flows.business import Approved, Registration
from handlers.business_file import values
from handlers.business_file.table import Table
from handlers.business_file.texts import written_locales
from templates.library import Library

# The operators' portals give both as 19 digits: trueconnect.jio.com, dltconnect.airtel.in
_ENTITY = values.matching("[0-9]{19}", "the id of your entity on the DLT portal, 19 digits")
_TEMPLATE = values.matching("[0-9]{19}", "the id of a text that the DLT portal approved, 19 digits")


@cache
def sms_texts() -> tuple[str, ...]:
    """The texts that may go to customers by SMS, in order."""
    library = Library.load()
    return tuple(name for name in library.names() if library.message(name).reader == "customer")


def read_registration(table: Table) -> Registration:
    """The entity, and each text's template: one id, or one for each language."""
    entity = table.must("entity", _ENTITY, "", '"1101000000000000000"')
    inner = table.section("templates")
    by_locale = [name for name in sms_texts() if inner.holds_table(name)]
    found: dict[str, Approved] = {**inner.entries([name for name in sms_texts() if name not in by_locale], _TEMPLATE)}
    found |= {name: _languages(inner.section(name)) for name in by_locale}
    inner.close()
    table.close()
    return Registration(entity, {name: found[name] for name in sms_texts() if found.get(name)})


def _languages(table: Table) -> dict[str, str]:
    found = table.entries(written_locales(), _TEMPLATE)
    table.close()
    return found
