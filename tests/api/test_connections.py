"""A web server that is asked to stop answers what has already arrived."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

APP = """
import asyncio, os, signal, time

async def be_busy():
    # Each turn takes longer than the server's own tick, which therefore always comes next; what
    # arrives during the last one is unread when the server stops. So it is under load.
    for last in (False, False, False, True):
        if last:
            print("stopping", flush=True)
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1 if last else 0.2)
        await asyncio.sleep(0)

async def app(scope, receive, send):
    length = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await send({"type": "http.response.body", "body": b"ok"})
    if scope["path"] == "/stop":
        app.busy = asyncio.create_task(be_busy())
"""


async def ask(line: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str) -> bytes:
    reader, writer = line
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    try:
        return await reader.readuntil(b"ok")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


@pytest.mark.parametrize(
    ("http", "is_answered"), [("api.connections:Connection", True), ("httptools", False)]
)
async def test_a_request_that_has_arrived_is_answered_while_stopping(
    tmp_path: Path, http: str, is_answered: bool
) -> None:
    (tmp_path / "played.py").write_text(APP)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "uvicorn", "played:app", "--fd", str(listener.fileno())),
            *("--http", http, "--no-access-log", "--lifespan", "off", "--log-level", "error"),
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            pass_fds=[listener.fileno()],
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            idle = await asyncio.open_connection("127.0.0.1", port)
            other = await asyncio.open_connection("127.0.0.1", port)
            assert b"200 OK" in await ask(idle, "/")
            assert b"200 OK" in await ask(other, "/stop")
            assert server.stdout is not None
            assert await server.stdout.readline() == b"stopping\n"
            answer = await ask(idle, "/")
            assert (b"200 OK" in answer) is is_answered
            if is_answered:
                assert b"connection: close" in answer.lower()
            for _, writer in (idle, other):
                writer.close()
            assert await asyncio.wait_for(server.wait(), 10) in {0, -signal.SIGTERM}
        finally:
            if server.returncode is None:
                server.kill()
                await server.wait()
