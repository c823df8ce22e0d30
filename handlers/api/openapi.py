"""The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0), generated from the endpoints."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import WithDefaultSchema

from handlers.api.api_refusals import Code
from handlers.api.endpoint import Endpoint
from handlers.api.idempotency import HEADER

VERSION = "1"
_TITLE = "Parley"
_DESCRIPTION = (
    "Send Parley the events of your shop, and read its messages and results. Every call carries an API key "
    "(parley key create --business B --scope events,read). Times are UTC, amounts of money are decimal strings, lists "
    'are {"items": […], "next": cursor or null}. Each answer has an X-Request-Id (yours, if you sent one) and '
    "RateLimit-Limit, -Remaining and -Reset (seconds) of the key."
)
_ALWAYS = (Code.UNAUTHORIZED, Code.FORBIDDEN, Code.TOO_MANY, Code.UNAVAILABLE)
_WITH_BODY = (Code.NOT_JSON, Code.TOO_LARGE, Code.PACKED, Code.INVALID)
_VERSION = {"description": "the version, for If-Match and If-None-Match", "schema": {"type": "string"}}
_IF_SHOWN = "If-None-Match", "the ETag of the version you have: 304 without content while it is the newest"
_IF_CHANGED = "If-Match", "the ETag of the version you read: 412, and no change, if there is a newer one"
_ONCE = "your own key: a repeat with the same key changes nothing; with another body or query it is 422"
_SAID = frozenset({"title", "description"})
SHARED = "x-shared"
"""The key in a schema with the name of its shared schema, which ``schemas`` holds next to it with its parts: the
document has it once, however many models refer to it."""
AT = "#/components/schemas/"
"""The prefix of references between schemas of the document."""
_Shown = tuple[type[Any], Literal["validation", "serialization"]]


class ErrorDetail(BaseModel):
    """The details of a refusal."""

    code: Code
    message: Annotated[str, Field(description="for people; its wording may change")]
    field: Annotated[str | None, Field(description="the path of the wrong field in the request, as items[2].price")]


class Error(BaseModel):
    """The form of every refusal."""

    error: ErrorDetail


class _ApiSchemas(GenerateJsonSchema):
    """A schema generator that leaves out empty defaults."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        return super().default_schema(schema) if schema.get("default") else self.generate_inner(schema["schema"])


def describe(endpoints: Sequence[Endpoint[Any]], public_url: str | None) -> dict[str, Any]:
    """Generate the document. ``public_url`` is the API's address; if None, that of the document."""
    shapes, schemas = _schemas(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        operations = paths.setdefault(endpoint.route.path, {})
        operations[endpoint.route.method.lower()] = _operation(endpoint, shapes, schemas)
    asked = {_name(shapes[endpoint.takes]) for endpoint in endpoints if not endpoint.reads_json}
    return {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "version": VERSION, "description": _DESCRIPTION},
        "servers": [{"url": public_url.rstrip("/") if public_url else "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": {name: schema for name, schema in schemas.items() if name not in asked},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas(endpoints: Sequence[Endpoint[Any]]) -> tuple[dict[type, Any], dict[str, Any]]:
    """Return the reference for each model, and all schemas by name."""
    models: list[_Shown] = [(Error, "serialization")]
    for endpoint in endpoints:
        models.append((endpoint.takes, "validation"))
        models += [(model, "serialization") for model in endpoint.answers.values() if model is not None]
    references, found = models_json_schema(models, ref_template=f"{AT}{{model}}", schema_generator=_ApiSchemas)
    shared: dict[str, Any] = {}
    schemas = _replace_references(found["$defs"], shared)
    return {model: reference for (model, _), reference in references.items()}, {**schemas, **shared}


def _replace_references(schema: Any, shared: dict[str, Any]) -> Any:
    """Replace references to shared schemas, which are added to ``shared``."""
    if isinstance(schema, list):
        return [_replace_references(one, shared) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if SHARED in schema:
        shared.update(schema["schemas"])
        return {"$ref": f"{AT}{schema[SHARED]}"} | (
            {"description": said} if (said := schema.get("description")) else {}
        )
    return {name: _replace_references(one, shared) for name, one in schema.items()}


def _name(reference: dict[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]


def _operation(endpoint: Endpoint[Any], shapes: dict[type, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    taken = shapes[endpoint.takes]
    answers = {str(status): _answer(endpoint, model, shapes) for status, model in endpoint.answers.items()}
    operation = {
        "operationId": endpoint.run.__name__,
        "summary": endpoint.summary,
        "description": f"{endpoint.description} Needs a key with the scope {endpoint.scope}.",
        "responses": answers | _refusals(endpoint, shapes[Error]),
    }
    if not endpoint.reads_json:
        asked = _parameters(endpoint, schemas[_name(taken)])
        return operation | {"parameters": [*asked, *_headers(endpoint)]} | _file(endpoint)
    examples = {
        name: {"description": endpoint.notes.get(name, ""), "value": example}
        for name, example in endpoint.examples.items()
    }
    content = {"application/json": {"schema": taken, **({"examples": examples} if examples else {})}}
    beside = [*map(_make_parameters, endpoint.route.in_path), *_headers(endpoint)]
    return (
        operation | ({"parameters": beside} if beside else {}) | {"requestBody": {"required": True, "content": content}}
    )


def _file(endpoint: Endpoint[Any]) -> dict[str, Any]:
    """Describe the body if it is a file; empty if it is not."""
    if endpoint.upload is None:
        return {}
    size = f"at most {endpoint.upload.most >> 20} MiB; more is 413"
    content = {endpoint.upload.kind: {"schema": {"type": "string"}, "example": endpoint.upload.example}}
    return {"requestBody": {"required": True, "description": size, "content": content}}


def _headers(endpoint: Endpoint[Any]) -> Iterable[dict[str, Any]]:
    """Yield the headers that a request can have."""
    if endpoint.versioned:
        name, says = _IF_SHOWN if _is_shown(endpoint) else _IF_CHANGED
        schema = {"type": "string"}
        yield {"name": name, "in": "header", "required": False, "description": says, "schema": schema}
    if endpoint.once:
        schema = {"type": "string", "pattern": "^[!-~]{1,255}$"}
        yield {"name": HEADER, "in": "header", "required": False, "description": _ONCE, "schema": schema}


def _make_parameters(name: str) -> dict[str, Any]:
    """Return the parameters of a path for requests with a body."""
    return {"name": name, "in": "path", "required": True, "description": "", "schema": {"type": "string"}}


def _parameters(endpoint: Endpoint[Any], schema: dict[str, Any]) -> Iterable[dict[str, Any]]:
    for name, shape in schema["properties"].items():
        placed = "path" if name in endpoint.route.in_path else "query"
        yield {
            "name": name,
            "in": placed,
            "required": placed == "path" or name in schema.get("required", ()),
            "description": shape.get("description", ""),
            "schema": {key: value for key, value in shape.items() if key not in _SAID and value is not None},
        }


def _answer(endpoint: Endpoint[Any], model: type[Any] | None, shapes: dict[type, Any]) -> dict[str, Any]:
    if model is None:
        return {"description": "Done; no content."}
    content = {"application/json": {"schema": shapes[model]}}
    content |= {endpoint.text: {"schema": {"type": "string"}}} if endpoint.text else {}
    answer = {"description": model.__doc__ or "", "content": content}
    return answer | ({"headers": {"ETag": _VERSION}} if endpoint.versioned else {})


def _refusals(endpoint: Endpoint[Any], reference: dict[str, str]) -> dict[str, Any]:
    shared = _WITH_BODY if endpoint.route.in_body else ()
    changed = (Code.OUTDATED,) if endpoint.versioned and not _is_shown(endpoint) else ()
    codes = (*_ALWAYS, *shared, *changed, *endpoint.refuses)
    content = {"application/json": {"schema": reference}}
    statuses = sorted({code.status: code for code in codes}.items())
    refused = {
        str(status): {"description": f"{HTTPStatus(status).phrase}: {code.meaning}", "content": content}
        for status, code in statuses
    }
    return ({"304": {"description": "You have the newest version."}} if _is_shown(endpoint) else {}) | refused


def _is_shown(endpoint: Endpoint[Any]) -> bool:
    return endpoint.versioned and endpoint.route.method == "GET"
