"""Commands about the register of local governments and the people who live in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cli.settings import load_settings
from plan_core.values import OrganisationKind

organisation = App(name="organisation", help="The register of local governments. ทะเบียน อปท.")
population = App(name="population", help="People of each organisation. จำนวนประชากร")


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
