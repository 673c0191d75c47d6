"""Commands about people and their posts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cli.settings import load_settings
from plan_core.actor import Role

user = App(name="user", help="People and their posts. ผู้ใช้และตำแหน่ง")


@user.command(name="add")
def add_user(
    username: str,
    *,
    name: str,
    role: Role,
    organisation_code: Annotated[str | None, Parameter(name="--organisation")] = None,
    district: str | None = None,
    province: str | None = None,
    password_stdin: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Add a person with one post; a known person gets one more post. เพิ่มผู้ใช้และตำแหน่ง

    The password is asked for at the terminal, or is the first line of standard input with
    --password-stdin; it is never an argument, which every process of the machine could see.

    Parameters
    ----------
    username
        3 to 64 of a-z, 0-9, dot, hyphen, underscore.
    name
        The name that others see.
    role
        What they may do.
    organisation_code
        The 7-digit code, for EDITOR, APPROVER and VIEWER.
    district
        The 4-digit code, for DISTRICT_OFFICER.
    province
        The 2-digit code, for PROVINCE_OFFICER.
    password_stdin
        Read the password from standard input.
    """
    from cli import keeping

    post = keeping.Post(role, organisation_code, province, district)
    return keeping.add_user(load_settings(), username, name, post, from_stdin=password_stdin)


@user.command(name="set-password")
def set_password(
    username: str, *, password_stdin: Annotated[bool, Parameter(negative="")] = False
) -> int:
    """Give a person a new password; ends their sessions and any lock. ตั้งรหัสผ่านใหม่

    Parameters
    ----------
    username
        Whose.
    password_stdin
        Read the password from standard input.
    """
    from cli import keeping

    return keeping.set_password(load_settings(), username, from_stdin=password_stdin)


@user.command(name="remove-second-step")
def remove_second_step(username: str) -> int:
    """For who lost the phone and the recovery codes: the password alone signs in again. ปิดขั้นที่สอง

    Make sure who asks. Their open sessions end.

    Parameters
    ----------
    username
        Whose.
    """
    from cli import keeping

    return keeping.remove_second_step(load_settings(), username)


@user.command(name="load")
def load_accounts(
    file: Path,
    *,
    passwords: Path | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Add people and their posts from a table, all or none. เพิ่มผู้ใช้จากตาราง

    The file is CSV in UTF-8 whose first line names the columns username, name, role, organisation,
    province and district; the codes are of the post's scope. Who is known gets one more post, and
    keeps the password. Needs SIMITI_OPERATOR_DATABASE_URL.

    Parameters
    ----------
    file
        The CSV file, at most 16 MB.
    passwords
        A new file for the first passwords of new accounts, readable by its owner only.
    dry_run
        Only say how many would be new.
    """
    from cli import registering

    return registering.load_accounts(load_settings(), file, passwords, is_dry_run=dry_run)
