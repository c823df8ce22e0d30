"""The body of a request: JSON, parsed into a model; mistakes are reported by field."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handlers.api.request_mistakes import join_mistakes, list_mistakes, name_json_type
from handlers.api.routes import SHOW_MANUAL
from handlers.engine.checked_fields import Wrong, parse_document

M = TypeVar("M", bound=BaseModel)

NO_EXAMPLE: Mapping[str, Any] = MappingProxyType({})
"""The example of a model without required fields."""


class BadJson(Exception):
    """Error for a body that is not JSON: 400."""


class BadEnvelope(Exception):
    """Error for a wrong envelope: 422, and nothing is stored. ``field`` is the wrong part, "" for the whole.
    ``message`` has all mistakes."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def read_body(model: type[M], raw: bytes, example: Mapping[str, Any] = NO_EXAMPLE) -> M:
    """Parse a body into a model. Raises BadJson if it is not JSON, BadEnvelope with the first wrong field.

    ``example`` is a valid body, which mistakes quote.
    """
    try:
        content = parse_document(raw).value
    except Wrong as wrong:
        said = wrong.message if raw.strip() else "the body is empty"
        raise BadJson(f"{said}; {_render_example(example)}") from None
    if not isinstance(content, dict):
        raise BadEnvelope("", f"the body is {name_json_type(content)}, not an object; {_render_example(example)}")
    return read_values(model, content, example)


def read_values(model: type[M], content: Mapping[str, object], example: Mapping[str, Any] = NO_EXAMPLE) -> M:
    """Parse content into a model. Raises BadEnvelope with the first wrong field; its message has all mistakes."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        mistakes = list_mistakes(error, example)
        raise BadEnvelope(mistakes[0].field, join_mistakes(mistakes)) from None


def _render_example(example: Mapping[str, Any]) -> str:
    fields = ", ".join(f'"{field}": …' for field in example)
    return f"send a JSON object: {{{fields}}}; {SHOW_MANUAL.path} has examples to copy"
