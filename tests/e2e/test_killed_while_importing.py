"""Whichever process is killed while a document is being read, it is read once, and wholly."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from running import PARTS, RunningSimiti

DOCUMENT = Path(__file__).parents[1] / "documents" / "huamueang_2561-2564.md"
STATE = """
query ($id: ID!) {
  node(id: $id) { ... on Document { state problem { code } reading { initiatives { id } } } }
}
"""


class Row(msgspec.Struct):
    """A row that was read."""

    id: str


class Reading(msgspec.Struct):
    """What was read."""

    initiatives: list[Row]


class Document(msgspec.Struct):
    """A document as the API tells it."""

    state: str
    problem: dict[str, str] | None
    reading: Reading | None


class Found(msgspec.Struct):
    """The root fields asked for."""

    node: Document | None = None


class Answer(msgspec.Struct):
    """A GraphQL answer; its data is empty while the database is away."""

    data: Found = msgspec.field(default_factory=Found)


@contextmanager
def signed_in(simiti: RunningSimiti) -> Generator[httpx.Client]:
    """A client with the editor's session, which outlives the web server."""
    origin = simiti.base_url
    with httpx.Client(base_url=origin, headers={"Origin": origin}, timeout=20) as client:
        credentials = {"username": "huamueang.editor", "password": simiti.password}
        client.post("/auth/sign-in", json=credentials).raise_for_status()
        yield client


def state_of(client: httpx.Client, document_id: str) -> Document | None:
    """How far it is; None while the server or the database is away."""
    try:
        answer = client.post("/graphql", json={"query": STATE, "variables": {"id": document_id}})
    except httpx.HTTPError:
        return None
    if answer.status_code != 200:
        return None
    return msgspec.json.decode(answer.content, type=Answer).data.node


@pytest.mark.parametrize("seconds_after_upload", [0.0, 0.3])
@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_killed_part_loses_no_document(
    running_simiti: RunningSimiti, part: str, seconds_after_upload: float
) -> None:
    running_simiti.wait_until_ready()
    with signed_in(running_simiti) as client:
        # Every upload has to be another file: the same one twice is refused.
        content = DOCUMENT.read_bytes() + f"\n\n{part} {seconds_after_upload}\n".encode()
        uploaded = client.post("/documents/", files={"file": ("plan.md", content)})
        assert uploaded.status_code == 202, uploaded.text
        document_id = uploaded.json()["document"]["id"]

        time.sleep(seconds_after_upload)
        pid = running_simiti.kill(part)
        running_simiti.wait_for_another(part, than=pid)

        deadline = time.monotonic() + 60
        document = state_of(client, document_id)
        while document is None or document.state != "READ":
            assert time.monotonic() < deadline, document
            time.sleep(0.1)
            document = state_of(client, document_id)
        assert document.reading is not None
        assert len(document.reading.initiatives) == 62
