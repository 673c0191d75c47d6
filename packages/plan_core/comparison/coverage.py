"""What an area leaves uncovered: missions nobody has, and what an organisation's peers have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plan_core.comparison.answer import ComparedOrganisation, Comparison
from plan_core.comparison.rules import CoverageLook
from plan_core.places.model import District

FEWEST_PEERS = 3
"""Of fewer it is not said that they have what somebody lacks."""
_HAVING = {CoverageLook.WITH_MONEY, CoverageLook.WITHOUT_MONEY}


@dataclass(frozen=True, slots=True)
class DistrictGap:
    """Missions in which no submitted plan of the district has a row; None: province-wide ones."""

    district: District | None
    plans: int
    missions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoveredMission:
    """In how many submitted plans a mission has rows, and in how many of these money."""

    mission_code: str
    plans: int
    with_money: int


@dataclass(frozen=True, slots=True)
class DistrictCoverage:
    """A district's organisations together; None: province-wide ones. Districts without a submitted
    plan are there too, with 0 of 0 plans."""

    district: District | None
    organisations: int
    plans: int
    missions: tuple[CoveredMission, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A mission that an organisation leaves empty and most of its peers do not."""

    mission_code: str
    having: int


@dataclass(frozen=True, slots=True)
class Lack:
    """What one organisation lacks. Peers: other plans of its kind, of its district or of all."""

    line: ComparedOrganisation
    peers: int
    is_of_district: bool
    missions: tuple[Lacking, ...]


def districts_of(comparison: Comparison) -> list[DistrictCoverage]:
    """How many of each district's plans cover each mission, in the comparison's order."""
    groups: dict[str, list[ComparedOrganisation]] = {}
    for line in comparison.organisations:
        groups.setdefault(line.district.code if line.district else "", []).append(line)
    return [
        DistrictCoverage(
            own[0].district,
            len(own),
            sum(1 for line in own if line.has_plan),
            tuple(
                CoveredMission(
                    mission.code,
                    sum(1 for line in own if _has(line, at)),
                    sum(1 for line in own if line.coverage[at].look is CoverageLook.WITH_MONEY),
                )
                for at, mission in enumerate(comparison.edition.missions())
            ),
        )
        for own in groups.values()
    ]


def gaps_of(comparison: Comparison) -> list[DistrictGap]:
    """By district in the comparison's order; districts without a plan say nothing."""
    groups: dict[str, list[ComparedOrganisation]] = {}
    for line in comparison.organisations:
        if line.has_plan:
            groups.setdefault(line.district.code if line.district else "", []).append(line)
    return [
        DistrictGap(
            lines[0].district,
            len(lines),
            tuple(
                mission.code
                for at, mission in enumerate(comparison.edition.missions())
                if not any(_has(line, at) for line in lines)
            ),
        )
        for lines in groups.values()
    ]


def nobody_has(comparison: Comparison) -> tuple[str, ...]:
    """Missions in which no submitted plan of the whole area has a row."""
    plans = [line for line in comparison.organisations if line.has_plan]
    if not plans:
        return ()
    return tuple(
        mission.code
        for at, mission in enumerate(comparison.edition.missions())
        if not any(_has(line, at) for line in plans)
    )


def lacks_of(comparison: Comparison) -> list[Lack]:
    """Organisations that lack something most of their peers have, in the comparison's order."""
    plans = [line for line in comparison.organisations if line.has_plan]
    found: list[Lack] = []
    for line in plans:
        peers, is_of_district = _peers_of(line, plans)
        if len(peers) < FEWEST_PEERS:
            continue
        missions = tuple(
            Lacking(mission.code, having)
            for at, mission in enumerate(comparison.edition.missions())
            if not _has(line, at)
            and (having := sum(1 for peer in peers if _has(peer, at))) * 2 > len(peers)
        )
        if missions:
            found.append(Lack(line, len(peers), is_of_district, missions))
    return found


def _peers_of(
    line: ComparedOrganisation, plans: Iterable[ComparedOrganisation]
) -> tuple[Sequence[ComparedOrganisation], bool]:
    same = [
        one for one in plans if one is not line and one.organisation.kind is line.organisation.kind
    ]
    near = [one for one in same if _is_near(one, line)]
    return (near, True) if len(near) >= FEWEST_PEERS else (same, False)


def _is_near(one: ComparedOrganisation, line: ComparedOrganisation) -> bool:
    code = line.organisation.district_code
    return code is not None and one.organisation.district_code == code


def _has(line: ComparedOrganisation, mission: int) -> bool:
    return line.coverage[mission].look in _HAVING
