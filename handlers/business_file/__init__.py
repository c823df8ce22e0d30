"""A business file: TOML that describes one business, accepted as a whole or refused with all its mistakes."""

from handlers.business_file.business_file_reader import BusinessFile, read_business_file
from handlers.business_file.business_sections import StaffEntry
from handlers.business_file.business_wordings import CheckText, list_text_names, make_text_check
from handlers.business_file.catalogue_sections import ProductEntry, ShopEntry
from handlers.business_file.toml_table import FileMistake, WrongBusinessFile

__all__ = [
    "BusinessFile",
    "CheckText",
    "FileMistake",
    "ProductEntry",
    "ShopEntry",
    "StaffEntry",
    "WrongBusinessFile",
    "list_text_names",
    "make_text_check",
    "read_business_file",
]
