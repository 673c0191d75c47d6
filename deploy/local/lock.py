"""`make lock`: requirements.lock made anew, the npm locks trimmed; none names an address."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from local import bootstrap, node
from local.steps import ROOT, Stop

TARGET = ROOT / "requirements.lock"
RUNNING = ROOT / "deploy/container/requirements.lock"
"""What the product itself runs on, for its image."""


def lock_python(keep: bool) -> None:
    targets = ((TARGET, "--all-groups"), (RUNNING, "--no-default-groups"))
    lock_project(ROOT / "pyproject.toml", targets, keep)
    if not keep:
        example = bootstrap.EXAMPLE
        targets = ((example / "requirements.lock", "--all-groups"),)
        lock_project(example / "pyproject.toml", targets, keep)


def lock_project(project: Path, targets: Iterable[tuple[Path, str]], keep: bool) -> None:
    """uv.lock carries the registry's host, so it is made elsewhere and thrown away."""
    uv = bootstrap.find_uv()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(project, folder)
        if keep:
            _hold_back(Path(folder) / "pyproject.toml")
        subprocess.run([uv, "lock", "--quiet", "--project", folder], check=True)
        for target, groups in targets:
            how = ["--frozen", "--no-emit-project", "--no-header", groups]
            done = subprocess.run(
                [
                    uv,
                    "export",
                    "--quiet",
                    "--project",
                    folder,
                    *how,
                    "--format",
                    "requirements-txt",
                ],
                check=True,
                capture_output=True,
                text=True,
            )
            if "://" in done.stdout:
                raise Stop("the export names an address, which no commit may carry")
            unfinished = Path(f"{target}.new")
            unfinished.write_text(done.stdout)
            unfinished.replace(target)
            print(f"{target.relative_to(ROOT)}: {done.stdout.count('==')} packages")


def _hold_back(project: Path) -> None:
    """What is locked stays at its version: only what is new comes in."""
    held = re.findall(r"^([\w.\[\]-]+==.+?) \\$", TARGET.read_text(), re.MULTILINE)
    listed = "".join(f'  "{one}",\n' for one in held)
    text = project.read_text()
    if text.count("[tool.uv]\n") != 1:
        raise Stop("pyproject.toml has no table [tool.uv] to add to")
    table = f"[tool.uv]\nconstraint-dependencies = [\n{listed}]\n"
    project.write_text(text.replace("[tool.uv]\n", table))


def trim_npm(path: Path) -> None:
    """Drop addresses, and optional packages for other systems that the registry did not offer.

    npm writes a lock that names such packages without holding them, and `npm ci` then refuses it.
    """
    lock: dict[str, Any] = json.loads(path.read_text())
    packages: dict[str, dict[str, Any]] = lock["packages"]
    held = {place.rpartition("node_modules/")[2] for place in packages}
    for package in packages.values():
        package.pop("resolved", None)
        optional: dict[str, str] = package.get("optionalDependencies", {})
        for name in [name for name in optional if name not in held]:
            del optional[name]
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


def main() -> None:
    """All locks; `--keep` adds what is new and leaves the rest as it is."""
    lock_python("--keep" in sys.argv[1:])
    for folder in (node.WEB, node.BROWSER_SOURCE):
        if (folder / "package-lock.json").exists():
            trim_npm(folder / "package-lock.json")


if __name__ == "__main__":
    try:
        main()
    except (Stop, subprocess.CalledProcessError) as problem:
        sys.exit(f"simiti: {problem}")
