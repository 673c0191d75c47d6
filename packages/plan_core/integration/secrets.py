"""Secrets that messages are signed with: made from the installation's key, kept nowhere. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

OVERLAP = timedelta(hours=24)
"""How long the secret before signs too, so that a receiver can change at leisure."""


def secret_of(key: str, tenant_id: int, webhook_id: UUID, number: int) -> str:
    """The secret of a webhook, in the form of Standard Webhooks; `number` counts its secrets.

    A copy of the database does not hold it. Another installation's key makes another one.
    """
    if not key:
        raise ValueError("an installation without a key has no secrets")
    about = f"simiti-webhook:{tenant_id}:{webhook_id.hex}:{number}"
    made = hmac.new(key.encode(), about.encode(), hashlib.sha256).digest()
    return f"whsec_{base64.b64encode(made).decode()}"
