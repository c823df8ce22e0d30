"""Dataclasses whose methods are generated at their first call: most classes of a process are never used.

Python before 3.13 compiles six methods or more of each dataclass, one by one, when its module loads: a third of a
service's start, and 8 MB. Here a small function has each method's place. At its first call it generates the method, as
``dataclasses`` does, and installs it.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_PYTHONS: Any = dataclasses  # its generators are private
_ORDERS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_NAMES = ("_init_fn", "_repr_fn", "_hash_fn", "_cmp_fn", "_frozen_get_del_attr")
_REAL: dict[str, Callable[..., Any]] = {
    name: getattr(dataclasses, name) for name in _NAMES if hasattr(dataclasses, name)
}


@contextmanager
def generate_methods_late() -> Iterator[None]:
    """Let the dataclasses that are made inside the block generate their methods at the first call.

    Python 3.13 and later, whose generators differ, compile the methods of a class together: they are left alone.
    """
    before = {name: getattr(dataclasses, name) for name in _REAL}
    if len(_REAL) == len(_NAMES):
        vars(dataclasses).update(zip(_NAMES, _LATE, strict=True))
    try:
        yield
    finally:
        vars(dataclasses).update(before)


def _make_late(name: str) -> Callable[..., Any]:
    made: Any = None

    def method(self: object, /, *given: object, **named: object) -> Any:
        nonlocal made
        owner = next((one for one in type(self).__mro__ if vars(one).get(name) is method), None)
        if owner is not None:  # else another thread has just installed what it made
            made = _PYTHONS._set_qualname(owner, _generate(owner, name))
            setattr(owner, name, made)
        return made(self, *given, **named)

    method.__name__ = name
    return method


def _generate(owner: type, name: str) -> Any:
    """Generate a dataclass's own method, with the arguments that ``dataclasses`` would have given."""
    every, scope = vars(owner)["__dataclass_fields__"], vars(sys.modules[owner.__module__])
    fields = dataclasses.fields(owner)
    if name == "__init__":
        taken = [one for one in every.values() if one._field_type is not _PYTHONS._FIELD_CLASSVAR]
        ordered = _PYTHONS._fields_in_init_order(taken)
        frozen, then = vars(owner)["__dataclass_params__"].frozen, hasattr(owner, "__post_init__")
        me = "__dataclass_self__" if "self" in every else "self"
        return _REAL["_init_fn"](taken, *ordered, frozen, then, me, scope, "__slots__" in vars(owner))
    if name == "__repr__":
        return _REAL["_repr_fn"]([one for one in fields if one.repr], scope)
    if name == "__hash__":
        return _REAL["_hash_fn"]([one for one in fields if (one.compare if one.hash is None else one.hash)], scope)
    if name in _ORDERS:
        compared = [one for one in fields if one.compare]
        sides = (_PYTHONS._tuple_str(side, compared) for side in ("self", "other"))
        return _REAL["_cmp_fn"](name, _ORDERS[name], *sides, globals=scope)
    return _REAL["_frozen_get_del_attr"](owner, fields, scope)[name == "__delattr__"]


_LATE: tuple[Callable[..., Any], ...] = (
    lambda *_: _make_late("__init__"),
    lambda *_: _make_late("__repr__"),
    lambda *_: _make_late("__hash__"),
    lambda name, *_, **__: _make_late(name),
    lambda *_: (_make_late("__setattr__"), _make_late("__delattr__")),
)
