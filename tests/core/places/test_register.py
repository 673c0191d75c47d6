"""The register in the database: loaded once, mended when it differs, organisations over time."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import func, select, text

from local.database import DatabaseUrls
from plan_core.db.transaction import Database
from plan_core.errors import Conflict, Invalid
from plan_core.places import actions, queries, seed
from plan_core.places.actions import NewOrganisation
from plan_core.places.model import District, Province, Subdistrict
from plan_core.values import OrganisationKind

HUA_MUEANG = NewOrganisation(
    code="6540605",
    kind=OrganisationKind.SAO,
    name_th="องค์การบริหารส่วนตำบลหัวเมือง",
    province_code="54",
    effective_from=date(1996, 12, 16),
    district_code="5406",
    subdistrict_code="540605",
)


@pytest.fixture
async def operator(database_urls: DatabaseUrls) -> AsyncIterator[Database]:
    operator = Database(database_urls.operator)
    yield operator
    await operator.close()


async def test_all_areas_are_there_and_loading_again_changes_nothing(operator: Database) -> None:
    async with operator.unscoped() as session:
        assert await seed.load_register(session) == 0
        counts = [
            await session.scalar(select(func.count()).select_from(level))
            for level in (Province, District, Subdistrict)
        ]
    assert counts == [77, 928, 7436]


async def test_what_somebody_changed_or_deleted_is_mended(operator: Database) -> None:
    async with operator.unscoped() as session:
        await session.execute(text("UPDATE province SET name_th = 'x' WHERE code = '54'"))
        await session.execute(text("DELETE FROM subdistrict WHERE code = '540605'"))
        assert await seed.load_register(session) == 2
        province = await queries.find_province(session, "54")
        subdistrict = await queries.find_subdistrict(session, "540605")
    assert province is not None
    assert province.name_th == "แพร่"
    assert subdistrict is not None
    assert subdistrict.district_code == "5406"


async def test_a_release_that_nobody_fingerprinted_is_compared_row_by_row(
    operator: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seed, "FINGERPRINTS", {})
    async with operator.unscoped() as session:
        assert await seed.load_register(session) == 0


async def test_areas_stand_in_thai_order(operator: Database) -> None:
    async with operator.unscoped() as session:
        areas = await queries.load_areas(session)
        subdistricts = await queries.list_subdistricts(session, "5406")
    assert next(iter(areas.provinces)) == "81"  # กระบี่
    assert len(areas.districts_in("54")) == 8
    names = [one.name_th for one in subdistricts]
    assert names == [
        "แดนชุมพล",
        "เตาปูน",
        "ทุ่งน้าว",
        "บ้านกลาง",
        "บ้านหนุน",
        "สะเอียบ",
        "ห้วยหม้าย",
        "หัวเมือง",
    ]


async def test_an_organisation_keeps_its_history_when_it_becomes_a_town(
    operator: Database,
) -> None:
    async with operator.unscoped() as session:
        added = await actions.add_organisation(session, HUA_MUEANG)
    async with operator.unscoped() as session:
        renamed = await actions.rename_organisation(
            session,
            added.id,
            code="5540699",
            kind=OrganisationKind.TOWN_SUBDISTRICT,
            name_th="เทศบาลตำบลหัวเมือง",
            effective_from=date(2026, 1, 1),
        )
        names = await queries.list_names(session, [added.id])
        assert await queries.find_organisation(session, "6540605") is None
    assert renamed.id == added.id
    assert queries.short_name(renamed) == "ทต.หัวเมือง"
    assert [(one.code, one.effective_to) for one in names] == [
        ("5540699", None),
        ("6540605", date(2025, 12, 31)),
    ]


async def test_a_rename_before_the_present_name_began_is_refused(operator: Database) -> None:
    async with operator.unscoped() as session:
        added = await actions.add_organisation(session, HUA_MUEANG)
    with pytest.raises(Invalid) as refused:
        async with operator.unscoped() as session:
            await actions.rename_organisation(
                session,
                added.id,
                code="6540605",
                kind=OrganisationKind.SAO,
                name_th="ชื่อใหม่",
                effective_from=HUA_MUEANG.effective_from,
            )
    assert refused.value.code == "RENAMED_TOO_EARLY"


async def test_a_code_is_taken_once(operator: Database) -> None:
    async with operator.unscoped() as session:
        await actions.add_organisation(session, HUA_MUEANG)
    with pytest.raises(Conflict) as refused:
        async with operator.unscoped() as session:
            await actions.add_organisation(session, HUA_MUEANG)
    assert refused.value.code == "ORGANISATION_CODE_TAKEN"


@pytest.mark.parametrize(
    ("province", "district", "subdistrict"),
    [("99", None, None), ("54", "5501", None), ("54", "5406", "540101"), ("54", None, "540605")],
)
async def test_areas_must_lie_in_each_other(
    operator: Database, province: str, district: str | None, subdistrict: str | None
) -> None:
    new = NewOrganisation(
        code="6999999",
        kind=OrganisationKind.SAO,
        name_th="ที่ไหนไม่รู้",
        province_code=province,
        effective_from=date(2000, 1, 1),
        district_code=district,
        subdistrict_code=subdistrict,
    )
    with pytest.raises(Invalid) as refused:
        async with operator.unscoped() as session:
            await actions.add_organisation(session, new)
    assert refused.value.code == "AREA_UNKNOWN"


async def test_pages_of_the_register_never_overlap(operator: Database) -> None:
    async with operator.unscoped() as session:
        for number in range(7):
            await actions.add_organisation(
                session,
                NewOrganisation(
                    code=f"800000{number}",
                    kind=OrganisationKind.SAO,
                    name_th=f"องค์การบริหารส่วนตำบลชื่อเดียวกัน{number // 3}",
                    province_code="54",
                    effective_from=date(2000, 1, 1),
                    district_code="5401" if number % 2 else None,
                ),
            )
    seen: list[str] = []
    async with operator.unscoped() as session:
        page = await queries.list_organisations(session, first=2)
        while page:
            seen += [one.code for one in page]
            page = await queries.list_organisations(session, first=2, after=page[-1])
        wanted = await queries.list_organisations(session, first=100)
    assert seen == [one.code for one in wanted]
    assert len(set(seen)) == 7


async def test_the_application_reads_the_register_and_cannot_write_it(
    database_urls: DatabaseUrls,
) -> None:
    app = Database(database_urls.app)
    try:
        async with app.unscoped() as session:
            assert await queries.find_province(session, "54") is not None
        with pytest.raises(Exception, match="permission denied"):
            async with app.unscoped() as session:
                await actions.add_organisation(session, HUA_MUEANG)
    finally:
        await app.close()
