"""What the farmer's pages say: few words, each one plain. Translated in the catalogues."""

from __future__ import annotations

from typing import Final

from vidcommerce.language import N_

_EVERYWHERE: Final = {
    "listen": N_("Listen"),
    "offline": N_("No network. What you do is kept on this phone."),
}

_NUMBERS: Final = {
    "watched": N_("Watched"),
    "to_shop": N_("To the shop"),
    "bought": N_("Bought"),
    "what_counts": N_("What is counted?"),
    "week": N_("In the last 7 days"),
    "since": N_("Since it is online"),
    "each_day": N_("Watched each day"),
    "each_day_told": N_("From {first} to {last}: {total} times."),
    "how_long": N_("How long people watch"),
    "how_long_told": N_("{first} at the start, {last} at the end."),
}

HOME: Final = {
    **_EVERYWHERE,
    **_NUMBERS,
    "title": N_("My videos"),
    "new": N_("New video"),
    "none_yet": N_("No videos yet. Press “New video” and show what you sell."),
    "sending": N_("Being sent"),
    "unsent": N_("A clip is chosen but not sent yet."),
    "go_on": N_("Go on"),
    "sign_in": N_("Sign in again, then your clips are sent."),
    "sign_in_button": N_("Sign in"),
    "try_again": N_("Try again"),
    "put_right": N_("Put it right"),
    "remove": N_("Remove"),
}

VIDEO: Final = {
    **_EVERYWHERE,
    **_NUMBERS,
    "back": N_("My videos"),
    "draft": N_("Watch your video"),
    "public": N_("See it online"),
    "poster": N_("Poster for the market stall"),
    "again": N_("Film again"),
    "stop": N_("Stop this video"),
    "sure": N_("It will not be made or shown."),
    "stop_yes": N_("Yes, stop it"),
}

NEW: Final = {
    **_EVERYWHERE,
    "title": N_("New video"),
    "back": N_("Back"),
    "next": N_("Next"),
    "what": N_("What do you sell in this video?"),
    "something_new": N_("Something new"),
    "photo": N_("Photo of it"),
    "photo_take": N_("Take a photo"),
    "photo_other": N_("Another photo"),
    "name": N_("What is it?"),
    "name_example": N_("For example: Navel oranges"),
    "price": N_("Price"),
    "unit": N_("For how much?"),
    "unit_example": N_("For example: 5 kg box"),
    "cart_url": N_("Link to your shop"),
    "called": N_("People order at {number}."),
    "own_url": N_("Link to your own shop"),
    "own_url_example": N_("Only if you have one. Copy it from your shop and paste it here."),
    "cart_url_example": N_("Copy it from your shop and paste it here."),
    "more": N_("More"),
    "origin": N_("Where it grows"),
    "seller": N_("Who sells it"),
    "currency": N_("Currency"),
    "consent": N_("Do you agree?"),
    "agree": N_("Yes, I agree"),
    "clips": N_("Film it"),
    "clips_help": N_("Hold the phone upright. Say what it is, how it tastes, what it costs."),
    "film": N_("Film now"),
    "choose": N_("Choose from the phone"),
    "send": N_("Send"),
    "chosen": N_("Chosen clips"),
    "another": N_("Another clip of it?"),
    "remove": N_("Remove"),
    "leave_open": N_("This phone has no room to keep the clip. Leave this page open."),
}

SCRIPT: Final = {
    "look": N_("Looking at the clip …"),
    "good": N_("Looks good."),
    "empty": N_("This file is empty. Choose it again."),
    "photo": N_("This is a photo, not a video. Choose a video."),
    "too_big": N_("This clip is too big. Film a shorter one."),
    "big": N_("A big clip. Send it where there is Wi-Fi, if you can."),
    "unknown": N_("This phone can't show the clip here. You can still send it."),
    "too_short": N_("Too short. Film for ten seconds or more."),
    "too_long": N_("Too long: 30 minutes at most. Film a shorter one."),
    "short": N_("Rather short. Ten seconds to one minute is best."),
    "long": N_("Rather long. It takes longer to send; one minute is best."),
    "lying": N_("Filmed sideways. Hold the phone upright next time."),
    "small": N_("The picture is small. Set the camera to HD next time."),
    "dark": N_("Very dark. Film in daylight, if you can."),
    "waits": N_("Waits for the network"),
    "queued": N_("Waits its turn"),
    "on_its_way": N_("Being sent"),
    "stuck": N_("Not sent"),
    "kept": N_("It is kept on this phone and goes on by itself."),
    "close_ok": N_("You may close this page. It goes on when you come back."),
    "need_consent": N_("Please read again what you agree to."),
    "no_product": N_("Say again what you sell."),
    "need_name": N_("Write what it is."),
    "need_price": N_("Write the price as a number, such as 12.80."),
    "need_unit": N_("Write for how much, such as: 5 kg box."),
    "need_photo": N_("Take a photo of it."),
    "need_cart_url": N_("Paste the link to your shop. It begins with https://"),
    "need_origin": N_("Write where it grows."),
    "need_seller": N_("Write who sells it."),
    "choose_one": N_("Choose what you sell."),
    "saving": N_("Saving …"),
    "seconds": N_("s"),
    "minutes": N_("min"),
    "remove": N_("Remove"),
    "sent_before": N_("You sent this clip before. It is in the list already."),
}
"""What scripts say; none has fields."""
