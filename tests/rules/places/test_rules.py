"""Names and codes of organisations, and the fingerprint of the register of areas."""

from importlib import metadata

import pytest

from plan_core.errors import Invalid
from plan_core.places import rules, seed
from plan_core.values import OrganisationKind


@pytest.mark.parametrize(
    ("kind", "full", "short"),
    [
        (OrganisationKind.SAO, "องค์การบริหารส่วนตำบลหัวเมือง", "อบต.หัวเมือง"),
        (OrganisationKind.TOWN_SUBDISTRICT, "เทศบาลตำบลห้วยหม้าย", "ทต.ห้วยหม้าย"),
        (OrganisationKind.TOWN, "เทศบาลเมืองแพร่", "ทม.แพร่"),
        (OrganisationKind.PAO, "องค์การบริหารส่วนจังหวัดแพร่", "อบจ.แพร่"),
        (OrganisationKind.SPECIAL, "เมืองพัทยา", "เมืองพัทยา"),
        (OrganisationKind.SAO, "อบต. เขียนไว้อย่างอื่น", "อบต. เขียนไว้อย่างอื่น"),
    ],
)
def test_a_full_name_has_its_usual_short_form(
    kind: OrganisationKind, full: str, short: str
) -> None:
    assert rules.short_name(kind, full) == short


def test_organisations_are_ordered_by_their_own_name() -> None:
    towns = [
        (OrganisationKind.SAO, "องค์การบริหารส่วนตำบลเตาปูน"),
        (OrganisationKind.TOWN_SUBDISTRICT, "เทศบาลตำบลห้วยหม้าย"),
        (OrganisationKind.SAO, "องค์การบริหารส่วนตำบลแดนชุมพล"),
    ]
    ordered = sorted(towns, key=lambda town: rules.name_sort_key(*town))
    assert [name[-4:] for _, name in ordered] == ["ชุมพล"[-4:], "าปูน", "หม้าย"[-4:]]


@pytest.mark.parametrize("code", ["", "123456", "12345678", "๑๒๓๔๕๖๗", "12345a7", "1234567\n"])
def test_a_code_that_has_not_seven_digits_is_refused(code: str) -> None:
    with pytest.raises(Invalid):
        rules.check_code(code)


@pytest.mark.parametrize("name", ["", "   ", "ก" * 201, "ก\x00ข"])
def test_a_name_that_nobody_could_print_is_refused(name: str) -> None:
    if name == "ก\x00ข":
        assert rules.check_name(name) == "กข"  # invisible signs are repaired, not refused
        return
    with pytest.raises(Invalid):
        rules.check_name(name)


def test_the_register_is_whole() -> None:
    areas = seed.read_register()
    by_digits = {digits: sum(len(area.code) == digits for area in areas) for digits in (2, 4, 6)}
    assert by_digits == {2: 77, 4: 928, 6: 7436}
    names = {area.code: area.name_th for area in areas}
    assert (names["54"], names["5406"], names["540605"]) == ("แพร่", "สอง", "หัวเมือง")
    assert sum(area.name_th == "หัวเมือง" for area in areas if len(area.code) == 6) == 3


def test_the_recorded_fingerprint_is_that_of_the_installed_release() -> None:
    recorded = seed.FINGERPRINTS[metadata.version("geothai")]
    assert recorded == seed.fingerprint(seed.read_register())
