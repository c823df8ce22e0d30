"""Fields that are read strictly: what the document allows is taken as it stands, and nothing else is."""

from __future__ import annotations

from typing import Annotated

import pytest
from openapi_schema_validator import OAS31Validator
from pydantic import BaseModel, ValidationError

from handlers.api.field_types import make_exact_line
from tests.cases import each


class Named(BaseModel):
    """Something with a name."""

    name: Annotated[str, *make_exact_line(1, 8)]
    note: Annotated[str, *make_exact_line(0, 8)] = ""


@pytest.mark.parametrize("text", ["a", "Diwali", "a b", "दिवाली", "12345678"])
def test_a_line_is_taken_as_it_stands(text: str) -> None:
    assert OAS31Validator(Named.model_json_schema()).is_valid({"name": text, "note": ""})
    assert Named(name=text).name == text


@each("odd", [0, 7, None, True, ["a"], "", " ", " a", "a ", "a  b", "a\nb", "a\x00", "123456789"])
def test_what_is_no_line_is_refused_by_the_document_and_by_the_reader(odd: object) -> None:
    assert not OAS31Validator(Named.model_json_schema()).is_valid({"name": odd})
    with pytest.raises(ValidationError):
        Named.model_validate({"name": odd})
