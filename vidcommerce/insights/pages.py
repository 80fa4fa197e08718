"""Which page an event speaks of: a version's rate and length, asked of the rows once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from vidcommerce.documents import read_json
from vidcommerce.insights.counting import Shown
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing.tables import PublicationRow, PublishedLinkRow
from vidcommerce.reviews.tables import PlanRow

Version: TypeAlias = tuple[str, int]
"""A slug, and the number of a version of its page."""

_MOST: Final = 20_000
"""Versions that are remembered: a few megabytes."""


@dataclass(frozen=True)
class Pages:
    """Remembers versions, which never change. For one thread."""

    _known: dict[Version, Shown] = field(default_factory=dict)

    def find(self, session: Session, asked: Iterable[Version]) -> Mapping[Version, Shown]:
        """Return those of the versions that there are or were."""
        wanted = set(asked)
        missing = sorted(wanted - self._known.keys())
        if missing:
            if len(self._known) > _MOST:
                self._known.clear()
            self._known.update(_read(session, missing))
        return {version: self._known[version] for version in wanted if version in self._known}


def _read(session: Session, missing: Sequence[Version]) -> Iterator[tuple[Version, Shown]]:
    """Yield those of the versions that are shown now, or of which a link was kept.

    No plan is read for versions that somebody made up.
    """
    here = PublicationRow.slug.in_({slug for slug, _ in missing})  # which there is an index for
    now = (
        select(PublicationRow.id, PublicationRow.slug, PublicationRow.version, PlanRow.plan)
        .join(PlanRow, PlanRow.id == PublicationRow.plan_id)
        .where(here, tuple_(PublicationRow.slug, PublicationRow.version).in_(missing))
    )
    once = (
        select(PublicationRow.id, PublicationRow.slug, PublishedLinkRow.version, PlanRow.plan)
        .join(PublishedLinkRow, PublishedLinkRow.publication_id == PublicationRow.id)
        .join(PlanRow, PlanRow.id == PublishedLinkRow.plan_id)
        .where(here, tuple_(PublicationRow.slug, PublishedLinkRow.version).in_(missing))
    )
    for asked in (now, once):
        for publication_id, slug, version, text in session.execute(asked):
            plan = read_json(EditPlan, text)
            rate = plan.canvas.rate
            yield (
                (slug, version),
                Shown(publication_id, rate.numerator, rate.denominator, plan.frames),
            )
