"""The command line's table of contents; each command's body is in a module of its own."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter
from pydantic import ValidationError

from cli.commands import demonstration, editions, jobs, maps, people, proofs, register
from cli.settings import load_settings
from plan_core.errors import SimitiError, Unavailable

# Bodies are imported inside their commands, here and in `commands`: `read` and `--help` need no
# database layer, and its import is most of a command's time.

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
GROUPS = (
    people.user,
    register.organisation,
    demonstration.demo,
    proofs.audit,
    proofs.figures,
    maps.area_map,
    register.population,
    editions.edition,
    editions.deadline,
    jobs.job,
)
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
