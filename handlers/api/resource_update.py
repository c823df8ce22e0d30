"""A document from GET, sent back with changes: read-only fields are ignored, and unknown fields refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator


def _describe_schema(schema: dict[str, Any], model: type[SentBack]) -> None:
    for name in model.passed_over:
        schema["properties"][name] = {"description": "passed over"}


class SentBack(BaseModel):
    """The document of a change; the fields ``passed_over`` are in GET's answer but cannot be changed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_describe_schema)
    passed_over: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _drop_read_only(cls, told: object) -> object:
        if not isinstance(told, Mapping):
            return told
        return {name: value for name, value in told.items() if name not in cls.passed_over}
