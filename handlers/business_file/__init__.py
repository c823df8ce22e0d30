"""A business file: TOML that describes one business, read whole or refused with every mistake and its line."""

from handlers.business_file.mistakes import Mistake, WrongBusinessFile
from handlers.business_file.reader import BusinessFile, read_business_file
from handlers.business_file.sections import StaffEntry
from handlers.business_file.texts import TEXT_NAMES, CheckText, checked_by

__all__ = [
    "TEXT_NAMES",
    "BusinessFile",
    "CheckText",
    "Mistake",
    "StaffEntry",
    "WrongBusinessFile",
    "checked_by",
    "read_business_file",
]
