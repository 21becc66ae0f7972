"""What the DeepCache package (0.1.1, its own authors' hooks) computes, and that our boundary semantics is the same thing.

Branch b of DeepCache keeps the outermost layers alive: 0 = up3.2; 1 = dn0.0, up3.1, up3.2; 2 = all of dn0 and up3 (EX3).
DDIM, not PNDM: DeepCache finds a call by the first place of its timestep, and PNDM repeats one.
"""

import torch
from DeepCache import DeepCacheSDHelper

from inheritance_oracle import Inheritance, denoise
from presets import units_of
from record_families import GUIDANCE, NEGATIVE, PROMPT, STEPS, generate, generator
from recording import record_json, record_tensors, relative_difference
from schedulers import make_scheduler
from tiny_models import load_pipeline

BRANCHES = {
    0: ["up3.2.res", "up3.2.attn"],
    1: ["dn0.0.res", "dn0.0.attn", "up3.1.res", "up3.1.attn", "up3.2.res", "up3.2.attn"],
    2: ["dn0.0.res", "dn0.0.attn", "dn0.1.res", "dn0.1.attn"] + [f"up3.{n}.{kind}" for n in range(3) for kind in ("res", "attn")],
}
INTERVALS = [2, 5]


def theirs(pipeline, branch, interval):
    helper = DeepCacheSDHelper(pipe=pipeline)
    helper.set_params(cache_interval=interval, cache_branch_id=branch)
    helper.enable()
    latents = generate(pipeline)[1][-1, 0]
    helper.disable()
    return latents


def ours(pipeline, computed, interval):
    unet = pipeline.unet
    inheritance = Inheritance(unet, [unit for unit in units_of(unet.config) if unit not in computed], "boundary")
    embeddings = torch.cat(list(reversed(pipeline.encode_prompt(PROMPT, "cpu", 1, True, NEGATIVE))))
    noise = torch.randn((1, 4, 8, 8), generator=generator())
    turns = [(unet, inheritance, call % interval == 0) for call in range(STEPS)]
    latents = denoise(turns, pipeline.scheduler, embeddings, noise, STEPS, GUIDANCE)[-1]
    inheritance.remove()
    return latents


def record():
    pipeline = load_pipeline("sd1")
    pipeline.scheduler = make_scheduler("ddim", pipeline.scheduler.config)
    tensors, notes = {"none": generate(pipeline)[1][-1, 0]}, {}
    for branch, computed in BRANCHES.items():
        for interval in INTERVALS:
            name = f"branch{branch}.P{interval}"
            tensors[name] = theirs(pipeline, branch, interval)
            apart = relative_difference(ours(pipeline, computed, interval), tensors[name])
            assert apart < 1e-5, f"{name}: DeepCache and boundary semantics differ by {apart}"
            notes[name] = {"computed": computed, "scheduler": "ddim", "boundary_differs_by": apart,
                           "differs_from_none_by": float(f"{relative_difference(tensors[name], tensors['none']):.2g}")}
    record_tensors("inheritance/deepcache.safetensors", tensors)
    record_json("inheritance/deepcache.json", notes)


if __name__ == "__main__":
    record()
