"""The goods of a line, of a cart, an order or a return, as API requests describe them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from handlers.api import field_types
from handlers.api.field_types import line, title_line
from handlers.engine.checked_fields import CheckedField as Read


class GoodsTold(BaseModel):
    """A line of goods; quantity 0 means removed. Without a title its name is the sku."""

    model_config = ConfigDict(validate_default=True, json_schema_extra={"required": ["title"]})

    sku: Annotated[str | None, *line(100)] = None
    title: Annotated[str | None, *field_types.reads(Read.title, field_types.SEEN)] = None
    category: Annotated[str | None, *title_line(100)] = None
    brand: Annotated[str | None, *title_line(100)] = None
    size: Annotated[str | None, *line(100)] = None
    quantity: Annotated[int | None, *field_types.reads(Read.read_whole, field_types.QUANTITY)] = None

    @field_validator("title")
    @classmethod
    def _check_name(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and not info.data.get("sku"):
            raise ValueError("is missing")
        return value

    @property
    def called(self) -> str:
        return self.title or self.sku or ""

    @property
    def pieces(self) -> int:
        """Return the quantity, 1 if missing."""
        return 1 if self.quantity is None else self.quantity
