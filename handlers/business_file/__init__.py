"""A business file: TOML that describes one business, read whole or refused with every mistake and its line."""

from handlers.business_file.catalogue import ProductEntry, ShopEntry
from handlers.business_file.reader import BusinessFile, read_business_file
from handlers.business_file.sections import StaffEntry
from handlers.business_file.table import FileMistake, WrongBusinessFile
from handlers.business_file.texts import CheckText, checked_by, text_names

__all__ = [
    "BusinessFile",
    "CheckText",
    "FileMistake",
    "ProductEntry",
    "ShopEntry",
    "StaffEntry",
    "WrongBusinessFile",
    "checked_by",
    "read_business_file",
    "text_names",
]
