"""On which line of a business file a value stands, however its TOML is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.business_file.toml_lines import find_line, index_toml


def test_lines_of_every_kind_of_key() -> None:
    lines = index_toml("""\
# nothing
a.b = 1

"q.x" = '#'
[t . "u"] # comment
x = [ # comment
  1, [2,
  3], # and ]
  { y = "}", z = 4 },
]
text = \"\"\"
[no.table]
n = 1 \\\"\"\" \"\"\"\"\"
after = 1979-05-27T07:32:00Z
[[r]]
k = '''
]'''
[r.s]
v = 1
[[r.w]]
v = 1
[[r]]
k = 2
""")
    assert {path: lines[path] for path in lines if isinstance(path[-1], str)} == {
        ("a",): 2, ("a", "b"): 2, ("q.x",): 4, ("t",): 5, ("t", "u"): 5, ("t", "u", "x"): 6,
        ("t", "u", "x", 2, "y"): 9, ("t", "u", "x", 2, "z"): 9, ("t", "u", "text"): 11, ("t", "u", "after"): 14,
        ("r",): 15, ("r", 0, "k"): 16, ("r", 0, "s"): 18, ("r", 0, "s", "v"): 19, ("r", 0, "w"): 20,
        ("r", 0, "w", 0, "v"): 21, ("r", 1, "k"): 23,
    }  # fmt: skip
    assert (lines["t", "u", "x", 1], lines["t", "u", "x", 1, 1], lines["r", 1]) == (7, 8, 22)
    assert find_line(lines, ("r", 1, "missing", "deeper")) == 22


KEYS = st.one_of(st.from_regex(r"\A[A-Za-z0-9_-]{1,5}\Z"), st.text("ab.\"\\ #=[]\t'é", max_size=5))
VALUES = st.recursive(
    st.just("leaf"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
        st.lists(st.dictionaries(KEYS, inner, max_size=3), min_size=1, max_size=3),
    ),
    max_leaves=12,
)


@given(document=st.dictionaries(KEYS, VALUES, max_size=4), styles=st.randoms(use_true_random=False))
def test_every_value_is_found_on_its_line(document: dict[str, Any], styles: Any) -> None:
    text = "".join(_written(document, [], styles, iter(range(10_000))))
    lines, rows = index_toml(text), text.split("\n")
    for path, value in _leaves(tomllib.loads(text)):
        assert value in rows[lines[path] - 1], (path, text)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if isinstance(inner, str):
            yield (*path, key), inner.split("\n")[0]
        yield from _leaves(inner, (*path, key))


def _written(table: dict[str, Any], path: list[str], styles: Any, count: Iterator[int]) -> Iterator[str]:
    """TOML in changing styles; every text in it is another one."""
    tables: list[tuple[str, Any]] = []
    for key, value in table.items():
        rows = isinstance(value, list) and value and all(isinstance(row, dict) for row in value)
        if (isinstance(value, dict) or rows) and styles.random() < 0.6:
            tables.append((key, value))
        else:
            yield f"{_quoted(key)} = {_inline(value, styles, count, inside=False)} # ]}}\n"
    for key, value in tables:
        inner = [*path, _quoted(key)]
        opening = "[{}]\n" if isinstance(value, dict) else "[[{}]]\n"
        for row in [value] if isinstance(value, dict) else value:
            yield styles.choice(["", "\n", "# [x]\n"]) + opening.format(" . ".join(inner))
            yield from _written(row, inner, styles, count)


def _inline(value: Any, styles: Any, count: Iterator[int], *, inside: bool) -> str:
    """``inside`` an inline table no line may end."""
    if isinstance(value, dict):
        pairs = (f"{_quoted(key)}={_inline(part, styles, count, inside=True)}" for key, part in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        between = ", " if inside else styles.choice([", ", " ,\n", ", # ]\n\t"])
        return "[" + between.join(_inline(part, styles, count, inside=inside) for part in value) + "]"
    mark = f"leaf{next(count)}."
    quotes = ['"{}]"', "'{}}}#'"] if inside else ['"{}]"', "'{}#'", '"""{}\n\\"[x]\n"""', "'''{}\n]'''"]
    return str(styles.choice(quotes)).format(mark)


def _quoted(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return key if key and key.isascii() and key.replace("-", "").replace("_", "").isalnum() else f'"{escaped}"'
