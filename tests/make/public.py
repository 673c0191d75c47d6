"""What is published and read by everybody, for tests."""

from typing import Any, cast

import httpx

from make.api import Api, global_id
from make.reports import Office
from plan_core.actor import Actor
from plan_core.reporting.model import Report
from plan_core.reporting.rules import CannotReason, Entry, ProgressStatus, ReportRound


async def get(api: Api, path: str, **headers: str) -> httpx.Response:
    """Signed out."""
    return await api.call(None, "GET", path, headers=headers)


async def report_on(
    office: Office, round_: ReportRound = ReportRound.SIX_MONTHS, **more: object
) -> Report:
    """A submitted report of four rows: one that cannot be done, the rest not reported."""
    entry = Entry(
        status=ProgressStatus.CANNOT,
        cannot_reason=CannotReason.OTHER,
        cannot_text="น้ำท่วมพื้นที่",
        evidence_links=("https://example.go.th/flood",),
        **cast("dict[str, Any]", more),
    )
    await office.enter((await office.row(0, round_), entry), round_=round_)
    return await office.submit(round_)


async def publish_report(api: Api, actor: Actor, report: Report) -> dict[str, Any]:
    return await api.mutate(
        actor,
        "publishReport",
        "publication { address newestAddress isWithdrawn }",
        reportId=global_id("Report", f"{report.tenant_id}:{report.id}"),
    )
