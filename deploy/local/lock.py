"""`make lock`: pyproject.toml resolved into requirements.lock: hashes, no addresses."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from local import bootstrap
from local.steps import ROOT, Stop

TARGET = ROOT / "requirements.lock"


def main() -> None:
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


if __name__ == "__main__":
    try:
        main()
    except (Stop, subprocess.CalledProcessError) as problem:
        sys.exit(f"simiti: {problem}")
