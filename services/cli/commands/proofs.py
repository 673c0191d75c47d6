"""Commands that prove the audit log and the figures."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

from cli.settings import load_settings

audit = App(name="audit", help="The chained audit log. บันทึกการเปลี่ยนแปลง")
figures = App(name="figures", help="Figures of what was submitted. ตัวเลขสรุป")


@audit.command(name="verify")
def verify_audit(*, anchors: Path | None = None) -> int:
    """Prove that no line of the audit log was changed, added or taken out. ตรวจสอบบันทึกการเปลี่ยนแปลง

    Walks every organisation's chain as the worker role. Exit code 1 when one does not hold. Without
    anchors a chain proves nothing against the database's own keeper, who could seal it anew.

    Parameters
    ----------
    anchors
        A file that `simiti audit anchor` wrote; the chains must hold all of it. Needs
        SIMITI_AUDIT_KEY.
    """
    from cli import auditing

    return auditing.verify(load_settings(), anchors)


@audit.command(name="anchor")
def anchor_audit(file: Path) -> int:
    """Write down where every chain ends, signed, outside the database. เก็บหลักฐานท้ายบันทึก

    Adds one line to the file; keep it where the database's keeper cannot write. Needs
    SIMITI_AUDIT_KEY, at least 32 characters that do not lie in the database.

    Parameters
    ----------
    file
        The anchor file; made when it is absent.
    """
    from cli import auditing

    return auditing.anchor(load_settings(), file)


@figures.command(name="verify")
def verify_figures() -> int:
    """Count every organisation's figures anew from its rows and compare. ตรวจตัวเลขสรุปกับรายการ

    As the worker role; changes nothing. Exit code 1 when something differs.
    """
    from cli import counting

    return counting.recount(load_settings(), is_mending=False)


@figures.command(name="rebuild")
def rebuild_figures() -> int:
    """Set figures that differ from their rows right. นับตัวเลขสรุปใหม่จากรายการ

    Also counts what was submitted before a new figure was thought of. As the worker role.
    """
    from cli import counting

    return counting.recount(load_settings(), is_mending=True)
