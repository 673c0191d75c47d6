"""What an answer was made from, as one word that changes with every commit that changes it.

The word is summed over the rows that the actor may see. Of each row counts `xmin`: the transaction
that wrote this state of it, which PostgreSQL itself puts there. So no writer can forget it, no row
is shared between writers, and what is not committed, or not in sight, is not in the word.
"""

from __future__ import annotations

from sqlalchemy import Text, bindparam, text

from plan_core.db.asking import Question
from plan_core.db.transaction import Look

Word = tuple[object, ...]

_OF_AREA = Question(
    text(
        """
    SELECT
      (SELECT concat(count(*), ' ', sum(hashint8extended(tenant_id, xmin::text::bigint)))
         FROM plan_rollup WHERE province_code = :province),
      (SELECT sum(hashint8extended(id, xmin::text::bigint))::text
         FROM organisation WHERE province_code = :province),
      (SELECT sum(hashtextextended(edition_code, xmin::text::bigint))::text
         FROM deadline WHERE province_code = :province),
      (SELECT sum(hashtextextended(code, xmin::text::bigint))::text
         FROM district WHERE province_code = :province),
      (SELECT xmin::text FROM province WHERE code = :province)
    """
    ).bindparams(bindparam("province", type_=Text, required=True))
)
_OF_NATION = Question(
    text(
        """
    SELECT
      (SELECT concat(count(*), ' ', sum(hashint8extended(one.tenant_id, one.xmin::text::bigint)))
         FROM plan_rollup AS one JOIN organisation ON one.tenant_id = organisation.id),
      (SELECT sum(hashint8extended(id, xmin::text::bigint))::text FROM organisation),
      (SELECT sum(hashtextextended(edition_code || province_code, xmin::text::bigint))::text
         FROM deadline),
      (SELECT sum(hashtextextended(code, xmin::text::bigint))::text FROM province)
    """
    )
)


async def of_area(look: Look, province_code: str) -> Word:
    """Of a province's comparison: figures in sight, register, deadlines and names of places."""
    return await _read(look, _OF_AREA, province=province_code)


async def of_nation(look: Look) -> Word:
    """Of all provinces side by side: the same, of everybody in sight."""
    return await _read(look, _OF_NATION)


async def _read(look: Look, question: Question, **asked: object) -> Word:
    (row,) = await look.ask(question, **asked)
    return tuple(row)
