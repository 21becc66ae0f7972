"""The sd1 and sd2 models again as single files in LDM naming, f16 (exact: their weights are f16 numbers).

diffusers' own converters, and from_single_file, turn each back into the very same tensors: checked here, not assumed.
"""

import torch
from diffusers import StableDiffusionPipeline
from diffusers.loaders import single_file_utils as converters
from safetensors.torch import load_file

from ldm_names import old_vae_names, to_ldm_clip, to_ldm_unet, to_ldm_vae, to_open_clip
from recording import RECORDINGS, record_json, record_tensors
from tiny_models import load_pipeline

TEXT_LAYERS = {"sd1": 2, "sd2": 3}


def text_tensors(family):
    return load_file(RECORDINGS / family / "model" / "text_encoder" / "model.safetensors")


def schedule_buffers(betas):
    """What LDM's DDPM registers; loaders have no use for it."""
    alphas = 1 - betas
    alphas_cumprod = alphas.cumprod(0)
    previous = torch.cat([torch.ones(1), alphas_cumprod[:-1]])
    variance = betas * (1 - previous) / (1 - alphas_cumprod)
    return {
        "betas": betas,
        "alphas_cumprod": alphas_cumprod,
        "alphas_cumprod_prev": previous,
        "sqrt_alphas_cumprod": alphas_cumprod.sqrt(),
        "sqrt_one_minus_alphas_cumprod": (1 - alphas_cumprod).sqrt(),
        "posterior_variance": variance,
    }


def last_open_clip_layer(number, seed=99):
    """The layer that SD 2 leaves unused, and the projection: in real files, in no diffusers folder."""
    generator = torch.Generator().manual_seed(seed)
    width, prefix = 16, f"cond_stage_model.model.transformer.resblocks.{number}."
    shapes = {
        "attn.in_proj_weight": (3 * width, width), "attn.in_proj_bias": (3 * width,),
        "attn.out_proj.weight": (width, width), "attn.out_proj.bias": (width,),
        "ln_1.weight": (width,), "ln_1.bias": (width,), "ln_2.weight": (width,), "ln_2.bias": (width,),
        "mlp.c_fc.weight": (4 * width, width), "mlp.c_fc.bias": (4 * width,),
        "mlp.c_proj.weight": (width, 4 * width), "mlp.c_proj.bias": (width,),
    }
    return {
        **{prefix + name: torch.randn(shape, generator=generator) for name, shape in shapes.items()},
        "cond_stage_model.model.text_projection": torch.randn((width, width), generator=generator),
        "cond_stage_model.model.logit_scale": torch.tensor(4.6052),
    }


def single_file(family, pipeline):
    unet = to_ldm_unet(pipeline.unet.state_dict(), pipeline.unet.config)
    vae = to_ldm_vae(pipeline.vae.state_dict(), len(pipeline.vae.config.block_out_channels))
    if family == "sd1":
        text = to_ldm_clip(text_tensors(family))
        other = {"model_ema.decay": torch.tensor(0.9999), "model_ema.num_updates": torch.tensor(470000, dtype=torch.int32)}
    else:
        text = to_open_clip(text_tensors(family), TEXT_LAYERS[family])
        other = last_open_clip_layer(TEXT_LAYERS[family])
    tensors = {**unet, **vae, **text, **schedule_buffers(pipeline.scheduler.betas), **other}
    return {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in tensors.items()}


def must_equal(found, expected, what):
    assert found.keys() == expected.keys(), f"{what}: {found.keys() ^ expected.keys()}"
    for name, tensor in expected.items():
        assert torch.equal(found[name].float(), tensor.float()), f"{what}: {name}"


def check(family, pipeline):
    """convert_open_clip_checkpoint ignores layer 23 by name; here the unused layer is 3, so it is taken out first.
    Nothing else about diffusers' converters minds the tiny sizes."""
    path = RECORDINGS / "single-file" / f"{family}-ldm.safetensors"
    tensors = load_file(path)
    must_equal(converters.convert_ldm_unet_checkpoint(dict(tensors), pipeline.unet.config), pipeline.unet.state_dict(), "unet")
    must_equal(converters.convert_ldm_vae_checkpoint(dict(tensors), pipeline.vae.config), pipeline.vae.state_dict(), "vae")
    if family == "sd1":
        text = converters.convert_ldm_clip_checkpoint(dict(tensors))
    else:
        unused = f"resblocks.{TEXT_LAYERS[family]}."
        kept = {name: tensor for name, tensor in tensors.items() if unused not in name}
        text = converters.convert_open_clip_checkpoint(pipeline.text_encoder, kept)
    must_equal(text, {name: tensor.half().float() for name, tensor in text_tensors(family).items()}, "text encoder")
    whole = StableDiffusionPipeline.from_single_file(
        path, config=str(RECORDINGS / family / "model"), torch_dtype=torch.float32, local_files_only=True
    )
    for part in ("unet", "vae", "text_encoder"):
        must_equal(getattr(whole, part).state_dict(), getattr(pipeline, part).state_dict(), f"from_single_file: {part}")


def record():
    for family in TEXT_LAYERS:
        pipeline = load_pipeline(family)
        record_tensors(f"single-file/{family}-ldm.safetensors", single_file(family, pipeline))
        check(family, pipeline)
        if family == "sd1":
            record_json("sd1-old-vae-names.json", old_vae_names(pipeline.vae.state_dict()))


if __name__ == "__main__":
    record()
