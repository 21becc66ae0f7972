"""Tiny random Stable Diffusions, one per architecture family, saved as people have them.

  python tiny_models.py      writes recordings/{sd1,sd2,bk-tiny}/model and recordings/sd1/base-unet
"""

import json
import shutil

import torch
from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from tiny_tokenizer import BOS, EOS, save_tokenizer
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from recording import RECORDINGS

CROSS_DIM = 16

SD1_UNET = {
    "act_fn": "silu",
    "attention_head_dim": 2,
    "block_out_channels": [8, 12, 12, 12],
    "center_input_sample": False,
    "cross_attention_dim": CROSS_DIM,
    "down_block_types": ["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
    "downsample_padding": 1,
    "flip_sin_to_cos": True,
    "freq_shift": 0,
    "in_channels": 4,
    "layers_per_block": 2,
    "mid_block_scale_factor": 1,
    "norm_eps": 1e-05,
    "norm_num_groups": 4,
    "out_channels": 4,
    "sample_size": 8,
    "up_block_types": ["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3,
}
SD2_UNET = {**SD1_UNET, "attention_head_dim": [1, 2, 2, 2], "use_linear_projection": True}
BASE_UNET = {**SD1_UNET, "layers_per_block": 1}
BK_TINY_UNET = {
    **SD1_UNET,
    "block_out_channels": [8, 12, 12],
    "down_block_types": ["CrossAttnDownBlock2D"] * 3,
    "layers_per_block": 1,
    "mid_block_type": None,
    "up_block_types": ["CrossAttnUpBlock2D"] * 3,
}
VAE = {
    "act_fn": "silu",
    "block_out_channels": [4, 4, 8, 8],
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "in_channels": 3,
    "latent_channels": 4,
    "layers_per_block": 2,
    "norm_num_groups": 4,
    "out_channels": 3,
    "sample_size": 64,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
}

# The scheduler_config.json files that the real folders carry; keys they lack take each class's default.
SD1_SCHEDULER = {
    "_class_name": "PNDMScheduler",
    "_diffusers_version": "0.6.0",
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "num_train_timesteps": 1000,
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "trained_betas": None,
    "clip_sample": False,
}
SD2_SCHEDULER = {**SD1_SCHEDULER, "_class_name": "DDIMScheduler", "prediction_type": "v_prediction"}

# Weights are rounded to `rounded` and stored as `stored`. sd1 is written as SD 1.5's own folder is: config.json with the
# keys of 2022 only (no mid_block_type, no scaling_factor), text encoder names under text_model. and its position_ids.
FAMILIES = {
    "sd1": dict(unet=SD1_UNET, scheduler=SD1_SCHEDULER, text=("quick_gelu", 2), pad=EOS, rounded=torch.float16, stored=torch.float32, seed=1),
    "sd2": dict(unet=SD2_UNET, scheduler=SD2_SCHEDULER, text=("gelu", 3), pad="!", rounded=torch.float16, stored=torch.float16, seed=2),
    "bk-tiny": dict(unet=BK_TINY_UNET, scheduler=SD1_SCHEDULER, text=("quick_gelu", 2), pad=EOS, rounded=torch.bfloat16, stored=torch.bfloat16, seed=3),
}


def randomise(model, seed, **gains):
    """Normal weights over sqrt(fan-in), times the gain of the first part that the name contains. No parameter at its default, so that a forgotten bias, scale or shift shows in the output."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=generator)
        if name.endswith("bias"):
            parameter.copy_(0.1 * noise)
        elif "embedding.weight" in name:
            parameter.copy_(0.5 * noise)
        elif parameter.dim() == 1:
            parameter.copy_(1 + 0.2 * noise)
        else:
            gain = next((gain for part, gain in gains.items() if part in name), 1.0)
            parameter.copy_(noise * gain / parameter[0].numel() ** 0.5)
    return model.eval()


def round_to(model, dtypes):
    rounded, stored = dtypes
    return model.to(rounded).to(stored)


def save_unet(folder, config, seed, dtypes, shard="10GB", legacy=False):
    unet = randomise(UNet2DConditionModel(**config), seed, time_emb=2.0)
    round_to(unet, dtypes).save_pretrained(folder, max_shard_size=shard)
    if legacy:
        write_config(folder, {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6.0", **config})


def save_vae(folder, seed, dtypes, legacy):
    vae = randomise(AutoencoderKL(**VAE, scaling_factor=0.18215), seed, **{"decoder.conv_out": 0.5})
    round_to(vae, dtypes).save_pretrained(folder)
    if legacy:  # SD 1.5's file has no scaling_factor
        write_config(folder, {"_class_name": "AutoencoderKL", "_diffusers_version": "0.6.0", **VAE})


def save_text_encoder(folder, vocab, activation, layers, seed, dtypes, prefixed):
    config = CLIPTextConfig(
        vocab_size=len(vocab), hidden_size=CROSS_DIM, intermediate_size=4 * CROSS_DIM, num_hidden_layers=layers,
        num_attention_heads=2, hidden_act=activation, projection_dim=CROSS_DIM, max_position_embeddings=77,
        bos_token_id=vocab[BOS], eos_token_id=vocab[EOS], pad_token_id=vocab[EOS],
    )
    encoder = randomise(CLIPTextModel(config), seed)
    round_to(encoder, dtypes).save_pretrained(folder)
    if prefixed:  # transformers 5 writes the names without text_model.; nearly every file in the world has it
        file = folder / "model.safetensors"
        tensors = {f"text_model.{name}": tensor for name, tensor in load_file(file).items()}
        if dtypes[1] == torch.float32:  # SD 1.5's file carries this buffer too
            tensors["text_model.embeddings.position_ids"] = torch.arange(77)[None]
        save_file(tensors, file, metadata={"format": "pt"})


def write_config(folder, config):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def drop_keys(file, keys):
    kept = {key: value for key, value in json.loads(file.read_text()).items() if key not in keys}
    file.write_text(json.dumps(kept, indent=2) + "\n")


def save_family(name, unet, scheduler, text, pad, rounded, stored, seed):
    folder = RECORDINGS / name / "model"
    shutil.rmtree(folder, ignore_errors=True)
    legacy = name == "sd1"
    dtypes = (rounded, stored)
    vocab = save_tokenizer(folder / "tokenizer", pad)
    save_text_encoder(folder / "text_encoder", vocab, *text, seed * 10, dtypes, prefixed=name != "bk-tiny")
    save_unet(folder / "unet", unet, seed * 10 + 1, dtypes, "150KB" if name == "sd2" else "10GB", legacy)
    save_vae(folder / "vae", seed * 10 + 2, dtypes, legacy)
    (folder / "scheduler").mkdir()
    (folder / "scheduler" / "scheduler_config.json").write_text(json.dumps(scheduler, indent=2) + "\n")
    index = {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": "0.6.0",
        "feature_extractor": [None, None],
        "safety_checker": [None, None],
        "scheduler": ["diffusers", scheduler["_class_name"]],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    if name == "bk-tiny":  # what transformers 5 itself writes, beside the two files it no longer does
        CLIPTokenizer.from_pretrained(folder / "tokenizer").save_pretrained(folder / "tokenizer")
        drop_keys(folder / "tokenizer" / "tokenizer_config.json", ("is_local", "local_files_only"))  # how it was loaded


def load_pipeline(family):
    pipeline = StableDiffusionPipeline.from_pretrained(
        RECORDINGS / family / "model", torch_dtype=torch.float32, local_files_only=True, requires_safety_checker=False
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def load_base_unet():
    return UNet2DConditionModel.from_pretrained(RECORDINGS / "sd1" / "base-unet", torch_dtype=torch.float32).eval()


def make():
    for name, options in FAMILIES.items():
        save_family(name, **options)
    shutil.rmtree(RECORDINGS / "sd1" / "base-unet", ignore_errors=True)
    save_unet(RECORDINGS / "sd1" / "base-unet", BASE_UNET, 14, (torch.float16, torch.float16))


if __name__ == "__main__":
    make()
