"""The sentences of the moderators' pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vidcommerce.comments.own_lists import Listing
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.queue import Sift
from vidcommerce.comments.reading import Mode
from vidcommerce.comments.reports import REASON_WORDS as REPORT_WORDS
from vidcommerce.comments.scorers import NONE, OWN
from vidcommerce.comments.signals import Decision
from vidcommerce.comments.states import State
from vidcommerce.language import N_

__all__ = ["REPORT_WORDS"]

TABS: Final = {
    "title": N_("Comments"),
    "desk": N_("To read"),
    "appeals": N_("Asked to look again"),
    "appeals_wait": N_("Asked to look again: {count}"),
    "questions": N_("Questions"),
    "videos": N_("Before or after"),
    "own_words": N_("Word list"),
    "numbers": N_("How it goes"),
}

DESK: Final = {
    **TABS,
    "waiting": N_("{count} wait"),
    "none": N_("No comment waits for you."),
    "none_fit": N_("None of these just now."),
    "which": N_("Which comments"),
    "all_videos": N_("All videos"),
    "of_video": N_("Of which video"),
    "choose": N_("Choose"),
    "let_through": N_("Show it"),
    "keep_back": N_("Don't show it:"),
    "flood": N_("{count} comments with this text"),
    "flood_show": N_("Show all {count}"),
    "flood_hide": N_("Show none of them:"),
    "flood_hint": N_("For what was written until now. You can take it back in one go."),
    "tags": N_("Tags"),
    "tags_hint": N_("parted by commas; only moderators see them"),
    "save": N_("Save"),
    "ban": N_("Stop them from writing"),
    "ban_for": N_("For how long"),
    "ban_why": N_("Why"),
    "ban_do": N_("Stop them"),
    "unban": N_("Let them write again"),
    "banned": N_("may not write until {day}"),
    "one_day": N_("a day"),
    "days": N_("{count} days"),
    "a_year": N_("a year"),
    "read_it": N_("This may hurt to read. Show the text"),
    "said": N_("Understood as: {text}"),
    "hidden": N_("“{text}”: {how}"),
    "hidden_as": N_("“{text}” means “{meant}”: {how}"),
    "signal": N_("{strength}: {what}"),
    "signal_meant": N_("{strength}: {what} (“{meant}”)"),
    "reported": N_("Reported: {why}"),
    "answers": N_("Answers: {text}"),
    "at_second": N_("at {minutes}:{seconds}"),
    "watch": N_("Play the video there"),
    "to_page": N_("The video's page"),
    "question": N_("question"),
    "answer": N_("answer"),
    "bought": N_("bought it"),
    "edited": N_("changed by its writer"),
    "record": N_("{approved} shown, {rejected} not shown so far"),
    "first": N_("first comment"),
    "about": N_("Everything about it"),
    "decided_by": N_("{name}, {when}"),
    "by_rule": N_("by a rule"),
    "held_by": N_("{name} is reading it now"),
    "more": N_("More"),
    "done_show": N_("{count} shown."),
    "done_hide": N_("{count} not shown."),
    "left": N_("{count} were left to others who read them now."),
    "undo": N_("Take it back"),
    "undone": N_("{count} taken back."),
    "kept": N_("{count} stay: somebody decided about them since."),
    "clash": N_("It is not as you read it"),
    "you_read": N_("What you read"),
    "you_wanted": N_("You wanted: {what}"),
    "it_is": N_("How it is now"),
    "keys": N_("Keys"),
    "lost": N_("You were away for a while: others may be reading these now."),
    "offline": N_("No network just now. Nothing was decided; try again."),
    "blind": N_("Another person has decided about these. Read them as if for the first time: "
                "nothing changes, it only shows how well people agree."),
}  # fmt: skip

KEYS: Final = (
    ("J ↓", N_("next comment")),
    ("K ↑", N_("the one before")),
    ("A", N_("show it")),
    ("1 – 8", N_("don't show it, for the reason with this number")),
    ("U", N_("take the last thing back")),
    ("P", N_("play or stop the video")),
    ("X", N_("show or hide a blurred text")),
    ("M", N_("more: tags, the same text, the writer")),
    ("T", N_("write tags")),
    ("F", N_("all with the same text")),
    ("B", N_("stop the writer")),
    ("H", N_("what this writer wrote before")),
    ("G", N_("choose which comments")),
    ("Esc", N_("back to the comment")),
)
"""What each key does, in the order in which it is shown."""

SIFTS: Final[Mapping[Sift, str]] = {
    Sift.ALL: N_("All that wait"),
    Sift.NEW: N_("Not shown yet"),
    Sift.REPORTED: N_("Reported"),
    Sift.LOOK: N_("Shown, to be looked at"),
    Sift.WITHHELD: N_("Kept back by a rule"),
    Sift.SECOND: N_("Second reading"),
    Sift.DECIDED: N_("Decided lately"),
}

REASONS: Final[Mapping[Reason, str]] = {
    Reason.ADVERTISING: N_("Advertising"),
    Reason.INSULT: N_("Insult"),
    Reason.PRIVATE: N_("Private"),
    Reason.UNTRUE: N_("Untrue"),
    Reason.OFF_TOPIC: N_("Off topic"),
    Reason.INDECENT: N_("Indecent"),
    Reason.FORBIDDEN: N_("Forbidden"),
    Reason.FLOODING: N_("Again and again"),
}
"""What a moderator presses; writers read the whole sentence of policy.REASON_WORDS."""

STATES: Final[Mapping[State, str]] = {
    State.HELD: N_("not shown yet"),
    State.SHOWN: N_("shown"),
    State.WITHHELD: N_("kept back by a rule"),
    State.REJECTED: N_("not shown"),
    State.DELETED: N_("deleted by its writer"),
}

ABOUT: Final = {
    **DESK,
    "title_one": N_("A comment"),
    "writer": N_("Who wrote it"),
    "nothing_known": N_("Nothing is known of who wrote it."),
    "wrote": N_("Wrote before"),
    "log": N_("What was done"),
    "someone": N_("Somebody else"),
    "writer_did": N_("a rule, or the writer"),
}

ACTS: Final = {
    "shown": N_("shown"),
    "held": N_("held for a person"),
    "withheld": N_("kept back"),
    "rejected": N_("not shown"),
    "edited": N_("changed by its writer"),
    "deleted": N_("deleted by its writer"),
    "reported": N_("reported"),
    "burst": N_("came with a flood"),
    "banned": N_("writer stopped"),
    "unbanned": N_("writer may write again"),
    "tagged": N_("tags changed"),
    "pinned": N_("pinned"),
    "unpinned": N_("no longer pinned"),
    "undone": N_("taken back"),
    "seconded": N_("read a second time"),
    "appealed": N_("its writer asked to look again"),
    "answered": N_("answered"),
    "erased": N_("erased"),
    "changed_mode": N_("before or after was chosen"),
}
"""What was done, by the name of the act."""

WORDS: Final = {
    **TABS,
    "suggested": N_("Words that could be on the list"),
    "none_suggested": N_("None just now. They come from what people here decide."),
    "hint": N_("Seen often in what was not shown, and rarely in what was. Nothing is put on the "
               "list by itself."),
    "seen": N_("{rejected} not shown, {shown} shown"),
    "take": N_("Put it on the list"),
    "refuse": N_("No"),
    "list": N_("This station's own list"),
    "none_listed": N_("No word is on it. The common lists hold all the same."),
    "add": N_("Put a word on the list"),
    "word": N_("Word"),
    "what": N_("What it is"),
    "do": N_("Comments with it"),
    "remove": N_("Take it off"),
    "disguise": N_("It is found in disguise as well: with spaces, other letters, the same sound."),
}  # fmt: skip

LISTINGS: Final[Mapping[Listing, str]] = {
    Listing.WORD: N_("a word"),
    Listing.SELLER: N_("another seller's name"),
}

DECISIONS: Final[Mapping[Decision, str]] = {
    Decision.PUBLISH_LOOK: N_("are shown, and looked at later"),
    Decision.HOLD: N_("wait for a person"),
    Decision.WITHHOLD: N_("are kept back; the writer may ask a person"),
}

VIDEOS: Final = {
    **TABS,
    "hint": N_("Comments can be read by a person before they are shown, or after. Where a flood "
               "comes, a rule chooses before for an hour."),
    "none": N_("No video is public."),
    "held": N_("{count} wait"),
    "flood": N_("a flood: read before for {minutes} minutes more"),
    "save": N_("Save"),
    "when": N_("Comments are read"),
}  # fmt: skip

MODES: Final[Mapping[str, str]] = {
    "": N_("as shop or station choose"),
    Mode.AFTER.value: N_("after they are shown"),
    Mode.BEFORE.value: N_("before they are shown"),
}

NUMBERS: Final = {
    **TABS,
    "waiting": N_("Waiting now"),
    "oldest": N_("The oldest of them"),
    "nothing": N_("none"),
    "month": N_("Month"),
    "written": N_("Written"),
    "by_rule": N_("Shown by rule"),
    "withheld": N_("Kept back by rule"),
    "let_through": N_("Shown by people"),
    "rejected": N_("Not shown by people"),
    "minutes": N_("Minutes until a person decided"),
    "model": N_("Model and people agree"),
    "people": N_("People agree"),
    "agree": N_("{percent}% of {count}"),
    "kappa": N_("kappa {value}"),
    "table": N_("By month of writing, as the comments stand now"),
    "model_hint": N_("Of the comments that a person decided about: the model warned and the person "
                     "did not show it, or neither. Kappa is how much better than chance it is."),
    "people_hint": N_("Of the comments that a second person read without knowing what the first "
                      "one decided: under “Second reading”."),
    "differ": N_("Two people saw these differently"),
    "was_bad": N_("one did not show it, the other would have"),
    "was_good": N_("one showed it, the other would not have"),
}  # fmt: skip

MODELS: Final = {
    OWN: N_("The project's own model reads the comments, beside the lists."),
    NONE: N_("No model reads the comments; the lists do."),
}
"""What reads comments, by the setting."""

ANOTHER_MODEL: Final = N_("A model of the operator's choice reads the comments, beside the lists.")
