"""The archive's form: one zip with a checksum for each file in it. Pure but for its own file."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from plan_core.errors import Conflict

FORMAT = "simiti-organisation/1"
CHECKSUMS, MANIFEST, README = "SHA256SUMS", "manifest.json", "README.txt"

README_TEXT = """\
ข้อมูลทั้งหมดขององค์กรปกครองส่วนท้องถิ่นหนึ่งแห่งจากระบบสี่มิติ
Everything that one local government kept in Simiti.

manifest.json   อะไรอยู่ในนี้ และอะไรไม่อยู่ พร้อมเหตุผล / what is in here, what is not, and why
tables/         หนึ่งไฟล์ต่อหนึ่งตาราง หนึ่งบรรทัดต่อหนึ่งแถว (JSON Lines, UTF-8)
                one file for each table, one line for each row
files/          เอกสารและไฟล์แนบตามรหัสในตาราง document และ attachment
                documents and attached files, by their ids in those tables
SHA256SUMS      ตรวจด้วย / check with: sha256sum -c SHA256SUMS

จำนวนเงินในคอลัมน์ที่ลงท้ายด้วย _satang มีหน่วยเป็นสตางค์ เวลาเป็น UTC ปีงบประมาณเป็น พ.ศ.
Amounts in columns that end in _satang are in satang, times are UTC, fiscal years Buddhist era.
ไฟล์แนบที่ scan เป็น INFECTED มีไวรัส ห้ามเปิด / An attachment whose scan is INFECTED holds a virus.
"""


class Archive:
    """Being written; nothing in it is held in memory longer than one part."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._sums: dict[str, str] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as entry:
            for part in parts:
                digest.update(part)
                entry.write(part)
        self._sums[name] = digest.hexdigest()

    @contextmanager
    def lines(self, name: str) -> Generator[Lines]:
        """A table, row by row."""
        with self._zip.open(name, "w", force_zip64=True) as entry:
            lines = Lines(entry.write)
            yield lines
        self._sums[name] = lines.digest.hexdigest()

    def end(self, manifest: Mapping[str, Any]) -> None:
        self.add(README, [README_TEXT.encode()])
        self.add(MANIFEST, [msgspec.json.format(_encode(manifest), indent=1)])
        sums = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
        self._zip.writestr(CHECKSUMS, sums)


class Lines:
    def __init__(self, write: Any) -> None:
        self._write = write
        self.digest = hashlib.sha256()
        self.count = 0

    def add(self, row: Mapping[str, Any]) -> None:
        line = _encode(row) + b"\n"
        self.digest.update(line)
        self._write(line)
        self.count += 1


def _encode(value: Any) -> bytes:
    """UUIDs, days and moments as text, bytes as base64, decimals as text: msgspec's own ways."""
    return msgspec.json.encode(value, order="deterministic")


@contextmanager
def new_archive(path: Path) -> Generator[Archive]:
    """Readable by its owner only, and there under its name once it is whole."""
    part = path.with_name(f"{path.name}.part")
    if path.exists():
        raise _there(path)
    try:
        number = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _there(part) from None
    try:
        with (
            os.fdopen(number, "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened,
        ):
            yield Archive(opened)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _there(path: Path) -> Conflict:
    return Conflict(
        "ARCHIVE_THERE",
        f"มีไฟล์ {path} อยู่แล้ว ระบบไม่เขียนทับ",
        f"The file {path} is there already; nothing is overwritten.",
    )
