"""An endpoint as a value: its input, answers and refusals. The server and the documentation need nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from handlers.api.api_refusals import Code
from handlers.api.routes import ApiRoute
from handlers.engine.turn import Turns
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.businesses.access import ApiKey

if TYPE_CHECKING:
    from pydantic import BaseModel

    from handlers.api.api_rate_limits import Admitted

M = TypeVar("M", bound="BaseModel")


async def _keep_no_image(_name: str, _body: bytes) -> str:
    """Refuse a picture, where there is no store of photos."""
    return "home"


@dataclass(frozen=True, slots=True)
class ApiServices:
    """The API's dependencies from the composition root.

    ``find_key`` looks up a bearer token of any business; ``take`` stores an event, or spools it while the database is
    unavailable; ``admit`` returns if a key may send a request now, None if there are no limits. ``keep_image`` decodes
    a picture and stores it under a name; it returns "", or why not: kind, pixels, broken, busy, home.
    """

    turns: Turns
    find_key: Callable[[str], Awaitable[ApiKey | None]]
    take: Callable[[str, InboundEvent], Awaitable[IntakeResult]]
    now: Callable[[], datetime]
    public_url: str | None
    admit: Callable[[UUID, ApiRoute], Admitted | None] = lambda key, route: None
    keep_image: Callable[[str, bytes], Awaitable[str]] = _keep_no_image


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A request with a valid key. ``raw`` is the body as received, ``path`` has the named parts of the path.
    ``headers`` ignore case, ``route`` is the method and the path as received, and ``query`` is the query, sorted by
    name."""

    api: ApiServices
    key: ApiKey
    raw: bytes
    path: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    route: str = ""
    query: str = ""

    @property
    def business(self) -> str:
        """Return the key's business; a call can access no other."""
        return self.key.business


@dataclass(frozen=True, slots=True)
class ApiReply:
    """An answer: a status with a JSON document, or with a ``text`` of its own media type (``kind``), or with no
    content. ``headers`` are added."""

    status: int
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    kind: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Upload:
    """A body that is a file: of the media type ``kind``, at most ``most`` bytes, and an ``example``."""

    kind: str
    most: int
    example: str


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[M]):
    """The action of a route. Its input ``takes`` is in the body if it has one, else in the path and the query.

    ``answers`` are the models by status, None for an answer without content. ``refuses`` are its codes besides the
    shared ones, ``examples`` valid inputs by name, and ``notes`` remarks on an example. ``versioned``: the answer has
    an ETag for conditional requests and changes (resource_versions.py). ``text`` is the media type of an alternative
    text answer. ``once``: a repeat with the same Idempotency-Key does nothing again (idempotency.py). ``upload``: the
    body is a file, and ``takes`` is in the path and the query. ``sponsors``: the key of one partner may call it, which
    then reads and changes only its own.
    """

    route: ApiRoute
    scope: str
    takes: type[M]
    answers: Mapping[int, type[Any] | None]
    refuses: tuple[Code, ...]
    examples: Mapping[str, Mapping[str, Any]]
    notes: Mapping[str, str]
    summary: str
    description: str
    run: Callable[[ApiCall, M], Awaitable[ApiReply]] = field(repr=False)
    versioned: bool = False
    text: str = ""
    once: bool = False
    upload: Upload | None = None
    sponsors: bool = False

    @property
    def reads_json(self) -> bool:
        """Return True if the input is a JSON body."""
        return self.route.in_body and self.upload is None

    @property
    def example(self) -> Mapping[str, Any]:
        """Return a valid input: the first example, or the examples of its fields."""
        if self.examples:
            return next(iter(self.examples.values()))
        fields = self.takes.model_fields.items()
        return {shown.alias or name: shown.examples[0] for name, shown in fields if shown.examples}


def make_endpoint(
    route: ApiRoute,
    *,
    scope: str,
    takes: type[M],
    answers: Mapping[int, type[Any] | None],
    refuses: tuple[Code, ...] = (),
    examples: Mapping[str, Mapping[str, Any]] | None = None,
    notes: Mapping[str, str] | None = None,
    versioned: bool = False,
    text: str = "",
    once: bool = False,
    upload: Upload | None = None,
    sponsors: bool = False,
) -> Callable[[Callable[[ApiCall, M], Awaitable[ApiReply]]], Endpoint[M]]:
    """Make an endpoint from a function; its docstring's first line is the summary, the rest the description."""

    def make(run: Callable[[ApiCall, M], Awaitable[ApiReply]]) -> Endpoint[M]:
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
            versioned=versioned,
            text=text,
            once=once,
            upload=upload,
            sponsors=sponsors,
        )

    return make
