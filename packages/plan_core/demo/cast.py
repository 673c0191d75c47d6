"""Who and what takes part in the demonstration: organisations, accounts, what each has done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from random import Random

from plan_core.actor import Role

PROVINCE = "54"  # แพร่
AREA = PROVINCE
"""Every subdistrict whose code begins so has an organisation."""
NEIGHBOUR_PROVINCE = "55"  # น่าน: a few organisations, so that there is somebody to be hidden from
NEIGHBOUR_DISTRICT = "5501"
NEIGHBOURS = 6
EDITION = "2561-2564"
MAIL_DOMAIN = "simiti.example"
"""A domain that exists nowhere: mails to the demonstration's people never leave."""
SEED = 19
"""With this one every story happens in อำเภอสอง too, the district that is looked at first."""

HUA_MUEANG = "540605"
BAN_KLANG = "540602"
HUAI_MAI = "540603"
NAN_FIRST = "550101"

CODES_BEGIN_FROM = date(1997, 10, 1)
"""Made up: when the demonstration's organisations got their codes."""
DUE_DAYS_AGO = 10


class Story(Enum):
    """What an organisation has done by the day the demonstration is loaded."""

    NOTHING = "nothing"
    DRAFT = "draft"
    LATE = "late"
    ON_TIME = "on time"


class Ending(Enum):
    """How far a submitted plan has come by then."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    SENT_AGAIN = "sent again"
    ACCEPTED = "accepted"
    ADOPTED = "adopted"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Account:
    """A person with one post; `scope` is a subdistrict's, district's or province's code."""

    username: str
    display_name: str
    role: Role
    scope: str = ""


ACCOUNTS = (
    Account("huamueang.editor", "กมลชนก สาธิต", Role.EDITOR, HUA_MUEANG),
    Account("huamueang.approver", "ประเสริฐ สาธิต", Role.APPROVER, HUA_MUEANG),
    Account("huamueang.viewer", "วันดี สาธิต", Role.VIEWER, HUA_MUEANG),
    Account("banklang.editor", "อารีย์ สาธิต", Role.EDITOR, BAN_KLANG),
    Account("banklang.approver", "สมนึก สาธิต", Role.APPROVER, BAN_KLANG),
    Account("huaimai.editor", "บุญมี สาธิต", Role.EDITOR, HUAI_MAI),
    Account("huaimai.approver", "รัตนา สาธิต", Role.APPROVER, HUAI_MAI),
    Account("song.officer", "จิราพร สาธิต", Role.DISTRICT_OFFICER, "5406"),
    Account("phrae.officer", "ธีรพงษ์ สาธิต", Role.PROVINCE_OFFICER, PROVINCE),
    Account("nan.editor", "ศิริพร สาธิต", Role.EDITOR, NAN_FIRST),
    Account("nan.approver", "ธนพล สาธิต", Role.APPROVER, NAN_FIRST),
    Account("nan.officer", "วิชัย สาธิต", Role.PROVINCE_OFFICER, NEIGHBOUR_PROVINCE),
    Account("national.viewer", "พิมพ์ใจ สาธิต", Role.NATIONAL_VIEWER),
    Account("operator", "ผู้ดูแลระบบ สาธิต", Role.OPERATOR),
)

_FIXED_STORIES = {
    HUA_MUEANG: Story.NOTHING,  # its plan is a real document, for its officer to upload
    BAN_KLANG: Story.ON_TIME,
    HUAI_MAI: Story.ON_TIME,
    NAN_FIRST: Story.DRAFT,  # what was submitted is locked; here two people can write at once
}
_FIXED_ENDINGS = {BAN_KLANG: Ending.PUBLISHED, HUAI_MAI: Ending.RETURNED}
WRITTEN_WHOLE = frozenset({BAN_KLANG, HUAI_MAI})
"""Their plans say something in every part; of the others the demonstration shows the table."""
_ENDINGS = {
    Ending.SUBMITTED: 30,
    Ending.RETURNED: 10,
    Ending.SENT_AGAIN: 10,
    Ending.ACCEPTED: 15,
    Ending.ADOPTED: 10,
    Ending.PUBLISHED: 25,
}
"""How many in a hundred of the submitted plans."""


def organisation_code(subdistrict_code: str) -> str:
    """A made-up code of seven digits: no kind of local government has codes that begin with 9."""
    return "9" + subdistrict_code


def dice_of(subdistrict_code: str, purpose: str) -> Random:
    """Chance that falls the same way on every machine and whatever was asked before."""
    return Random(f"simiti-demo-{SEED} {purpose} {subdistrict_code}")  # noqa: S311 - a fixed seed


def story_of(subdistrict_code: str) -> Story:
    """About 12 in 100 have nothing, 8 only a draft, 15 were late, the others on time."""
    fixed = _FIXED_STORIES.get(subdistrict_code)
    if fixed is not None:
        return fixed
    chance = dice_of(subdistrict_code, "story").random()
    if chance < 0.12:
        return Story.NOTHING
    if chance < 0.20:
        return Story.DRAFT
    if chance < 0.35:
        return Story.LATE
    return Story.ON_TIME


def ending_of(subdistrict_code: str) -> Ending:
    """Of a plan that was submitted."""
    fixed = _FIXED_ENDINGS.get(subdistrict_code)
    dice = dice_of(subdistrict_code, "ending")
    return fixed or dice.choices(tuple(_ENDINGS), weights=tuple(_ENDINGS.values()))[0]
