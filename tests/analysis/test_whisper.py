"""Whisper through faster-whisper, with models that the tests make: no network, no real weights."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.analysis.tiny_whisper import Mind
from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.analysis.packing import pack
from vidcommerce.analysis.sound import Samples
from vidcommerce.analysis.whisper import (
    LanguageUnknown,
    ModelUnusable,
    WhisperRecogniser,
    _words,
    invented,
    options,
    written,
)
from vidcommerce.analysis.words import quietly
from vidcommerce.media.time import Span

Models = Callable[[Mind], Path]

_SENTENCE = (" fresh", " jujubes", " from", " the", " hills", "<|2.00|>")
_SPEECH = (Span(1000, 2600), Span(5000, 6500))


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is ever fetched here."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def _said(words: tuple[SpokenWord, ...]) -> str:
    return "".join(word.text for word in words)


@pytest.mark.slow
def test_words_come_from_a_folder_with_times_inside_the_speech(
    whisper: Models, hum: Samples
) -> None:
    """A model in a folder is loaded offline; its words stand in the spans, in order, and sure."""
    recogniser = WhisperRecogniser(whisper(Mind(_SENTENCE)))
    transcript = recogniser.transcribe(hum, _SPEECH, "en", ())
    words = transcript.words
    assert transcript.language == "en"
    assert [word.text.strip(" .,").lower() for word in words] == [
        "fresh", "jujubes", "from", "the", "hills",
    ]  # fmt: skip
    assert words[0].text.startswith(" ")
    assert all(0 <= word.confidence <= 1000 for word in words)
    assert all(a.span.stop <= b.span.start for a, b in pairwise(words))
    heard = pack(_SPEECH, 10_000).stretches
    assert all(any(s.start <= w.span.start <= w.span.stop <= s.stop for s in heard) for w in words)


@pytest.mark.slow
def test_the_language_is_found_out(whisper: Models, hum: Samples) -> None:
    """Without a language the model's own guess is taken and stated."""
    recogniser = WhisperRecogniser(whisper(Mind(_SENTENCE, language="es")))
    assert recogniser.transcribe(hum, _SPEECH, None, ()).language == "es"


@pytest.mark.slow
def test_hotwords_reach_the_model(whisper: Models, hum: Samples) -> None:
    """The model says its sentence only when it was given as many tokens of hotwords as it wants."""
    hotwords = ("冬枣", "Lu")
    count = len(" 冬枣, Lu".encode())  # a byte is a token here
    recogniser = WhisperRecogniser(whisper(Mind(_SENTENCE, hotwords=count)))
    assert "jujubes" in _said(recogniser.transcribe(hum, _SPEECH, "en", hotwords).words)


@pytest.mark.slow
def test_what_was_made_up_is_left_out(whisper: Models, hum: Samples) -> None:
    """Hearing no speech and being unsure, the same sentence is dropped."""
    mind = Mind(_SENTENCE, hears_speech=False, sure=False)
    recogniser = WhisperRecogniser(whisper(mind))
    assert recogniser.transcribe(hum, _SPEECH, "en", ()).words == ()


@pytest.mark.slow
def test_a_quiet_speaker_is_kept(whisper: Models, hum: Samples) -> None:
    """Hearing no speech but being sure of every word, the sentence stays."""
    recogniser = WhisperRecogniser(whisper(Mind(_SENTENCE, hears_speech=False)))
    assert "jujubes" in _said(recogniser.transcribe(hum, _SPEECH, "en", ()).words)


@pytest.mark.slow
def test_chinese_comes_out_simplified_and_punctuated(whisper: Models, hum: Samples) -> None:
    """A model that writes Traditional gives Simplified for zh, and ends with a full stop."""
    says = (*"\u9019\u500b\u68d7\u5b50\u5f88\u751c", "<|2.00|>")
    recogniser = WhisperRecogniser(whisper(Mind(says, language="zh")))
    transcript = recogniser.transcribe(hum, (Span(1000, 3000),), None, ())
    assert transcript.language == "zh"
    assert _said(transcript.words).replace("，", "").replace("。", "") == "这个枣子很甜"
    assert transcript.words[-1].text.endswith("。")


@pytest.mark.slow
def test_a_recogniser_can_be_stopped(whisper: Models, hum: Samples) -> None:
    """Whoever is told of the progress may raise, and nothing more is decoded."""

    def stop(at: int) -> None:
        raise KeyboardInterrupt(at)

    recogniser = WhisperRecogniser(whisper(Mind(_SENTENCE)))
    with pytest.raises(KeyboardInterrupt):
        recogniser.transcribe(hum, _SPEECH, "en", (), stop)


@pytest.mark.slow
def test_a_language_that_whisper_does_not_know_is_named(whisper: Models, hum: Samples) -> None:
    """Asking for a language outside the model's list names it."""
    recogniser = WhisperRecogniser(whisper(Mind(_SENTENCE)))
    with pytest.raises(LanguageUnknown, match="does not know the language ii"):
        recogniser.transcribe(hum, _SPEECH, "ii", ())


@pytest.mark.slow
def test_a_folder_with_damaged_weights_is_refused(
    whisper: Models, hum: Samples, tmp_path: Path
) -> None:
    """A model whose weights broke off names its folder, and is no traceback."""
    for file in whisper(Mind(_SENTENCE)).iterdir():
        (tmp_path / file.name).write_bytes(
            file.read_bytes()[: 100_000 if "bin" in file.name else None]
        )
    with pytest.raises(ModelUnusable, match="can't be loaded") as refused:
        WhisperRecogniser(tmp_path).transcribe(hum, _SPEECH, "en", ())
    assert refused.value.folder == str(tmp_path)


def test_without_speech_no_model_is_loaded(hum: Samples, tmp_path: Path) -> None:
    """A clip in which nobody speaks has no words, even where the model is missing."""
    nothing = WhisperRecogniser(tmp_path / "missing").transcribe(hum, (), None, ())
    assert (nothing.language, nothing.words) == ("und", ())


def test_options_keep_whisper_from_inventing() -> None:
    """Word times on, no text carried over, hotwords joined, Whisper's own thresholds."""
    asked = options("zh", ("冬枣", "沾化"))
    assert asked["word_timestamps"] is True
    assert asked["condition_on_previous_text"] is False
    assert asked["hotwords"] == "冬枣, 沾化"
    assert asked["language"] == "zh"
    assert options(None, ())["hotwords"] is None


@pytest.mark.parametrize(
    ("no_speech", "log_probability", "dropped"),
    [(0.95, -0.2, False), (0.1, -1.8, False), (0.7, -1.8, True), (0.6, -1.8, False)],
)
def test_one_bad_sign_alone_drops_nothing(
    no_speech: float, log_probability: float, *, dropped: bool
) -> None:
    """A segment goes only when no_speech_prob is high and the log-probability low."""
    assert invented(no_speech, log_probability) is dropped
    word = SimpleNamespace(word=" hello", start=0.2, end=0.5, probability=0.5)
    segment = SimpleNamespace(
        start=0.0, end=1.0, words=[word], no_speech_prob=no_speech, avg_logprob=log_probability
    )
    words = list(_words([segment], pack([Span(1000, 3000)], 9000), quietly))
    assert words == ([] if dropped else [SpokenWord(" hello", Span(1000, 1300), 500)])


def test_traditional_is_kept_when_it_is_asked_for() -> None:
    """zh-TW is written in Traditional, zh in Simplified, whatever the model mixed."""
    mixed = (SpokenWord("这", Span(0, 100), 900), SpokenWord("\u68d7", Span(100, 200), 900))
    assert _said(written(mixed, "zh-TW").words) == "\u9019\u68d7。"
    assert _said(written(mixed, "zh").words) == "这枣。"
