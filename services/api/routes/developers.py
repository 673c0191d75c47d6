"""What the page for developers shows of the code as it is: the codes of errors, and the limits."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from api import graphql
from api.error_codes import ERROR_CODES
from api.schema import limits
from api.schema.assembly import MOST_NODES_AT_ONCE
from api.settings import Settings


def make_handlers(settings: Settings) -> list[ControllerRouterHandler]:
    told: dict[str, Any] = {
        "codes": [
            {
                "code": one.code,
                "statuses": list(one.statuses),
                "meansTh": one.means_th,
                "meansEn": one.means_en,
                "doTh": one.do_th,
                "doEn": one.do_en,
            }
            for one in ERROR_CODES
        ],
        "limits": {
            "bodyBytes": graphql.LARGEST_BODY,
            "tokens": limits.MOST_TOKENS,
            "depth": limits.DEEPEST,
            "aliases": limits.MOST_ALIASES,
            "objects": limits.MOST_OBJECTS,
            "page": limits.LARGEST_PAGE,
            "nodes": MOST_NODES_AT_ONCE,
            "uploadBytes": settings.upload_limit_bytes,
            "points": settings.rate_limit_points,
            "pointsPerSecond": settings.rate_limit_refill,
        },
    }

    @get("/developers.json")
    async def developers() -> Response[dict[str, Any]]:
        """The same for everybody, signed in or not."""
        return Response(told, headers={"Cache-Control": "public, max-age=300"})

    return [developers]
