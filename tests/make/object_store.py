"""A real S3-compatible server process on a port of its own, with one bucket."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from local import child
from make.post_office import free_port

BUCKET = "simiti-test"
REGION = "ap-southeast-7"
KEY = "test-key"


class ObjectStore:
    """`url` and `environment` are what the product is told; `get` and `put` go past it."""

    url = f"s3://{BUCKET}/files"

    def __init__(self, port: int, log: Path) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        self._port = port
        self._log = log
        self.start()

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": "test-secret",
            "AWS_ALLOW_HTTP": "true",
        }

    def start(self) -> None:
        """It remembers nothing of before."""
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        with self._log.open("ab") as log:
            self._process = child.start(command, log=log, death_signal="SIGKILL")
        until = time.monotonic() + 30
        while True:
            try:
                self._ask("PUT", "", content=_MAKE_BUCKET.encode()).raise_for_status()
            except httpx.TransportError:
                assert time.monotonic() < until, self._log.read_text()
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(timeout=10)

    def get(self, key: str) -> httpx.Response:
        return self._ask("GET", f"/files/{key}")

    def put(self, key: str, content: bytes) -> None:
        self._ask("PUT", f"/files/{key}", content=content).raise_for_status()

    def _ask(self, method: str, path: str, content: bytes = b"") -> httpx.Response:
        # It reads from the signature where it belongs, and does not check it.
        signed = f"AWS4-HMAC-SHA256 Credential={KEY}/20260101/{REGION}/s3/aws4_request"
        url = f"{self.endpoint}/{BUCKET}{path}"
        return httpx.request(method, url, content=content, headers={"Authorization": signed})


_MAKE_BUCKET = (
    '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    f"<LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"
)


@contextmanager
def open_object_store(folder: Path) -> Generator[ObjectStore]:
    store = ObjectStore(free_port(), folder / "s3.log")
    try:
        yield store
    finally:
        store.stop()
