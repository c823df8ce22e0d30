"""What the API says no to: a closed list of codes, each with its status, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Code(StrEnum):
    """Why a request was not done; callers branch on it, people read the message."""

    NOT_JSON = "not_json"  # the body is no JSON, or did not arrive whole
    UNAUTHORIZED = "unauthorized"  # no API key, or none that is known
    FORBIDDEN = "forbidden"  # the key lacks the scope
    NOT_FOUND = "not_found"  # no such path, or nothing there under that id
    METHOD_NOT_ALLOWED = "method_not_allowed"  # the path is right, the method is not
    CONFLICT = "conflict"  # the request is right, and how things stand does not allow it
    TOO_LARGE = "too_large"  # the body is over 1 MiB
    PACKED = "packed"  # the body has a Content-Encoding
    INVALID = "invalid"  # a field is not what it must be
    TOO_MANY = "too_many_requests"  # more than this key may ask in a second, or too many wrong keys
    UNAVAILABLE = "unavailable"  # the database does not answer


STATUS: Mapping[Code, int] = MappingProxyType(
    {
        Code.NOT_JSON: 400,
        Code.UNAUTHORIZED: 401,
        Code.FORBIDDEN: 403,
        Code.NOT_FOUND: 404,
        Code.METHOD_NOT_ALLOWED: 405,
        Code.CONFLICT: 409,
        Code.TOO_LARGE: 413,
        Code.PACKED: 415,
        Code.INVALID: 422,
        Code.TOO_MANY: 429,
        Code.UNAVAILABLE: 503,
    }
)


class ApiRefused(Exception):
    """A request is not done. ``field`` is the path of what was wrong in it; ``headers`` go along with the answer."""

    def __init__(
        self, code: Code, message: str, field: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field or None
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, dict[str, str | None]]:
        """The answer's body."""
        return {"error": {"code": self.code.value, "message": self.message, "field": self.field}}


def too_many(seconds: int) -> ApiRefused:
    """This key asks more often than it may."""
    message = f"this key asks too often; come back in {seconds} s"
    return ApiRefused(Code.TOO_MANY, message, headers={"Retry-After": str(seconds)})


def gone_quiet() -> ApiRefused:
    """The database does not answer: the caller may come back in a few seconds."""
    return ApiRefused(Code.UNAVAILABLE, "the database does not answer; try again soon", headers={"Retry-After": "5"})
