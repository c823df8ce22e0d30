"""An endpoint as a value: what it takes, answers and refuses. Requests are served, and documented, from it alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from handlers.api.refusals import Code
from handlers.api.routes import Route
from handlers.inbound_event import InboundEvent
from handlers.turn import Turns
from storage.access import Key

if TYPE_CHECKING:
    from pydantic import BaseModel

    from handlers.intake import Taken

M = TypeVar("M", bound="BaseModel")


@dataclass(frozen=True, slots=True)
class Api:
    """What the composition root gives the API.

    ``find_key`` looks up a bearer token, whichever business it belongs to; ``take`` stores news, or keeps it while
    the database is away; ``wait`` says after how many seconds a key may ask there again, 0 for now.
    """

    turns: Turns
    find_key: Callable[[str], Awaitable[Key | None]]
    take: Callable[[str, InboundEvent], Awaitable[Taken]]
    now: Callable[[], datetime]
    public_url: str | None
    wait: Callable[[UUID, Route], int] = lambda key, route: 0


@dataclass(frozen=True, slots=True)
class Call:
    """A request with a good key. ``raw`` is the body as it came, ``path`` the named parts of the path."""

    api: Api
    key: Key
    raw: bytes
    path: Mapping[str, str] = field(default_factory=dict)

    @property
    def business(self) -> str:
        """The business whose key it is: all that a call can reach."""
        return self.key.business


@dataclass(frozen=True, slots=True)
class ApiReply:
    """What is answered: a status and a JSON document."""

    status: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[M]):
    """What is done at a route. What it ``takes`` stands in the body where one is read, else in the path and the query.

    ``answers`` are the shapes by status, ``refuses`` the codes besides those that every endpoint shares, ``examples``
    what may be sent, by name, and ``notes`` what there is to say of an example.
    """

    route: Route
    scope: str
    takes: type[M]
    answers: Mapping[int, type[Any]]
    refuses: tuple[Code, ...]
    examples: Mapping[str, Mapping[str, Any]]
    notes: Mapping[str, str]
    summary: str
    description: str
    run: Callable[[Call, M], Awaitable[ApiReply]] = field(repr=False)

    @property
    def example(self) -> Mapping[str, Any]:
        """What is right to send: the first of its examples, else those of the single fields."""
        if self.examples:
            return next(iter(self.examples.values()))
        fields = self.takes.model_fields.items()
        return {shown.alias or name: shown.examples[0] for name, shown in fields if shown.examples}


def endpoint(
    route: Route,
    *,
    scope: str,
    takes: type[M],
    answers: Mapping[int, type[Any]],
    refuses: tuple[Code, ...] = (),
    examples: Mapping[str, Mapping[str, Any]] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Callable[[Callable[[Call, M], Awaitable[ApiReply]]], Endpoint[M]]:
    """Make an endpoint of a function; its docstring's first line is the summary, the rest the description."""

    def make(run: Callable[[Call, M], Awaitable[ApiReply]]) -> Endpoint[M]:
        summary, _, rest = (run.__doc__ or "").partition("\n")
        description = " ".join(rest.split())
        return Endpoint(
            route=route,
            scope=scope,
            takes=takes,
            answers=answers,
            refuses=refuses,
            examples=examples or {},
            notes=notes or {},
            summary=summary.strip(),
            description=description,
            run=run,
        )

    return make
