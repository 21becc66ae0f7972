"""The concepts, their captions and the two styles: what the text side of the model is trained on."""

import random
from pathlib import Path

STYLES = {"noto": ["noto style", "google style"], "fluent": ["fluent style", "flat style"]}
EMPTY_CAPTION_RATE = 0.10
WITHOUT_STYLE_RATE = 0.20
PHRASES = ["{name}", "{a_name}", "{name} emoji", "{a_name} emoji", "a picture of {a_name}", "an icon of {a_name}"]


def read_concepts(path: Path) -> dict[str, list[str]]:
    """`icon id -> names`, the first name being the usual one."""
    concepts = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            icon, names = line.split(": ")
            concepts[icon] = names.split("; ")
    return concepts


def with_article(name: str) -> str:
    """`fox` -> `a fox`; names which take no article stay as they are."""
    plural_or_mass = name.endswith("s") and not name.endswith(("ss", "us")) or name in {"corn", "broccoli", "popcorn", "fire"}
    if plural_or_mass:
        return name
    vowel_sound = name[0] in "aeiou" and not name.startswith(("unicorn", "ufo"))
    return ("an " if vowel_sound else "a ") + name


def all_captions(names: list[str], style: str) -> list[str]:
    """Every caption a picture can get (for the tokenizer, and for the check of recall)."""
    plain = [p.format(name=n, a_name=with_article(n)) for n in names for p in PHRASES]
    return plain + [f"{c}, {s}" for c in plain for s in STYLES[style]]


def random_caption(names: list[str], style: str, rng: random.Random) -> str:
    """One caption: the usual name half of the time, the style left out at WITHOUT_STYLE_RATE, nothing at EMPTY_CAPTION_RATE."""
    if rng.random() < EMPTY_CAPTION_RATE:
        return ""
    name = names[0] if rng.random() < 0.5 else rng.choice(names)
    caption = rng.choice(PHRASES).format(name=name, a_name=with_article(name))
    if rng.random() < WITHOUT_STYLE_RATE:
        return caption
    return f"{caption}, {rng.choice(STYLES[style])}"
