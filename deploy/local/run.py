"""`make run`: database, broker, schema, demo data, API, worker and scheduler in one terminal."""

import http.client
import signal
import socket
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

from local import binaries, child, database, home, postgres, settings, steps, supervisor
from local.broker import Broker
from local.database import DatabaseUrls
from local.home import Home
from local.settings import ROOT, Settings, Unusable
from local.supervisor import Program, Supervisor
from plan_core.demo import cast

DATABASE_NAME = "simiti"
WORKER_PROCESSES = 2
WORKER_OPTIONS = ("--pool=prefork", "--loglevel=WARNING", "--without-gossip", "--without-mingle")
DATA_COMES_FROM = ("packages/plan_core", "services/cli")
STOP_ORDER = (("web server", "scheduler", "worker"), ("broker",), ("database",))


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, flush=True)


@contextmanager
def timed(what: str) -> Generator[None]:
    """A line with the seconds a step took, when it went well."""
    started = time.monotonic()
    yield
    say(f"  {what:<30}{time.monotonic() - started:5.1f} s")


def start_stores(sup: Supervisor, place: Home, given: Settings) -> tuple[DatabaseUrls, str]:
    """The database and the broker side by side, unless configured; their addresses."""
    server = broker = None
    if given.database is None:
        server = postgres.Server(
            place.folder / "postgres",
            place["superuser"],
            place.log("postgres"),
            port=place.port_for("postgres_port"),
            bin_dir=given.postgres_bin,
        )
        sup.add("database", server)
    if given.broker_url is None:
        broker = Broker(
            place.folder / "broker",
            place["broker"],
            place.log("broker"),
            port=place.port_for("broker_port"),
        )
        sup.add("broker", broker)
    urls = given.database
    if server is not None:
        server.wait_until_ready()
        superuser = server.url(postgres.SUPERUSER, "postgres", server.password, "postgresql")
        passwords: dict[str, str] = {role: place[role] for role in database.ROLES}
        database.prepare_now(superuser, passwords, DATABASE_NAME)
        urls = DatabaseUrls(
            *(server.url(role, DATABASE_NAME, passwords[role]) for role in database.ROLES)
        )
    if broker is not None:
        broker.wait_until_ready()
    if urls is None:
        raise Unusable("no database")
    return urls, broker.url if broker is not None else given.broker_url or ""


def variables(place: Home, given: Settings, urls: DatabaseUrls, broker_url: str) -> dict[str, str]:
    """What every process of Simiti is told."""
    if given.demo_password:
        place.keep("demo_password", given.demo_password)
    told = {
        "SIMITI_HOME": str(place.folder),
        "SIMITI_HOST": given.host,
        "SIMITI_PORT": str(given.port),
        "SIMITI_BROKER_URL": broker_url,
        "SIMITI_FILES_URL": given.files_url or (place.folder / "files").as_uri(),
        "SIMITI_DEMO_PASSWORD": place["demo_password"],
        "SIMITI_COOKIE_SECURE": given.cookie_secure,
        "SIMITI_UNSCANNED_TO_OFFICERS": given.unscanned_to_officers,
        "SIMITI_WEBHOOK_KEY": place["webhook_key"],
        "SIMITI_WEBHOOK_ALLOW": given.webhook_allow,
    }
    for role, name in settings.DATABASE_VARIABLES.items():
        told[name] = getattr(urls, role)
    return told


def programs(
    place: Home, env: dict[str, str], listener: socket.socket
) -> dict[str, supervisor.Program]:
    """The processes of Simiti itself."""
    celery = [sys.executable, "-m", "celery", "-A", "worker.app:celery"]
    listening = listener.fileno()
    schedule = place.folder / "beat" / "schedule"
    return {
        "web server": Program(
            [sys.executable, "-m", "local.serve", str(listening)],
            place.log("api"),
            env,
            farewell=((signal.SIGTERM, 5.0),),
            pass_fds=(listening,),
        ),
        "worker": Program(
            [*celery, "worker", f"--concurrency={WORKER_PROCESSES}", *WORKER_OPTIONS],
            place.log("worker"),
            {**env, **_metrics_of_the_worker(env)},
            death_signal="SIGQUIT",  # the cold shutdown, which ends its pool with it
            farewell=((signal.SIGTERM, 4.0), (signal.SIGQUIT, 3.0)),
        ),
        "scheduler": Program(
            [*celery, "beat", "--loglevel=WARNING", "--pidfile=", f"--schedule={schedule}"],
            place.log("scheduler"),
            env,
            farewell=((signal.SIGTERM, 3.0),),
        ),
    }


def _metrics_of_the_worker(env: dict[str, str]) -> dict[str, str]:
    """Its own port, beside the web server's."""
    port = env.get("SIMITI_METRICS_PORT", "")
    return {"SIMITI_METRICS_PORT": str(int(port) + 1)} if port.isdigit() and int(port) else {}


def load(sup: Supervisor, place: Home, env: dict[str, str], *, embedded: bool) -> None:
    """Schema, reference data and demo data; passed over when a start before did exactly this."""
    digest = steps.digest_of(
        [path for part in DATA_COMES_FROM for path in steps.files_below(ROOT / part)],
        place["demo_password"],
        str((place.folder / "postgres" / "PG_VERSION").stat().st_ctime_ns) if embedded else "",
    )
    if embedded and place.get("loaded") == digest:
        say(f"  {'schema and data':<32}unchanged")
        return
    for what, arguments in (
        ("schema, reference data", ["migrate"]),
        ("demo data", ["demo", "load"]),
    ):
        command = [sys.executable, "-m", "cli.app", *arguments]
        with timed(what):
            sup.run_once(f"simiti {' '.join(arguments)}", Program(command, place.log("setup"), env))
    place.keep("loaded", digest)


def wait_until_ready(sup: Supervisor, given: Settings, seconds: float = 90) -> None:
    """Until `/health/ready` says so, tending the parts meanwhile."""
    deadline = time.monotonic() + seconds
    said = ""
    while time.monotonic() < deadline:
        sup.tend()
        try:
            connection = http.client.HTTPConnection(_reachable(given.host), given.port, timeout=2)
            connection.request("GET", "/health/ready")
            answer = connection.getresponse()
            said = answer.read(2000).decode(errors="replace")
            connection.close()
            if answer.status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise Unusable(f"not ready after {seconds:.0f} s; see {given.home}/logs  {said}")


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared


def announce(place: Home, given: Settings, seconds: float) -> None:
    """The address and the demo sign-ins."""
    say(f"\nSimiti is ready after {seconds:.1f} s:  http://{_reachable(given.host)}:{given.port}\n")
    say(f"  Demo sign-ins, all with the password  {place['demo_password']}")
    for account in cast.ACCOUNTS:
        say(f"    {account.username:<20} {account.role.value:<18} {account.display_name}")
    say(f"\n  Data and logs: {place.folder}   Ctrl-C stops everything.")


def serve(sup: Supervisor, place: Home, given: Settings, listener: socket.socket) -> None:
    """Everything in order, then watch for ever."""
    started = time.monotonic()
    say(f"Simiti starts in {place.folder}")
    with timed("database and broker"):
        urls, broker_url = start_stores(sup, place, given)
    told = variables(place, given, urls, broker_url)
    # No process of Simiti needs this one: only who proves the audit log.
    place.write_settings(told | {"SIMITI_AUDIT_KEY": place["audit_key"]})
    env = {**given.inherited, **told}
    load(sup, place, env, embedded=given.database is None)
    with timed("web server, worker, scheduler"):
        for name, program in programs(place, env, listener).items():
            sup.add(name, program)
        wait_until_ready(sup, given)
    announce(place, given, time.monotonic() - started)
    sup.watch()


def main() -> int:
    """Exit code 0 after a request to stop, 1 with one clear line otherwise."""
    sup = Supervisor(lambda text: say(f"  ! {text}"))
    sup.listen_to_signals()
    if "--with-parent" in sys.argv:  # a killed make takes everything with it
        child.die_with_parent()
    given = None
    try:
        given = settings.read()
        listener = home.bind(given.host, given.port)
        place = Home(given.home)
        place.open()
        serve(sup, place, given, listener)
    except supervisor.Interrupted:
        say("\nSimiti stops …")
    except (Unusable, postgres.CannotStart, binaries.Missing, database.Unsuitable) as problem:
        hint = home.full_disk_hint(given.home) if given else ""
        print(f"simiti: {problem}{hint}", file=sys.stderr, flush=True)
        return 1
    except OSError as problem:
        print(f"simiti: {home.explain(problem, ROOT)}", file=sys.stderr, flush=True)
        return 1
    finally:
        sup.stop(STOP_ORDER)
    say("Simiti has stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
