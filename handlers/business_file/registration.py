"""What SMS to India are registered under: ``[channels.sms.dlt]``."""

from collections.abc import Sequence
from functools import cache

from flows.business import Approved, Registration
from handlers.business_file import values
from handlers.business_file.table import Parse, Table
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
    return Registration(entity, read_approved(table.section("templates"), sms_texts(), _TEMPLATE))


def read_approved(table: Table, names: Sequence[str], parse: Parse[str]) -> dict[str, Approved]:
    """What was approved of each text, in the order of their names: once, or once for each language."""
    by_locale = [name for name in names if table.holds_table(name)]
    found: dict[str, Approved] = {**table.entries([name for name in names if name not in by_locale], parse)}
    for name in by_locale:
        told = table.section(name).entries(written_locales(), parse)
        found[name] = {locale: sid for locale, sid in told.items() if sid}
    return {name: found[name] for name in names if found.get(name)}
