"""Loading a register of organisations, whole or not at all. The operator's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.csv_text import Faults
from plan_core.errors import Invalid
from plan_core.places import queries
from plan_core.places.actions import NewOrganisation, add_organisation
from plan_core.places.model import Organisation
from plan_core.places.register_rules import RegisterLine


@dataclass(frozen=True, slots=True)
class Loaded:
    added: int
    unchanged: int


async def load_register(
    session: AsyncSession, lines: Sequence[RegisterLine], effective_from: date
) -> Loaded:
    """Adds what is not there yet; what is there and says the same stays as it is.

    Invalid REGISTER_LINES_UNSUITABLE, with every such line, for an area that is not there and for
    an organisation that is registered otherwise: a new name begins on a day of its own.
    """
    faults = Faults()
    added = 0
    for line in lines:
        known = await queries.find_organisation(session, line.code)
        try:
            if known is None:
                await add_organisation(session, _new(line, effective_from))
                added += 1
            elif not _is_same(known, line):
                raise Invalid(
                    "REGISTER_DIFFERS",
                    f"{line.code} อยู่ในทะเบียนแล้วเป็น {known.name_th} ซึ่งไม่ตรงกับไฟล์",
                    f"{line.code} is registered otherwise, as {known.name_th}.",
                )
        except Invalid as why:
            faults.add(line.number, why)
    faults.check("REGISTER_LINES_UNSUITABLE")
    return Loaded(added, len(lines) - added)


def _new(line: RegisterLine, effective_from: date) -> NewOrganisation:
    return NewOrganisation(
        code=line.code,
        kind=line.kind,
        name_th=line.name,
        province_code=line.province,
        district_code=line.district,
        subdistrict_code=line.subdistrict,
        effective_from=effective_from,
    )


def _is_same(known: Organisation, line: RegisterLine) -> bool:
    return (
        known.kind,
        known.name_th,
        known.province_code,
        known.district_code,
        known.subdistrict_code,
    ) == (line.kind, line.name, line.province, line.district, line.subdistrict)
