"""What a file says of its origin, put in few words: C2PA's report into who, what, when, lineage.

Pure. A statement says what its signer says; whether that is true is the signer's word. What is
checked is that nobody changed the file since, and who vouches for the signer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from vidcommerce.flags.aigc import AiLabel, Tier, clean, read_label
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.language import N_

SOURCE: Final = "provenance"

REMOTE: Final = "manifest.remote"
"""The reason where a file says that its statement lies at an address: it is not fetched."""


class State(StrEnum):
    """What came of checking a file's statement of origin.

    INVALID: it is broken, or the file was changed since. VALID: it is whole, but its signer is on
    no list. TRUSTED: the signer is on the list of the settings. NONE: there is no statement.
    """

    TRUSTED = "trusted"
    VALID = "valid"
    INVALID = "invalid"
    NONE = "none"


STATE_WORDS: Final[Mapping[State, str]] = {
    State.TRUSTED: N_("signed by somebody on the list, and unchanged since"),
    State.VALID: N_("signed, and unchanged since; the signer is on no list"),
    State.INVALID: N_("changed since it was signed, or its statement is broken"),
    State.NONE: N_("not signed; that is common"),
}


@dataclass(frozen=True, slots=True)
class Who:
    """Whom the certificate of a signature names, and who issued it."""

    name: str
    organisation: str
    serial: str


@dataclass(frozen=True, slots=True)
class What:
    """What a statement says of its file. ``generator`` is the program that wrote it."""

    title: str
    generator: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A thing that was done (C2PA's name for it), with what, and how the picture came to be.

    ``source_type`` is the last part of IPTC's name of it; texts may be empty.
    """

    action: str
    when: str
    agent: str
    source_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Version:
    """The file or what it was made of: ``depth`` is 0 for the file, 1 for what it was made of...

    ``relationship`` is C2PA's ("parentOf", "componentOf"), empty for the file itself. ``state`` is
    that of its own statement when it was taken up; without one there are no actions.
    """

    depth: int
    relationship: str
    title: str
    state: State
    who: str
    when: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file says of its origin.

    ``when`` (ISO 8601) is when it was signed by a time stamp, else when its signer says that the
    last thing was done to it, else empty. ``reasons`` are C2PA's codes of what failed, ``lineage``
    begins with the file itself. ``elsewhere`` is the address at which it says its statement lies.
    """

    state: State
    reasons: tuple[str, ...] = ()
    who: Who | None = None
    what: What | None = None
    when: str = ""
    lineage: tuple[Version, ...] = ()
    ai_label: AiLabel | None = None
    elsewhere: str = ""


_STATES: Final = {"Trusted": State.TRUSTED, "Valid": State.VALID}
_GENERATED: Final = frozenset({
    "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia",
    "compositeSynthetic", "virtualRecording",
})  # fmt: skip
"""IPTC's digital source types of media that no camera took, in whole or in part."""

_LISTED: Final = "signingCredential.trusted"
_UNLISTED: Final = "signingCredential.untrusted"

_MOST: Final = 50
"""Versions, and actions of each: no real file comes near."""

_AUTHORS: Final = "stds.schema-org.CreativeWork"


def provenance_of(answer: Mapping[str, Any]) -> Provenance:
    """Return what the answer of :func:`vidcommerce.media.manifest.read_manifests` means."""
    label = read_label(answer.get("aigc", ""))
    if "broken" in answer:
        reason = f"manifest.{clean(answer['broken'])}"
        return Provenance(State.INVALID, (reason,), ai_label=label)
    if "store" not in answer:
        elsewhere = clean(answer.get("remote", ""))
        return Provenance(
            State.NONE, (REMOTE,) if elsewhere else (), ai_label=label, elsewhere=elsewhere
        )
    return _stated(_map(answer["store"]), _STATES.get(answer["state"], State.INVALID), label)


def _stated(store: Mapping[str, Any], state: State, label: AiLabel | None) -> Provenance:
    active = str(store.get("active_manifest", ""))
    manifest = _map(_map(store.get("manifests")).get(active))
    failed = [clean(status.get("code")) for status in _maps(store.get("validation_status"))]
    begun = Version(0, "", clean(manifest.get("title")), state, who="", when="", actions=())
    lineage = tuple(_versions(store, active, begun))
    signature = _map(manifest.get("signature_info"))
    return Provenance(
        state=state,
        reasons=tuple(dict.fromkeys(failed)),
        who=Who(
            clean(signature.get("common_name")),
            clean(signature.get("issuer")),
            clean(signature.get("cert_serial_number")),
        ),
        what=What(clean(manifest.get("title")), _generator(manifest), tuple(_authors(manifest))),
        when=clean(signature.get("time")) or _last(lineage),
        lineage=lineage,
        ai_label=label or _generated(lineage, state),
    )


def _last(lineage: tuple[Version, ...]) -> str:
    """Return the time of the last action of the file itself that has one."""
    return max((action.when for version in lineage[:1] for action in version.actions), default="")


def _versions(store: Mapping[str, Any], label: str, begun: Version) -> Iterator[Version]:
    """Yield a version and what it was made of, each before its own parts; at most 50 of them."""
    manifests = _map(store.get("manifests"))
    waiting, seen = [(label, begun)], set[str]()
    for _ in range(_MOST):
        if not waiting:
            return
        label, version = waiting.pop(0)
        manifest = _map(manifests.get(label))
        if not manifest or label in seen:
            yield version
            continue
        seen.add(label)
        yield _signed(version, manifest)
        parts = _maps(manifest.get("ingredients"))
        waiting[:0] = [_part(part, version.depth + 1) for part in parts]


def _part(ingredient: Mapping[str, Any], depth: int) -> tuple[str, Version]:
    """Return the label of an ingredient's own manifest, empty without one, and the ingredient."""
    label = str(ingredient.get("active_manifest") or "")
    names = (clean(ingredient.get("relationship")), clean(ingredient.get("title")))
    state = _taken_up(ingredient) if label else State.NONE
    return label, Version(depth, *names, state, who="", when="", actions=())


def _taken_up(ingredient: Mapping[str, Any]) -> State:
    """Return what came of checking an ingredient's statement when it became one."""
    results = _map(_map(ingredient.get("validation_results")).get("activeManifest"))
    before_v3 = _maps(ingredient.get("validation_status"))
    failed = {str(one.get("code")) for one in (*_maps(results.get("failure")), *before_v3)}
    if failed - {_UNLISTED}:
        return State.INVALID
    known = any(one.get("code") == _LISTED for one in _maps(results.get("success")))
    return State.TRUSTED if known else State.VALID


def _signed(version: Version, manifest: Mapping[str, Any]) -> Version:
    signature = _map(manifest.get("signature_info"))
    return replace(
        version,
        who=clean(signature.get("common_name") or signature.get("issuer")),
        when=clean(signature.get("time")),
        actions=tuple(_actions(manifest)),
    )


def _actions(manifest: Mapping[str, Any]) -> Iterator[Action]:
    for assertion in _maps(manifest.get("assertions")):
        if str(assertion.get("label", "")).startswith("c2pa.actions"):
            for action in _maps(_map(assertion.get("data")).get("actions")):
                agent = action.get("softwareAgent", "")
                yield Action(
                    action=clean(action.get("action")),
                    when=clean(action.get("when")),
                    agent=clean(_map(agent).get("name", agent)),
                    source_type=clean(action.get("digitalSourceType")).rpartition("/")[2],
                    description=clean(action.get("description")),
                )


def _generator(manifest: Mapping[str, Any]) -> str:
    told = [clean(info.get("name")) for info in _maps(manifest.get("claim_generator_info"))]
    return ", ".join(told) or clean(manifest.get("claim_generator"))


def _authors(manifest: Mapping[str, Any]) -> Iterator[str]:
    for assertion in _maps(manifest.get("assertions")):
        if assertion.get("label") == _AUTHORS:
            for author in _maps(_map(assertion.get("data")).get("author")):
                yield clean(author.get("name"))


def _map(value: object) -> Mapping[str, Any]:
    """Return an object of the report; whoever made the file may have put anything in its place."""
    return value if isinstance(value, Mapping) else {}


def _maps(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list of the report, at most 50."""
    return [_map(one) for one in value[:_MOST]] if isinstance(value, list) else []


def _generated(lineage: tuple[Version, ...], state: State) -> AiLabel | None:
    """Return the label of one that says of itself or its parts that it was generated.

    What a broken statement says may be anybody's: possibly.
    """
    tier = Tier.POSSIBLY if state is State.INVALID else Tier.IS
    for version in lineage:
        for action in version.actions:
            if action.source_type in _GENERATED:
                return AiLabel(tier, "C2PA", version.who, source_type=action.source_type)
    return None


_KINDS: Final = {
    State.TRUSTED: (Kind.PROVENANCE_TRUSTED, Severity.NOTE),
    State.VALID: (Kind.PROVENANCE_VALID, Severity.NOTE),
    State.INVALID: (Kind.PROVENANCE_INVALID, Severity.QUESTION),
    State.NONE: (Kind.PROVENANCE_NONE, Severity.NOTE),
}


def provenance_flags(seen: Provenance) -> tuple[Flag, ...]:
    """Return the flag that a file's statement of origin gives: always one, so that it is said.

    That there is none, as with most phones, is a note and counts for nothing.
    """
    kind, severity = _KINDS[seen.state]
    evidence: dict[str, Any] = {}
    if seen.state in {State.TRUSTED, State.VALID} and seen.who is not None:
        evidence = {"who": seen.who.name or seen.who.organisation, "day": seen.when[:10]}
    if seen.state is State.INVALID:
        evidence = {"reasons": list(seen.reasons)}
    return (Flag(kind, severity, SOURCE, evidence),)
