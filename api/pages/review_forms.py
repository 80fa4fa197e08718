"""What comes with the forms of the helper's pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Form

from vidcommerce.accounts.roles import Actor
from vidcommerce.products import terms
from vidcommerce.products.models import Stock
from vidcommerce.reviews import asking
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.corrections import CardText, Correction
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal, Seen
from vidcommerce.reviews.waiting import Sift
from vidcommerce.service import Service

_Text = Annotated[str, Form()]
_Number = Annotated[int, Form()]


class Typed:
    """What came with the form: which version was seen, and what was typed."""

    def __init__(
        self,
        number: _Number = 0,
        product: _Number = 0,
        cue: Annotated[list[str] | None, Form()] = None,
        name: _Text = "",
        unit: _Text = "",
        origin: _Text = "",
    ) -> None:
        """Take the fields of the form."""
        self.seen = Seen(number, product)
        self.correction = Correction(tuple(cue or ()), CardText(name, unit, origin))


class Refused:
    """What came with the form of a refusal."""

    def __init__(
        self,
        number: _Number = 0,
        do: _Text = "",
        reason: Annotated[Reason, Form()] = Reason.OTHER,
        words: _Text = "",
        at: _Text = "",
    ) -> None:
        """Take the fields of the form; ``at`` is the second that is meant, or nothing."""
        self.number = number
        self.act = reviews.reject if do == "reject" else reviews.send_back
        self.why = Refusal(reason, words)
        self.at = at

    def with_picture(self, service: Service, actor: Actor, clip_id: str) -> Refusal:
        """Return why, with the picture of the second that is meant. Raises MomentMissing."""
        with service.database.reading() as work:
            rate = reviews.draft(work, actor, clip_id).plan.canvas.rate
        frame = asking.frame_of(self.at, rate)
        picture = asking.picture(service, actor, clip_id, self.number, frame)
        return replace(self.why, frame=frame, picture=picture)


class BelowVideo:
    """What came with the form for what stands below the video."""

    def __init__(
        self,
        stock: Annotated[Stock, Form()] = Stock.IN,
        delivery: _Text = "",
        returns: _Text = "",
        contact: _Text = "",
        harvest_start: _Text = "",
        harvest_end: _Text = "",
    ) -> None:
        """Take the fields of the form."""
        self.terms = terms.Terms(stock, delivery, returns, contact, harvest_start, harvest_end)


class Sifted:
    """Which drafts the list is to show."""

    def __init__(self, farmer: str = "", words: str = "", asks: str = "", free: str = "") -> None:
        """Take the fields of the form above the list."""
        self.sift = Sift(farmer, words.strip(), asks == "yes", free == "yes")
