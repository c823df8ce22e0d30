"""How a request names a product and one of its sizes."""

from typing import Annotated

from handlers.api.shapes import exact_line

MOST_SKU, MOST_SIZE = 100, 20

Sku = Annotated[str, *exact_line(1, MOST_SKU)]
Size = Annotated[str, *exact_line(0, MOST_SIZE)]
