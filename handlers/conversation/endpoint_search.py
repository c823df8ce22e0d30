"""The search for a conversation's endpoints in its package."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.api.routes import ApiRoute
    from handlers.conversation.conversation_facets import Endpoints, EventShapes


def find_endpoints(package: str, routes: tuple[ApiRoute, ...]) -> Callable[[EventShapes], Endpoints]:
    """Make a function that loads the modules of a package and returns its endpoints, in the order of the routes.

    Raises ValueError for an endpoint with no route among them.
    """

    def load(_shapes: EventShapes) -> Endpoints:
        from handlers.api.endpoint import Endpoint

        modules = [import_module(f"{package}.{one.name}") for one in iter_modules(import_module(package).__path__)]
        found = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, Endpoint)}
        return sorted(found.values(), key=lambda one: routes.index(one.route))

    return load
