"""Is told by a webhook that a plan was submitted, returned or adopted, and keeps what it says.

    python -m ariadne_codegen
    export SIMITI_URL=… SIMITI_TOKEN=simiti_… SIMITI_WEBHOOK_SECRET=whsec_…
    python react.py 9000 plans.sqlite

A message is a knock at the door: it says how far to read, and nothing of the plan. So it does no
harm that one comes twice or late, or that this program was away. More about it:
docs/guides/react-to-a-submission.md.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import Any, TypeVar

import httpx
from simiti_client import Client
from simiti_client.exceptions import GraphQLClientHttpError
from simiti_client.read_revision import ReadRevisionNodeRevision as Revision
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

TABLES = """
CREATE TABLE IF NOT EXISTS read_through (only_row INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS plan (
  id TEXT PRIMARY KEY, organisation TEXT NOT NULL, edition TEXT NOT NULL, number INTEGER NOT NULL,
  stage TEXT NOT NULL, baht TEXT NOT NULL, initiatives INTEGER NOT NULL);
"""
LARGEST_MESSAGE = 64 * 1024
LOOK_EVERY = 15 * 60  # seconds: also when nobody knocked
AFTER_TROUBLE = 60
Answer = TypeVar("Answer")


def patiently(ask: Callable[[], Answer], attempts: int = 5) -> Answer:
    """Waits when the server says so: 429 too much at once, 503 a part of it is away."""
    for attempt in range(attempts):
        try:
            return ask()
        except GraphQLClientHttpError as refusal:
            if refusal.status_code not in {429, 503} or attempt == attempts - 1:
                raise
            headers: Any = getattr(refusal.response, "headers", {})
            time.sleep(float(headers.get("Retry-After", 2**attempt)))
    raise AssertionError


def read_news(client: Client, store: sqlite3.Connection) -> int:
    """Reads all that changed since the last time; how many plans that were."""
    after = (store.execute("SELECT sequence FROM read_through").fetchone() or (0,))[0]
    count = 0
    while True:
        page = patiently(lambda after=after: client.read_changes(after)).changes
        found = [
            patiently(lambda one=one: client.read_revision(one)).node
            for one in dict.fromkeys(change.id for change in page.changes if change.id)
        ]
        with store:  # what was read and how far that goes: together or not at all
            for revision in found:
                if isinstance(revision, Revision):
                    react(store, revision)
                    count += 1
            store.execute("REPLACE INTO read_through VALUES (1, ?)", (page.next_after,))
        if page.next_after >= page.head:
            return count
        after = page.next_after


def react(store: sqlite3.Connection, revision: Revision) -> None:
    """Yours to replace. It may be called twice for the same revision, which must do no harm."""
    line = (
        revision.id,
        revision.organisation.code,
        revision.edition.code,
        revision.number,
        revision.stage.value,
        str(revision.totals.grand_total),  # baht, a decimal number: never a float
        len(revision.initiatives),
    )
    store.execute("REPLACE INTO plan VALUES (?, ?, ?, ?, ?, ?, ?)", line)
    print(f"{line[1]} {line[2]} no. {line[3]}: {line[4]}, {line[5]} baht", flush=True)


def door(port: int, verifier: Webhook, knocks: Queue[None]) -> ThreadingHTTPServer:
    """Takes a message if its signature is right, answers at once, and leaves the work to others."""

    class Door(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            if length > LARGEST_MESSAGE:
                self.send_error(413)
                return
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                verifier.verify(body.decode(), headers)
            except (WebhookVerificationError, json.JSONDecodeError, UnicodeDecodeError):
                self.send_error(401)
                return
            knocks.put(None)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """No line for each request."""

    return ThreadingHTTPServer(("127.0.0.1", port), Door)


def main(port: int, path: str) -> None:
    """Reads what came while it was away, and then whenever somebody knocks."""
    url, token = os.environ["SIMITI_URL"], os.environ["SIMITI_TOKEN"]
    http = httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60)
    knocks: Queue[None] = Queue()
    server = door(port, Webhook(os.environ["SIMITI_WEBHOOK_SECRET"]), knocks)
    Thread(target=server.serve_forever, daemon=True).start()
    with Client(f"{url}/graphql", http_client=http) as client, closing(sqlite3.connect(path)) as db:
        db.executescript(TABLES)
        while True:
            pause = LOOK_EVERY
            try:
                print(f"{read_news(client, db)} read", flush=True)
            except (httpx.TransportError, GraphQLClientHttpError) as trouble:
                # Nothing is lost: where it stood is kept, and it asks again.
                print(f"not now: {trouble!r}", flush=True)
                pause = AFTER_TROUBLE
            try:
                knocks.get(timeout=pause)
                while not knocks.empty():
                    knocks.get_nowait()  # one look is enough for all of them
            except Empty:
                pass


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
