"""How a request names a product and one of its sizes."""

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from handlers.api.shapes import LINE
from handlers.reading import clean

MOST_SKU, MOST_SIZE = 100, 20


def _line(least: int, most: int) -> Callable[[object], str]:
    """One line as it stands in a business file: what no database keeps is refused, not removed."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError("is not text")
        if not least <= len(value) <= most or clean(value, most) != value:
            raise ValueError(f"is not one line of {least} to {most} characters")
        return value

    return read


Sku = Annotated[
    str,
    BeforeValidator(_line(1, MOST_SKU)),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_SKU, "pattern": LINE}),
]
Size = Annotated[
    str,
    BeforeValidator(_line(0, MOST_SIZE)),
    WithJsonSchema({"type": "string", "maxLength": MOST_SIZE, "pattern": LINE}),
]
