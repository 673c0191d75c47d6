"""`make lock`: requirements.lock made anew, the npm locks trimmed; none names an address."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from local import bootstrap, node
from local.steps import ROOT, Stop

TARGET = ROOT / "requirements.lock"


def lock_python() -> None:
    """uv.lock carries the registry's host, so it is made elsewhere and thrown away."""
    uv = bootstrap.find_uv()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "pyproject.toml", folder)
        subprocess.run([uv, "lock", "--quiet", "--project", folder], check=True)
        how = ["--frozen", "--no-emit-project", "--no-header", "--all-groups"]
        done = subprocess.run(
            [uv, "export", "--quiet", "--project", folder, *how, "--format", "requirements-txt"],
            check=True,
            capture_output=True,
            text=True,
        )
    if "://" in done.stdout:
        raise Stop("the export names an address, which no commit may carry")
    unfinished = Path(f"{TARGET}.new")
    unfinished.write_text(done.stdout)
    unfinished.replace(TARGET)
    print(f"{TARGET.name}: {done.stdout.count('==')} packages")


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
    """All locks."""
    lock_python()
    for folder in (node.WEB, node.BROWSER_SOURCE):
        if (folder / "package-lock.json").exists():
            trim_npm(folder / "package-lock.json")


if __name__ == "__main__":
    try:
        main()
    except (Stop, subprocess.CalledProcessError) as problem:
        sys.exit(f"simiti: {problem}")
