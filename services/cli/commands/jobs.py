"""Commands about work that is done later."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter

from cli.settings import load_settings

job = App(name="jobs", help="Work that is done later. งานเบื้องหลัง")


@job.command(name="list")
def list_jobs(
    *,
    failed: Annotated[bool, Parameter(negative="")] = False,
    name: str | None = None,
    most: int = 100,
) -> int:
    """Say which jobs wait and run, or which failed. แสดงงานที่รอ กำลังทำ หรือล้มเหลว

    One line a job, the oldest first, whatever the broker is: jobs are rows. As the worker role.

    Parameters
    ----------
    failed
        Those that were given up.
    name
        Only of this name, like intake.read_document.
    most
        At most so many lines.
    """
    from cli import jobbing

    return jobbing.show(load_settings(), is_failed=failed, name=name, most=most)


@job.command(name="replay")
def replay_jobs(
    job_id: UUID | None = None,
    *,
    name: str | None = None,
    every: Annotated[bool, Parameter(name="--all", negative="")] = False,
) -> int:
    """Let failed jobs be tried anew. สั่งทำงานที่ล้มเหลวอีกครั้ง

    Give a job's id, a name, or --all. The scheduler sends them within seconds, over any broker.
    Nothing that is done is done again. Exit code 1 when no such job failed. As the worker role.

    Parameters
    ----------
    job_id
        As `simiti jobs list --failed` shows it.
    name
        All failed jobs of this name.
    every
        All failed jobs.
    """
    from cli import jobbing

    return jobbing.replay(load_settings(), job_id, name=name, is_all=every)
