"""Weighted and long prompts by the rules of AUTOMATIC1111's web UI, on the tiny text encoders: sd1/prompts, sd2/prompts.

Written from those rules, not from its code: brackets scale what they hold (1.1 in round ones, 1/1.1 in square ones, a number
where one is written), windows hold 75 tokens, a comma among the last 20 sends what follows it on to the next window, and the
text encoder's output is scaled token by token and given its mean back, window by window.
"""

import re
import torch

from inheritance_oracle import Inheritance, denoise
from presets import computed_units, is_full
from record_families import GUIDANCE, STEPS, generator
from record_inheritance import CALLS, inherited_units
from recording import record_json, record_tensors
from schedulers import make_scheduler
from tiny_models import load_pipeline

ROOM, BACK = 75, 20
UP, DOWN = 1.1, 1 / 1.1
NETWORK = re.compile(r"<(\w+):([^>]+)>")
SYMBOL = re.compile(r"\\[\\()\[\]]|\\|[(\[\])]|:\s*([+-]?[.\d]+)\s*\)|[^\\()\[\]:]+|:")
BREAK = re.compile(r"\s*\bBREAK\b\s*")

WORDS = "cat dog hat castle sea robot garden forest"
MANY = " ".join([WORDS] * 12)  # 96 tokens, no comma


def words(count):
    return " ".join((WORDS.split() * count)[:count])


# Those whose embeddings are recorded; of the others pieces and windows are enough.
ENCODED = {
    "plain": "a photo of a cat with a red hat",
    "empty": "",
    "one weight": "a photo of a (red:1.3) hat",
    "weak": "a photo of a [blurry] cat",
    "nested": "a (((castle:1.3)) [on] a (hill:0.5), sun, (((sky))).",
    "negative weight": "a cat (red:-0.5), a hat (low:0)",
    "escaped": r"a cat \(red\) and \[low\], a (hat \(red\):1.4)",
    "break": "a cat BREAK a (red:1.2) hat",
    "long": MANY,
    "long and weighted": f"({words(40)}:1.2), {words(30)}, [{words(20)}] (red hat:1.5)",
    "break within brackets": "a (cat BREAK red hat:1.2) castle",
    "end token": "a (cat:1.2) <|endoftext|> hat",
}
OTHERS = {
    "round": "(a cat) by ((the sea))",
    "square": "[a cat] by [[the sea]]",
    "both": "([a cat]) [(the sea)]",
    "side by side": "(a)(cat) [a][cat] (a:1.2)(cat:1.2)",
    "within a word": "(cas)tle wat(er:1.3)color",
    "unclosed round": "a (cat by the ((sea",
    "unclosed square": "a [cat by the [[sea",
    "unclosed both": "a (cat [by (the sea",
    "closed without being opened": "a cat) by] the sea",
    "crossed": "a (cat [by) the] sea",
    "number without a bracket": "a cat:1.2) by the sea",
    "number that is not closed": "a (cat:1.2 by the sea",
    "no number": "a (cat:) by (the:sea)",
    "number in square brackets": "a [cat:1.2] sea",
    "number for square within round": "a ([cat:1.2)] sea",
    "spaces about the number": "a (cat: 1.3 ) (sea :1.3) (hat:\n1.3\t)",
    "signs": "(cat:+1.3) (sea:-1.3) (hat:.5) (dog:2.) (red:- 1)",
    "nothing in brackets": "() [] (:1.2) (()) ([])",
    "only a number": "(:1.5)",
    "backslashes": r"a\cat \\(sea\\) \\\(hat\\\) dog\ ",
    "colons": "cat: a hat:: sea :) (:",
    "breaks": "BREAK a cat BREAK BREAK the sea BREAK",
    "only a break": "BREAK",
    "not a break": "BREAKS aBREAK break BREAK_ éBREAK",
    "a break that is one within brackets": "a ([cat BREAK sea]) (hat BREAK dog:1)",
    "a break beside marks": "a cat,BREAK,the sea:BREAK:hat",
    "lines": "a (cat\nby:1.2)\n\nthe sea",
    "prompt editing": "a [cat:dog:0.5] [:red:3] [low::0.3]",
    "alternation": "a [cat|dog] sea",
    "others' syntax": "a {cat|dog} __animal__ AND (a sea:1.2)",
    "networks": "a cat <lora:sea:0.8>, (<hypernet:x>red:1.<lora:y>2) <a> <b:>",
    "75": words(75),
    "76": words(76),
    "150": words(150),
    "comma last": f"{words(74)}, {words(10)}",
    "comma first in the next": f"{words(75)}, {words(10)}",
    "comma 20 back": f"{words(55)}, {words(30)}",
    "comma 21 back": f"{words(54)}, {words(30)}",
    "two commas": f"{words(50)}, {words(9)}, {words(30)}",
    "commas everywhere": ", ".join((WORDS.split() * 30)[:200]),
    "weights that are moved": f"{words(60)}, ({words(10)}:1.3) [{words(20)}]",
    "break after a full window": f"{words(75)} BREAK {words(3)}",
    "break in a long one": f"{words(60)}, {words(5)} BREAK {words(80)}",
    "long word": "x" * 200,
    "unicode": "(caf\u00e9 \u00ceLE:1.2) \u732b [\u043a\u043e\u0448\u043a\u0430] (\U0001f408:1.3)",
}
# Negative prompt and prompt of different lengths: the shorter gets windows of nothing.
PAIR = ("one weight", "long and weighted")


def pieces(text):
    """[text, weight] pairs; a break is ["BREAK", -1]."""
    found, opened = [], {"(": [], "[": []}

    def scale(start, factor):
        for piece in found[start:]:
            piece[1] *= factor

    for symbol in SYMBOL.finditer(NETWORK.sub("", text)):
        token, number = symbol[0], symbol[1]
        if token[0] == "\\":
            found.append([token[1:], 1.0])
        elif token in opened:
            opened[token].append(len(found))
        elif number is not None and opened["("]:
            scale(opened["("].pop(), float(number))
        elif token == ")" and opened["("]:
            scale(opened["("].pop(), UP)
        elif token == "]" and opened["["]:
            scale(opened["["].pop(), DOWN)
        else:
            first, *others = BREAK.split(token)
            found.append([first, 1.0])
            for other in others:
                found += [["BREAK", -1], [other, 1.0]]
    for bracket, factor in (("(", UP), ("[", DOWN)):
        for start in opened[bracket]:
            scale(start, factor)

    merged = []
    for piece, weight in found or [["", 1.0]]:
        if merged and merged[-1][1] == weight:
            merged[-1][0] += piece
        else:
            merged.append([piece, weight])
    return merged


def windows(tokenizer, found):
    """Lists of (token, weight), of at most 75."""
    comma = tokenizer.get_vocab().get(",</w>")
    done, now, last_comma = [], [], None
    for text, weight in found:
        if text == "BREAK" and weight == -1:
            done.append(now)
            now, last_comma = [], None
            continue
        for token in tokenizer(text, add_special_tokens=False).input_ids:
            full = len(now) == ROOM
            moved = []
            if full and token != comma and last_comma is not None and ROOM - last_comma <= BACK:
                now, moved = now[: last_comma + 1], now[last_comma + 1 :]
            if full:
                done.append(now)
                now, last_comma = moved, None
            elif token == comma:
                last_comma = len(now)
            now.append((token, weight))
    return done + [now] if now or not done else done


def encode(pipeline, window):
    """[77, width]"""
    tokenizer = pipeline.tokenizer
    padding = ROOM - len(window)
    ids = [tokenizer.bos_token_id, *(token for token, _ in window), tokenizer.eos_token_id]
    ids += [tokenizer.pad_token_id] * padding
    weights = torch.tensor([1.0, *(weight for _, weight in window), 1.0, *([1.0] * padding)])
    z = pipeline.text_encoder(torch.tensor([ids])).last_hidden_state[0]
    scaled = z * weights[:, None]
    return scaled * (z.mean() / scaled.mean())


def runs(pipeline, prompt, negative):
    """Latents after the last call, [4, 8, 8]: every call full, and preset CO3 that inherits with period 5."""
    config, embeddings = pipeline.unet.config, torch.stack([negative, prompt])
    noise = torch.randn((1, 4, 8, 8), generator=generator())

    def last(turns):
        scheduler = make_scheduler("pndm", pipeline.scheduler.config)
        return denoise(turns, scheduler, embeddings, noise, STEPS, GUIDANCE)[-1]

    full = last([(pipeline.unet, None, True)] * CALLS)
    inheritance = Inheritance(pipeline.unet, inherited_units(config, computed_units("CO3", config)), "residual")
    inheriting = last([(pipeline.unet, inheritance, is_full("P5", call, CALLS)) for call in range(CALLS)])
    inheritance.remove()
    return {"run.none": full, "run.CO3.P5.residual": inheriting}


def record():
    for family in ("sd1", "sd2"):
        pipeline = load_pipeline(family)
        notes, tensors, read = {}, {}, {}
        for name, text in {**ENCODED, **OTHERS}.items():
            found = pieces(text)
            read[name] = windows(pipeline.tokenizer, found)
            notes[name] = {
                "text": text,
                "pieces": found,
                "ids": [[token for token, _ in window] for window in read[name]],
                "weights": [[weight for _, weight in window] for window in read[name]],
            }
            if name in ENCODED:
                tensors[name] = torch.cat([encode(pipeline, window) for window in read[name]])
        longest = max(len(read[name]) for name in PAIR)
        for name in PAIR:
            padded = read[name] + [[]] * (longest - len(read[name]))
            tensors[f"{name}, paired"] = torch.cat([encode(pipeline, window) for window in padded])
        negative, prompt = (tensors[f"{name}, paired"] for name in PAIR)
        tensors |= runs(pipeline, prompt, negative)
        record_tensors(f"{family}/prompts.safetensors", tensors)
        record_json(f"{family}/prompts.json", notes, compact=True)


if __name__ == "__main__":
    record()
