"""The second step of the viewer's sign-in, in the schema: set up, confirmed and turned off."""

from __future__ import annotations

from datetime import datetime

import segno
import strawberry
import structlog

from api.schema.base import Info, Problem, says
from plan_core.errors import SimitiError
from plan_core.people import signing_in
from plan_core.people.actions import second_steps
from plan_core.people.actions.second_steps import Given

log = structlog.get_logger()


@strawberry.type(name="SecondStep", description="A code of a phone besides the password.")
class SecondStepState:
    is_on: bool = says("Whether signing in by password asks for a code.")
    since: datetime | None = says("When it was confirmed (UTC).")
    recovery_codes_left: int = says("How many recovery codes are not used yet.")

    @classmethod
    def of(cls, found: second_steps.Standing) -> SecondStepState:
        return cls(
            is_on=found.since is not None,
            since=found.since,
            recovery_codes_left=found.codes_left,
        )


@strawberry.input(description="The viewer's password again.")
class BeginSecondStepInput:
    password: str = says("The password.")


@strawberry.type(description="What the phone is to know, or why it was refused.")
class BeginSecondStepPayload:
    secret: str | None = says("The secret, to be typed into an app that cannot scan.")
    address: str | None = says("The same as `otpauth://…`.")
    picture: str | None = says("The same as a QR code: a `data:` address of an SVG picture.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="A code that the phone shows now.")
class ConfirmSecondStepInput:
    code: str = says("Six digits.")


@strawberry.type(description="The recovery codes, or why it was refused.")
class ConfirmSecondStepPayload:
    recovery_codes: list[str] | None = says(
        "Each works once in place of the phone: shown now only."
    )
    second_step: SecondStepState | None = says("As it stands now; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="What proves that it is the viewer who turns it off.")
class EndSecondStepInput:
    password: str = says("The password.")
    code: str = says("A code of the phone, or a recovery code.")


@strawberry.type(description="As it stands now, or why it was refused.")
class EndSecondStepPayload:
    second_step: SecondStepState | None = says("As it stands now; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class SecondStepQuery:
    @strawberry.field(description="Whether the viewer's sign-in has a second step.")
    async def second_step(self, info: Info) -> SecondStepState:
        return await _state(info)


@strawberry.type
class SecondStepMutation:
    @strawberry.mutation(description="A secret for a phone; it counts once it is confirmed.")
    async def begin_second_step(
        self, info: Info, input: BeginSecondStepInput
    ) -> BeginSecondStepPayload:
        context = info.context
        door, key, actor = context.rooms.door, context.rooms.settings.webhook_key, context.person
        try:
            username = context.viewer.username
            await signing_in.prove_again(door, username, input.password)
            async with door.unscoped() as session:
                begun = await second_steps.begin(session, actor, username, key)
        except SimitiError as refusal:
            return BeginSecondStepPayload(
                secret=None, address=None, picture=None, problems=[Problem.of(refusal)]
            )
        return BeginSecondStepPayload(
            secret=begun.secret,
            address=begun.address,
            picture=segno.make(begun.address, error="m", micro=False).svg_data_uri(
                scale=4, light="#fff"
            ),
            problems=[],
        )

    @strawberry.mutation(description="Turn it on by a code of the phone.")
    async def confirm_second_step(
        self, info: Info, input: ConfirmSecondStepInput
    ) -> ConfirmSecondStepPayload:
        context = info.context
        door, key, actor = context.rooms.door, context.rooms.settings.webhook_key, context.person
        try:
            async with door.unscoped() as session:
                codes = await second_steps.confirm(
                    session, actor, Given(input.code, key), door.clock()
                )
        except SimitiError as refusal:
            return ConfirmSecondStepPayload(
                recovery_codes=None, second_step=None, problems=[Problem.of(refusal)]
            )
        log.info("second_step.on", person=str(actor.person_id))
        return ConfirmSecondStepPayload(
            recovery_codes=list(codes), second_step=await _state(info), problems=[]
        )

    @strawberry.mutation(description="Turn it off, by the password and a code.")
    async def end_second_step(self, info: Info, input: EndSecondStepInput) -> EndSecondStepPayload:
        context = info.context
        door, key, actor = context.rooms.door, context.rooms.settings.webhook_key, context.person
        try:
            given = Given(input.code, key)
            await signing_in.prove_again(door, context.viewer.username, input.password, given)
            async with door.unscoped() as session:
                await second_steps.turn_off(session, actor, door.clock())
        except SimitiError as refusal:
            return EndSecondStepPayload(second_step=None, problems=[Problem.of(refusal)])
        log.info("second_step.off", person=str(actor.person_id))
        return EndSecondStepPayload(second_step=await _state(info), problems=[])


async def _state(info: Info) -> SecondStepState:
    async with info.context.rooms.door.unscoped() as session:
        return SecondStepState.of(await second_steps.standing(session, info.context.person))
