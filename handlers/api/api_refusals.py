"""The refusals of the API: a closed list of codes, each with its HTTP status, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """The reason of a refusal, with its status and its description in the OpenAPI document.

    Callers branch on the code, people read the message.
    """

    status: int
    meaning: str

    def __new__(cls, value: str, status: int, meaning: str) -> Code:
        code = str.__new__(cls, value)
        code._value_, code.status, code.meaning = value, status, meaning
        return code

    NOT_JSON = "not_json", 400, "The body is not JSON, or did not arrive complete."
    UNAUTHORIZED = "unauthorized", 401, "The API key is missing or unknown."
    FORBIDDEN = "forbidden", 403, "The key lacks the scope."
    NOT_FOUND = "not_found", 404, "Nothing has that id."
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, "The path exists, but not with this method."
    CONFLICT = "conflict", 409, "The current state does not allow it."
    OUTDATED = "outdated", 412, "It was changed since you read it: `If-Match` names another version. Read it again."
    TOO_LARGE = "too_large", 413, "The body is larger than 1 MiB, or than the limit of a file."
    PACKED = "packed", 415, "The body has a Content-Encoding; send it as it is."
    INVALID = "invalid", 422, "A field is not valid; `field` names it. Nothing was stored."
    TOO_MANY = (
        "too_many_requests",
        429,
        "This key sends too many requests, or your address sent wrong keys; try again after Retry-After.",
    )
    UNAVAILABLE = "unavailable", 503, "The database does not answer; try again after Retry-After seconds."


class ApiRefused(Exception):
    """A refused request. ``field`` is the path of its mistake; ``headers`` are added to the answer."""

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
        """Return the JSON body of the answer."""
        return {"error": {"code": self.code.value, "message": self.message, "field": self.field}}


def refuse_too_many(seconds: int) -> ApiRefused:
    """Make the refusal for a key that sends too many requests."""
    message = f"this key sends too many requests; try again in {seconds} s"
    return ApiRefused(Code.TOO_MANY, message, headers={"Retry-After": str(seconds)})


def refuse_while_away() -> ApiRefused:
    """Make the refusal while the database is unavailable: the caller may retry in a few seconds."""
    return ApiRefused(Code.UNAVAILABLE, "the database does not answer; try again soon", headers={"Retry-After": "5"})
