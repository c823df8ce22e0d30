"""Requests for an unknown path or method: the answer lists the existing ones, in the form of every refusal."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web
from aiohttp.typedefs import Middleware

from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.routes import SHOW_MANUAL

_DOCS = SHOW_MANUAL.path
_API = "/api/"

Served = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_guide() -> Middleware:
    """Make a middleware that answers requests with no route, and passes all others to their endpoints."""
    # By exact path, without those that match it by a parameter. The first request fills it: no route is added then.
    methods: defaultdict[str, set[str]] = defaultdict(set)

    @web.middleware
    async def answer_astray(request: web.Request, handler: Served) -> web.StreamResponse:
        if not methods:
            for resource in request.app.router.resources():
                methods[resource.canonical].update(route.method for route in resource)
        own = methods.get(request.path, set())
        match request.match_info.http_exception:
            case web.HTTPMethodNotAllowed(allowed_methods=allowed):
                return _refusal(_refuse_method(request, own or allowed))
            case web.HTTPNotFound():
                return _refusal(ApiRefused(Code.NOT_FOUND, _explain_no_path(request)))
        if own and request.match_info:
            return _refusal(_refuse_method(request, own))
        return await handler(request)

    return answer_astray


def _refusal(refused: ApiRefused) -> web.Response:
    from handlers.api.request_dispatch import render_refusal  # the reader of requests loads with the first request

    return render_refusal(refused)


def _refuse_method(request: web.Request, allowed: Iterable[str]) -> ApiRefused:
    allow = ", ".join(sorted(allowed))
    explained = f"; {_DOCS} shows each call" if _family(request.path) == _API else ""
    told = f"this path takes {allow}, not {request.method[:20]}{explained}"
    return ApiRefused(Code.METHOD_NOT_ALLOWED, told, headers={"Allow": allow})


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
