"""Options of configurations that Stable Diffusion's own files do not use, and diffusers builds all the same."""

from zlib import crc32

import torch
from diffusers import UNet2DConditionModel

from record_families import NEGATIVE, PROMPT
from recording import record_json, record_tensors
from tiny_models import SD1_UNET, load_pipeline

TOKENS, TIMESTEP = 7, 321
SMALL = {**SD1_UNET, "layers_per_block": 1}
ODD = {**SMALL, "block_out_channels": [27, 36, 54, 72], "norm_num_groups": 9, "attention_head_dim": 9}
# name -> (config, height and width of the latents)
UNETS = {
    "odd_width": (ODD, [8, 8]),
    "odd_width_sin_first": ({**ODD, "flip_sin_to_cos": False, "freq_shift": 1}, [8, 8]),
    "no_padding": ({**SMALL, "downsample_padding": 0}, [24, 24]),
    "no_padding_odd": ({**SMALL, "downsample_padding": 0}, [19, 24]),
    "swish": ({**SMALL, "act_fn": "swish", "dropout": 0.1}, [8, 8]),
}


def made(name, shape):
    """A parameter, of a generator that its name seeds: no weights have to be kept."""
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(crc32(name.encode())))
    if name.endswith("bias"):
        return 0.1 * noise
    return 1 + 0.2 * noise if noise.dim() == 1 else noise / noise[0].numel() ** 0.5


def record_unet(config, size):
    unet = UNet2DConditionModel(**config).eval()
    for name, parameter in unet.named_parameters():
        parameter.copy_(made(name, parameter.shape))
    generator = torch.Generator().manual_seed(1234)
    latents = torch.randn((1, 4, *size), generator=generator)
    text = torch.randn((1, TOKENS, config["cross_attention_dim"]), generator=generator)
    return {"latents": latents, "text": text, "output": unet(latents, TIMESTEP, text).sample}


def record_text(tensors):
    """Embeddings of the prompt and the negative prompt: without padding in sight, and in a window of 60 tokens."""
    for name, mask, window in (("masked", True, 77), ("short", False, 60), ("masked_short", True, 60)):
        pipeline = load_pipeline("sd1")
        pipeline.text_encoder.config.use_attention_mask = mask
        pipeline.tokenizer.model_max_length = window
        tensors[f"text.{name}"] = torch.cat([pipeline.encode_prompt(text, "cpu", 1, False)[0] for text in (PROMPT, NEGATIVE)])


def record():
    tensors, notes = {}, {}
    for name, (config, size) in UNETS.items():
        values = record_unet(config, size)
        notes[name] = {"config": config, "size": size}
        tensors |= {f"{name}.{key}": value for key, value in values.items()}
    record_text(tensors)
    record_tensors("options.safetensors", tensors)
    record_json("options.json", {"timestep": TIMESTEP, "tokens": TOKENS, "prompts": [PROMPT, NEGATIVE], "unets": notes}, compact=True)


if __name__ == "__main__":
    record()
