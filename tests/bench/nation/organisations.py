"""The 7,849 organisations of the generated nation: real areas, made-up codes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from plan_core.places import rules
from plan_core.places.seed import Area, read_register
from plan_core.values import OrganisationKind

SEED = "simiti-nation-4"
PROVINCE = "54"
"""The province whose comparison is measured: a hundred organisations at every size."""
IN_PROVINCE = 100
WITHOUT_PROVINCIAL = "10"  # กรุงเทพมหานคร has no local governments like the others'
ALL = 7_849
SIZES = (100, 1_000, ALL)

_KIND = OrganisationKind
_MUNICIPALITIES = {_KIND.CITY: 30, _KIND.TOWN: 195, _KIND.TOWN_SUBDISTRICT: 2_247}
SAOS = 5_300


@dataclass(frozen=True, slots=True)
class MadeOrganisation:
    """`id` counts from 1 in the order in which sizes take them: the measured province first."""

    id: int
    code: str
    kind: OrganisationKind
    name_th: str
    province_code: str
    district_code: str | None
    subdistrict_code: str | None

    @property
    def sort_key(self) -> str:
        return rules.name_sort_key(self.kind, self.name_th)


def list_organisations(size: int = ALL) -> tuple[MadeOrganisation, ...]:
    """The first so many: whole provinces, but for the last one of a size."""
    return _all()[:size]


@cache
def _all() -> tuple[MadeOrganisation, ...]:
    """A provincial organisation each, one in every subdistrict, and in some a second one."""
    dice = Random(SEED)
    areas = [area for area in read_register() if not area.code.startswith(WITHOUT_PROVINCIAL)]
    provinces = [area for area in areas if len(area.code) == 2]
    subdistricts = [area for area in areas if len(area.code) == 6]
    own = [area for area in subdistricts if area.code.startswith(PROVINCE)]
    others = [area for area in subdistricts if not area.code.startswith(PROVINCE)]
    here = IN_PROVINCE - 1 - len(own)
    elsewhere = ALL - len(provinces) - len(subdistricts) - here
    seconds = [*dice.sample(own, here), *dice.sample(others, elsewhere)]
    kinds = _kinds_of(dice, subdistricts, seconds)
    made: list[MadeOrganisation] = []
    for province in sorted(provinces, key=lambda one: (one.code != PROVINCE, one.code)):
        inside = [one for one in kinds if one[0].code.startswith(province.code)]
        for number, (area, kind) in enumerate([(province, _KIND.PAO), *inside]):
            is_subdistrict = len(area.code) == 6
            made.append(
                MadeOrganisation(
                    id=len(made) + 1,
                    # Made up: no kind of local government has codes that begin with 9.
                    code=f"9{province.code}{number:04d}",
                    kind=kind,
                    name_th=_name_of(kind, area),
                    province_code=province.code,
                    district_code=area.code[:4] if is_subdistrict else None,
                    subdistrict_code=area.code if is_subdistrict else None,
                )
            )
    return tuple(made)


def _kinds_of(
    dice: Random, subdistricts: list[Area], seconds: list[Area]
) -> list[tuple[Area, OrganisationKind]]:
    """Where there are two, one is a subdistrict's administration and one a municipality."""
    with_two = {area.code for area in seconds}
    single = [area for area in subdistricts if area.code not in with_two]
    dice.shuffle(single)
    saos = SAOS - len(seconds)
    towns = [*single[saos:], *seconds]
    kinds = [kind for kind, count in _MUNICIPALITIES.items() for _ in range(count)]
    kinds += [_KIND.SPECIAL] * (len(towns) - len(kinds))
    dice.shuffle(kinds)
    with_kind = [(area, _KIND.SAO) for area in [*single[:saos], *seconds]]
    return sorted([*with_kind, *zip(towns, kinds, strict=True)])


def _name_of(kind: OrganisationKind, area: Area) -> str:
    if kind is _KIND.SPECIAL:
        return f"เมืองพิเศษ{area.name_th}"
    return rules.full_name(kind, area.name_th)
