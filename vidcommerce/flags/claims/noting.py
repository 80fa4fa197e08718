"""Keeps the claims of the plan that counts, and reads a farmer's certificates."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.flags import repository
from vidcommerce.flags.claims.certificates import Certificate, proving
from vidcommerce.flags.claims.of_plan import SOURCE, claims_of
from vidcommerce.flags.claims.rules import Claims
from vidcommerce.flags.kinds import Flag
from vidcommerce.flags.tables import CertificateRow
from vidcommerce.media.plan import EditPlan
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews.tables import PlanRow

_KINDS: Final = frozenset(Claims)
_OVER: Final = frozenset({State.REFUSED, State.CANCELLED, State.WITHDRAWN})
"""Where a clip stays for good: nobody will see what it claims."""


def note_claims(session: Session, clip: ClipRow, now: int) -> None:
    """Note the claims of the clip's plan that counts, as flags; may run any number of times.

    To be called whenever a clip gets another plan, or its farmer another certificate. What was
    claimed before and is no longer goes.
    """
    found = claims_in(session, clip, session.get_one(PlanRow, clip.plan_id), now)
    repository.replace(session, clip.id, SOURCE, found, now)


def note_anew(session: Session, farmer_id: str, product_id: str | None, now: int) -> None:
    """Note the claims of all clips of a farmer (of one product), since their papers changed.

    Clips are held before anybody looks whether they have a plan: one whose first plan is being
    written at this moment is noted after it, by whichever of the two is later.
    """
    asked = select(ClipRow).where(ClipRow.farmer_id == farmer_id, ClipRow.state.not_in(_OVER))
    if product_id is not None:
        asked = asked.where(ClipRow.product_id == product_id)
    held = asked.order_by(ClipRow.id).with_for_update()
    for clip in session.scalars(held.execution_options(populate_existing=True)).all():
        if clip.plan_id is not None:
            note_claims(session, clip, now)


def claims_in(session: Session, clip: ClipRow, row: PlanRow, now: int) -> tuple[Flag, ...]:
    """Return the claims of a version of a clip, with the papers that hold now."""
    product = session.get_one(ProductRow, clip.product_id)
    proofs = proving(certificates(session, clip), now)
    beside = f"{product.delivery}\n{product.returns}"
    return claims_of(read_json(EditPlan, row.plan), beside, proofs=proofs)


def certificates(session: Session, clip: ClipRow) -> tuple[Certificate, ...]:
    """Return the papers that the farmer of a clip has for what it sells, run out or not."""
    row = CertificateRow
    asked = select(row).where(
        row.farmer_id == clip.farmer_id,
        row.withdrawn_at.is_(None),
        or_(row.product_id.is_(None), row.product_id == clip.product_id),
        row.kind.in_(kind.value for kind in _KINDS),
    )
    return tuple(
        Certificate(Claims(one.kind), one.number, one.issuer, one.expires)
        for one in session.scalars(asked)
    )
