"""The dashboard and the alert rules ask for figures that /metrics really shows, with the labels that these have."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as families

from bot.clock import PushedClock
from bot.metrics import Metrics
from bot.process_bells import Ringing
from flows.business import Business
from flows.delivery import Answer, MessageStatus
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database
from storage.sending.outbox import Priority
from storage.unit import Unit
from tests.conftest import START
from tests.storage.world import SHOP, do, queued

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations"
DASHBOARD: dict[str, Any] = json.loads((OPERATIONS / "grafana.json").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = yaml.safe_load((OPERATIONS / "alerts.yml").read_text(encoding="utf-8"))["groups"][0][
    "rules"
]
FIGURE = re.compile(r"\b((?:parley|process)_[a-z_]+)\b(?:\{([^}]*)\})?")
GIVEN = {"job", "instance", "le"}  # by Prometheus itself


@pytest.fixture
def server() -> None:
    """One kind of database is enough: the figures are the same."""
    return


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def expressions() -> Iterator[str]:
    for panel in panels():
        yield from (target["expr"] for target in panel["targets"])
    yield from (rule["expr"] for rule in RULES)


@pytest.fixture
async def shown(store: Database, clock: PushedClock) -> dict[str, set[str]]:
    """What a process shows in which something of each kind happened: the labels of each figure."""
    metrics = Metrics()
    assert isinstance(store, SqliteDatabase)
    Ringing(store, "postgresql://nobody@127.0.0.1:1/none", "me", metrics.registry)

    async def fill(unit: Unit) -> None:
        await unit.businesses.put(Business(SHOP, "Kiln", "US", "America/Chicago", "USD"), START)
        await unit.senders.put("sms", "twilio", "+13145550100", 1, START)
        await queued(unit, status=MessageStatus.UNKNOWN)

    await do(store, fill)
    metrics.count_answer("/healthz", 200, timedelta(0))
    metrics.shed("/webhooks/shopify/{business}")
    metrics.count_call("sms", Answer(), timedelta(0))
    metrics.count_departure("sms", Priority.BULK, timedelta(0))
    metrics.count_claim("outbox", 1)
    metrics.lease_lost("outbox")
    text = (await metrics.scrape(store, START, clock.get_real_time(), 0)).decode()
    return {one.name: set(one.labels) for family in families(text) for one in family.samples}


def test_every_figure_that_is_asked_for_is_there(shown: dict[str, set[str]]) -> None:
    asked = {name for expression in expressions() for name, _ in FIGURE.findall(expression)}
    assert asked - set(shown) == set()
    assert len(asked) > 20


def test_every_figure_is_asked_for_and_explained(shown: dict[str, set[str]]) -> None:
    ours = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in shown if name.startswith("parley_")}
    ours = {name for name in ours if f"{name}_total" not in ours}  # the moment at which a counter was made
    text, page = " ".join(expressions()), (OPERATIONS / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(ours) if name not in text] == []
    assert [name for name in sorted(ours) if f"`{name}" not in page] == []


def test_every_label_is_there(shown: dict[str, set[str]]) -> None:
    for expression in expressions():
        known = {label for name, _ in FIGURE.findall(expression) for label in shown[name]} | GIVEN
        for name, matchers in FIGURE.findall(expression):
            assert set(re.findall(r"(\w+)\s*[=!]", matchers)) <= shown[name] | GIVEN, expression
        grouped = [label for found in re.findall(r"\b(?:by|on) \(([^)]*)\)", expression) for label in found.split(", ")]
        assert set(grouped) <= known, expression


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    """https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/"""
    variables = {one["name"]: one for one in DASHBOARD["templating"]["list"]}
    assert (DASHBOARD["schemaVersion"] >= 39, DASHBOARD["uid"], DASHBOARD["id"]) == (True, "parley", None)
    assert (variables["datasource"]["type"], variables["datasource"]["query"]) == ("datasource", "prometheus")
    chosen = {"type": "prometheus", "uid": "${datasource}"}
    assert [panel["title"] for panel in panels() if panel["datasource"] != chosen] == []
    assert [one for panel in panels() for one in panel["targets"] if one["datasource"] != chosen] == []
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))


def test_no_panel_lies_on_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells


def test_every_alert_says_what_to_do() -> None:
    for rule in RULES:
        assert re.fullmatch(r"Parley[A-Z]\w+", rule["alert"])
        assert rule["labels"]["severity"] in {"critical", "warning", "info"}
        assert set(rule["annotations"]) == {"summary", "action"}
    assert len({rule["alert"] for rule in RULES}) == len(RULES)


def test_prometheus_takes_the_rules() -> None:
    tool = shutil.which("promtool")
    if tool is None:
        pytest.skip("promtool is not here; Debian's package prometheus has it")
    command = [tool, "check", "rules", str(OPERATIONS / "alerts.yml")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
