"""The stand-in's connections: the server's own."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as Connection

__all__ = ["Connection"]
