"""The routes of the API, separate from the endpoints because models are slow to load."""

import re
from dataclasses import dataclass

_NAMED = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """One method of one path; ``{id}`` in a path is a parameter. A ``bare`` one has all its input in the path: no body
    is read, for any method."""

    method: str
    path: str
    bare: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def in_body(self) -> bool:
        """Return True if the endpoint reads a body."""
        return self.method not in {"GET", "DELETE"} and not self.bare

    @property
    def in_path(self) -> tuple[str, ...]:
        """Return the names of the path's parameters."""
        return tuple(_NAMED.findall(self.path))


TELL_EVENT = ApiRoute("POST", "/api/v1/events")
MAKE_INVITE = ApiRoute("POST", "/api/v1/invites")
LIST_MESSAGES = ApiRoute("GET", "/api/v1/messages")
SHOW_MESSAGE = ApiRoute("GET", "/api/v1/messages/{id}")
LIST_CONSENTS = ApiRoute("GET", "/api/v1/consents")
LIST_SUPPRESSIONS = ApiRoute("GET", "/api/v1/suppressions")

ROUTES = (TELL_EVENT, MAKE_INVITE, LIST_MESSAGES, SHOW_MESSAGE, LIST_CONSENTS, LIST_SUPPRESSIONS)
"""The routes of every business."""

SHOW_DOCUMENT = ApiRoute("GET", "/api/openapi.json")
SHOW_MANUAL = ApiRoute("GET", "/api/docs")
