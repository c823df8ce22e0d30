"""Values that a business file takes from the environment, and those stored as secrets."""

from handlers.business_file import file_values
from handlers.business_file.toml_table import Needed, Parse, Table, spell_path


def from_environment(table: Table, parse: Parse[str]) -> Parse[str]:
    """Make a parser of a text that may be ``env:NAME``, a variable of the table's environment."""
    return file_values.parse_environment(table.reading.environ, parse)


def add_secret(
    table: Table, owner: str, key: str, parse: Parse[str] = file_values.secret, *, needed: bool = True, stored: str = ""
) -> None:
    """Store a secret by the name of its owner and as ``stored``, by default its key; it may be missing if not
    ``needed``."""

    def read(value: object) -> str:
        if not str(value).strip().startswith(file_values.ENVIRONMENT):
            table.reading.plain.append(spell_path((*table.path, key)))
        return from_environment(table, parse)(value)

    found = table.read(key, Needed(read, '"env:NAME"') if needed else read, "")
    if found or needed:
        table.reading.secrets[f"{owner}.{stored or key}"] = found
