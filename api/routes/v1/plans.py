"""The versions of a clip's edit over JSON, and the files that were drawn of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.dependencies import ServiceHere, UnitOfWork
from api.etags import reply
from api.openapi import may, needs
from api.routes.files import PRIVATE, Sending, send
from api.schemas import Answered, Id, IdHere, Sha256, time_of, time_or_none
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action
from vidcommerce.clips import service
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing.addresses import KINDS, FileUnknown, check_name
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.storage import BlobStore

router = APIRouter(prefix="/clips/{clip_id}/plans", tags=["plans"])

NumberHere = Annotated[int, Path(ge=1, le=2**31 - 1)]

_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
_KINDS: Final = {kind.partition(";")[0]: _BYTES for kind in KINDS.values()}


class PlanListed(Answered):
    """A version of a clip's edit. ``made_by`` is null where the machine drafted it."""

    clip_id: Id
    number: int
    digest: Sha256
    made_by: str | None
    created_at: datetime
    rendered_at: datetime | None


class Plans(Answered):
    """All versions of a clip's edit, newest first."""

    items: list[PlanListed]


class DrawnFile(Answered):
    """A file that was drawn of a version."""

    name: str
    url: str


class Plan(PlanListed):
    """A version with the edit itself, and its files where it is drawn."""

    plan: EditPlan
    files: list[DrawnFile]


@router.get("", response_model=Plans, responses=may(304, 404), **needs(Action.SEE_CLIPS))
def list_plans(clip_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """List the versions of a clip's edit, newest first."""
    rows = service.plans(work, actor, clip_id)
    return reply(request, Plans(items=[_listed(row) for row in rows]))


@router.get("/{number}", response_model=Plan, responses=may(304, 404), **needs(Action.SEE_CLIPS))
def get_plan(
    clip_id: IdHere,
    number: NumberHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    here: ServiceHere,
) -> Response:
    """Return a version of a clip's edit."""
    row = service.plan(work, actor, clip_id, number)
    address = f"/api/v1/clips/{clip_id}/plans/{number}/files"
    names = _names(here.store, row)
    files = [DrawnFile(name=name, url=f"{address}/{name}") for name in names]
    edit = read_json(EditPlan, row.plan)
    return reply(request, Plan(**_listed(row).model_dump(), plan=edit, files=files))


@router.get(
    "/{number}/files/{name:path}",
    response_class=Response,
    responses={200: {"description": "The file", "content": _KINDS}, **may(304, 404)},
    **needs(Action.SEE_CLIPS),
)
def get_plan_file(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    clip_id: IdHere,
    number: NumberHere,
    name: str,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    here: ServiceHere,
) -> Response:
    """Return a file of a version, or a range of it: the video, its pieces, captions, the cover."""
    row = service.plan(work, actor, clip_id, number)
    kind = check_name(name)
    blob = f"{_folder(row)}/{name}"
    if not row.bundle or not here.store.has(blob):
        raise FileUnknown(name)
    return send(request, here.store, Sending(blob, kind, PRIVATE))


def _listed(row: PlanRow) -> PlanListed:
    return PlanListed(
        clip_id=row.clip_id,
        number=row.number,
        digest=row.digest,
        made_by=row.made_by,
        created_at=time_of(row.created_at),
        rendered_at=time_or_none(row.rendered_at),
    )


def _names(store: BlobStore, row: PlanRow) -> list[str]:
    if not row.bundle:
        return []
    folder = f"{_folder(row)}/"
    names = (name.removeprefix(folder) for name in store.names(folder))
    return [name for name in names if name.rpartition(".")[2] in KINDS]


def _folder(row: PlanRow) -> str:
    return row.bundle.rstrip("/")
