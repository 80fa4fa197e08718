"""Asks the whole interface for everything that its document allows, and for what it forbids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from tests.api.conftest import People
from tests.shops import shop_row
from tests.stations import Village
from vidcommerce.accounts import invitations, tokens
from vidcommerce.accounts.invitations import Invited
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.scopes import Scope, actions_of
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.webhooks.service import Wanted, register

_CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@dataclass(frozen=True)
class World:
    """Something of everything at one station, and tokens for people in several roles."""

    app: FastAPI
    ids: dict[str, str]
    tokens: dict[Role, str]


def make_world(app: FastAPI, village: Village, people: People) -> World:
    """Make something of everything beside a village."""
    roles = (Role.FARMER, Role.HELPER, Role.LEAD, Role.OPERATOR)
    someone = {role: people(role, village.station_id).actor for role in roles}
    someone[Role.FARMER] = Actor(village.farmer.id, Role.FARMER, village.station_id)
    now = now_ms()
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        page = PublicationRow(
            id=new_id(), slug="s", clip_id=clip.id, station_id=clip.station_id,
            plan_id=clip.plan_id, bundle="b", cart_url="https://x.example/", published_at=now,
            changed_at=now,
        )  # fmt: skip
        work.add(page)
        work.flush()
        comment = CommentRow(
            id=new_id(), publication_id=page.id, station_id=clip.station_id, name="N", text="T",
            state="held", receipt_hash="h", created_at=now,
        )  # fmt: skip
        job = JobRow(
            id=new_id(), clip_id=clip.id, stage="render", queue="render", created_at=now,
            due_at=now, aside_at=now, log="why",
        )  # fmt: skip
        work.add_all([comment, job])
        wanted = Wanted("https://shop.example/", ["clip.ready"])
        lead = someone[Role.LEAD]
        endpoint, _ = register(work, lead, clip.station_id, wanted, now, private=False)
        who = Invited(Role.FARMER, "New", clip.station_id)
        invited = invitations.make(work, who, lead.person_id, now)
        product = work.get_one(ProductRow, village.product_id)
        secrets = {
            role: tokens.make(work, actor, "t", actions_of(list(Scope), role), 1, now).secret
            for role, actor in someone.items()
        }
        ids = {
            "product_id": product.id, "picture": product.picture, "clip_id": clip.id,
            "number": "1", "name": "video.mp4", "publication_id": page.id,
            "comment_id": comment.id, "person_id": village.helper.id, "job_id": job.id,
            "invitation_id": invited.row.id, "endpoint_id": endpoint.id, "token_id": new_id(),
            "shop_id": shop_row(work, clip.station_id, kind="order", host="").id,
        }  # fmt: skip
    return World(app, ids, secrets)


def _try_out(world: World, role: Role, mode: GenerationMode) -> Callable[[Case[Any], bool], None]:
    """Return what is done with a case: asked for real things half of the time, and checked."""

    def ask(case: Case[Any], real: bool) -> None:  # noqa: FBT001 - drawn
        if real and mode is GenerationMode.POSITIVE:
            for name in case.path_parameters:
                case.path_parameters[name] = world.ids[name]
            if "if-match" in case.headers:
                case.headers["if-match"] = '"1-1-1"' if "reviews" in case.path else '"1"'
        case.call_and_validate(
            headers={"Authorization": f"Bearer {world.tokens[role]}"}, checks=_CHECKS
        )

    return ask


def ask_everything(world: World, role: Role, mode: GenerationMode, examples: int = 6) -> None:
    """Ask every operation: raises at a 5xx, and at what the document does not say."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", world.app)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        if not operation.path.startswith("/api/v1/"):
            continue
        cases = operation.as_strategy(generation_mode=mode)
        run = given(cases, st.booleans())(_try_out(world, role, mode))
        trying(
            max_examples=examples, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )(run)()  # fmt: skip
