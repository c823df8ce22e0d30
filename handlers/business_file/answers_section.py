"""``[answers]``: the answers to customers' frequent questions, by name and language."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.business_file import file_values
from handlers.business_file.toml_table import Table
from handlers.engine.checked_fields import ANSWER_NAME, LONGEST_ANSWER
from templates.message_library import pick_locale
from templates.phrases import LOCALES

_TEXT = file_values.text(LONGEST_ANSWER)


def read_answers(table: Table, locale: str) -> dict[str, Mapping[str, str]]:
    """Parse the answers by name and language; a text with no language is in the business's own."""
    own, read = pick_locale(locale, LOCALES, "en"), dict[str, Mapping[str, str]]()
    for name in table.names():
        if not ANSWER_NAME.fullmatch(name):
            table.add_mistake(name, 'must be named by one word of 2 to 24 of a-z and 0-9, like "shipping"')
        elif table.holds_table(name):
            read[name] = table.section(name).entries(LOCALES, _TEXT)
        else:
            text = table.read(name, _TEXT, None)
            read[name] = {own: text} if text is not None else {}
    return read
