"""Rows of what can be made again: who last used it, and when."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class PartRow(Base):
    """A use of a part: of files that are named by what decides them, so that they can come back.

    ``name`` is the part's (see :func:`vidcommerce.clearing.uses.part_of`), ``clip_id`` the clip
    for which it was used, "" where a part was found of which no row told. A part without rows is
    nobody's; one is deleted together with its last row.
    """

    __tablename__ = "parts"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    clip_id: Mapped[str] = mapped_column(Id, primary_key=True)
    used_at: Mapped[int] = mapped_column(Millis, index=True)
