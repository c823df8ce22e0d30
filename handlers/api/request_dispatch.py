"""The way from an HTTP request to an endpoint and back: the key is checked first, then the body, then its fields."""

import re
from collections.abc import Awaitable, Callable, Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from handlers.api.api_refusals import ApiRefused, Code, refuse_too_many, refuse_while_away
from handlers.api.endpoint import ApiCall, ApiReply, ApiServices, Endpoint
from handlers.api.request_body import BadEnvelope, BadJson, read_body, read_values
from handlers.api.resource_versions import LISTS
from handlers.engine.turn import UnknownBusiness
from storage.businesses.access import ApiKey
from storage.database.stores import DatabaseAway

LARGEST_BODY = 1 << 20
"""The most bytes of a body; more is 413. A compressed one is 415 before it comes here."""

Handler = Callable[[web.Request], Awaitable[web.Response]]

# The characters of a bearer token: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]{1,512}=*) *", re.IGNORECASE)
_NONE: Mapping[str, str] = MappingProxyType({})
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def serve(endpoint: Endpoint[Any], api: ApiServices) -> Handler:
    """Make the aiohttp handler of an endpoint, which answers any request in the documented form."""

    async def handle(request: web.Request) -> web.Response:
        rate: dict[str, str] = {}
        try:
            reply = await _answer(endpoint, api, request, rate)
        except ApiRefused as refused:
            return render_refusal(refused, rate)
        return _response(reply, rate)

    return handle


def render_refusal(refused: ApiRefused, beside: Mapping[str, str] = _NONE) -> web.Response:
    """Render the answer for a refusal, with the headers ``beside`` in addition to its own."""
    return web.json_response(refused.body, status=refused.code.status, headers=_HEADERS | {**beside} | refused.headers)


def _response(reply: ApiReply, beside: Mapping[str, str]) -> web.Response:
    headers = _HEADERS | {**beside, **reply.headers}
    if reply.body is not None:
        return web.json_response(reply.body, status=reply.status, headers=headers)
    if reply.text is not None:
        return web.Response(text=reply.text, content_type=reply.kind, status=reply.status, headers=headers)
    return web.Response(status=reply.status, headers=headers)


async def _answer(endpoint: Endpoint[Any], api: ApiServices, request: web.Request, rate: dict[str, str]) -> ApiReply:
    """Run the endpoint and return its answer; ``rate`` gets the key's remaining requests, even if it refuses."""
    try:
        key = await _prove(request, api)
        for field, part in request.match_info.items():
            if "\0" in part:  # PostgreSQL has no text with it
                raise ApiRefused(Code.NOT_FOUND, "nothing has this name", field)
        _admit(endpoint, api, key, rate)
        raw = await _read_body(request, _get_limit(endpoint)) if endpoint.route.in_body else b""
        route, asked = f"{request.method} {request.path}", sorted(request.query.items(), key=itemgetter(0))
        query = urlencode(asked, errors="surrogatepass")
        call = ApiCall(api, key, raw, dict(request.match_info), _headers(request), route, query)
        return await endpoint.run(call, _values(endpoint, request, raw))
    except BadJson as bad:
        raise ApiRefused(Code.NOT_JSON, str(bad)) from None
    except BadEnvelope as bad:
        raise ApiRefused(Code.INVALID, bad.message, bad.field) from None
    except UnknownBusiness:
        raise _unproven("the business of this key is gone") from None
    except DatabaseAway:
        raise refuse_while_away() from None


def _headers(request: web.Request) -> Mapping[str, str]:
    """Return the headers; repeated ones are joined: https://www.rfc-editor.org/rfc/rfc9110#section-5.3"""
    several = {name: lines for name in LISTS if len(lines := request.headers.getall(name, [])) > 1}
    if not several:
        return request.headers
    joined = request.headers.copy()
    joined.update({name: ", ".join(lines) for name, lines in several.items()})
    return joined


def _admit(endpoint: Endpoint[Any], api: ApiServices, key: ApiKey, rate: dict[str, str]) -> None:
    """Check the scope and the rate limit of a key. Raises ApiRefused."""
    if key.sponsor is not None and not endpoint.sponsors:
        raise ApiRefused(Code.FORBIDDEN, "this key is for the offers and reports of one partner only")
    if endpoint.scope not in key.scopes:
        raise ApiRefused(Code.FORBIDDEN, f"this key lacks the scope {endpoint.scope}")
    if (admitted := api.admit(key.id, endpoint.route)) is not None:
        rate.update(admitted.headers)
        if admitted.wait:
            raise refuse_too_many(admitted.wait)


async def _prove(request: web.Request, api: ApiServices) -> ApiKey:
    """Return the key of a request. The search uses its keyed hash, so timing reveals nothing about it."""
    sent = request.headers.getall("Authorization", [])
    found = _BEARER.fullmatch(sent[0]) if len(sent) == 1 else None
    if found is None:
        raise _unproven("send your API key: Authorization: Bearer KEY")
    key = await api.find_key(found.group(1))
    if key is None:
        raise _unproven("this API key is not known; make one with: parley key create")
    if not key.works(api.now()):
        why = "was revoked" if key.revoked_at is not None else f"ended on {key.expires_at:%Y-%m-%d}"
        raise _unproven(f"this API key {why}; make another one with: parley key create")
    return key


def _unproven(message: str) -> ApiRefused:
    return ApiRefused(Code.UNAUTHORIZED, message, headers={"WWW-Authenticate": "Bearer"})


def _get_limit(endpoint: Endpoint[Any]) -> int:
    return LARGEST_BODY if endpoint.upload is None else endpoint.upload.most


async def _read_body(request: web.Request, most: int) -> bytes:
    too_large = ApiRefused(Code.TOO_LARGE, f"the body is larger than {most} bytes")
    if (request.content_length or 0) > most:
        raise too_large
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > most:
                raise too_large
    except (web.RequestPayloadError, HttpProcessingError, ConnectionError):
        raise ApiRefused(Code.NOT_JSON, "the body did not arrive whole") from None
    return bytes(body)


def _values(endpoint: Endpoint[Any], request: web.Request, raw: bytes) -> Any:
    if endpoint.reads_json:
        return read_body(endpoint.takes, raw, endpoint.example)
    try:
        return read_values(endpoint.takes, _read_query(endpoint, request) | dict(request.match_info), endpoint.example)
    except BadEnvelope as bad:
        if bad.field in endpoint.route.in_path:
            asked = request.match_info[bad.field][:80]
            raise ApiRefused(
                Code.NOT_FOUND, f"nothing has the {bad.field} {asked!r}: {bad.message}", bad.field
            ) from None
        raise


def _read_query(endpoint: Endpoint[Any], request: web.Request) -> dict[str, str]:
    """Return the query; a repeated name has all its values, one on each line.

    Raises BadEnvelope for an unknown name, since an ignored filter would return everybody.
    """
    known = [one.alias or name for name, one in endpoint.takes.model_fields.items()]
    known = [name for name in known if name not in endpoint.route.in_path]
    for name in request.query:
        if name not in known:
            raise BadEnvelope(name[:80], f"is not a parameter of this route; known: {', '.join(known) or 'none'}")
    return {name: "\n".join(request.query.getall(name)) for name in request.query}
