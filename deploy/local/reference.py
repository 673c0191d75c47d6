"""The reference of all settings, written from the code that reads them.

`python -m local.reference > docs/operations/settings.md`
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from api.settings import Settings as ApiSettings
from cli.settings import Settings as CommandSettings
from worker.settings import Settings as WorkerSettings

READERS: tuple[tuple[str, type[BaseSettings]], ...] = (
    ("api", ApiSettings),
    ("worker", WorkerSettings),
    ("command line", CommandSettings),
)
"""Who reads settings; whose words stand where several read the same one."""

OF_LIBRARIES = (
    (
        "AWS_ENDPOINT_URL",
        "Where `SIMITI_FILES_URL` is `s3://…`: the S3-compatible store's address.",
    ),
    ("AWS_REGION", "Its region; `us-east-1` when left out."),
    ("AWS_ACCESS_KEY_ID", "Its key, which needs to get, put and delete objects, nothing else."),
    ("AWS_SECRET_ACCESS_KEY", "The key's secret."),
    (
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
        "`true` where the bucket is part of the host's name, and then of the address too.",
    ),
    ("AWS_ALLOW_HTTP", "`true` lets the address begin with `http://`: only on the same machine."),
    ("SSL_CERT_FILE", "A PEM file with the authorities that mail servers are checked against."),
)
"""What libraries read by themselves."""

HEAD = """\
# Settings

Written by `python -m local.reference` from the code that reads them; a test compares. Every program
is told by its environment, once, at its start, and says at once which one is missing or wrong. An
empty one counts as absent. The same names stand in `deploy/local`, `deploy/systemd` and
`deploy/container`.
"""


@dataclass
class Setting:
    """One variable; those in `needed_by` do not start without it."""

    name: str
    says: str
    default: str
    readers: list[str] = field(default_factory=list[str])
    needed_by: list[str] = field(default_factory=list[str])


def list_settings() -> list[Setting]:
    """In the order of the alphabet."""
    found: dict[str, Setting] = {}
    for reader, settings in READERS:
        for name, info in settings.model_fields.items():
            variable = f"SIMITI_{name.upper()}"
            one = found.setdefault(variable, Setting(variable, _words(info), _default(info)))
            one.readers.append(reader)
            if info.is_required():
                one.needed_by.append(reader)
    return [found[name] for name in sorted(found)]


def _words(info: FieldInfo) -> str:
    if not info.description:
        raise ValueError("every setting says what it is")
    return " ".join(info.description.split())


def _default(info: FieldInfo) -> str:
    value = None if info.is_required() else info.get_default()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def write() -> Iterator[str]:
    yield HEAD
    yield "| setting | read by | default | what it is |"
    yield "|---|---|---|---|"
    for one in list_settings():
        default = f"`{one.default}`" if one.default else ""
        if one.needed_by:
            default = f"needed by {', '.join(one.needed_by)}"
        yield f"| `{one.name}` | {', '.join(one.readers)} | {default} | {one.says} |"
    yield ""
    yield "## Read by libraries"
    yield ""
    yield "| setting | what it is |"
    yield "|---|---|"
    for name, says in OF_LIBRARIES:
        yield f"| `{name}` | {says} |"


if __name__ == "__main__":
    print("\n".join(write()))
