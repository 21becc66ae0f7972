"""Ids that transformers' CLIPTokenizer gives, with CLIP's own vocabulary: tokenizer-recording.jsonl, a line per prompt.

  python record_tokenizer.py      (the packages of native-models/reference/requirements.txt)
"""

import gzip
import json
import random
import sys
import tempfile
from pathlib import Path

from transformers import CLIPTokenizer
from transformers.utils import logging

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "reference"))
from tiny_tokenizer import BOS, EOS, bytes_to_unicode  # noqa: E402

PROMPTS = [
    "a photo of a cat",
    "",
    "   ",
    "A  Photo\tof\na CAT\r\n",
    "don't i'll we've I'D they're you'd 'S 'Tt ''s s's",
    "MASTERPIECE, (best quality:1.3), [blurry], 8k uhd, dslr!!!",
    "a!b! !c !!! ¡hola!",
    "naïve café déjà-vu Ångström",
    "e\u0301 a\u030a \u1e9b\u0323",
    "ΣΊΣΥΦΟΣ ΟΔΥΣΣΕΥΣ",
    "İstanbul ISPARTA ß ẞ ﬁ ﬂ Ǆ ǅ ŉ",
    "猫 と 犬 한국어 русский العربية עברית हिन्दी ไทย",
    "🐈‍⬛👩‍🚀🏳️‍🌈 🇩🇪 ❤️",
    "½ ² Ⅻ ① ٣٤ १२ 1234567890 10th",
    "nbsp\u00a0em\u2003ideo\u3000zwsp\u200bzwj\u200d bom\ufeff nel\u0085x ls\u2028y fs\u001cz",
    "\u0000\u0001 ctrl \x7f",
    "<|endoftext|> <|startoftext|>x<|ENDOFTEXT|> <endoftext>",
    "under_score snake_case__x",
    "“smart” ‘quotes’ it’s – — … •",
    "https://example.com/a?b=c&d=e #tag @me 100% $5.00",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙 ｆｕｌｌｗｉｄｔｈ",
    "&amp; &lt;b&gt; <b>bold</b> `code`",
    "x" * 90,
    "1234567890 " * 10,
    "a castle by the sea, " * 20,
]
ALPHABET = "aAbBcé!?.,'’ \t1234_-()<|>&ßΣ猫🐈́" + "stdmrelv" * 2


def vocabulary_folder(folder, pad):
    packed = HERE.parent.parent / "resources" / "tokenizer" / "clip" / "merges.txt.gz"
    text = gzip.decompress(packed.read_bytes()).decode()
    merges = [line.replace(" ", "") for line in text.splitlines()[1:]]
    alphabet = list(bytes_to_unicode().values())
    tokens = [*alphabet, *(symbol + "</w>" for symbol in alphabet), *merges, BOS, EOS]
    special = {"bos_token": BOS, "eos_token": EOS, "unk_token": EOS, "pad_token": pad}
    (folder / "vocab.json").write_text(json.dumps({token: number for number, token in enumerate(tokens)}))
    (folder / "merges.txt").write_text(text)
    (folder / "tokenizer_config.json").write_text(
        json.dumps({**special, "model_max_length": 77, "tokenizer_class": "CLIPTokenizer"})
    )
    return folder


def record(prompts, pad):
    logging.set_verbosity_error()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer = CLIPTokenizer.from_pretrained(vocabulary_folder(Path(folder), pad))
    return [tokenizer(prompt).input_ids for prompt in prompts]


def main():
    random.seed(7)
    mixed = ["".join(random.choice(ALPHABET) for _ in range(random.randint(2, 40))) for _ in range(60)]
    prompts = PROMPTS + mixed
    ids = zip(prompts, record(prompts, EOS), record(prompts, "!"))
    lines = [json.dumps({"prompt": prompt, "sd1": sd1, "sd2": sd2}, separators=(",", ":")) for prompt, sd1, sd2 in ids]
    (HERE / "tokenizer-recording.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
