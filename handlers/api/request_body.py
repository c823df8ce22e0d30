"""What stands in a request: JSON, read into the model of whoever takes it; mistakes are told by their field."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handlers.api.request_mistakes import mistakes_of, name, tell
from handlers.api.routes import SHOW_MANUAL
from handlers.engine.checked_fields import Wrong, document

M = TypeVar("M", bound=BaseModel)

NO_EXAMPLE: Mapping[str, Any] = MappingProxyType({})
"""Of what has no field that must be there."""


class BadJson(Exception):
    """The body is not JSON: 400."""


class BadEnvelope(Exception):
    """The envelope is wrong at ``field`` ("" is all of it): 422, and nothing is stored. ``message`` tells all of it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def read_body(model: type[M], raw: bytes, example: Mapping[str, Any] = NO_EXAMPLE) -> M:
    """What a body says. Raises BadJson for what is no JSON, BadEnvelope with the first field that is wrong.

    ``example`` is a body that would be right: mistakes are told with what stands there.
    """
    try:
        content = document(raw).value
    except Wrong as wrong:
        said = wrong.message if raw.strip() else "the body is empty"
        raise BadJson(f"{said}; {_whole(example)}") from None
    if not isinstance(content, dict):
        raise BadEnvelope("", f"the body is {name(content)}, not an object; {_whole(example)}")
    return read_values(model, content, example)


def read_values(model: type[M], content: Mapping[str, object], example: Mapping[str, Any] = NO_EXAMPLE) -> M:
    """Content as the model has it. Raises BadEnvelope with the first field that is wrong; its message tells all."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        mistakes = mistakes_of(error, example)
        raise BadEnvelope(mistakes[0].field, tell(mistakes)) from None


def _whole(example: Mapping[str, Any]) -> str:
    fields = ", ".join(f'"{field}": …' for field in example)
    return f"send a JSON object: {{{fields}}}; {SHOW_MANUAL.path} has examples to copy"
