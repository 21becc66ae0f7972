"""A CLIP-style byte-level BPE of some 600 tokens: 256 bytes, 256 bytes that end a word, merges, bos, eos."""

import json
from collections import Counter

WORDS = """a photo of the cat dog with red hat in forest watercolor painting blurry ugly low quality astronaut riding
horse on mars castle by sea sunset highly detailed portrait robot garden""".split()
MERGES = 90
BOS, EOS = "<|startoftext|>", "<|endoftext|>"


def bytes_to_unicode():
    """GPT-2's table: the printable Latin-1 bytes stand for themselves, the others follow from U+0100."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {**{byte: chr(byte) for byte in printable}, **{byte: chr(256 + n) for n, byte in enumerate(others)}}


def merge(word, pair):
    merged, at = [], 0
    while at < len(word):
        both = tuple(word[at : at + 2]) == pair
        merged.append("".join(pair) if both else word[at])
        at += 2 if both else 1
    return merged


def learn_merges():
    words = [[*word[:-1], word[-1] + "</w>"] for word in WORDS]
    merges = []
    for _ in range(MERGES):
        pairs = Counter(pair for word in words for pair in zip(word, word[1:]))
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        words = [merge(word, best) for word in words]
    return merges


def vocabulary(merges):
    alphabet = list(bytes_to_unicode().values())
    tokens = [*alphabet, *(symbol + "</w>" for symbol in alphabet), *("".join(pair) for pair in merges), BOS, EOS]
    return {token: number for number, token in enumerate(tokens)}


def save_tokenizer(folder, pad_token):
    """The four files of an SD 1.5 folder; SD 2 pads with "!", which is id 0."""
    folder.mkdir(parents=True, exist_ok=True)
    merges = learn_merges()
    vocab = vocabulary(merges)
    special = {"bos_token": BOS, "eos_token": EOS, "pad_token": pad_token, "unk_token": EOS}
    config = {
        "add_prefix_space": False,
        "do_lower_case": True,
        "errors": "replace",
        "model_max_length": 77,
        "tokenizer_class": "CLIPTokenizer",
        **special,
    }
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False) + "\n")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")
    return vocab
