"""Pictures of products over HTTP: sent as they are, kept without what else they tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import ServiceHere
from api.etags import reply
from api.openapi import may, needs
from api.routes.files import PRIVATE, Sending, send
from api.schemas import Answered, Sha256
from vidcommerce.accounts.roles import Action
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.pictures import MOST_BYTES
from vidcommerce.products.service import PictureNowhere, blob_of, keep_picture
from vidcommerce.storage import BlobStore

router = APIRouter(prefix="/pictures", tags=["pictures"])

_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
_SENT: Final = ("application/octet-stream",)
"""In the document; generated clients can send this. The bytes themselves say what they are."""
_KEPT: Final = ("image/jpeg", "image/png")
_PNG: Final = b"\x89PNG"


@dataclass(eq=False)
class PictureTooHeavy(InputRejected):
    """A picture has more bytes than are taken."""

    most: int
    sentence = N_("This picture is too large: {most} bytes at most.")


class Picture(Answered):
    """A picture that is kept: its name, for a product's ``picture``, and its address."""

    picture: Sha256
    url: str


def _sending() -> dict[str, Any]:
    """Return the decorator's extras for a route whose body is a picture."""
    extras = needs(Action.EDIT_PRODUCTS)
    body = {"required": True, "content": dict.fromkeys(_SENT, _BYTES)}
    return {**extras, "openapi_extra": {**extras["openapi_extra"], "requestBody": body}}


@router.post("", status_code=201, response_model=Picture, responses=may(413), **_sending())
async def send_picture(request: Request, here: ServiceHere) -> Response:
    """Keep a picture of up to 64 MB. Sending it again keeps it once, so no key is needed."""
    data = await _body(request)
    name = await run_in_threadpool(keep_picture, here.store, data)
    url = f"/api/v1/pictures/{name}"
    return reply(request, Picture(picture=name, url=url), 201, headers={"Location": url})


async def _body(request: Request) -> bytes:
    """Take a body that is not larger than a picture may be. Raises PictureTooHeavy."""
    data = bytearray()
    async for block in request.stream():
        data += block
        if len(data) > MOST_BYTES:
            raise PictureTooHeavy(MOST_BYTES)
    return bytes(data)


@router.get(
    "/{picture}",
    response_class=Response,
    responses={
        200: {"description": "The picture", "content": dict.fromkeys(_KEPT, _BYTES)},
        **may(304, 404),
    },
    **needs(Action.SEE_PRODUCTS),
)
def get_picture(
    picture: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], request: Request, here: ServiceHere
) -> Response:
    """Return a picture. Its name is all of its bytes, which nobody guesses."""
    if not here.store.has(blob_of(picture)):
        raise PictureNowhere(picture)
    return send(request, here.store, Sending(blob_of(picture), _kind(here.store, picture), PRIVATE))


def _kind(store: BlobStore, picture: str) -> str:
    head = b"".join(store.read(blob_of(picture), 0, len(_PNG)))
    return "image/png" if head == _PNG else "image/jpeg"
