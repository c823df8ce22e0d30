"""What stands in a request: JSON, read into the model of whoever takes it; mistakes are told by their field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from flows.reading import Wrong, document

M = TypeVar("M", bound=BaseModel)


class BadJson(Exception):
    """The body is not JSON: 400."""


class BadEnvelope(Exception):
    """The envelope is wrong at ``field`` ("" is all of it): 422, and nothing is stored."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field
        self.message = message


def read_body(model: type[M], raw: bytes) -> M:
    """What a body says. Raises BadJson for what is no JSON, BadEnvelope with the field that is wrong."""
    try:
        content = document(raw).value
    except Wrong as wrong:
        raise BadJson(wrong.message) from None
    return read_values(model, content)


def read_values(model: type[M], content: object) -> M:
    """Content as the model has it. Raises BadEnvelope with the first field that is wrong."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadEnvelope(where, first["msg"].removeprefix("Value error, ")) from None
