"""What the helper's pages say."""

from __future__ import annotations

from typing import Final

from vidcommerce.clips.states import State
from vidcommerce.flags.history import COUNTED
from vidcommerce.flags.kinds import Severity
from vidcommerce.language import N_
from vidcommerce.reviews.policy import Decision

QUEUE: Final = {
    "title": N_("Videos to review"),
    "none": N_("Nothing waits for you. New videos appear here by themselves."),
    "none_fit": N_("Nothing that you look for waits here."),
    "show_all": N_("Show all"),
    "next": N_("Begin with the oldest"),
    "look_for": N_("Product or farmer"),
    "whose": N_("Farmer"),
    "everybody": N_("All farmers"),
    "asks": N_("With questions"),
    "free": N_("Nobody has it open"),
    "sift": N_("Look"),
    "keys": N_(
        "Keys: ↓ ↑ from video to video; there Enter opens, N begins with the oldest, / looks."
    ),
    "reports": N_("What shoppers reported: {count}"),
    "appeals": N_("Farmers who ask for another look"),
    "has": N_("{name} has it open"),
    "mine": N_("You have it open"),
    "hours": N_("for {count} h"),
    "making": N_("Being made"),
    "moved": N_("The price has changed"),
    "waiting": N_("New videos"),
    "from_to": N_("The video says {shown}, the product costs {now} now."),
    "redraw": N_("Draw again and publish"),
    "done": N_("Decided lately"),
    "long": N_("{minutes}:{seconds:02} long"),
    "flags_one": N_("1 question"),
    "flags": N_("{count} questions"),
    "by": N_("from {farmer}"),
    "today": N_("today"),
    "one_day": N_("for 1 day"),
    "days": N_("for {days} days"),
}

REVIEW: Final = {
    "record": COUNTED,
    "reported": N_("What shoppers reported"),
    "report_answer": N_("Answer it"),
    "report_right": N_("Found right: {answer}"),
    "report_not_right": N_("Found wrong: {answer}"),
    "attested": N_("Confirmed with a signature"),
    "attested_by": N_("{by} on {day}: from {farmer}, plot “{plot}”, harvested on {harvest}"),
    "attested_back": N_("Taken back on {day}."),
    "attest": N_("Confirm with your own signature"),
    "attest_back": N_("Take it back"),
    "attest_why": N_("Why? (the page's file says it)"),
    "all": N_("All videos"),
    "version": N_("Version {number}"),
    "by": N_("from {farmer}"),
    "video": N_("Video"),
    "lines": N_("Subtitles"),
    "line_help": N_("A new line here is a new line in the video. Empty: the subtitle goes."),
    "no_lines": N_("This video has no subtitles."),
    "line": N_("Subtitle {number}"),
    "other_says": N_("The other version says: {text}"),
    "lost": N_("The other person took these subtitles out. You had written:"),
    "card": N_("Card and product"),
    "name": N_("Name"),
    "unit": N_("Unit"),
    "origin": N_("Origin"),
    "card_help": N_("This changes the product too. The price is the farmer's."),
    "product_says": N_("The product now says: {text}"),
    "price": N_("Price"),
    "below": N_("Below the video"),
    "stock": N_("Is there some?"),
    "delivery": N_("How it is delivered"),
    "returns": N_("If something is wrong with it"),
    "contact": N_("Whom to ask after buying"),
    "harvest_start": N_("First day of the harvest"),
    "harvest_end": N_("Last day of the harvest"),
    "save_below": N_("Save"),
    "below_help": N_("This is no part of the video. It is shown at once."),
    "found": N_("What was found out"),
    "nothing_found": N_("Nothing was found out about the file."),
    "cuts": N_("What is kept"),
    "kept": N_("{kept} s of {whole} s are kept. Light parts were cut out."),
    "save": N_("Save and draw again"),
    "approve": N_("Approve and publish"),
    "refuse": N_("Not like this …"),
    "refuse_title": N_("Why not?"),
    "refuse_words": N_("In your own words, for the farmer"),
    "refuse_at": N_("At which second? The farmer sees the picture."),
    "refuse_at_hint": N_("Such as 0:12. Empty: the whole video."),
    "send_back": N_("Ask the farmer"),
    "reject": N_("Reject"),
    "send_back_help": N_(
        "Asked, the farmer answers or films again. Rejected, the farmer can ask for another look."
    ),
    "has": N_("{name} has this draft open now. You can look; they decide."),
    "lost_it": N_("{name} has taken this draft over."),
    "take": N_("Take it over"),
    "flag_at": N_("At {at}:"),
    "beside": N_("See both"),
    "beside_here": N_("This clip"),
    "beside_there": N_("The earlier one"),
    "beside_wait": N_("Small copies of both clips are still being made."),
    "beside_not": N_("The earlier clip belongs to another station, which keeps it to itself."),
    "flag_said": N_("{by}: {answer}."),
    "answer": N_("Answer"),
    "answer_words": N_("Why? A few words"),
    "appeal": N_("The farmer asks for another person to look at this."),
    "appeal_words": N_("For the farmer, in your own words"),
    "appeal_again": N_("Look at it anew"),
    "appeal_stays": N_("It stays so"),
    "reopen": N_("The farmer has answered: go on with it"),
    "moment": N_("At {at}:"),
    "changed": N_("You have changed something. Save it, then watch it again."),
    "drawing": N_("It is being drawn again. This page goes on by itself."),
    "not_drawn": N_("There is no video of this version yet."),
    "look_again": N_("Look again"),
    "outdated": N_("The product has changed since this video was made. Save it to draw it again."),
    "page": N_("It is public:"),
    "poster": N_("Poster for the market stall"),
    "moved": N_("The price on the card is not the product's any more."),
    "redraw": N_("Draw again and publish"),
    "redraw_help": N_("Only the price changes. It is published as soon as it is drawn."),
    "withdraw": N_("Take the page back"),
    "decided": N_("Decided before"),
    "keys": N_("Ctrl+Enter saves. Alt+P plays and stops."),
}

STATES: Final = {
    State.RENDERING: N_("being drawn"),
    State.READY: N_("waits for you"),
    State.PUBLISHING: N_("is being published"),
    State.PUBLISHED: N_("public"),
    State.SENT_BACK: N_("the farmer is asked"),
    State.REJECTED: N_("rejected"),
    State.WITHDRAWN: N_("taken back"),
    State.CANCELLED: N_("cancelled"),
    State.ASIDE: N_("put aside: an operator looks at it"),
}
"""What a helper reads of each state that a draft can be in; the others have no draft yet."""

DECISIONS: Final = {
    Decision.APPROVED: N_("{person} approved it."),
    Decision.PROMISED: N_("{person} had it drawn with the new price and published."),
    Decision.SENT_BACK: N_("{person} asked the farmer: {why}"),
    Decision.REJECTED: N_("{person} rejected it: {why}"),
}

SEVERITIES: Final = {
    Severity.NOTE: N_("note"),
    Severity.QUESTION: N_("question"),
    Severity.SERIOUS: N_("serious"),
}
