"""The API's web server on a socket that the supervisor holds, so that the port is never lost."""

import socket
import sys

import uvicorn


def main(descriptor: int) -> None:
    """While the server is started again, new connections wait instead of being refused."""
    listener = socket.socket(fileno=descriptor)
    config = uvicorn.Config(
        "api.app:create_app",
        factory=True,
        http="api.connections:Connection",
        proxy_headers=False,
        access_log=False,
        timeout_graceful_shutdown=3,
        # Longer than a client or a proxy keeps an idle connection: who closes it first is the one
        # that knows whether a request is on its way.
        timeout_keep_alive=75,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]))
