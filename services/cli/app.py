"""The command line's table of contents; each command's body is in a module of its own."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated
from uuid import UUID

from cyclopts import App, CycloptsError, Parameter
from pydantic import ValidationError

from cli.settings import load_settings
from plan_core.actor import Role
from plan_core.errors import SimitiError, Unavailable
from plan_core.places.outline_rules import OutlineLevel
from plan_core.values import OrganisationKind

# Bodies are imported inside their commands: `read` and `--help` need no database layer, and its
# import is most of a command's time.

DONE, REFUSED, USAGE, AWAY = 0, 1, 2, 3

HELP = """\
Simiti's command line for operators. เครื่องมือบรรทัดคำสั่งสำหรับผู้ดูแลระบบ

Settings come from the environment (`SIMITI_…`). Exit codes: 0 done, 1 refused or a fault found,
2 wrong usage or a missing setting, 3 a part of the system is away (safe to try again).
"""


def version() -> str:
    try:
        return metadata.version("simiti")
    except metadata.PackageNotFoundError:
        return "0.1.0"  # a checkout on sys.path instead of an installed package


app = App(name="simiti", help=HELP, version=version, help_format="markdown")
user = App(name="user", help="People and their posts. ผู้ใช้และตำแหน่ง")
organisation = App(name="organisation", help="The register of local governments. ทะเบียน อปท.")
demo = App(name="demo", help="Demonstration data. ข้อมูลสาธิต")
audit = App(name="audit", help="The chained audit log. บันทึกการเปลี่ยนแปลง")
figures = App(name="figures", help="Figures of what was submitted. ตัวเลขสรุป")
population = App(name="population", help="People of each organisation. จำนวนประชากร")
area_map = App(name="map", help="Outlines of districts and subdistricts. แผนที่เขตปกครอง")
job = App(name="jobs", help="Work that is done later. งานเบื้องหลัง")
edition = App(name="edition", help="Editions of the framework. ฉบับของกรอบแผน")
deadline = App(name="deadline", help="By when plans are due. กำหนดส่งแผน")
GROUPS = (user, organisation, demo, audit, figures, area_map, population, edition, deadline, job)
for group in GROUPS:
    app.command(group)


@app.command
def doctor() -> int:
    """Look at every part Simiti stands on, name each fault and its fix. ตรวจความพร้อมของระบบ

    Checks the settings, the database as each role, the schema, the reference data, the broker,
    the worker and its scheduler, mails and their server, the newest backup, the folder of files
    and the port. Exit code 1 when anything is wrong.
    """
    from cli import doctoring

    return doctoring.doctor(load_settings())


@app.command
def migrate() -> int:
    """Bring the schema up to date and load reference data. ปรับโครงสร้างฐานข้อมูลและข้อมูลอ้างอิง

    Safe to repeat; nothing happens on a database that is current. Needs
    SIMITI_OWNER_DATABASE_URL and SIMITI_OPERATOR_DATABASE_URL.
    """
    from cli import keeping

    return keeping.migrate(load_settings())


@app.command
def read(
    file: Path,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Read a plan document without any server and print what is in it. อ่านเอกสารแผนโดยไม่ใช้เซิร์ฟเวอร์

    Parameters
    ----------
    file
        The document: text, Markdown or our .xlsx template.
    json
        Print the documented, versioned JSON instead of a summary for people.
    """
    from cli import reading

    return reading.read(file, as_json=json)


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


@organisation.command(name="add")
def add_organisation(
    code: str,
    *,
    name: str,
    kind: OrganisationKind,
    province: str,
    district: str | None = None,
    subdistrict: str | None = None,
    effective_from: Annotated[str | None, Parameter(name="--from")] = None,
) -> int:
    """Add a local government to the register. เพิ่ม อปท. ในทะเบียน

    Parameters
    ----------
    code
        The official code (รหัส อปท.) of seven digits.
    name
        The full name in Thai: องค์การบริหารส่วนตำบล…
    kind
        Its kind.
    province
        The 2-digit code.
    district
        The 4-digit code; left out for province-wide ones.
    subdistrict
        The 6-digit code of the subdistrict it is named after, if any.
    effective_from
        The day its name and code began to count, YYYY-MM-DD in the Common Era; today if left out.
    """
    from cli import keeping

    return keeping.add_organisation(
        load_settings(),
        code=code,
        name=name,
        kind=kind,
        province=province,
        district=district,
        subdistrict=subdistrict,
        effective_from=keeping.day_of(effective_from),
    )


@demo.command(name="load")
def load_demo() -> int:
    """Load the demonstration province; only what is absent. นำเข้าข้อมูลสาธิตจังหวัดแพร่

    Everything in it is labelled as demonstration data. Nothing that people did there is
    overwritten. Needs SIMITI_DEMO_PASSWORD, the password of all demo accounts.
    """
    from cli import keeping

    return keeping.load_demo(load_settings())


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


@area_map.command(name="load")
def load_map(
    file: Path,
    *,
    source: str,
    licence: str,
    code_property: Annotated[str, Parameter(name="--property")] = "code",
) -> int:
    """Load outlines from GeoJSON in place of those of the same provinces. นำเข้าแผนที่เขตปกครอง

    The file is a FeatureCollection of Polygons and MultiPolygons in longitude and latitude
    (WGS 84), of districts or of subdistricts. All of it is checked first; a fault refuses the file
    and leaves what was loaded before. Positions are rounded to 0.0001 degrees and borders
    simplified until a province has at most 12,000 points. Needs SIMITI_OPERATOR_DATABASE_URL.

    Parameters
    ----------
    file
        The GeoJSON file, at most 64 MB.
    source
        Who made it, as it is to be named under each map.
    licence
        The licence it is under, shown beside the source.
    code_property
        The property that holds the official code of four or six digits (TH before it is left out);
        a feature without it is known by its id.
    """
    from cli import mapping
    from plan_core.places.outline_actions import Credit

    return mapping.load(load_settings(), file, Credit(source, licence), code_property)


@area_map.command(name="list")
def list_maps() -> int:
    """Say of which provinces there are outlines, and from where. แสดงรายการแผนที่"""
    from cli import mapping

    return mapping.show(load_settings())


@area_map.command(name="remove")
def remove_map(province: str, *, level: OutlineLevel) -> int:
    """Take a province's outlines out; it is drawn as tiles again. ลบแผนที่ของจังหวัด

    Parameters
    ----------
    province
        The 2-digit code.
    level
        Of districts or of subdistricts.
    """
    from cli import mapping

    return mapping.remove(load_settings(), province, level)


@organisation.command(name="load")
def load_organisations(
    file: Path,
    *,
    effective_from: Annotated[str | None, Parameter(name="--from")] = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Add the organisations of a register, all or none. เพิ่ม อปท. จากทะเบียน

    The file is CSV in UTF-8 whose first line names the columns code (7 digits), kind (SAO, อบต.,
    …), name, province, district and subdistrict (official codes, empty where there is none). Who
    is registered already as the file says stays; every line that cannot be used is told. Needs
    SIMITI_OPERATOR_DATABASE_URL.

    Parameters
    ----------
    file
        The CSV file, at most 16 MB.
    effective_from
        The day their names and codes began to count, YYYY-MM-DD; today if left out.
    dry_run
        Only say what would be new.
    """
    from cli import keeping, registering

    day = keeping.day_of(effective_from)
    return registering.load_organisations(load_settings(), file, day, is_dry_run=dry_run)


@organisation.command(name="export")
def export_organisation(code: str, file: Path) -> int:
    """Write everything of one organisation into one archive, to take along. ส่งออกข้อมูลทั้งหมดของ อปท.

    All its rows, files and its audit log as of one moment, with a checksum for each file in it.
    Nothing is removed. As the worker role; needs SIMITI_FILES_URL. Exit code 1 when a file is
    missing or the log does not hold: the archive is written all the same, and says so.

    Parameters
    ----------
    code
        The 7-digit code.
    file
        The archive, a new .zip file that only its owner reads.
    """
    from cli import leaving

    return leaving.export(load_settings(), code, file)


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


@population.command(name="load")
def load_population(file: Path, *, source: str) -> int:
    """Load how many people organisations have, for budgets per head. นำเข้าจำนวนประชากร

    The file is CSV in UTF-8 whose first line names the columns code (7 digits), year (Buddhist
    era) and people. One line that is not understood refuses the file. Organisations and years
    that are not in it keep what they have; who has none is shown as unknown, never as 0. Needs
    SIMITI_OPERATOR_DATABASE_URL.

    Parameters
    ----------
    file
        The CSV file, at most 16 MB.
    source
        Where the figures come from, shown wherever they are used.
    """
    from cli import peopling

    return peopling.load(load_settings(), file, source)


@population.command(name="list")
def list_population() -> int:
    """Say of which years there are figures, and from where. แสดงปีที่มีจำนวนประชากร"""
    from cli import peopling

    return peopling.show(load_settings())


def run(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code. Refusals go to standard error in both languages."""
    try:
        code = app(arguments, exit_on_error=False, result_action="return_value")
        return code if isinstance(code, int) else DONE
    except CycloptsError:
        return USAGE  # cyclopts has printed what is wrong
    except ValidationError as error:
        for problem in error.errors():
            print(f"SIMITI_{problem['loc'][0]}: {problem['msg']}".upper(), file=sys.stderr)
        return USAGE
    except SimitiError as error:
        print(f"{error.code}: {error.message_th}", file=sys.stderr)
        print(f"{error.code}: {error.message_en}", file=sys.stderr)
        if error.code == "SETTING_MISSING":
            return USAGE
        return AWAY if isinstance(error, Unavailable) else REFUSED
    except BrokenPipeError:
        raise  # the reader of our output has gone: main knows
    except Exception as error:
        # Told apart by where it comes from: this layer knows no database driver.
        if not type(error).__module__.startswith(("sqlalchemy", "asyncpg", "builtins")):
            raise
        if type(error).__module__ == "builtins" and not isinstance(error, OSError):
            raise
        cause = getattr(error, "orig", None) or error
        print(f"{str(cause).splitlines()[0]}\n→ simiti doctor", file=sys.stderr)
        return AWAY


def main() -> None:
    try:
        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; say nothing more to it.
        sys.stderr.close()
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
