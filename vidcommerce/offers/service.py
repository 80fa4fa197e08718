"""Counts taps on the cart. Neither who nor from where is kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from vidcommerce.offers.tables import CartTapRow
from vidcommerce.publishing.tables import PublicationRow

BELOW = -1
"""The frame of a tap on the link below the video."""


def tap(session: Session, publication: PublicationRow, frame: int, now: int) -> str:
    """Count a tap and return the address of the cart, as it was published.

    ``frame`` is where in the video the shopper was; what is no frame counts as below it.
    """
    kept = frame if 0 <= frame < 1 << 31 else BELOW
    session.add(CartTapRow(publication_id=publication.id, at=now, frame=kept))
    return publication.cart_url
