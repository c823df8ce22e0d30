"""Nothing that a conversation brings is forgotten: what nobody declares fails here, with what to declare where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.app import CONVERSATIONS, PERFORMED
from bot.events import EVENTS
from flows import calls
from handlers.calls import kinds


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, many in Counter(names).items() if many > 1}


def test_every_event_is_heard() -> None:
    silent = sorted(kind.TYPE for kind in EVENTS.kinds if kind not in CONVERSATIONS.hears)
    assert silent == [], f"nobody hears {silent}: say in the `hears` of a conversation what is to be done"


def test_every_call_is_known_and_made() -> None:
    """The names of the kinds stand in ``flows/calls.py`` and ``handlers/calls/kinds.py``."""
    named = {value for room in (calls, kinds) for name, value in vars(room).items() if name.isupper()}
    asked = {name for name in named if isinstance(name, str)} - {kinds.PLANNER}
    unknown = sorted(asked - CONVERSATIONS.calls.keys())
    assert unknown == [], f"no conversation knows the calls {unknown}: add them to its `calls`"
    unmade = sorted(CONVERSATIONS.calls.keys() - PERFORMED.keys())
    assert unmade == [], f"nothing makes the calls {unmade}: add them to `bot/<conversation>/performing.py`"


def test_no_name_is_given_twice() -> None:
    conversations = CONVERSATIONS.all
    assert _twice(one.name for one in conversations) == set()
    assert _twice(flow.name for one in conversations for flow in one.flows) == set(), "a run belongs to one flow"
    assert _twice(kind for one in conversations for kind in one.calls) == set(), "a call is one conversation's"
    assert _twice(kind for one in conversations for kind in one.invites) == set(), "an invite opens one thing"
    spelled = [word for command in CONVERSATIONS.commands for word in (command.name, *command.aliases)]
    assert _twice(spelled) == set(), "the staff could mean two commands by one word"


def test_every_resource_is_answered() -> None:
    for one in CONVERSATIONS.all:
        answered = {str(endpoint.route) for endpoint in one.endpoints()}
        routes = {str(route) for route in one.routes}
        assert answered == routes, f"{one.name}: `routes` and `endpoints` name the same resources"


def test_a_command_that_is_confirmed_may_be_given_by_who_confirms_it() -> None:
    named = {command.name: command.roles for command in CONVERSATIONS.commands}
    for name, deed in CONVERSATIONS.deeds.items():
        assert deed.roles <= named.get(name, deed.roles), f"{name}: its deed may be done by who may not command it"
