"""A small CLIP tokenizer: byte-level BPE with `</w>`, trained on the captions, saved as a transformers CLIPTokenizer."""

import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

START, END = "<|startoftext|>", "<|endoftext|>"
MODEL_MAX_LENGTH = 77
CLIP_PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""


def byte_symbols() -> list[str]:
    """The 256 printable stand-ins of bytes, in CLIP's order: so that any text can be encoded."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [b for b in range(256) if b not in printable]
    return [chr(b) for b in printable] + [chr(256 + i) for i in range(len(others))]


def train_merges(captions: list[str], vocab_size: int) -> list[tuple[str, str]]:
    bpe = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    bpe.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    bpe.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(CLIP_PATTERN), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    trainer = trainers.BpeTrainer(vocab_size=vocab_size, end_of_word_suffix="</w>", show_progress=False)
    bpe.train_from_iterator(captions, trainer)
    return [tuple(pair) for pair in json.loads(bpe.to_str())["model"]["merges"]]


def train_tokenizer(captions: list[str], folder: Path, vocab_size: int = 1500) -> CLIPTokenizer:
    """Vocabulary in CLIP's order: 256 bytes, 256 word-final bytes, one token for each merge, start, end."""
    merges = train_merges(captions, vocab_size)
    symbols = byte_symbols()
    tokens = symbols + [s + "</w>" for s in symbols] + ["".join(pair) for pair in merges] + [START, END]
    vocab = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(pair) for pair in merges) + "\n")
    tokenizer = CLIPTokenizer(
        folder / "vocab.json", folder / "merges.txt", unk_token=END, bos_token=START, eos_token=END, pad_token=END,
        model_max_length=MODEL_MAX_LENGTH,
    )
    tokenizer.save_pretrained(folder)
    return tokenizer
