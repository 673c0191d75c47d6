"""Commands about editions of the framework and by when plans are due."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

from cli.settings import load_settings

edition = App(name="edition", help="Editions of the framework. ฉบับของกรอบแผน")
deadline = App(name="deadline", help="By when plans are due. กำหนดส่งแผน")


@edition.command(name="load")
def load_edition(file: Path) -> int:
    """Load an edition with its crosswalk from earlier ones. นำเข้าฉบับของกรอบและตารางเทียบ

    Missions and years of an edition that is there never change; its titles and crosswalks do.
    Restart the services afterwards: each process reads the editions once.

    Parameters
    ----------
    file
        As described in docs/guides/add-an-edition.md.
    """
    from cli import framing

    return framing.load(load_settings(), file)


@edition.command(name="list")
def list_editions() -> int:
    """Which editions there are, and how they follow each other. แสดงฉบับทั้งหมด"""
    from cli import framing

    return framing.show(load_settings())


@deadline.command(name="set")
def set_deadline(edition_code: str, province: str, day: str) -> int:
    """Say by which day the plans of a province are due. ตั้งกำหนดส่งของจังหวัด

    Needs SIMITI_OPERATOR_DATABASE_URL.

    Parameters
    ----------
    edition_code
        The edition, like 2561-2564.
    province
        The 2-digit code.
    day
        YYYY-MM-DD in the Common Era.
    """
    from cli import keeping, registering

    due_on = keeping.day_of(day)
    return registering.set_deadline(load_settings(), edition_code, province, due_on)


@deadline.command(name="list")
def list_deadlines() -> int:
    """Say which deadlines are set. แสดงกำหนดส่งที่ตั้งไว้"""
    from cli import registering

    return registering.list_deadlines(load_settings())
