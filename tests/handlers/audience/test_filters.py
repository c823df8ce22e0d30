"""The filter language: every example of docs/audiences.md, filters and their criteria, and mistakes at their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from random import Random
from time import process_time
from typing import Any as Whatever

from flows.audience.audience_facts import FACTS, HAPPENINGS
from flows.audience.criteria import All, Any, Compared, Criteria, Not, Summed, leaves
from flows.audience.criteria_json import dump_criteria, load_criteria, write_criteria
from handlers.audience.filter_names import FilterNames, KnownGoods, map_ready_names
from handlers.audience.filter_phrases import read_phrase
from handlers.audience.filters.filter_mistakes import WhyUnread
from handlers.audience.filters.filter_parser import LONGEST
from handlers.audience.filters.filter_table import FILTERS
from tests.cases import each

DOCS = Path(__file__).parents[3] / "docs" / "audiences.md"
NAMES = FilterNames(
    "USD",
    "US",
    {**map_ready_names(), "silver club": Compared("audience", "=", "s1")},
    brands=("nike", "puma"),
    categories=("shoes",),
    tags=("wholesale", "staff", "eid list", "silver vip"),
    cities=("austin",),
    sources=("instagram",),
    visited=("austin store",),
    goods=KnownGoods(("Tiger Shorts", "Tiger Tee"), ("K-1",)),
    regions=("JAL",),
)


def documented() -> list[str]:
    """Return the examples in the first columns of the tables of "Filters", and in the text above them."""
    section = DOCS.read_text(encoding="utf-8").split("## Filters")[1].split("### In chat")[0]
    cells = (line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `"))
    return [example for cell in cells for example in re.findall(r"`([^`]+)`", cell)]


EXAMPLES = documented()
SHORT = {
    "vip": "audience=vip",
    "all customers": "everyone",
    "customers gone 90 days": "days_since_order>=90",
    "everyone in Texas -wholesale": "region=TX !(tag=wholesale)",
    "vip in MO not bought 60d": "audience=vip region=MO order.created=0/60d",
    "spent>100 country=us bought:nike last:60d not:vip":
        "spend>100 country=US brand=nike days_since_order>=60 !(audience=vip)",
    "vip, in TX": "audience=vip region=TX",
    "vip and in TX": "audience=vip region=TX",
    "vip or new in TX": "[audience=vip|audience=new] region=TX",
    "not vip or new": "[!(audience=vip)|audience=new]",
    "not:(vip or new)": "![audience=vip|audience=new]",
    "-(vip new)": "!(audience=vip audience=new)",
    "not not vip": "audience=vip",
    "new": "audience=new",
    "new 30d": "acquired_at within 30d",
    "new vip": "audience=new audience=vip",
    "birthday": "audience=birthday",
    "birthday may": "birthday_month=5",
    "at_risk": "audience=at_risk",
    "high-value": "audience=high_value",
    "loyal": "lifecycle=loyal",
    "silver vip": "tag=silver vip",
    "silver club not bought": "audience=s1 order.created=0",
    "tag:silver vip": "tag=silver vip",
    "bought tiger shorts vip": "order.created>=1(title=tiger shorts) audience=vip",
    "bought:tiger": "order.created>=1(title in tiger shorts,tiger tee)",
    "bought:k-1": "order.created>=1(sku=k-1)",
    "bought:nike,puma": "[brand=nike|brand=puma]",
    "bought nike/shoes/size=9/2x/365d": "order.created>=2/365d(brand=nike category=shoes size=9)",
    "spent > 100/last month": "order.created sum>100/last month",
    "orders = 2..4": "orders>=2 orders<=4",
    "returns=0": "returns=0",
    "returns=0/90d": "return.completed=0/90d",
    "first>2026-01-01": "first_order_at>=2026-01-02T00:00:00Z",
    "first:2026-10-01..2026-10-31": "first_order_at within 2026-10-01T00:00:00Z..2026-11-01T00:00:00Z",
    "in:jal": "region=JAL",
    "in:austin,us": "[city=austin|country=US]",
    "clicked this week not bought": "message.clicked>=1/this week order.created=0",
    "language:HI-latn": "language=hi-Latn",
    "tag!=wholesale": "tag!=wholesale",
    "reachable:none": "reachable unknown",
}  # fmt: skip
WRONG = [
    ("contry=us", WhyUnread.FILTER, "contry", 0, "country"),
    ("vip spnt>100", WhyUnread.FILTER, "spnt", 4, "spent"),
    ("vipp", WhyUnread.NAME, "vipp", 0, "vip"),
    ("vip texas", WhyUnread.NAME, "texas", 4, "in:texas"),
    ("nike", WhyUnread.NAME, "nike", 0, "bought:nike"),
    ("no", WhyUnread.NAME, "no", 0, ""),
    ("people with blue eyes", WhyUnread.NAME, "people", 0, ""),
    ("country:xx", WhyUnread.VALUE, "xx", 8, ""),
    ("lifecycle:dorment", WhyUnread.VALUE, "dorment", 10, "dormant"),
    ("tag:wholsale vip", WhyUnread.VALUE, "wholsale", 4, "wholesale"),
    ("bought skateboard", WhyUnread.VALUE, "skateboard", 7, ""),
    ("returned vip", WhyUnread.VALUE, "vip", 9, ""),
    ("gone soon", WhyUnread.VALUE, "soon", 5, ""),
    ("spent 200", WhyUnread.VALUE, "spent", 0, ""),
    ("spent>much", WhyUnread.VALUE, "much", 6, ""),
    ("orders>=3/soon", WhyUnread.VALUE, "soon", 10, ""),
    ("average_order>50/30d", WhyUnread.VALUE, "30d", 17, ""),
    ("bought:nike/color=red", WhyUnread.VALUE, "color", 12, ""),
    ("vip>3", WhyUnread.FILTER, "vip", 0, ""),
    ("tag>wholesale", WhyUnread.VALUE, ">", 3, ""),
    ("country=", WhyUnread.VALUE, "country=", 0, ""),
    ("(vip", WhyUnread.UNCLOSED, "(", 0, ""),
    ("vip)", WhyUnread.UNCLOSED, ")", 3, ""),
    ('vip "silver club', WhyUnread.UNCLOSED, '"silver club', 4, ""),
    ("vip!", WhyUnread.UNCLOSED, "!", 3, ""),
    ("vip or", WhyUnread.LONELY, "or", 4, ""),
    ("or vip", WhyUnread.LONELY, "or", 0, ""),
    ("not", WhyUnread.LONELY, "not", 0, ""),
    ("vip - new", WhyUnread.LONELY, "-", 4, ""),
    ("()", WhyUnread.LONELY, ")", 1, ""),
    ("", WhyUnread.LONELY, "", 0, ""),
    ("vip and new or loyal", WhyUnread.MIXED, "or", 12, ""),
    ("(" * 6 + "vip" + ")" * 6, WhyUnread.LONG, "(", 5, ""),
]


def written(criteria: Criteria) -> str:
    """Return criteria in one short line: terms that are all true, [one|another], !(not)."""
    match criteria:
        case All(()):
            return "everyone"
        case All(of):
            return " ".join(map(written, of))
        case Any(of):
            return f"[{'|'.join(map(written, of))}]"
        case Not(of):
            inner = written(of)
            return f"!{inner}" if inner.startswith("[") else f"!({inner})"
        case Compared(fact, op):
            return f"{fact}{_compared(op, write_criteria(criteria)['value'])}"
        case Summed(event, op):
            told: dict[str, Whatever] = write_criteria(criteria)
            return f"{event} sum{op}{told['sum']['value']}{_within(told)}"
    where = " ".join(f"{one.fact}{_compared(one.op, one.value)}" for one in criteria.where)
    return f"{criteria.event}{criteria.op}{criteria.count}{_within(write_criteria(criteria))}" + (
        f"({where})" if where else ""
    )


def _compared(op: str, value: Whatever) -> str:
    if op == "exists":
        return " known" if value else " unknown"
    if isinstance(value, dict):
        value = f"{value.get('from', '')}..{value.get('until', '')}"
    shown = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"{op}{shown}" if not op.isalpha() else f" {op} {shown}"


def _within(told: Mapping[str, Whatever]) -> str:
    return f"/{told['within']}" if "within" in told else ""


@each("example", EXAMPLES)
def test_each_example_of_the_docs_is_read(example: str) -> None:
    read = read_phrase(example, NAMES)
    assert read.criteria is not None, str(read.mistake)
    assert load_criteria(dump_criteria(read.criteria)) == read.criteria


def test_the_docs_show_every_filter_and_filters_ask_every_fact_and_event() -> None:
    shown = {re.split(r"[^a-z_]", example.removeprefix("not:"))[0] for example in EXAMPLES}
    assert set(FILTERS) - shown == set()
    criteria = [found for example in EXAMPLES if (found := read_phrase(example, NAMES).criteria) is not None]
    asked = [leaf for one in criteria for leaf in leaves(one)]
    facts = {leaf.fact for leaf in asked if isinstance(leaf, Compared)}
    events = {leaf.event for leaf in asked if not isinstance(leaf, Compared)}
    assert (set(FACTS) - facts, set(HAPPENINGS) - events) == (set(), set())


def test_each_filter_reads_its_own_example() -> None:
    assert [name for name, one in FILTERS.items() if read_phrase(one.example, NAMES).criteria is None] == []


@each(("text", "meant"), SHORT.items())
def test_a_filter_means_criteria(text: str, meant: str) -> None:
    read = read_phrase(text, NAMES)
    assert read.criteria is not None, str(read.mistake)
    assert written(load_criteria(dump_criteria(read.criteria))) == meant


@each(("text", "why", "part", "start", "nearest"), WRONG)
def test_a_mistake_is_told_at_its_place(text: str, why: WhyUnread, part: str, start: int, nearest: str) -> None:
    read = read_phrase(text, NAMES)
    assert read.criteria is None
    assert read.mistake is not None
    assert (read.mistake.why, read.unread, read.mistake.start, read.mistake.nearest) == (why, part, start, nearest)


def test_terms_in_any_order_mean_the_same_and_no_part_is_passed_over() -> None:
    random = Random(0)
    plain = [one for one in EXAMPLES if read_phrase(one, NAMES).criteria is not None and " or " not in one]
    for first, second in pairwise(random.sample(plain, len(plain))):
        both = read_phrase(f"({first}) ({second})", NAMES).criteria
        assert both is not None
        assert list(leaves(both)) == [
            leaf for one in (first, second) for leaf in leaves(read_phrase(one, NAMES).criteria or both)
        ]
        assert read_phrase(f"({first}) ({second}) blueyed", NAMES).criteria is None


def test_no_text_fails_or_takes_long() -> None:
    random = Random(1)
    parts = [*EXAMPLES, "(", ")", "-", "not", "or", "and", '"', ":", "=", ">", "/", ",", "..", "x", "न", "ñ", " "]
    hostile = ["".join(random.choices(parts, k=60)) for _ in range(200)]
    hostile += [one * 1000 for one in ("(", "not ", "-", '"', "a ", "in ", "bought ", "not:", "a/", "a,", " ", "vip ")]
    hostile += ["bought:" + "nike,puma/" * 40, "not:" * 120, "in " + "tx,ca," * 70, "9" * 400, "orders=" + "9" * 400]
    for text in hostile:
        for length in (1000, LONGEST):
            began = process_time()
            read = read_phrase(text[:length], NAMES)
            assert process_time() - began < 0.05, text
            assert read.criteria is None or load_criteria(dump_criteria(read.criteria)) == read.criteria
            assert read.mistake is None or str(read.mistake)
