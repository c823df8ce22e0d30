"""Many cases in one test, for cases that leave nothing behind.

``each`` is written like ``pytest.mark.parametrize``. It runs all cases in one test on the same fixtures, so they cost
one setup, one database and one line of a report. The test runs to its end and names every case that failed. Use
``parametrize`` where a case changes what the next one sees.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from _pytest.mark import ParameterSet

most: int | None = None
"""So many cases of each test run, spread over all; ``make quick`` sets it."""


def each(
    names: str | Sequence[str], cases: Iterable[Any], ids: Iterable[Any] | Callable[[Any], object] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run a test once for each case, with ``names`` as its arguments."""
    every = [_named(_split(names), case) for case in cases]
    labels = [] if ids is None or callable(ids) else [str(label) for label in ids]

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(test):

            @functools.wraps(test)
            async def run(*args: Any, **fixtures: Any) -> None:
                failures = _Failures(test.__name__)
                for label, case in _chosen(every, labels):
                    with failures.of(label):
                        await test(*args, **fixtures, **case)
                failures.report()
        else:

            @functools.wraps(test)
            def run(*args: Any, **fixtures: Any) -> None:
                failures = _Failures(test.__name__)
                for label, case in _chosen(every, labels):
                    with failures.of(label):
                        test(*args, **fixtures, **case)
                failures.report()

        signature = inspect.signature(test)
        left = [one for name, one in signature.parameters.items() if name not in _split(names)]
        run.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return run

    return decorate


class _Failures:
    """The cases of a test that failed, each with its label."""

    def __init__(self, test: str) -> None:
        self._test, self._found, self._label = test, list[Exception](), ""

    def of(self, label: str) -> _Failures:
        self._label = label
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if not isinstance(error, Exception):
            return False
        error.add_note(f"case: {self._label}")
        self._found.append(error)
        return True

    def report(self) -> None:
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise ExceptionGroup(f"{len(self._found)} cases of {self._test} failed", self._found)


def _split(names: str | Sequence[str]) -> list[str]:
    return [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)


def _named(names: Sequence[str], case: Any) -> Mapping[str, Any]:
    """Return the arguments of a case, by name; ``""`` holds its label."""
    values, label = (case.values, case.id) if isinstance(case, ParameterSet) else (case, None)
    if len(names) == 1:
        values = values if isinstance(case, ParameterSet) else (values,)
    return {"": label or repr(values), **dict(zip(names, values, strict=True))}


def _chosen(every: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the label and the arguments of the cases that run."""
    assert every, "no cases"
    step = 1 if most is None else -(-len(every) // most)
    for number in range(0, len(every), step):
        case = dict(every[number])
        label = case.pop("")
        yield labels[number] if labels else label, case
