"""``/api/docs``: the OpenAPI document as one page, readable on a phone, with a call to copy for every endpoint."""

import json
import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, StrictUndefined

_PAGE = Path(__file__).with_name("manual.html")
_IN_PATH = re.compile(r"{(\w+)}")
_JSON = "application/json"
_HERE = "http://127.0.0.1:8080"
_PLAIN = ("type", "format", "pattern", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "default")

_MOST = 12  # values of a field that are listed


def write_manual(document: Mapping[str, Any]) -> str:
    """Render the page for an OpenAPI document of ours."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(_PAGE.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    return page.render(
        info=document["info"],
        endpoints=list(_endpoints(document)),
        shapes=[{"name": name, **_shape(schema)} for name, schema in sorted(schemas.items())],
    )


def _endpoints(document: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    server = document["servers"][0]["url"]
    base = _HERE if server == "/" else server
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield {
                "id": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "description": operation["description"],
                "parameters": [_parameter(parameter) for parameter in operation.get("parameters", ())],
                "takes": _reference(operation.get("requestBody")),
                "calls": list(_calls(method.upper(), base + path, operation)),
                "responses": [
                    {"status": status, "shape": _reference(answer), "description": answer["description"]}
                    for status, answer in sorted(operation["responses"].items())
                ],
            }


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    return {**parameter, "kind": _kind(parameter["schema"])}


def _calls(method: str, url: str, operation: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    """Yield a call to copy for each example, with the example's name."""
    start = f'curl -H "Authorization: Bearer $KEY" {shlex.quote(_IN_PATH.sub(_capitals, url))}'
    content = operation.get("requestBody", {}).get("content", {})
    query = [f"{p['name']}={p['schema']['examples'][0]}" for p in operation.get("parameters", ()) if _has_example(p)]
    if content and _JSON not in content:
        ((kind, _),) = content.items()
        asked = urlencode([(name, value) for name, _, value in (one.partition("=") for one in query)])
        called = f"{start}{shlex.quote('?' + asked)}" if asked else start
        sent = f" \\\n  -H 'Content-Type: {kind}' --data-binary @FILE"
        yield {"name": "", "note": "", "text": called + sent}
        return
    if not content:
        data = "".join(f" \\\n  --get --data-urlencode {shlex.quote(part)}" for part in query)
        how = "" if method == "GET" else f" \\\n  -X {method}"
        yield {"name": "", "note": "", "text": start + how + data}
        return
    for name, example in content[_JSON].get("examples", {}).items():
        body = json.dumps(example["value"], indent=2, ensure_ascii=False)
        yield {
            "name": name,
            "note": example["description"],
            "text": f"{start} \\\n  -X {method} --data-raw {shlex.quote(body)}",
        }


def _capitals(named: re.Match[str]) -> str:
    """Replace the placeholders of a path by capitals, because braces have a meaning for curl."""
    return named.group(1).upper()


def _has_example(parameter: Mapping[str, Any]) -> bool:
    return parameter["in"] == "query" and bool(parameter["schema"].get("examples"))


def _reference(answer: Mapping[str, Any] | None) -> str:
    content = (answer or {}).get("content", {})
    return _get_last_part(content[_JSON]["schema"]["$ref"]) if _JSON in content else ""


def _get_last_part(reference: str) -> str:
    return reference.rpartition("/")[2]


def _shape(schema: Mapping[str, Any]) -> dict[str, Any]:
    required = schema.get("required", ())
    fields = [
        {
            "name": name,
            "required": name in required,
            "kind": _kind(field),
            "shapes": list(_list_schemas(field)),
            "description": field.get("description", ""),
        }
        for name, field in schema.get("properties", {}).items()
    ]
    return {
        "description": schema.get("description", ""),
        "fields": fields,
        "values": schema.get("enum", []),
        "choices": list(_list_schemas(schema)),
    }


def _kind(schema: Mapping[str, Any]) -> str:
    """Describe the type of a value in a few words; schemas that it refers to are described separately."""
    if choices := _choices(schema):
        return " or ".join(dict.fromkeys(kind for kind in map(_kind, choices) if kind))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}".strip()
    words = [
        f"{name} {_value(schema[name])}" if name != "type" else _value(schema[name])
        for name in _PLAIN
        if name in schema
    ]
    return ", ".join(words)


def _choices(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ())) if "required" not in one]


def _value(value: object) -> str:
    """Format a value, or several; of a long list only the first few."""
    if not isinstance(value, list):
        return str(value)
    more = f" or one of {len(value) - _MOST} others" if len(value) > _MOST + 1 else ""
    return " or ".join(map(str, value[:_MOST] if more else value)) + more


def _list_schemas(schema: Mapping[str, Any]) -> Iterable[str]:
    """Yield the names of the schemas that a field refers to."""
    if "$ref" in schema:
        yield _get_last_part(schema["$ref"])
    for inner in (*_choices(schema), *([schema["items"]] if "items" in schema else ())):
        yield from _list_schemas(inner)
