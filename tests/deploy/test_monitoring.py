"""Rules and dashboards: PromQL that parses, metrics that exist, a runbook for each alert."""

import json
import re
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram

from api import metering as api_metering
from local.settings import ROOT
from worker import metering as worker_metering

FOLDER = ROOT / "deploy" / "monitoring"
RUNBOOK = ROOT / "docs" / "operations" / "alerts.md"
OF_PROMETHEUS = {"up", "time"}
METRIC = re.compile(r"\b(?:simiti[a-z_:0-9]*|process_[a-z_]+|up)\b")


def rules() -> list[dict[str, Any]]:
    read = yaml.safe_load((FOLDER / "rules.yml").read_text())
    return [rule for group in read["groups"] for rule in group["rules"]]


def alerts() -> list[dict[str, Any]]:
    return [rule for rule in rules() if "alert" in rule]


def panels() -> list[dict[str, Any]]:
    return json.loads((FOLDER / "dashboards" / "simiti.json").read_text())["panels"]


def expressions() -> list[str]:
    shown = [target["expr"] for panel in panels() for target in panel["targets"]]
    return [rule["expr"] for rule in rules()] + shown


def served() -> Iterator[str]:
    """Names of all samples that api and worker serve."""
    metrics = [*vars(api_metering).values(), *vars(worker_metering).values()]
    for metric in metrics:
        if not isinstance(metric, Histogram | Counter | Gauge):
            continue
        for family in metric.describe():
            if isinstance(metric, Histogram):
                yield from (f"{family.name}_{end}" for end in ("bucket", "count", "sum"))
            else:
                yield f"{family.name}_total" if isinstance(metric, Counter) else family.name
    # Made when asked for; `test_parts` asks a real worker.
    yield from ("simiti_queue_readable", "simiti_jobs_open", "simiti_job_oldest_seconds")
    yield from ("simiti_jobs_retried",)
    yield from ("process_resident_memory_bytes", "process_cpu_seconds_total")


@pytest.mark.parametrize("expression", expressions())
def test_an_expression_is_promql_about_metrics_that_are_served(expression: str) -> None:
    promql_parser.parse(expression)
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    named = set(METRIC.findall(re.sub(r'"[^"]*"', "", expression)))
    assert named, expression
    assert named <= {*served(), *recorded, *OF_PROMETHEUS}


def test_nonsense_does_not_parse() -> None:
    with pytest.raises(ValueError, match=r".+"):
        promql_parser.parse("sum(rate(simiti_http_seconds_count[5m))")


def test_every_alert_is_said_how_grave_it_is_and_has_its_runbook() -> None:
    headings = re.findall(r"^## (\w+)$", RUNBOOK.read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(alert["alert"] for alert in alerts())
    for alert in alerts():
        assert alert["labels"]["severity"] in {"page", "ticket"}
        anchor = f"docs/operations/alerts.md#{alert['alert'].lower()}"
        assert alert["annotations"]["runbook"] == anchor
        assert alert["annotations"]["summary"].endswith(".")


def test_panels_do_not_lie_on_each_other() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
    assert len(places) == len(set(places))
    assert len({panel["id"] for panel in panels()}) == len(places)
