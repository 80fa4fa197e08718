"""The one table from errors to exit codes, so that a script can tell them apart.

0 is success, 1 a bug of ours, 2 a command typed wrong, 10 to 79 something that the person can
mend, 80 to 119 something that we must, 130 an interruption, as shells count it.
"""

from __future__ import annotations

from typing import Final

from vidcommerce.errors import InputRejected, VidcommerceError

OK = 0
BUG = 1
USAGE = 2
INTERRUPTED = 130

CODES: Final = {
    # the clip
    "ClipMissing": 10,
    "ClipEmpty": 11,
    "ClipUnreadable": 12,
    "NoPicture": 13,
    "PictureTooLarge": 14,
    "PictureTooSmall": 15,
    "ClipTooShort": 16,
    "ClipTooLong": 17,
    "ClipTooHeavy": 18,
    # the product and its picture
    "ProductMissing": 20,
    "ProductNotUtf8": 21,
    "ProductUnreadable": 22,
    "ProductKeyMissing": 23,
    "ProductKeyUnknown": 24,
    "ProductKeyWrong": 25,
    "ImageMissing": 26,
    "ImageUnreadable": 27,
    # other files that a person brings along
    "SecretShort": 28,
    "SettingWrong": 29,
    "FileMissing": 30,
    "TextUnreadable": 31,
    "DocumentUnreadable": 32,
    "PlanRejected": 33,
    "MaterialMissing": 34,
    "GlyphsMissing": 35,
    "MusicUnreadable": 36,
    "LanguageUnknown": 37,
    "FileUnknown": 38,
    # models
    "ModelNameWrong": 40,
    "ModelUnusable": 41,
    # a published video
    "VideoUnsigned": 42,
    "VideoChanged": 43,
    "AttestationBroken": 44,
    "SignatureWrong": 45,
    "StatementOutdated": 46,
    "PlotMissing": 47,
    "HarvestWrong": 48,
    "ClockWrong": 49,
    # the place where results go
    "FolderUnusable": 50,
    "FolderBusy": 51,
    "DiskFull": 52,
    "StoreUnknown": 53,
    "BlobNameWrong": 54,
    # ours
    "FfmpegMissing": 80,
    "FfmpegFailed": 81,
    "FfmpegStalled": 82,
    "RenderIncomplete": 83,
    "LoudnessUnknown": 84,
    "ProbeFailed": 85,
    "LookingFailed": 86,
    "FontsMissing": 87,
    "HubFailed": 88,
    "ModelMissing": 89,
    "SetupIncomplete": 90,
    "BlobMissing": 91,
    "StoreFailed": 92,
    "MeasuringFailed": 93,
    "Stopped": INTERRUPTED,
}
"""By the name of the error's class, which is what it is called in JSON too."""

REFUSED_BY_SERVICE = 79
FAILED_IN_SERVICE = 119
"""What the service's own errors end a command with: they are told apart over HTTP, not here."""


def code_of(error: VidcommerceError) -> int:
    """Return the exit code of an error."""
    others = REFUSED_BY_SERVICE if isinstance(error, InputRejected) else FAILED_IN_SERVICE
    return CODES.get(type(error).__name__, others)
