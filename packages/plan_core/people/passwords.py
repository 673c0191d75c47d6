"""Hashing and verifying passwords: argon2id, in threads of its own, never on the event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from pwdlib.hashers.argon2 import Argon2Hasher

from plan_core.people import rules

T = TypeVar("T")

MEMORY_KIB = 19 * 1024
PASSES = 2

_hasher = Argon2Hasher(memory_cost=MEMORY_KIB, time_cost=PASSES, parallelism=1)
# A flood of sign-ins waits in this queue instead of taking every thread and 19 MiB each.
_threads = ThreadPoolExecutor(max_workers=os.cpu_count() or 2, thread_name_prefix="argon2")

NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$gSpyNnuijYVYxPuuif60qg"
    "$Ty0wejCpgpMjvj6DU/ptIe2IsMEBgdu1UiyrVPWATFY"
)
"""Verified when there is no such person, so that an unknown name takes as long as a known one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the password is right; `better_hash` when the kept one has outdated parameters."""

    is_right: bool
    better_hash: str | None = None


async def hash_password(password: str) -> str:
    return await _in_thread(_hash, password)


async def verify(password: str, password_hash: str) -> Verdict:
    return await _in_thread(_verify, password, password_hash)


async def verify_for_nobody(password: str) -> None:
    """Spend the time that verifying takes."""
    await verify(password, NOBODYS_HASH)


def _hash(password: str) -> str:
    return _hasher.hash(rules.normalise_password(password))


def _verify(password: str, password_hash: str) -> Verdict:
    plain = rules.normalise_password(password)
    if not _hasher.verify(plain, password_hash):
        return Verdict(False)
    outdated = _hasher.check_needs_rehash(password_hash)
    return Verdict(True, _hasher.hash(plain) if outdated else None)


async def _in_thread(work: Callable[..., T], *arguments: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, work, *arguments)
