"""The viewer and the posts they hold in the schema."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.places import District, Organisation, Province, global_id
from api.sign_in import find_and_touch, session_cookie
from plan_core.actor import Permission, Role
from plan_core.errors import SimitiError, Unauthenticated
from plan_core.people import queries
from plan_core.people.actions import sessions
from plan_core.people.delegation_rules import ActingKind


@strawberry.type(description="Somebody who signs in.")
class Person:
    username: str = says("The name used to sign in.")
    display_name: str = says("The name shown to others.")


@strawberry.type(description="What the holder of a post signs in another's place, today.")
class SigningFor:
    delegation_id: strawberry.ID = says("Opaque id of the delegation.")
    kind: ActingKind = says("In which of the two ways.")
    position: str = says("The position in whose place.")
    name: str = says("Who granted it.")
    order_number: str = says("Number of the order.")
    first_on: date = says("The first day, in Thailand.")
    last_on: date = says("The last day, in Thailand; it still counts.")
    words: str = says("As it stands beside a signature, in Thai.")

    @classmethod
    def of(cls, signing: queries.SigningFor | None) -> SigningFor | None:
        if signing is None:
            return None
        return cls(
            delegation_id=global_id("Delegation", signing.delegation_id),
            kind=signing.kind,
            position=signing.position,
            name=signing.name,
            order_number=signing.order_number,
            first_on=signing.first_on,
            last_on=signing.last_on,
            words=signing.words,
        )


@strawberry.type(
    description="A post: a role in one organisation, district, province or the nation."
)
class Post:
    id: strawberry.ID = says("Opaque id, for switching to it.")
    role: Role = says("The role.")
    organisation: Organisation | None = says("The organisation, for posts inside one.")
    province: Province | None = says("The province it lies in or covers.")
    district: District | None = says("The district it lies in or covers.")
    permissions: list[Permission] = says("What the role may do, and what was delegated for today.")
    signing_for: SigningFor | None = says("The delegation in force; null when there is none.")

    @classmethod
    def of(cls, post: queries.Post, permissions: Iterable[Permission] | None = None) -> Post:
        """`permissions` where they are fewer than the post's: a token's."""
        return cls(
            id=global_id("Post", post.membership_id),
            role=post.role,
            organisation=None if post.organisation is None else Organisation.of(post.organisation),
            province=None if post.province is None else Province.of(post.province),
            district=None if post.district is None else District.of(post.district),
            permissions=sorted(post.permissions if permissions is None else permissions),
            signing_for=SigningFor.of(post.signing_for),
        )


@strawberry.type(description="Who is asking, and the post they act in.")
class Viewer:
    person: Person = says("The person.")
    post: Post = says("The post of this session.")
    posts: list[Post] = says("All posts the person holds.")
    is_demo: bool = says("True when the account or its organisation is demonstration data.")

    @classmethod
    def of(cls, signed_in: queries.SignedIn) -> Viewer:
        return cls(
            person=Person(username=signed_in.username, display_name=signed_in.display_name),
            post=Post.of(signed_in.post, signed_in.actor.permissions),
            posts=[Post.of(post) for post in signed_in.posts],
            is_demo=signed_in.is_demo,
        )


@strawberry.input(description="Which post to act in from now on.")
class SwitchPostInput:
    post_id: strawberry.ID = says("Id of one of the viewer's posts.")


@strawberry.type(description="The viewer after the switch, or why it was refused.")
class SwitchPostPayload:
    viewer: Viewer | None = says("The viewer in the new post.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class PeopleQuery:
    @strawberry.field(description="Who is signed in; null when nobody is.")
    def viewer(self, info: Info) -> Viewer | None:
        signed_in = info.context.signed_in
        return None if signed_in is None else Viewer.of(signed_in)


@strawberry.type
class PeopleMutation:
    @strawberry.mutation(
        description="Act in another of the viewer's posts; the session's cookie changes."
    )
    async def switch_post(self, info: Info, input: SwitchPostInput) -> SwitchPostPayload:
        _ = info.context.person
        try:
            signed_in = await _switch(info, ids.expect(input.post_id, "Post").uuid)
        except SimitiError as refusal:
            return SwitchPostPayload(viewer=None, problems=[Problem.of(refusal)])
        return SwitchPostPayload(viewer=Viewer.of(signed_in), problems=[])


async def _switch(info: Info, membership_id: UUID) -> queries.SignedIn:
    context = info.context
    door = context.rooms.door
    async with door.unscoped() as session:
        token = await sessions.switch_post(session, context.token, membership_id, door.clock())
    context.cookies.append(session_cookie(context.rooms.settings, token))
    signed_in = await find_and_touch(door, token)
    if signed_in is None:
        raise Unauthenticated()
    context.signed_in, context.token = signed_in, token
    return signed_in
