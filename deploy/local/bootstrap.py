"""Makes a clean checkout runnable: uv, the virtual environment, the web front end, a test browser.

Standard library only: the system's own Python runs it before anything is installed. Every step is
stamped with a hash of what it was made from, so that a step is done once, and again when its
inputs change or when it was interrupted. Usage: `python3 -m local.bootstrap [web] [browser]
[example]`.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from local import node
from local.steps import BOOT, CACHE, ROOT, VENV, Stop, digest_of, is_done, run, step

CODE_FOLDERS = ("packages", "services", "deploy")
EXAMPLE = ROOT / "docs" / "examples" / "react_to_submission"
EXAMPLE_VENV = CACHE / "react_to_submission"


def find_uv() -> Path:
    """Our own uv, installed below the checkout; else the one on PATH."""
    own = BOOT / "bin" / "uv"
    lock = ROOT / "deploy" / "local" / "bootstrap.lock"
    stamp, digest = BOOT / ".stamp", digest_of([lock], sys.version)
    if not own.exists():
        stamp.unlink(missing_ok=True)
    try:
        step("uv, which installs the rest", stamp, digest, lambda: install_uv(lock))
    except Stop as problem:
        on_path = shutil.which("uv")
        if on_path is None:
            raise Stop(f"{problem}\nuv is needed: install python3-pip, or uv itself") from None
        return Path(on_path)
    return own


def install_uv(lock: Path) -> None:
    shutil.rmtree(BOOT / "bin", ignore_errors=True)
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode != 0:
        run([sys.executable, "-m", "venv", BOOT / "pip"], "making a pip with ensurepip")
        pip = [str(BOOT / "pip" / "bin" / "python"), "-m", "pip"]
    how = ["--quiet", "--disable-pip-version-check", "--upgrade", "--only-binary=:all:"]
    run([*pip, "install", *how, "--target", BOOT, "--require-hashes", "-r", lock], "pip install uv")


def pip_settings() -> dict[str, str]:
    """A machine's own package index, which pip is told of, in uv's words."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    told: dict[str, str] = {}
    for line in done.stdout.splitlines():
        key, _, value = line.partition("=")
        told[key.rpartition(".")[2]] = value.strip("'\"")
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    settings = {uv: told[pip] for pip, uv in names.items() if told.get(pip)}
    if settings:
        settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip chooses; hashes guard it
    return {name: value for name, value in settings.items() if name not in os.environ}


def new_venv(uv: Path, venv: Path) -> None:
    shutil.rmtree(venv, ignore_errors=True)
    python = ["--no-python-downloads", "--python", sys.executable]
    run([uv, "venv", "--quiet", *python, venv], "uv venv", env={"UV_NO_PROGRESS": "1"})


def install(uv: Path, venv: Path, lock: Path) -> None:
    """Exactly what the lock names."""
    env = {"UV_NO_PROGRESS": "1", "VIRTUAL_ENV": str(venv)}
    sync: list[str | Path] = [uv, "pip", "sync", "--quiet", "--require-hashes", lock]
    try:
        run(sync, "uv pip sync", env=env)
    except Stop:
        indexes = pip_settings()
        if not indexes:
            raise
        run(sync, "uv pip sync", env={**env, **indexes})


def make_venv(uv: Path) -> None:
    """The virtual environment exactly as locked, with our folders on its path."""
    if not is_our_venv():
        new_venv(uv, VENV)
    install(uv, VENV, ROOT / "requirements.lock")
    (node.site_packages() / "simiti.pth").write_text(
        "".join(f"{ROOT / folder}\n" for folder in CODE_FOLDERS)
    )
    command = VENV / "bin" / "simiti"
    shutil.copyfile(ROOT / "deploy" / "local" / "simiti.sh", command)
    command.chmod(0o755)


def is_our_venv() -> bool:
    """Whether it is whole, made by this Python, and was not moved with its checkout."""
    try:
        told = (VENV / "pyvenv.cfg").read_text()
        home = next(line for line in told.splitlines() if line.startswith("home"))
        path = (node.site_packages() / "simiti.pth").read_text()
    except (OSError, StopIteration):
        return False
    same = Path(home.partition("=")[2].strip()) == Path(sys.executable).resolve().parent
    here = path.startswith(f"{ROOT}/")
    return same and here and (VENV / "bin" / "python").exists()


def prepare_environment() -> None:
    """What a caller's shell may carry that would slow down or mislead the steps."""
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        os.environ.pop(name, None)
    home = Path(os.environ.get("HOME", "/nonexistent"))
    if not os.access(home, os.W_OK):  # a service's user: keep caches in the checkout
        os.environ["UV_CACHE_DIR"] = str(CACHE / "uv")
        os.environ["NPM_CONFIG_CACHE"] = str(CACHE / "npm")


def python_packages() -> None:
    """The virtual environment, made anew when the lock, the Python or the place changed."""
    lock, command = ROOT / "requirements.lock", ROOT / "deploy" / "local" / "simiti.sh"
    digest = digest_of([lock, command], str(ROOT), sys.version)
    stamp = VENV / ".simiti-stamp"
    if not is_our_venv():
        stamp.unlink(missing_ok=True)
    if not is_done(stamp, digest):
        uv = find_uv()
        step("Python packages", stamp, digest, lambda: make_venv(uv))


def example_packages() -> None:
    """For the example program whose generator wants other versions than we do: a place apart."""
    lock = EXAMPLE / "requirements.lock"
    stamp, digest = EXAMPLE_VENV / ".simiti-stamp", digest_of([lock], str(ROOT), sys.version)
    if is_done(stamp, digest):
        return
    uv = find_uv()

    def make() -> None:
        new_venv(uv, EXAMPLE_VENV)
        install(uv, EXAMPLE_VENV, lock)

    step("an example's packages", stamp, digest, make)


def main(wanted: list[str]) -> None:
    """Everything in order, one process at a time."""
    prepare_environment()
    BOOT.mkdir(exist_ok=True)
    with (BOOT / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  another make is setting up this checkout: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        python_packages()
        if "web" in wanted:
            node.web()
        if "browser" in wanted:
            node.browser()
        if "example" in wanted:
            example_packages()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Stop as problem:
        sys.exit(f"simiti: {problem}")
    except PermissionError as problem:
        sys.exit(f"simiti: {problem.filename} cannot be written: does it belong to another user?")
    except OSError as problem:
        sys.exit(f"simiti: {problem.filename}: {problem.strerror}")
    except KeyboardInterrupt:
        sys.exit(130)
