"""Stable Diffusion 1.5's networks in their real shapes with made-up weights: speed and memory do not depend on the values.

`python make_weights.py <folder> <tokenizer folder> <float32|float16>` writes a diffusers folder, part by part; a part that is
finished is not made again. Both precisions come from the same seed. <tokenizer folder> has CLIP's merges.txt.gz.
"""

import gzip
import json
import shutil
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL, PNDMScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel

SEED = 15
MERGES = 49152 - 256 - 2

# As in runwayml/stable-diffusion-v1-5; what is not named is the classes' default there too.
UNET = {
    "sample_size": 64,
    "in_channels": 4,
    "out_channels": 4,
    "block_out_channels": (320, 640, 1280, 1280),
    "down_block_types": ("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
    "up_block_types": ("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
    "layers_per_block": 2,
    "attention_head_dim": 8,
    "cross_attention_dim": 768,
}
VAE = {
    "sample_size": 512,
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "layers_per_block": 2,
    "latent_channels": 4,
}
TEXT_ENCODER = {
    "vocab_size": 49408,
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "max_position_embeddings": 77,
    "projection_dim": 768,
    "bos_token_id": 49406,
    "eos_token_id": 49407,
    "pad_token_id": 1,
}
SCHEDULER = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "num_train_timesteps": 1000,
    "skip_prk_steps": True,
    "set_alpha_to_one": False,
    "steps_offset": 1,
}
MODEL_INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": "0.6.0",
    "feature_extractor": [None, None],
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "PNDMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}

NETWORKS = {
    "unet": lambda: UNet2DConditionModel(**UNET),
    "vae": lambda: AutoencoderKL(**VAE),
    "text_encoder": lambda: CLIPTextModel(CLIPTextConfig(**TEXT_ENCODER)),
}


def byte_symbols() -> list[str]:
    """GPT-2's printable stand-ins for the 256 bytes, in the order of CLIP's vocabulary."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + i) for i in range(len(others))]


def write_tokenizer(folder: Path, source: Path) -> None:
    lines = gzip.decompress((source / "merges.txt.gz").read_bytes()).decode("utf-8").splitlines()
    merges = [line for line in lines if line and not line.startswith("#version")][:MERGES]
    letters = byte_symbols()
    tokens = [*letters, *(f"{letter}</w>" for letter in letters), *("".join(merge.split()) for merge in merges)]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    folder.mkdir()
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n", encoding="utf-8")
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}), encoding="utf-8")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    (folder / "special_tokens_map.json").write_text(json.dumps(special))
    config = {**special, "tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "do_lower_case": True, "add_prefix_space": False}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))


def make(target: Path, write) -> None:
    """Calls `write` with a folder that becomes `target` only when it is complete."""
    if target.exists():
        return
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    write(part)
    part.rename(target)
    print(f"made {target}", flush=True)


def network_writer(name: str, dtype: torch.dtype):
    def write(folder: Path) -> None:
        torch.manual_seed(SEED)
        NETWORKS[name]().to(dtype).save_pretrained(folder)
        if name == "text_encoder":
            prefix_names(folder / "model.safetensors")

    return write


def prefix_names(file: Path) -> None:
    """transformers 5 writes the names without `text_model.`; the real file has it, and stable-diffusion.cpp looks for it."""
    tensors = {f"text_model.{name.removeprefix('text_model.')}": tensor for name, tensor in load_file(file).items()}
    save_file(tensors, file, metadata={"format": "pt"})


def main(folder: Path, tokenizer: Path, dtype: torch.dtype) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in NETWORKS:
        make(folder / name, network_writer(name, dtype))
    make(folder / "scheduler", PNDMScheduler(**SCHEDULER).save_pretrained)
    make(folder / "tokenizer", lambda part: write_tokenizer(part, tokenizer))
    # Last: a folder with it is complete.
    (folder / "model_index.json").write_text(json.dumps(MODEL_INDEX, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), getattr(torch, sys.argv[3]))
