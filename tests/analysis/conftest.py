"""Models and sounds that the tests of listening share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.analysis.tiny_whisper import Mind, make
from tests.media.conftest import clip  # noqa: F401 - a fixture, by its name
from vidcommerce.analysis.sound import SPEECH_RATE, Samples


@pytest.fixture(scope="session")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mind], Path]:
    """Make a tiny Whisper model, each once a session."""
    made: dict[str, Path] = {}

    def model(mind: Mind) -> Path:
        if repr(mind) not in made:
            made[repr(mind)] = make(tmp_path_factory.mktemp("whisper"), mind)
        return made[repr(mind)]

    return model


@pytest.fixture(scope="session")
def hum() -> Samples:
    """Ten seconds of a hum with noise."""
    times = np.arange(10 * SPEECH_RATE) / SPEECH_RATE
    noise = np.random.default_rng(3).normal(0, 0.05, len(times))
    return (0.1 * np.sin(2 * np.pi * 150 * times) + noise).astype(np.float32)
