"""The one table from errors to HTTP: RFC 9457 problem details, in the reader's language."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.html import language_of, trouble, wants_page
from api.invalid import faults
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected, VidcommerceError
from vidcommerce.language import N_, Words
from vidcommerce.logs import logger

STATUSES: Final = {
    "NotSignedIn": 401,
    "FormExpired": 403,
    "NotAllowed": 403,
    "PersonUnknown": 404,
    "StationUnknown": 404,
    "InvitationOver": 410,
    "TooManyTries": 429,
    "BlobNameWrong": 404,
    "MetricsOff": 404,
    "ProductUnknown": 404,
    "ClipUnknown": 404,
    "PlanUnknown": 404,
    "EndpointUnknown": 404,
    "ShopUnknown": 404,
    "ShopThere": 409,
    "FetchFailed": 502,
    "JobUnknown": 404,
    "NotAside": 409,
    "VersionMissing": 428,
    "PictureTooHeavy": 413,
    "PictureNowhere": 404,
    "ChangedMeanwhile": 409,
    "NotNow": 409,
    # review, publication, comments
    "DraftUnknown": 404,
    "PublicationUnknown": 404,
    "PublicationGone": 410,
    "FileUnknown": 404,
    "FormatUnknown": 501,  # oembed.com, 2.3.3
    "CommentUnknown": 404,
    "PlanMoved": 409,
    "PlanTooLong": 413,
    "DraftNotDrawn": 409,
    "CardOutdated": 409,
    "NotOnlyPrice": 409,
    "NotSaved": 409,
    "HeldByOther": 423,
    "ReadByOther": 423,
    "UndoOver": 409,
    "SecondEyesNeeded": 409,
    "ChecksUnderWay": 409,
    "AnswersMissing": 409,
    "SecondAnswerMissing": 409,
    "Blocked": 409,
    "FlagUnknown": 404,
    "TermUnknown": 404,
    "AppealUnknown": 409,
    "AppealOver": 409,
    "StatementOutdated": 409,
    "AttestedAlready": 409,
    "KeyForeign": 409,
    "KeyUnknown": 404,
    "AttestationUnknown": 404,
    "CertificateUnknown": 404,
    "CertificateThere": 409,
    "ScanTooHeavy": 413,
    "ReportUnknown": 404,
    "ReportAnswered": 409,
    "ReportsTooMany": 429,
    "CommentDecided": 409,
    "CommentsTooMany": 429,
    "WriterBanned": 403,
    "EditOver": 409,
    "ReplyGone": 409,
    "LinkOver": 410,
    "AppealTooLate": 409,
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
    # events and orders
    "EventsTooMany": 413,
    "EventsUnwritten": 503,
    "EventsWaiting": 503,
    "ReportNotSigned": 403,
    "ReportTooLong": 413,
}
"""By the name of the error's class; other InputRejected are 422, all else is 500."""

PROBLEM: Final = "application/problem+json"

_OURS: Final = N_("Something went wrong on our side. It is in the log under {error_id}.")
_INVALID: Final = N_("Some of what was sent can't be used.")
_UNCLEAR: Final = N_("This request can't be understood.")
_HTTP: Final = {
    404: ("NothingHere", N_("There is nothing at this address.")),
    405: ("MethodNotAllowed", N_("That can't be done with this address.")),
}
"""What the framework itself refuses, by status."""

_log = logger(__name__)


def status_of(error: VidcommerceError) -> int:
    """Return the HTTP status of an error."""
    return STATUSES.get(type(error).__name__, 422 if isinstance(error, InputRejected) else 500)


def install(app: FastAPI) -> None:
    """Have ``app`` answer every error with problem details, also the framework's and the bugs."""
    app.add_exception_handler(VidcommerceError, answer)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)


def waiting(error: VidcommerceError) -> dict[str, str]:
    """Return the header that says when to try again, where that is known (RFC 6585, 4)."""
    facts = error.facts()
    seconds = facts.get("seconds", 60 * facts.get("minutes", 0))
    too_many = status_of(error) == 429  # noqa: PLR2004 - what the header is for
    return {"Retry-After": str(seconds)} if too_many and seconds else {}


def problem(status: int, kind: str, detail: str, /, **facts: Any) -> JSONResponse:  # noqa: ANN401 - JSON
    """Return problem details; ``kind`` is the error's name, ``facts`` its extension members."""
    body = {"type": f"urn:vidcommerce:{kind}", "title": kind, "status": status, "detail": detail}
    headers = {"Cache-Control": "no-store"}
    if status == 401:  # noqa: PLR2004 - RFC 9110 15.5.2 demands the header
        headers["WWW-Authenticate"] = 'Bearer realm="vidcommerce"'
    return JSONResponse({**facts, **body}, status, headers, media_type=PROBLEM)


def answer(request: Request, error: Exception) -> Response:
    """Return what an error is answered with: problem details, or a page where one was asked for."""
    if not isinstance(error, VidcommerceError):
        raise error
    status, speech = status_of(error), language_of(request)
    if status == 500:  # noqa: PLR2004 - what failed is for the log, not for whoever asked
        return _broken(request, error)
    said = speech.explain(error)
    made: Response
    if wants_page(request):
        made = trouble(request, status, said)
    else:
        made = problem(status, type(error).__name__, said, **facts_of(error, speech))
    made.headers.update(waiting(error))
    return made


def facts_of(error: VidcommerceError, speech: Words) -> dict[str, Any]:
    """Return an error's fields as JSON has them; marked sentences in the reader's language."""
    facts: dict[str, Any] = {}
    for name, value in error.facts().items():
        if isinstance(value, int | None):
            facts[name] = value
        else:
            facts[name] = speech.sentences.get(str(value), str(value))
    return facts


def _invalid(request: Request, error: Exception) -> Response:
    """Answer what does not fit the document: which parts, by pointer, and why."""
    if not isinstance(error, RequestValidationError):
        raise error
    speech = language_of(request)
    if wants_page(request):
        return trouble(request, 422, speech.say(_INVALID))
    return problem(422, "RequestInvalid", speech.say(_INVALID), errors=faults(error, speech))


def _refused(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: no such address, no such method."""
    if not isinstance(error, HTTPException):
        raise error
    speech = language_of(request)
    kind, sentence = _HTTP.get(error.status_code, ("RequestUnclear", _UNCLEAR))
    if wants_page(request):
        made: Response = trouble(request, error.status_code, speech.say(sentence))
    else:
        made = problem(error.status_code, kind, speech.say(sentence))
    made.headers.update(error.headers or {})
    return made


def _broken(request: Request, error: Exception) -> Response:
    """Answer a failure of ours: nothing of it but an id, under which the log has all of it."""
    error_id = new_id()
    _log.error("failed", error_id=error_id, path=request.url.path, exc_info=error)
    sentence = language_of(request).say(_OURS, error_id=error_id)
    if wants_page(request):
        return trouble(request, 500, sentence)
    return problem(500, "InternalError", sentence, error_id=error_id)
