"""Becomes another program that dies with its parent and, if asked, is not root: run as a script.

PostgreSQL refuses to run as root. Root therefore either shows itself to it as `nobody` through a
user namespace, or really becomes `nobody` and keeps the one capability needed to reach a data
folder below a private folder. Standard library only, started with `-I -S`, so it costs ~15 ms.
"""

import ctypes
import os
import pwd
import signal
import struct
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CLONE_NEWUSER = 0x10000000
CAPABILITY_VERSION_3 = 0x20080522
NOBODY = 65534

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> None:
    """Turn libc's -1 into an OSError."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def look_like_nobody() -> None:
    """Stay root for the file system, but appear as uid 65534 to this process and its children."""
    uid, gid = os.geteuid(), os.getegid()
    check(libc.unshare(CLONE_NEWUSER), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def turn_into(uid: int) -> None:
    """Give up root for good, keeping only CAP_DAC_OVERRIDE over the next exec."""
    gid = pwd.getpwuid(uid).pw_gid
    os.setgroups([])
    os.setgid(gid)
    check(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "prctl")
    os.setuid(uid)
    bit = 1 << CAP_DAC_OVERRIDE
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    low_then_high_word = struct.pack("6I", bit, bit, bit, 0, 0, 0)
    check(libc.capset(header, low_then_high_word), "capset")
    check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0), "prctl")


def die_with_parent(parent: int, death_signal: int) -> None:
    """Ask the kernel for a signal when the parent is gone, however it went."""
    check(libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0), "prctl")
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def main(arguments: list[str]) -> None:
    """`become.py PARENT SIGNAL IDENTITY program…`; identity: `self`, `userns` or a uid."""
    parent, death_signal, identity, *command = arguments
    if identity == "userns":
        look_like_nobody()
    elif identity != "self":
        turn_into(int(identity))
    # Last: the kernel forgets the wish when credentials change.
    die_with_parent(int(parent), signal.Signals[death_signal])
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
