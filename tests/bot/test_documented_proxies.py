"""The proxies of docs/operations/tls-proxy.md let through what the service serves, and keep inside what is inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.web_application import build_application
from tests.cases import each
from tests.delivery.house import open_house

PAGE = Path(__file__).parents[2] / "docs" / "operations" / "tls-proxy.md"
MAIN, LINKS = "parley.example.com", "go.example.com"
OPERATORS = {"/metrics"}
OWNERS = ("/join/",)  # the page with the codes that an owner prints
FRONT = "/"  # whoever types the address is told where they are
"""What is asked from inside alone; ``/sim`` is no path of a live service, and kept inside all the same."""
FORMS = ("/address/", "/campaign/", "/cart/", "/u/", "/p/", "/page/")
CUSTOMERS = ("/l/", "/m/", "/track/", "/photos/", "/oi/", "/i/", *FORMS)
"""What the links lead to that people are sent: of a business's own domain it is all there is."""
MACHINES = ("/channels/", "/webhooks/", "/api/", "/prompt/", "/files/", "/healthz", "/readyz")

Passes = Callable[[str, str], bool]


def block(kind: str) -> str:
    """The configuration of that kind, without its comments."""
    found = re.search(rf"```{kind}\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert found is not None, f"{PAGE.name} has a configuration for {kind}"
    return re.sub(r"(?m)^\s*#.*$", "", found[1])


def blocks(text: str) -> list[tuple[str, str]]:
    """Each ``head { body }`` of the outermost level."""
    found, depth, begins, head = [], 0, 0, ""
    for at, letter in enumerate(text):
        if letter == "{":
            if depth == 0:
                head, begins = re.split(r"[;\n]\s*(?=[^;\n]*$)", text[begins:at])[-1].strip(), at + 1
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                found.append((head, text[begins:at]))
                begins = at + 1
    return found


def nginx(host: str, path: str) -> bool:
    """Whether nginx passes a path of that host on: an exact location counts first, then the longest beginning.

    https://nginx.org/en/docs/http/ngx_http_core_module.html#location
    """
    servers = [body for head, body in blocks(block("nginx")) if head == "server" and "443" in body]
    (server,) = [body for body in servers if re.search(rf"server_name [^;]*\b{re.escape(host)}\b", body)]
    places = [(head.split()[1:], body) for head, body in blocks(server)]
    exact = [body for where, body in places if where == ["=", path]]
    begins = sorted((where[0], body) for where, body in places if len(where) == 1 and path.startswith(where[0]))
    chosen = exact[0] if exact else max(begins, key=lambda one: len(one[0]))[1]
    assert ("proxy_pass" in chosen) is not ("return 404" in chosen)
    return "proxy_pass" in chosen


def caddy(host: str, path: str) -> bool:
    """Whether Caddy passes it on: the first ``handle`` that fits, and ``respond`` before ``reverse_proxy``.

    https://caddyserver.com/docs/caddyfile/directives#directive-order
    """
    (site,) = [body for head, body in blocks(block("caddyfile")) if head == host]
    named = {name: paths.split() for name, paths in re.findall(r"(@\w+) path ([^\n]+)", site)}

    def fits(matcher: str) -> bool:
        shapes = named.get(matcher, [matcher]) if matcher else ["/*"]
        return any(path == one or (one.endswith("*") and path.startswith(one[:-1])) for one in shapes)

    handled = [(head.removeprefix("handle").strip(), body) for head, body in blocks(site) if head.startswith("handle")]
    if handled:
        return "reverse_proxy" in next(body for matcher, body in handled if fits(matcher))
    refused = re.findall(r"respond (\S+) 404", site)
    return not any(fits(matcher) for matcher in refused) and "reverse_proxy" in site


PROXIES = {"nginx": nginx, "caddy": caddy}


@pytest.mark.parametrize("passes", PROXIES.values(), ids=PROXIES)
async def test_every_path_is_let_through_where_it_is_called(database: str, passes: Passes) -> None:
    async with open_house(database) as house:
        served = {resource.canonical for resource in build_application(house.service).router.resources()}
    assert len(served) > 20
    for route in sorted(served):
        path = re.sub(r"\{[^}]*\}", "x1", route)
        assert route in {*OPERATORS, FRONT} or path.startswith(CUSTOMERS + MACHINES + OWNERS), f"who calls {route}?"
        assert passes(MAIN, path) is (route not in OPERATORS), f"{route} of {MAIN}"
        assert passes(LINKS, path) is path.startswith(CUSTOMERS), f"{route} of {LINKS}"
    for begin in CUSTOMERS:
        assert any(route.startswith(begin) for route in served), f"nothing is served under {begin}"


@each("passes", PROXIES.values(), ids=PROXIES)
@each("path", ["/sim", "/sim/", "/sim/api/clock", "/metrics"])
def test_what_is_inside_stays_there(passes: Passes, path: str) -> None:
    assert not passes(MAIN, path)
    assert not passes(LINKS, path)
