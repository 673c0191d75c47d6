"""Where a plan stands between draft and publication, and who may take it further. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from plan_core.actor import Permission
from plan_core.errors import Locked, SimitiError


class PlanState(StrEnum):
    """What the organisation itself says of its working copy: being written, with the committee,
    or exactly what was submitted last."""

    DRAFT = "DRAFT"
    IN_COMMITTEE = "IN_COMMITTEE"
    SUBMITTED = "SUBMITTED"


class PlanStage(StrEnum):
    """Where the plan stands for everybody who looks at it."""

    DRAFT = "DRAFT"
    IN_COMMITTEE = "IN_COMMITTEE"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    ADOPTED = "ADOPTED"
    PUBLISHED = "PUBLISHED"


class StepKind(StrEnum):
    """What happened to a submitted revision; the last one says where it stands."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    ADOPTED = "ADOPTED"
    PUBLISHED = "PUBLISHED"


class Move(StrEnum):
    """What somebody does to take a plan from one stage to the next."""

    SEND_TO_COMMITTEE = "SEND_TO_COMMITTEE"
    TAKE_BACK = "TAKE_BACK"
    SUBMIT = "SUBMIT"
    RETURN = "RETURN"
    ACCEPT = "ACCEPT"
    ADOPT = "ADOPT"
    PUBLISH = "PUBLISH"
    AMEND = "AMEND"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which stages a move goes, where it ends, and what one needs to make it."""

    from_stages: frozenset[PlanStage]
    to_stage: PlanStage
    permission: Permission


_S = PlanStage
TRANSITIONS: dict[Move, Transition] = {
    Move.SEND_TO_COMMITTEE: Transition(
        frozenset({_S.DRAFT}), _S.IN_COMMITTEE, Permission.PLAN_EDIT
    ),
    Move.TAKE_BACK: Transition(frozenset({_S.IN_COMMITTEE}), _S.DRAFT, Permission.PLAN_EDIT),
    Move.SUBMIT: Transition(
        frozenset({_S.IN_COMMITTEE, _S.RETURNED}), _S.SUBMITTED, Permission.PLAN_SUBMIT
    ),
    Move.RETURN: Transition(frozenset({_S.SUBMITTED}), _S.RETURNED, Permission.PLAN_REVIEW),
    Move.ACCEPT: Transition(frozenset({_S.SUBMITTED}), _S.ACCEPTED, Permission.PLAN_REVIEW),
    Move.ADOPT: Transition(frozenset({_S.ACCEPTED}), _S.ADOPTED, Permission.PLAN_ADOPT),
    Move.PUBLISH: Transition(frozenset({_S.ADOPTED}), _S.PUBLISHED, Permission.PLAN_ADOPT),
    Move.AMEND: Transition(frozenset({_S.ADOPTED, _S.PUBLISHED}), _S.DRAFT, Permission.PLAN_ADOPT),
}

STAGE_WORDS: dict[PlanStage, tuple[str, str]] = {
    _S.DRAFT: ("ร่าง", "draft"),
    _S.IN_COMMITTEE: ("คณะกรรมการพิจารณา", "with the committee"),
    _S.SUBMITTED: ("ส่งแล้ว", "submitted"),
    _S.RETURNED: ("ส่งกลับแก้ไข", "returned"),
    _S.ACCEPTED: ("รับรองแล้ว", "accepted"),
    _S.ADOPTED: ("ประกาศใช้แล้ว", "adopted"),
    _S.PUBLISHED: ("เผยแพร่แล้ว", "published"),
}


def stage_of(state: PlanState, last_step: StepKind | None) -> PlanStage:
    """`last_step` is the last one of the newest revision; it counts while the plan is submitted."""
    if state is PlanState.SUBMITTED and last_step is not None:
        return PlanStage(last_step.value)
    return PlanStage(state.value)


def check_move(move: Move, stage: PlanStage) -> None:
    """Raise Locked STEP_NOT_POSSIBLE when the move does not go from here."""
    transition = TRANSITIONS[move]
    if stage in transition.from_stages:
        return
    here_th, here_en = STAGE_WORDS[stage]
    wanted = sorted(transition.from_stages)
    raise Locked(
        "STEP_NOT_POSSIBLE",
        f"ทำขั้นตอนนี้ไม่ได้ เพราะแผนอยู่ในสถานะ “{here_th}”",
        f"This step is not possible: the plan is {here_en}.",
        values={"stage": stage.value, "possibleFrom": [one.value for one in wanted]},
    )


class PartKind(StrEnum):
    """What a reason for returning is about, and so what may be changed again."""

    PLAN = "PLAN"
    ROW = "ROW"
    CELL = "CELL"
    SECTION = "SECTION"
    RISKS = "RISKS"
    COMMITTEES = "COMMITTEES"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan: a row has its `initiative_id`, a cell its BE year too, a text its code."""

    kind: PartKind
    initiative_id: UUID | None = None
    fiscal_year_be: int | None = None
    section_code: str = ""


WHOLE_PLAN = Part(PartKind.PLAN)


def rows_of(parts: Iterable[Part]) -> set[UUID] | None:
    """The rows that these parts lie in; None when something else is among them, or nothing."""
    rows = {part.initiative_id for part in parts}
    found = {row for row in rows if row is not None}
    return found if rows and found == rows else None


@dataclass(frozen=True, slots=True)
class EditGate:
    """What may be changed at this stage; after a return only the parts that were returned."""

    stage: PlanStage
    returned: frozenset[Part] = frozenset()

    @classmethod
    def of(cls, stage: PlanStage, returned: Iterable[Part]) -> EditGate:
        return cls(stage, frozenset(returned))

    def is_open_for(self, part: Part) -> bool:
        if self.stage is PlanStage.DRAFT:
            return True
        if self.stage is not PlanStage.RETURNED:
            return False
        row = Part(PartKind.ROW, part.initiative_id)
        return bool({part, row, WHOLE_PLAN} & self.returned)

    def refusal_of(self, part: Part) -> SimitiError | None:
        """Why this part cannot be changed now; None when it can."""
        if self.is_open_for(part):
            return None
        if self.stage is PlanStage.RETURNED:
            return Locked(
                "PART_NOT_RETURNED",
                "แก้ไขได้เฉพาะส่วนที่ถูกส่งกลับ ส่วนนี้ยังล็อกอยู่",
                "Only what was returned can be changed; this part is still locked.",
                values={"stage": self.stage.value},
            )
        here_th, here_en = STAGE_WORDS[self.stage]
        return Locked(
            "PLAN_LOCKED",
            f"แผนอยู่ในสถานะ “{here_th}” จึงแก้ไขไม่ได้ ข้อมูลเดิมไม่เปลี่ยนแปลง",
            f"The plan is {here_en} and cannot be changed now. Nothing was altered.",
            values={"stage": self.stage.value},
        )

    def check(self, part: Part) -> None:
        refusal = self.refusal_of(part)
        if refusal is not None:
            raise refusal


class Verdict(StrEnum):
    """Whether a row fits its dimension; an inconsistent one leaves the totals of reports."""

    CONSISTENT = "CONSISTENT"
    INCONSISTENT = "INCONSISTENT"


class AmendmentKind(StrEnum):
    """The three lawful ways to alter an adopted plan."""

    ADD = "ADD"  # เพิ่มเติม
    CHANGE = "CHANGE"  # เปลี่ยนแปลง
    CORRECT = "CORRECT"  # แก้ไข


class CommitteeKind(StrEnum):
    """The two committees that one order appoints."""

    PLAN_MAKING = "PLAN_MAKING"
    MONITORING = "MONITORING"


class RiskFactor(StrEnum):
    """Where a risk comes from."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"
