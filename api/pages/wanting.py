"""A shopper wants to know the answer to another's question, too: one press, no script needed."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.dependencies import ServiceHere
from api.writers import SecretHere, keep, met
from vidcommerce.comments import questions
from vidcommerce.comments.states import CommentUnknown
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import now_ms
from vidcommerce.publishing import service as publishing

router = APIRouter(prefix="/v/{slug}/comments/{handle}", include_in_schema=False)


@router.post("/wanted")
def wanted(slug: str, handle: str, service: ServiceHere, secret: SecretHere) -> Response:
    """Count that this browser's writer wants to know it, too; ``handle`` is the question's id."""
    with service.database.writing() as work:
        publication = publishing.at_slug(work, slug)
        row = work.get(CommentRow, handle)
        if row is None or row.publication_id != publication.id:
            raise CommentUnknown
        writer, kept = met(work, service, secret, now_ms())
        questions.want_to_know(work, row, writer, now_ms())
    return keep(RedirectResponse(f"/v/{slug}/comments", 303), service, kept)
