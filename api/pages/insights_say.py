"""What the pages of numbers say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vidcommerce.flags.history import COUNTED, HEALING
from vidcommerce.insights.funnels import By
from vidcommerce.language import N_
from vidcommerce.reviews.cases import Case

SPANS: Final[Mapping[int, str]] = {
    7: N_("7 days"),
    30: N_("30 days"),
    90: N_("90 days"),
    365: N_("One year"),
}
"""The days that can be asked for; the second is what is shown first."""

USUAL: Final = 30

BYS: Final[Mapping[By, str]] = {
    By.VIDEO: N_("By video"),
    By.PRODUCT: N_("By product"),
    By.VILLAGE: N_("By village"),
    By.WEEK: N_("By week"),
}

COLUMNS: Final[Mapping[By, tuple[str, str]]] = {
    By.VIDEO: (N_("Video"), N_("Published")),
    By.PRODUCT: (N_("Product"), N_("Seller")),
    By.VILLAGE: (N_("Station"), N_("Village")),
    By.WEEK: (N_("Week from"), ""),
}
"""What the first columns of a table are called; the second may not be there."""

OVERVIEW: Final = {
    "title": N_("Numbers"),
    "which_days": N_("Which days"),
    "station": N_("Station"),
    "all_stations": N_("All stations"),
    "show": N_("Show"),
    "funnel": N_("From seeing to ordering"),
    "step": N_("What happened"),
    "count": N_("How often"),
    "share": N_("For 100 views"),
    "window": N_("It counts for a video up to {days} days after the way to the shop."),
    "window_one": N_("It counts for a video up to one day after the way to the shop."),
    "views": N_("Watched, day by day"),
    "views_told": N_("From {first} to {last}: {total} times, most on {peak} ({most})."),
    "views_none": N_("From {first} to {last}: never."),
    "day": N_("Day"),
    "as_table": N_("As a table"),
    "apart": N_("Told apart"),
    "nothing": N_("Nothing was counted on these days."),
    "csv": N_("Save as a table (CSV)"),
    "changes": N_("What helpers change in drafts"),
    "more": N_("The first {shown} of {count}. All are in the table that you can save."),
}

VIDEO: Final = {
    **OVERVIEW,
    "back": N_("Numbers"),
    "page": N_("See the page"),
    "review": N_("See the draft"),
    "gone": N_("This page was taken back."),
    "seconds": N_("Second by second"),
    "version": N_("Version {number}"),
    "played": N_("Played"),
    "played_told": N_("Played {first} times at the start and {last} times at the end."),
    "left": N_("Where people leave"),
    "left_told": N_("Most leave at {second} ({count})."),
    "left_none": N_("Nobody has left yet."),
    "tapped": N_("Where people go to the shop"),
    "tapped_told": N_("Most go at {second} ({count})."),
    "tapped_none": N_("Nobody has gone to the shop while it played."),
    "card": N_("While the card is in the picture, the ground is marked."),
    "at_second": N_("Second"),
    "strip": N_("Pictures of the video, from its start to its end"),
    "no_seconds": N_("Nobody has watched this version yet."),
}

STATION: Final = {
    "title": N_("Station"),
    "which": N_("Station"),
    "show": N_("Show"),
    "choose": N_("Choose a station."),
    "saved": N_("Saved."),
    "region": N_("Country"),
    "region_hint": N_("Its rules say how a video that sells is marked."),
    "region_usual": N_("As the service is set ({country})"),
    "window": N_("Orders count for a video"),
    "window_hint": N_("How long after the way to the shop an order still counts."),
    "shop": N_("Shop link for farmers without a shop of their own"),
    "shop_hint": N_("It may stay empty."),
    "place": N_("Where the village lies"),
    "place_hint": N_(
        "Latitude and longitude, as maps show them, to tell whether a clip was filmed nearby."
    ),
    "comments": N_("When are comments read?"),
    "comments_hint": N_("A shop and a video can choose otherwise. First comments always wait."),
    "second_eyes": N_("When must somebody else approve?"),
    "second_eyes_hint": N_("Then the helper who changed a video is not the one who approves it."),
    "save": N_("Save"),
    "counted": COUNTED,
    "healing": HEALING,
    "mean": N_("The record of a station is the mean of its farmers' records."),
}

CASE_CHOICES: Final[Mapping[Case, str]] = {
    Case.FIRST_VIDEOS: N_("The first three videos of a farmer"),
    Case.HEALTH_WORDS: N_("Something is said about health"),
    Case.OPEN_FLAGS: N_("A question was not answered"),
}

WINDOWS: Final[Mapping[int, str]] = {
    1: N_("up to 1 day"),
    7: N_("up to 7 days"),
    30: N_("up to 30 days"),
}
