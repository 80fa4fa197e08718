"""What a comment is: something said, a question, or the answer to one. Pure."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a comment is for."""

    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"
    """By the farmer or staff."""
