"""Writes the EMA weights as a Stable Diffusion in diffusers' own format, in float16."""

import argparse
from pathlib import Path

import torch
from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionPipeline
from transformers import CLIPTokenizer

import checkpoints
from train_unet import NOISE_SCHEDULE, new_model, put_into

LIMIT_BYTES = 32 * 2**20


def pipeline_of(work: Path) -> StableDiffusionPipeline:
    tokenizer = CLIPTokenizer.from_pretrained(work / "tokenizer")
    model = new_model(tokenizer).eval()
    put_into(model, checkpoints.load(work / "unet.pt")["ema"])
    return StableDiffusionPipeline(
        vae=AutoencoderKL.from_pretrained(work / "vae"), text_encoder=model["text_encoder"], tokenizer=tokenizer, unet=model["unet"],
        scheduler=PNDMScheduler(**NOISE_SCHEDULE, skip_prk_steps=True, set_alpha_to_one=False, steps_offset=1),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/embedded-model"))
    parser.add_argument("--out", type=Path, default=Path("resources/models/heirloom-emoji"))
    args = parser.parse_args()
    pipeline_of(args.work).to(torch.float16).save_pretrained(args.out, safe_serialization=True)
    size = sum(f.stat().st_size for f in args.out.rglob("*") if f.is_file())
    print(f"{args.out}: {size / 2**20:.1f} MiB")
    if size > LIMIT_BYTES:
        raise SystemExit(f"{args.out} is larger than {LIMIT_BYTES // 2**20} MiB: trim the UNet's width")


if __name__ == "__main__":
    main()
