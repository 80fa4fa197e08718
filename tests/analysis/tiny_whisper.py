"""Makes a Whisper model of two megabytes that says what it is told to say, whatever it hears.

The format, the tokenizer's layout and the way through faster-whisper are the real ones. What each
position of the text begets is written into the position encodings; word times come from attention
of chance.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from ctranslate2.specs import whisper_spec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

Layer: TypeAlias = Any
"""A part of CTranslate2's specification, which ships no types."""

_WIDTH: Final = 32
_HEADS: Final = 2
_LAYERS: Final = 2
_MELS: Final = 80
_WINDOW: Final = 1500
_LONGEST: Final = 448

_TEXT_TOKENS: Final = 50_257
_PROMPT: Final = 3
"""Tokens before the text: start of transcript, language, task."""

_TIMESTAMPS: Final = 1501
_CERTAIN: Final = 6.0
"""Factor of the last norm: a position begets its token with a probability near 1."""

_RIVALS: Final = 12
_FIRST_RIVAL: Final = 1000
"""Tokens that are as likely as each one that is said, when the model is not sure."""


@dataclass(frozen=True, slots=True)
class Mind:
    """What a model has in mind, whatever it hears.

    Words begin with a space; times are written as ``<|1.00|>``. ``hotwords`` counts the tokens of
    the hotwords that it will be given: only then does it say its sentence.
    """

    says: Sequence[str]
    language: str = "en"
    hears_speech: bool = True
    sure: bool = True
    hotwords: int = 0


def make(folder: Path, mind: Mind) -> Path:
    """Write the model as it would come from the hub and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    special = _special_tokens()
    text = _text_tokens(mind.says)
    tokens = [*text, *special, *_timestamps()]
    spec = whisper_spec.WhisperSpec(_LAYERS, _HEADS, _LAYERS, _HEADS)
    weights = np.random.default_rng(7).normal(0, 0.3, (len(tokens), _WIDTH)).astype(np.float32)
    if not mind.sure:
        for number, part in enumerate(mind.says):
            rivals = _FIRST_RIVAL + number * _RIVALS
            weights[rivals : rivals + _RIVALS] = weights[tokens.index(_as_token(part))]
    _fill(spec, weights)
    spec.decoder.layer_norm.gamma *= _CERTAIN
    spec.decoder.position_encodings.encodings = 30 * _positions(mind, tokens, weights)
    spec.register_vocabulary(tokens)
    spec.config.lang_ids = [tokens.index(f"<|{code}|>") for code in _languages()]
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [tokens.index("<|endoftext|>")]
    spec.config.alignment_heads = list(product(range(_LAYERS), range(_HEADS)))
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    _tokenizer(text, special).save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": _MELS}))
    return folder


def _positions(
    mind: Mind, tokens: list[str], weights: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Return for every position of the text what it begets: the end, but for the sentence."""
    before = 1 + mind.hotwords if mind.hotwords else 0
    positions = np.tile(weights[tokens.index("<|endoftext|>")], (_LONGEST, 1))
    first = f"<|{mind.language}|>" if mind.hears_speech else "<|nospeech|>"
    positions[before] = weights[tokens.index(first)]
    # The first token is always a time, and Whisper sets it itself.
    for number, part in enumerate(mind.says, start=before + _PROMPT):
        positions[number] = weights[tokens.index(_as_token(part))]
    return positions


def _as_token(part: str) -> str:
    """Return a part of the text as byte-level tokenizers write it: Ġ for a space."""
    if part.startswith("<|"):
        return part
    pieces = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str(
        part
    )
    return "".join(piece for piece, _ in pieces)


def _languages() -> list[str]:
    return ["en", *(code for code in _LANGUAGE_CODES if code not in ("en", "yue"))]


def _special_tokens() -> list[str]:
    names = ["endoftext", "startoftranscript", *_languages(), "translate", "transcribe",
             "startoflm", "startofprev", "nospeech", "notimestamps"]  # fmt: skip
    return [f"<|{name}|>" for name in names]


def _timestamps() -> list[str]:
    return [f"<|{number * 0.02:.2f}|>" for number in range(_TIMESTAMPS)]


def _text_tokens(says: Sequence[str]) -> list[str]:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    known = [*letters, *dict.fromkeys(_as_token(p) for p in says if not p.startswith("<|"))]
    known = list(dict.fromkeys(known))
    others = (f"Ġother{number}" for number in range(_TEXT_TOKENS - len(known) - 1))
    return [*known, *others, ""]  # by the empty token CTranslate2 knows a multilingual model


def _tokenizer(text: list[str], special: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE({token: n for n, token in enumerate(text)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    added = [AddedToken(token, special=True, normalized=False) for token in special]
    tokenizer.add_special_tokens(added)
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in _timestamps()])
    return tokenizer


def _fill(spec: whisper_spec.WhisperSpec, embeddings: np.ndarray[Any, Any]) -> None:
    """Fill the layers with weights of chance, so small that the positions decide."""
    chance = np.random.default_rng(8)

    def weights(*shape: int) -> np.ndarray[Any, Any]:
        return chance.normal(0, 0.05, shape).astype(np.float32)

    def linear(layer: Layer, rows: int, columns: int = _WIDTH) -> None:
        layer.weight, layer.bias = weights(rows, columns), np.zeros(rows, np.float32)

    def norm(layer: Layer) -> None:
        layer.gamma, layer.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)

    def attention(layer: Layer, *rows: int) -> None:
        norm(layer.layer_norm)
        for part, count in zip(layer.linear, rows, strict=True):
            linear(part, count)

    encoder, decoder = spec.encoder, spec.decoder
    for convolution, channels in ((encoder.conv1, _MELS), (encoder.conv2, _WIDTH)):
        convolution.weight = weights(_WIDTH, channels, 3)
        convolution.bias = np.zeros(_WIDTH, np.float32)
    encoder.position_encodings.encodings = weights(_WINDOW, _WIDTH)
    for layer in (*encoder.layer, *decoder.layer):
        attention(layer.self_attention, 3 * _WIDTH, _WIDTH)
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, 4 * _WIDTH)
        linear(layer.ffn.linear_1, _WIDTH, 4 * _WIDTH)
    for layer in decoder.layer:
        attention(layer.attention, _WIDTH, 2 * _WIDTH, _WIDTH)
    norm(encoder.layer_norm)
    norm(decoder.layer_norm)
    decoder.embeddings.weight = embeddings
    decoder.projection.weight = embeddings
