"""The chain of the log: what was sealed can't be changed unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.documents import canonical_json
from vidcommerce.flags.chain import Head, Link, LogBroken, digest_of, follow, seal


def chain(words: list[str]) -> list[Link]:
    """Return a log whose entries say these words."""
    links, before = [], Head().seal
    for number, said in enumerate(words, 1):
        entry = canonical_json({"number": number, "what": said})
        before = seal(before, digest_of(entry))
        links.append(Link(number, digest_of(entry), before, entry))
    return links


WORDS = st.lists(st.text(max_size=20), min_size=1, max_size=8)


@given(words=WORDS)
def test_a_chain_is_followed_to_its_end(words: list[str]) -> None:
    """Whatever is written, its end is the last seal; with entries withheld too."""
    links = chain(words)
    end = Head(len(links), links[-1].seal)
    assert follow(links) == end
    assert follow(replace(link, entry=None) for link in links) == end


@given(words=WORDS, data=st.data())
def test_a_later_part_goes_on_from_an_earlier_end(words: list[str], data: st.DataObject) -> None:
    """Who kept an end checks only what came after it."""
    links = chain(words)
    cut = data.draw(st.integers(0, len(links)))
    assert follow(links[cut:], follow(links[:cut])) == follow(links)


@given(words=WORDS, data=st.data())
def test_any_change_is_found_where_it_is(words: list[str], data: st.DataObject) -> None:
    """Another entry, another digest, another seal, one missing: the first wrong one is named."""
    links = chain(words)
    at = data.draw(st.integers(0, len(links) - 1))
    other = canonical_json({"number": at + 1, "what": words[at] + "!"})
    changed = data.draw(
        st.sampled_from(
            [
                replace(links[at], entry=other),
                replace(links[at], entry=other, digest=digest_of(other)),
                replace(links[at], seal="f" * 64),
                replace(links[at], number=at + 2),
                replace(links[at], entry="no JSON"),
            ]
        )
    )
    with pytest.raises(LogBroken) as found:
        follow([*links[:at], changed, *links[at + 1 :]])
    assert found.value.number == at + 1


def test_an_entry_says_its_own_number() -> None:
    """An entry that was sealed at a place that it does not name is no entry of ours."""
    entry = canonical_json({"number": 7})
    link = Link(1, digest_of(entry), seal(Head().seal, digest_of(entry)), entry)
    with pytest.raises(LogBroken):
        follow([link])


def test_the_seals_are_those_that_the_documents_promise() -> None:
    """An authority that writes its own check gets these; they must never change."""
    (first,) = chain(["a"])
    assert first.entry == '{"number":1,"what":"a"}'
    assert first.digest == "7639aca3f491ff9e3ef49afc293da97ab4d75e186480569156da1b8efaa95e62"
    assert first.seal == "64e3468b4f6263711af554272f0a4b8ae216d049c6c98c0a1053e70df26638d7"
