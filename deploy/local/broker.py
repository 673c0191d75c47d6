"""One embedded Valkey server: Celery's broker for `make run` and the tests."""

import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local import binaries, child
from local.postgres import CannotStart, free_port, last_line


@dataclass
class Broker:
    """A server over one data folder; `port` stays the same over restarts of this object."""

    data_dir: Path
    password: str
    log: Path
    port: int = field(default_factory=free_port)
    durable: bool = True
    farewell: Sequence[tuple[int, float]] = ((signal.SIGTERM, 5.0),)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for kombu's redis transport."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, seconds: float = 15) -> None:
        """Start and wait until it answers."""
        self.launch()
        self.wait_until_ready(seconds)

    def launch(self) -> None:
        """Start without waiting. The password goes by file: a command line is public."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        configuration = self.data_dir / "valkey.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            f'dir "{self.data_dir}"\nappendonly {"yes" if self.durable else "no"}\n'
            'save ""\nmaxmemory-policy noeviction\n'
        )
        with self.log.open("ab") as log:
            self.process = child.start([binaries.broker_program(), configuration], log=log)

    def wait_until_ready(self, seconds: float = 15) -> None:
        """Wait for a PONG; while the append-only file is being read it is another answer."""
        if self.process is None:
            raise CannotStart("the broker was not started")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise CannotStart(f"the broker ended at once: {last_line(self.log)}")
            if self.answers():
                return
            time.sleep(0.02)
        raise CannotStart(f"the broker is not ready after {seconds:.0f} s; see {self.log}")

    def stop(self) -> None:
        """SIGTERM writes everything down first."""
        if self.process is not None:
            child.stop([(self.process, self.farewell)])

    def answers(self) -> bool:
        """Whether it is there and takes our password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                received = b""
                while received.count(b"\r\n") < 2:
                    chunk = connection.recv(256)
                    if not chunk:
                        break
                    received += chunk
        except OSError:
            return False
        return b"+PONG" in received
