"""How often does a caption bring back its picture?

Draws 200 training captions with the saved pipeline (float16 file, computed in float32) at 50 PNDM steps, ranks the
training pictures by their squared error at 32x32, and counts the results with a picture of the caption's concept among
the first five. Exits with 1 below the target.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

from captions import all_captions, read_concepts

HERE = Path(__file__).parent
COMPARED_SIZE = 32
TOP = 5
TARGET = 0.80


def draw_captions(concept: np.ndarray, style: np.ndarray, count: int, seed: int) -> list[tuple[int, str]]:
    """`(picture, caption)`: pictures evenly, each with one of the captions it was trained on."""
    rng, names = random.Random(seed), read_concepts(HERE / "concepts.txt")
    pictures = rng.sample(range(len(concept)), min(count, len(concept)))
    return [(i, rng.choice(all_captions(names[concept[i]], style[i]))) for i in pictures]


def load_pipeline(folder: Path) -> StableDiffusionPipeline:
    pipe = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32, safety_checker=None, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def generate(pipe: StableDiffusionPipeline, prompts: list[str], guidance: float, steps: int, seed: int, batch: int = 25) -> np.ndarray:
    """N x 64 x 64 x 3 bytes; picture i starts from the noise of seed + i."""
    pictures = []
    for start in range(0, len(prompts), batch):
        some = prompts[start : start + batch]
        noise = [torch.Generator().manual_seed(seed + start + i) for i in range(len(some))]
        drawn = pipe(some, height=64, width=64, num_inference_steps=steps, guidance_scale=guidance, generator=noise, output_type="np").images
        pictures.append((drawn * 255).round().astype(np.uint8))
    return np.concatenate(pictures)


def reduced(pictures: np.ndarray) -> np.ndarray:
    small = [Image.fromarray(p).resize((COMPARED_SIZE, COMPARED_SIZE), Image.Resampling.BOX) for p in pictures]
    return np.stack([np.asarray(s, np.float32).ravel() / 255 for s in small])


def nearest(results: np.ndarray, known: np.ndarray) -> np.ndarray:
    """For each result, the training pictures from the nearest on."""
    errors = (results**2).sum(1)[:, None] + (known**2).sum(1)[None] - 2 * results @ known.T
    return errors.argsort(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("resources/models/heirloom-emoji"))
    parser.add_argument("--work", type=Path, default=Path("build/embedded-model"))
    parser.add_argument("--captions", type=int, default=200)
    parser.add_argument("--guidance", type=float, default=7.5)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(2)

    data = np.load(args.work / "data/pictures.npz")
    concept = data["concept"]
    wanted = draw_captions(concept, data["style"], args.captions, args.seed)
    started = time.time()
    results = generate(load_pipeline(args.model), [caption for _, caption in wanted], args.guidance, args.steps, args.seed)
    ranks = nearest(reduced(results), reduced(data["pictures"]))

    top1 = top5 = 0
    for (picture, caption), rank in zip(wanted, ranks):
        found = [concept[i] == concept[picture] for i in rank[:TOP]]
        top1, top5 = top1 + found[0], top5 + any(found)
        if not any(found):
            print(f"  missed: {caption!r} looks like {concept[rank[0]]}")
    report = {
        "captions": len(wanted), "pictures": len(concept), "steps": args.steps, "guidance": args.guidance, "seed": args.seed,
        "top1": round(top1 / len(wanted), 4), "top5": round(top5 / len(wanted), 4), "seconds": round(time.time() - started),
    }
    print(json.dumps(report))
    if report["top5"] < TARGET:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
