"""The catalogues: complete, without leftovers, with the same fields as the sentences."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from vidcommerce.errors import InputRejected, VidcommerceError
from vidcommerce.language import LANGUAGES, N_, words

_ROOT = Path(__file__).parents[1]
_HOUSE = ("vidcommerce", "api", "workers")
_OTHERS = [language for language in LANGUAGES if language != "en"]


def _calls(folder: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((_ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="N_")):
                    yield f"{path.relative_to(_ROOT)}:{node.lineno}", node


def _sentences() -> dict[str, str]:
    """Return every marked sentence and where it is marked."""
    found = {}
    for folder in _HOUSE:
        for place, call in _calls(folder):
            assert len(call.args) == 1, place
            sentence = call.args[0]
            assert isinstance(sentence, ast.Constant), f"{place}: N_ takes a literal"
            assert isinstance(sentence.value, str), place
            found[sentence.value] = place
    return found


def _catalogue(language: str) -> Catalog:
    with (_ROOT / "vidcommerce" / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", _OTHERS)
def test_every_sentence_is_translated_and_no_other(language: str) -> None:
    """The catalogue holds exactly the sentences that the code marks, each with a translation."""
    catalogue = {str(m.id): str(m.string) for m in _catalogue(language) if m.id}
    marked = _sentences()
    assert {s: place for s, place in marked.items() if not catalogue.get(s)} == {}
    assert sorted(set(catalogue) - set(marked)) == []


@pytest.mark.parametrize("language", _OTHERS)
def test_no_translation_is_a_guess_or_a_leftover(language: str) -> None:
    """Nothing is marked fuzzy, and no obsolete entry is kept."""
    catalogue = _catalogue(language)
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("language", _OTHERS)
def test_translations_have_the_fields_of_their_sentence(language: str) -> None:
    """No fact is lost on the way into another language, and none is asked for that isn't there."""
    wrong = {
        str(m.id): m.string
        for m in _catalogue(language)
        if m.id and _fields(str(m.id)) != _fields(str(m.string))
    }
    assert wrong == {}


def _errors(root: type[VidcommerceError] = VidcommerceError) -> Iterator[type[VidcommerceError]]:
    for error in root.__subclasses__():
        yield error
        yield from _errors(error)


def test_sentences_of_errors_use_their_own_fields() -> None:
    """Every error's sentence can be filled from the error's fields."""
    wrong = {
        error.__name__: error.sentence
        for error in _errors()
        if "sentence" in vars(error)
        and not _fields(error.sentence) <= set(getattr(error, "__dataclass_fields__", {}))
    }
    assert wrong == {}


@dataclass(eq=False)
class _Refused(InputRejected):
    key: str
    fault: str
    sentence = N_("The plan can't be used: {place}: {fault}").replace("{place}", "{key}")


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "zh_Hans", "ZH"])
def test_a_language_tag_finds_its_catalogue(tag: str) -> None:
    """Regions, scripts and letter case don't matter."""
    assert words(tag).language == "zh"
    assert words(tag).say("Buy now") == "立即购买"


@pytest.mark.parametrize("tag", ["en", "en-GB", "und", "xx", "", "../zh"])
def test_what_is_not_translated_is_english(tag: str) -> None:
    """An unknown language, or a tag that is none, is answered in English."""
    assert words(tag).language == "en"
    assert words(tag).say("{name} is fine {{so}}", name="{x}") == "{x} is fine {so}"


def test_tags_that_somebody_makes_up_are_not_remembered() -> None:
    """Pages answer ``?lang=`` of strangers: no file of that name, and no catalogue for each."""
    assert words("x" * 5000).language == "en"
    assert words("zh-made-up-1") is words("zh-made-up-2")
    assert not hasattr(words, "cache_info")


def test_the_reason_inside_an_error_is_translated_too() -> None:
    """A fault that is itself a marked sentence appears in the reader's language."""
    explained = words("zh").explain(_Refused("price", "it is empty"))
    assert words("zh").say("it is empty") in explained
    assert "it is empty" not in explained
