"""Requests for an unknown path or method: the answer lists the existing ones, in the form of every refusal."""

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.routes import SHOW_MANUAL

_DOCS = SHOW_MANUAL.path
_API = "/api/"

Served = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def answer_astray(request: web.Request, handler: Served) -> web.StreamResponse:
    """Answer requests with no route; pass all others to their endpoints."""
    match request.match_info.http_exception:
        case web.HTTPMethodNotAllowed(allowed_methods=allowed):
            return _refusal(_refuse_method(request, _list_methods(request) or allowed))
        case web.HTTPNotFound():
            return _refusal(ApiRefused(Code.NOT_FOUND, _explain_no_path(request)))
    if request.match_info and (own := _list_methods(request)):
        return _refusal(_refuse_method(request, own))
    return await handler(request)


def _refusal(refused: ApiRefused) -> web.Response:
    from handlers.api.request_dispatch import render_refusal  # the reader of requests loads with the first request

    return render_refusal(refused)


def _refuse_method(request: web.Request, allowed: Iterable[str]) -> ApiRefused:
    allow = ", ".join(sorted(allowed))
    explained = f"; {_DOCS} shows each call" if _family(request.path) == _API else ""
    told = f"this path takes {allow}, not {request.method[:20]}{explained}"
    return ApiRefused(Code.METHOD_NOT_ALLOWED, told, headers={"Allow": allow})


def _list_methods(request: web.Request) -> set[str]:
    """Return the methods of this exact path; paths that would match it by a parameter do not count."""
    same = (one for one in request.app.router.resources() if one.canonical == request.path)
    return {route.method for resource in same for route in resource}


def _explain_no_path(request: web.Request) -> str:
    """Say that there is no such path, which paths are similar, and where they are documented."""
    paths = sorted({resource.canonical for resource in request.app.router.resources()} - {"/"})
    family = _family(request.path)
    kin = [path for path in paths if _family(path) == family]
    import difflib  # for unknown paths only

    near = difflib.get_close_matches(request.path, kin, n=1)
    if kin and family == _API:
        there = f"under {_API} there are {', '.join(kin)}"
    elif kin:
        there = f"paths there are written {', '.join(kin)}"
    else:
        there = f"the API is under {_API}v1/"
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"there is no path {request.path[:100]!r}{meant}; {there}; {_DOCS} explains the API"


def _family(path: str) -> str:
    """Return the first part of a path: ``/api/``."""
    return f"/{path.removeprefix('/').partition('/')[0]}/"  # OPTIONS has a path "*", CONNECT has none
