"""Shows how far the work is: a bar for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
from typing import Never, TextIO

from tqdm import tqdm

from vidcommerce.language import Words
from vidcommerce.progress import STAGE_WORDS, Notice, Progress, Stage


class Bars:
    """A bar for each stage, on standard error; plain lines where that is no terminal."""

    def __init__(self, words: Words, stream: TextIO | None = None) -> None:
        """Say everything in ``words``, on standard error unless another stream is given."""
        self._words = words
        self._stream = stream or sys.stderr
        self._bar: tqdm[Never] | None = None
        self._shown: tuple[Stage, str] | None = None

    def __call__(self, event: Progress | Notice) -> None:
        """Show an event."""
        if isinstance(event, Notice):
            self._line(self._words.say(event.sentence, **dict(event.facts)))
            return
        if self._shown != (event.stage, event.subject):
            self._begin(event)
        if self._bar is not None:
            self._bar.update(event.done - self._bar.n)
            self._bar.refresh()

    def close(self) -> None:
        """Leave the last bar as it is, and the cursor below it."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _begin(self, event: Progress) -> None:
        self.close()
        self._shown = (event.stage, event.subject)
        label = self._words.say(STAGE_WORDS[event.stage])
        text = f"{label} {event.subject}".strip()
        if self._stream.isatty():
            form = "{desc} |{bar:24}| {percentage:3.0f}% {elapsed}"
            self._bar = tqdm(desc=text, total=event.total, file=self._stream, bar_format=form)
        else:
            self._line(f"{text} ...")

    def _line(self, text: str) -> None:
        if self._stream.isatty():
            tqdm.write(text, file=self._stream)
        else:
            print(text, file=self._stream, flush=True)


class JsonLines:
    """Every event as one JSON object on a line of standard output."""

    def __init__(self, words: Words, stream: TextIO | None = None) -> None:
        """Say sentences in ``words``; keys and names of events stay the same everywhere."""
        self._words = words
        self._stream = stream or sys.stdout

    def __call__(self, event: Progress | Notice) -> None:
        """Write an event."""
        if isinstance(event, Notice):
            sentence = self._words.say(event.sentence, **dict(event.facts))
            self.write(event="notice", text=sentence)
        else:
            self.write(
                event="progress",
                stage=event.stage.value,
                subject=event.subject,
                done=event.done,
                total=event.total,
            )

    def write(self, **fields: object) -> None:
        """Write one object."""
        line = json.dumps(fields, ensure_ascii=False, default=str)
        print(line, file=self._stream, flush=True)

    def close(self) -> None:
        """Nothing is open between lines."""
