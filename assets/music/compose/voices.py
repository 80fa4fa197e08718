"""The orchestra: every instrument that the beds use, with its place in the mix."""

from __future__ import annotations

from assets.music.compose.score import Voice

PERCUSSION = 128
"""The sound font's bank of drum kits."""

PIANO = Voice("piano", 0, 0, 41, 93, pan=0.0, room=0.38, loose=6)
NYLON = Voice("nylon guitar", 0, 24, 40, 84, level=-4, pan=-0.35, room=0.2)
NYLON_LEAD = Voice("nylon lead", 0, 24, 52, 79, pan=0.15, room=0.32)
STEEL = Voice("steel guitar", 0, 25, 40, 84, level=-6, pan=0.45, room=0.2, air=4)
UKULELE = Voice("ukulele", 8, 24, 55, 81, level=-5, pan=-0.35, room=0.16, air=4)
MANDOLIN = Voice("mandolin", 16, 25, 55, 88, level=-6, pan=0.4, room=0.2, air=4)
KOTO = Voice("koto", 0, 107, 45, 86, level=-4, pan=-0.35, room=0.35, air=3)
SHAMISEN = Voice("plucked lute", 0, 106, 50, 86, level=-6, pan=0.35, room=0.25, air=4)
DULCIMER = Voice("dulcimer", 0, 15, 50, 91, level=-4, pan=0.25, room=0.35, air=4)
HARP = Voice("harp", 0, 46, 40, 91, level=-5, pan=0.3, room=0.4)
MARIMBA = Voice("marimba", 0, 12, 48, 88, pan=0.2, room=0.25, air=2)
VIBRAPHONE = Voice("vibraphone", 0, 11, 53, 89, level=-8, pan=0.4, room=0.4)
KALIMBA = Voice("kalimba", 0, 108, 55, 88, level=-2, pan=0.25, room=0.45, air=2)
CELESTA = Voice("celesta", 0, 8, 60, 100, level=-9, pan=-0.35, room=0.5)
ELECTRIC_PIANO = Voice("electric piano", 0, 4, 41, 84, level=-3, pan=-0.15, room=0.4)
FLUTE = Voice("flute", 0, 73, 60, 91, pan=0.1, room=0.4, air=2, singing=True)
PAN_FLUTE = Voice("bamboo flute", 0, 75, 58, 91, pan=0.1, room=0.5, air=2, singing=True)
OCARINA = Voice("ocarina", 0, 79, 57, 88, level=-2, pan=-0.1, room=0.35, singing=True)
FIDDLE = Voice("fiddle", 0, 110, 55, 91, level=-2, pan=-0.15, room=0.35, air=6, singing=True)
ERHU = Voice("bowed fiddle", 8, 40, 57, 86, level=-1, pan=-0.2, room=0.5, air=7, singing=True)
ACCORDION = Voice("accordion", 0, 21, 50, 84, level=-9, pan=0.3, room=0.3, air=5)
STRINGS = Voice("strings", 0, 49, 43, 84, level=-9, pan=0.0, room=0.5, loose=14, air=4)
PIZZICATO = Voice("pizzicato", 0, 45, 40, 84, level=-7, pan=0.3, room=0.35)
PAD = Voice("warm pad", 0, 89, 40, 79, level=-6, pan=0.0, room=0.45, loose=14, air=4)
UPRIGHT_BASS = Voice("upright bass", 0, 32, 28, 55, level=-4, room=0.08, loose=6, air=3)
FRETLESS_BASS = Voice("fretless bass", 0, 35, 28, 55, level=-6, room=0.1, loose=8, air=3)
BRUSHES = Voice("brushes", PERCUSSION, 40, 27, 87, level=-12, pan=0.1, room=0.18, air=2)
HAND_DRUMS = Voice("hand drums", PERCUSSION, 0, 27, 87, level=-11, pan=-0.1, room=0.25, air=3)

KICK, SIDE_STICK, CLAP = 36, 37, 39
"""General MIDI keys of the percussion that is used."""
LOW_TOM, MID_TOM, TAMBOURINE, HIGH_BONGO, LOW_BONGO = 41, 45, 54, 60, 61
OPEN_CONGA, LOW_CONGA, CABASA, SHAKER = 63, 64, 69, 82
WOOD_BLOCK, LOW_WOOD_BLOCK, TRIANGLE = 76, 77, 81
