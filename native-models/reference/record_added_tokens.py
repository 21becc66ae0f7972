"""Ids that transformers' CLIPTokenizer gives where tokens were added to it: `added-tokens.json`.

diffusers gives an embedding of several vectors in another case ("<MY-FOX>") its first one alone; that is not recorded.

A case is a tokenizer folder: sd1's files (bk-tiny's where it starts from tokenizer.json), some taken out, some written as
given, and the ids of every prompt without its start and end. transformers 5's tokenizer is the fast one; version 4's slow one
differs where letters were written in another case: it does not find `normalized` tokens there.
"""

import json
import shutil
import tempfile
from pathlib import Path

from diffusers.loaders import TextualInversionLoaderMixin
from transformers import CLIPTokenizer

from recording import RECORDINGS, record_json

FIRST = 604  # ids below are the vocabulary's


def token(content, **flags):
    plain = {"lstrip": False, "rstrip": False, "single_word": False, "normalized": True, "special": False}
    return {"content": content, **plain, **flags}


ADDED = [
    token("<my-fox>"),
    token("<left>", lstrip=True, normalized=False),
    token("<right>", rstrip=True, normalized=False),
    token("word", single_word=True),
    token("<Capital>"),
    token("<Raw>", normalized=False),
    token("<special>", special=True, normalized=False),
    token("two words"),
    token("<my-fox>+"),
    token("<soft>", lstrip=True, rstrip=True),
    token("Été", single_word=True, normalized=False),
]
SPECIAL = [token("<|startoftext|>", special=True), token("<|endoftext|>", special=True)]
VECTORS = [token("<my-fox>"), token("<my-fox>_1"), token("<my-fox>_2"), token("<owl>")]
PROMPTS = [
    "a <my-fox> on grass",
    "a<my-fox>on",
    "A <MY-FOX> on",
    "<my-fox><my-fox>+ <my-fox> +",
    "a  <left>  b",
    "a\t\n<left> b<left>",
    "a  <right>  b",
    "a <right>\n\t b",
    "a  <soft>  <soft> b",
    "a word b, word! (word) word's",
    "awordb a words 1word word_",
    "word",
    "WORD Word",
    "a <capital> b <Capital>",
    "a <raw> <Raw>",
    "<special>x <SPECIAL>",
    "two words",
    "Two  words x",
    "Été été (Été) xÉté",
    "a <|endoftext|> b <|ENDOFTEXT|>",
    "a!b !",
    "   ",
    "",
]


def numbered(tokens):
    return {entry["content"]: FIRST + number for number, entry in enumerate(tokens)}


def decoder(tokens, first=FIRST):
    return {str(first + number): entry for number, entry in enumerate(tokens)}


def config(family, **more):
    path = RECORDINGS / family / "model" / "tokenizer" / "tokenizer_config.json"
    return {**json.loads(path.read_text()), **more}


def full(added):
    path = RECORDINGS / "bk-tiny" / "model" / "tokenizer" / "tokenizer.json"
    whole = json.loads(path.read_text())
    return {**whole, "added_tokens": whole["added_tokens"] + [{"id": int(id), **entry} for id, entry in decoder(added).items()]}


OLD_MAP = {
    "bos_token": token("<|startoftext|>"),
    "eos_token": token("<|endoftext|>"),
    "pad_token": "<|endoftext|>",
    "unk_token": token("<|endoftext|>"),
}
EVERY = {**decoder(SPECIAL, FIRST - 2), **decoder(ADDED)}
CASES = {
    "added_tokens.json": {"family": "sd1", "write": {"added_tokens.json": numbered(ADDED)}},
    "added_tokens_decoder": {"family": "sd1", "write": {"tokenizer_config.json": config("sd1", added_tokens_decoder=EVERY)}},
    "both": {
        "family": "sd1",
        "write": {
            "added_tokens.json": numbered(ADDED),
            "tokenizer_config.json": config("sd1", added_tokens_decoder=EVERY),
        },
    },
    "tokenizer.json": {"family": "bk-tiny", "without": ["vocab.json", "merges.txt"], "write": {"tokenizer.json": full(ADDED)}},
    "tokenizer.json beside vocab.json": {"family": "bk-tiny", "write": {"tokenizer.json": full(ADDED)}},
    "the map of SD 1.5, nothing added": {"family": "sd1", "write": {"special_tokens_map.json": OLD_MAP}},
    "an embedding of three vectors, as diffusers' pipeline reads it": {
        "family": "sd1",
        "write": {"added_tokens.json": numbered(VECTORS)},
        "expand": True,
    },
    "SD 2's padding and a token": {
        "family": "sd2",
        "write": {
            "tokenizer_config.json": config(
                "sd2",
                added_tokens_decoder={
                    "0": token("!", special=True, normalized=False),
                    **decoder([token("<|startoftext|>", special=True, normalized=False)], FIRST - 2),
                    **decoder([token("<|endoftext|>", special=True, normalized=False)], FIRST - 1),
                    **decoder(ADDED[:1]),
                },
            )
        },
    },
}


def ids(case):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "tokenizer"
        shutil.copytree(RECORDINGS / case["family"] / "model" / "tokenizer", folder)
        for name in case.get("without", []):
            (folder / name).unlink()
        for name, content in case["write"].items():
            (folder / name).write_text(json.dumps(content))
        tokenizer = CLIPTokenizer.from_pretrained(folder)
        expands = case.pop("expand", False)
        expand = TextualInversionLoaderMixin().maybe_convert_prompt if expands else lambda prompt, _: prompt
        return {prompt: tokenizer(expand(prompt, tokenizer)).input_ids[1:-1] for prompt in PROMPTS if not (expands and "MY" in prompt)}


def record():
    cases = {name: {"without": [], "ids": ids(case), **case} for name, case in CASES.items()}
    record_json("added-tokens.json", cases, compact=True)


if __name__ == "__main__":
    record()
