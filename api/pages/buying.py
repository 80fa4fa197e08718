"""The mark "bought it" beside somebody's comments: wanted, or taken back, on a receipt.

The number that a shop reports with an order is in the browser's own storage, so it needs a script.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.dependencies import UnitOfWork
from api.writers import SecretHere
from vidcommerce.comments import buying, service, writers
from vidcommerce.comments.states import CommentUnknown
from vidcommerce.publishing import service as publishing

router = APIRouter(prefix="/v/{slug}/comments/{handle}", include_in_schema=False)


@router.post("/bought")
def bought(
    slug: str, handle: str, work: UnitOfWork, secret: SecretHere,
    visitor: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Have it shown beside what this browser's writer wrote; without a number, no more.

    Only in the browser with which it was written: others may hold the receipt.
    """
    publication = publishing.at_slug(work, slug)
    writer = writers.find(work, secret)
    comment = service.own(work, publication, handle, writer)
    if writer is None or comment.writer_id != writer.id:
        raise CommentUnknown
    if visitor:
        buying.allow(work, writer, visitor)
    else:
        buying.take_back(work, writer)
    return RedirectResponse(f"/v/{slug}/comments/{handle}", 303)
