"""Latents after the last call for every preset, mode and semantics, made by the hooks of inheritance_oracle.py."""

import torch

from inheritance_oracle import Inheritance, cut_units, denoise, prefix
from presets import BOUNDARY, PRESETS, computed_units, is_full, units_of
from record_families import GUIDANCE, NEGATIVE, PROMPT, SEED, STEPS, generator
from recording import RECORDINGS, record_json, record_tensors, relative_difference
from schedulers import make_scheduler
from safetensors.torch import load_file
from tiny_models import load_base_unet, load_pipeline

MODES = ["P5+", "P2+", "P5"]
CALLS = STEPS + 1  # PNDM
SWITCH_AT = 10
OTHER_FAMILIES = {"sd2": ["LI1", "EX3", "CO3", "CO6"], "bk-tiny": ["LI1", "AI", "EX2", "DE2"]}
BOUNDARY_OTHERS = {"sd2": ["EX3", "CO3", "CO6"], "bk-tiny": ["EX2", "DE2"]}


def setting(pipeline):
    embeddings = torch.cat(list(reversed(pipeline.encode_prompt(PROMPT, "cpu", 1, True, NEGATIVE))))
    noise = torch.randn((1, 4, 8, 8), generator=generator())
    return make_scheduler("pndm", pipeline.scheduler.config), embeddings, noise, STEPS, GUIDANCE


def inherited_units(config, computed):
    return [unit for unit in units_of(config) if unit not in computed]


def run(pipeline, computed, mode, semantics, observe=None):
    inheritance = Inheritance(pipeline.unet, inherited_units(pipeline.unet.config, computed), semantics)
    turns = [(pipeline.unet, inheritance, is_full(mode, call, CALLS)) for call in range(CALLS)]
    latents = denoise(turns, *setting(pipeline), observe=observe)
    inheritance.remove()
    return latents


def record_family(family, pipeline, presets, boundary):
    config = pipeline.unet.config
    plain = denoise([(pipeline.unet, None, True)] * CALLS, *setting(pipeline))
    if family != "sd2":  # whose own scheduler is DDIM
        theirs = load_file(RECORDINGS / family / "text-to-image.safetensors")["latents"]
        assert torch.equal(plain, theirs), f"{family}: the oracle's loop is not the pipeline's"
    tensors, notes = {"none": plain[-1]}, {}
    for preset in presets:
        computed = computed_units(preset, config)
        inherited = inherited_units(config, computed)
        notes[preset] = {"computed": computed, "inherited": inherited}
        if preset in boundary:
            path = units_of(config)
            notes[preset] |= {"prefix": prefix(path, inherited), "cut_before": cut_units(path, inherited)}
        for mode in MODES:
            for semantics in ("residual", "boundary") if preset in boundary else ("residual",):
                latents = run(pipeline, computed, mode, semantics)
                tensors[f"{preset}.{mode}.{semantics}"] = latents[-1]
                apart = relative_difference(latents[-1], plain[-1])
                notes[preset][f"{mode}.{semantics}.differs_from_none_by"] = float(f"{apart:.2g}")
    record_tensors(f"inheritance/{family}.safetensors", tensors)
    record_json(
        f"inheritance/{family}.json",
        {
            "model": f"{family}/model", "scheduler": "pndm", "steps": STEPS, "calls": CALLS, "seed": SEED,
            "guidance_scale": GUIDANCE, "prompt": PROMPT, "negative_prompt": NEGATIVE,
            "full_calls": {mode: [call for call in range(CALLS) if is_full(mode, call, CALLS)] for mode in MODES},
            "units": units_of(config), "presets": notes,
        },
    )


def record_every_call(pipeline):
    """CO6 and CO3 in P5, call by call: what the UNet returned (uncond, cond) and the latents after the step."""
    tensors = {}
    for preset, semantics in (("CO6", "residual"), ("CO3", "boundary")):
        eps = []
        latents = run(pipeline, computed_units(preset, pipeline.unet.config), "P5", semantics, observe=eps.append)
        tensors[f"{preset}.P5.{semantics}.eps"] = torch.stack(eps)
        tensors[f"{preset}.P5.{semantics}.latents"] = latents
    record_tensors("inheritance/sd1-every-call.safetensors", tensors)


def record_switching(pipeline):
    """sd1's UNet for 10 calls, the Base one for the other 11. A cache is a UNet's own; each begins with a full call."""
    tensors, base = {}, load_base_unet()
    for name, semantics in (("none", None), ("CO3.P5.residual", "residual"), ("CO3.P5.boundary", "boundary")):
        own = {}
        for unet in (pipeline.unet, base):
            mask = inherited_units(unet.config, computed_units("CO3", unet.config))
            own[unet] = Inheritance(unet, mask, semantics) if semantics else None
        turns = []
        for call in range(CALLS):
            unet = pipeline.unet if call < SWITCH_AT else base
            turns.append((unet, own[unet], call == SWITCH_AT or is_full("P5", call, CALLS)))
        latents = denoise(turns, *setting(pipeline))
        tensors[name] = latents[-1] if semantics else latents
        for inheritance in filter(None, own.values()):
            inheritance.remove()
    record_tensors("inheritance/switching.safetensors", tensors)


def record():
    for family in ("sd1", "sd2", "bk-tiny"):
        pipeline = load_pipeline(family)
        everything = family == "sd1"
        presets = list(PRESETS) if everything else OTHER_FAMILIES[family]
        record_family(family, pipeline, presets, BOUNDARY if everything else BOUNDARY_OTHERS[family])
        if everything:
            record_every_call(pipeline)
            record_switching(pipeline)


if __name__ == "__main__":
    record()
