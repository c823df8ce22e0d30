"""Dataclasses with methods that are generated late behave as those with methods that are generated at once."""

from __future__ import annotations

import copy
import dataclasses
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, InitVar, dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from bot.dataclass_methods import generate_methods_late


def _make_classes() -> SimpleNamespace:
    @dataclass(frozen=True, slots=True)
    class Frozen:
        self: int
        many: list[int] = field(default_factory=list, hash=False)
        note: str = field(default="", compare=False, repr=False)

    @dataclass(order=True, kw_only=True)
    class Ordered:
        first: int
        double: int = field(init=False)
        factor: InitVar[int] = 2

        def __post_init__(self, factor: int) -> None:
            self.double = self.first * factor

    @dataclass(frozen=True, slots=True)
    class Child(Frozen):
        more: str = "more"

    @dataclass
    class Own:
        first: int

        def __repr__(self) -> str:
            return f"own {self.first}"

    return SimpleNamespace(Frozen=Frozen, Ordered=Ordered, Child=Child, Own=Own)


def _attempt(act: Callable[[], Any]) -> object:
    try:
        return act()
    except Exception as error:
        return type(error), str(error)


ACTS: dict[str, Callable[[Any], Any]] = {
    "repr": lambda c: [repr(c.Frozen(1)), repr(c.Child(1, [2])), repr(c.Own(3)), repr(c.Ordered(first=2, factor=5))],
    "equal": lambda c: [c.Frozen(1) == c.Frozen(1, note="x"), c.Frozen(1) == c.Child(1), c.Own(1) == c.Own(2)],
    "hash": lambda c: [hash(c.Frozen(1, [2])) == hash(c.Frozen(1, [3])), _attempt(lambda: hash(c.Own(1)))],
    "order": lambda c: [c.Ordered(first=1) < c.Ordered(first=2), c.Ordered(first=1) >= c.Ordered(first=2)],
    "missing": lambda c: [_attempt(kind) for kind in (c.Frozen, c.Ordered, c.Child, c.Own)],
    "positional": lambda c: _attempt(lambda: c.Ordered(1)),
    "frozen": lambda c: [_attempt(partial(setattr, c.Child(1), name, 2)) for name in ("self", "more")],
    "deleted": lambda c: _attempt(partial(delattr, c.Frozen(1), "self")),
    "replaced": lambda c: [repr(dataclasses.replace(c.Child(1), more="x")), repr(copy.copy(c.Frozen(4)))],
    "own lists": lambda c: c.Frozen(1).many is c.Frozen(1).many,
    "matched": lambda c: [c.Frozen.__match_args__, c.Child.__match_args__, c.Ordered.__match_args__],
}


@pytest.mark.parametrize("act", ACTS)
def test_a_late_method_does_what_the_method_of_the_class_does(act: str) -> None:
    with generate_methods_late():
        late = _make_classes()
    expected = ACTS[act](_make_classes())
    assert [ACTS[act](late), ACTS[act](late)] == [expected, expected]  # when it is generated, and afterwards


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="Python itself compiles the methods of a class together")
def test_a_method_is_generated_at_its_first_call_and_no_other_is() -> None:
    with generate_methods_late():
        own = _make_classes().Own
    first, untouched = own.__init__, own.__eq__
    own(1)
    assert own.__init__ is not first
    assert own.__eq__ is untouched
    second = own.__init__
    own(2)
    assert own.__init__ is second


def test_dataclasses_made_afterwards_are_pythons_own() -> None:
    generators = dict(vars(dataclasses))
    with pytest.raises(FrozenInstanceError), generate_methods_late():
        _make_classes().Frozen(1).self = 2
    assert vars(dataclasses) == generators


def test_a_method_that_another_thread_has_just_generated_is_called() -> None:
    with generate_methods_late():
        late = _make_classes()
    entered = late.Child.__init__
    first, second = late.Child.__new__(late.Child), late.Child.__new__(late.Child)
    entered(first, 1), entered(second, 1, more="x")
    assert (first, second) == (late.Child(1), late.Child(1, more="x"))
