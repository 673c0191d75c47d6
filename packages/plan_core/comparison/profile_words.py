"""What a profile's figures and its group are called, in Thai and in English. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from plan_core.comparison import profile_rules as rules
from plan_core.comparison.profile_rules import Unit
from plan_core.comparison.sheet_parts import Words
from plan_core.places.model import District, Province
from plan_core.places.queries import Areas
from plan_core.values import OrganisationKind

FIGURES: dict[str, Words] = {
    rules.TOTAL: ("งบประมาณรวมทุกปี", "Budget of all years"),
    "ROWS": ("รายการทั้งหมด", "Rows"),
    "PROJECT": ("โครงการ", "Projects"),
    "ACTIVITY": ("กิจกรรม", "Activities"),
    "MEASURE": ("มาตรการ", "Measures"),
    "GUIDELINE": ("แนวปฏิบัติงาน", "Guidelines"),
    "MISSIONS": ("ภารกิจที่มีรายการ", "Missions with rows"),
    "MISSIONS_WITH_MONEY": ("ภารกิจที่มีงบประมาณ", "Missions with money"),
    "SHEETS": ("รายการที่มีรายละเอียดส่วนที่ 3", "Rows with a sheet in Part 3"),
    "RESPONSIBLE": ("รายการที่ระบุผู้รับผิดชอบ", "Rows with somebody responsible"),
    "DAYS_LATE": ("ส่งช้ากว่ากำหนด", "Days late"),
    "SCORE": ("คะแนนการดำเนินงาน รายงานล่าสุด", "Implementation score, newest report"),
}
UNITS: dict[Unit, Words] = {
    Unit.BAHT: ("บาท", "baht"),
    Unit.COUNT: ("จำนวน", "count"),
    Unit.PERCENT: ("ร้อยละ", "per cent"),
    Unit.DAYS: ("วัน", "days"),
}
KINDS: dict[OrganisationKind, Words] = {
    OrganisationKind.SAO: ("อบต.", "SAOs"),
    OrganisationKind.TOWN_SUBDISTRICT: ("เทศบาลตำบล", "Subdistrict municipalities"),
    OrganisationKind.TOWN: ("เทศบาลเมือง", "Town municipalities"),
    OrganisationKind.CITY: ("เทศบาลนคร", "City municipalities"),
    OrganisationKind.PAO: ("อบจ.", "PAOs"),
    OrganisationKind.SPECIAL: ("รูปแบบพิเศษ", "Special organisations"),
}
ROUNDED: Words = (
    "เงินปัดเหลือสองหลักแรก ไม่ละเอียดกว่า 1,000 บาท จำนวนปัดทีละ 2 ร้อยละและวันปัดทีละ 5",
    "Money to two digits, no finer than 1,000 baht; counts to 2, per cent and days to 5",
)


def figure_words(name: str) -> Words:
    if name.startswith(rules.DIMENSION):
        code = name[len(rules.DIMENSION) :]
        return (f"งบประมาณ มิติที่ {code}", f"Budget of dimension {code}")
    return FIGURES[name]


def group_words(
    kind: OrganisationKind,
    members: int,
    provinces: Sequence[Province],
    districts: Sequence[District],
) -> Words:
    """As “อบต. ในอำเภอสอง จังหวัดแพร่ 14 แห่ง”; districts only where all are in one province."""
    th, en = KINDS[kind]
    within_th = ", ".join(one.name_th for one in districts)
    within_en = ", ".join(one.name_en for one in districts)
    in_th = ", ".join(one.name_th for one in provinces)
    in_en = ", ".join(one.name_en for one in provinces)
    return (
        f"{th} ในอำเภอ{within_th} จังหวัด{in_th} {members} แห่ง"
        if districts
        else f"{th} ในจังหวัด{in_th} {members} แห่ง",
        f"{en} in {within_en}, {in_en}: {members}" if districts else f"{en} in {in_en}: {members}",
    )


def places_of(codes: Sequence[str], areas: Areas) -> tuple[list[Province], list[District]]:
    """A group's provinces, and its districts where all lie in one province."""
    inside = sorted({code[:2] for code in codes})
    is_one = len(inside) == 1 and all(code in areas.districts for code in codes)
    return (
        [areas.provinces[code] for code in inside if code in areas.provinces],
        [areas.districts[code] for code in codes] if is_one else [],
    )
