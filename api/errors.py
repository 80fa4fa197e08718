"""The one table from errors to HTTP: RFC 9457 problem details, in the reader's language."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from api.html import language_of, trouble, wants_page
from vidcommerce.errors import InputRejected, VidcommerceError

STATUSES: Final = {
    "NotSignedIn": 401,
    "FormExpired": 403,
    "NotAllowed": 403,
    "BlobNameWrong": 404,
    "ProductUnknown": 404,
    "ChangedMeanwhile": 409,
    "NotNow": 409,
    # review, publication, comments
    "DraftUnknown": 404,
    "PublicationUnknown": 404,
    "PublicationGone": 410,
    "FileUnknown": 404,
    "CommentUnknown": 404,
    "PlanMoved": 409,
    "DraftNotDrawn": 409,
    "CardOutdated": 409,
    "NotSaved": 409,
    "CommentDecided": 409,
    "CommentsTooMany": 429,
    # uploads; the numbers are those of the tus protocol where it names one
    "ConsentMissing": 403,
    "UploadUnknown": 404,
    "UploadOver": 410,
    "BytesLost": 410,
    "UploadFinished": 409,
    "OffsetWrong": 409,
    "UploadHeld": 423,
    "TooManyBytes": 413,
    "ClipTooLarge": 413,
    "TooManyAtOnce": 429,
    "FarmerDayFull": 429,
    "StationDayFull": 429,
    "TusVersionWrong": 412,
    "HeaderWrong": 400,
    "NotBytes": 415,
    "ChecksumWrong": 460,
    "SendingBroke": 503,
    "StoreFailed": 503,
}
"""By the name of the error's class; other InputRejected are 422, all else is 500."""

PROBLEM: Final = "application/problem+json"


def status_of(error: VidcommerceError) -> int:
    """Return the HTTP status of an error."""
    return STATUSES.get(type(error).__name__, 422 if isinstance(error, InputRejected) else 500)


def install(app: FastAPI) -> None:
    """Have ``app`` answer every error of ours with problem details."""
    app.add_exception_handler(VidcommerceError, answer)


def problem(status: int, kind: str, detail: str, /, **facts: Any) -> JSONResponse:  # noqa: ANN401 - JSON
    """Return problem details; ``kind`` is the error's name, ``facts`` its extension members."""
    body = {"type": f"urn:vidcommerce:{kind}", "title": kind, "status": status, "detail": detail}
    return JSONResponse({**facts, **body}, status, media_type=PROBLEM)


def answer(request: Request, error: Exception) -> Response:
    """Return what an error is answered with: problem details, or a page where one was asked for."""
    if not isinstance(error, VidcommerceError):
        raise error
    speech = language_of(request)
    if wants_page(request):
        return trouble(request, status_of(error), speech.explain(error))
    facts = {name: str(value) for name, value in error.facts().items()}
    return problem(status_of(error), type(error).__name__, speech.explain(error), **facts)
