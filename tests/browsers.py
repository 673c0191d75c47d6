"""Which Chromium the end-to-end tests drive, and how it is started."""

import shutil
from pathlib import Path

from local.node import BROWSER, MACHINE_BROWSERS

# As root and in containers there is no sandbox; nothing may call home from a test.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def find() -> Path | None:
    """The machine's own, else the one that `make test` unpacked into .cache."""
    for name in MACHINE_BROWSERS:
        found = shutil.which(name)
        if found:
            return Path(found)
    unpacked = BROWSER / "chromium.sh"
    return unpacked if (BROWSER / ".simiti-stamp").exists() else None
