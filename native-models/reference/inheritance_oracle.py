"""Feature inheritance as forward hooks on diffusers' UNet2DConditionModel: the independent truth for the engine.

residual (A-SDM, Eq. 3 and 4). A unit is out = F(x) + identity(x). F is the output of a ResnetBlock2D's conv2 or of a
Transformer2DModel's proj_out. A full step stores F of every inherited unit, an inherit step puts it back: out = F + identity(x).

boundary. As residual, and on an inherit step
  1. prefix: every unit before the first computed one, in path order, returns its whole output of the last full step,
     whoever reads it: the next unit, a sampler, a skip connection. conv_in stays fresh.
  2. bottom cut: a maximal run of inherited units that starts at or before mid's first unit (without a mid: in the encoder)
     and whose next computed unit lies in the decoder hands that unit the main-path input of the last full step. A ResUnit
     reads [h, skip]: h is the stored one, the skip connection is not touched.
"""

import torch
from diffusers.models.resnet import ResnetBlock2D

from presets import units_of


def modules_of(unet):
    """Unit id -> its module, in path order."""
    sides = {"dn": unet.down_blocks, "up": unet.up_blocks, "mid": [unet.mid_block]}

    def module(unit):
        block, layer, kind = unit.split(".")
        side = block.rstrip("0123456789")
        owner = sides[side][int(block.removeprefix(side) or 0)]
        return (owner.resnets if kind == "res" else owner.attentions)[int(layer)]

    return {unit: module(unit) for unit in units_of(unet.config)}


def branch_of(module):
    return module.conv2 if isinstance(module, ResnetBlock2D) else module.proj_out


def main_channels(unet, unit):
    """How many channels of a decoder unit's input come along the main path: all, but for a ResUnit, which reads [h, skip]."""
    block, layer, kind = unit.split(".")
    k = int(block.removeprefix("up"))
    widths = list(reversed(unet.config.block_out_channels))
    if kind == "attn" or layer != "0":
        return widths[k]
    return widths[max(k - 1, 0)]


class Inheritance:
    """Hooks for one UNet and one mask. begin(full) before every call; what is stored belongs to this UNet alone."""

    def __init__(self, unet, inherited, semantics="residual"):
        self.full, self.features, self.outputs, self.inputs = True, {}, {}, {}
        self.stored = False
        modules = modules_of(unet)
        unknown = set(inherited) - set(modules)
        assert not unknown, f"no such units: {sorted(unknown)}"
        self.hooks = [branch_of(modules[unit]).register_forward_hook(self.keeps(self.features, unit)) for unit in inherited]
        if semantics == "boundary":
            path = list(modules)
            for unit in prefix(path, inherited):
                self.hooks.append(modules[unit].register_forward_hook(self.keeps(self.outputs, unit)))
            for unit in cut_units(path, inherited):
                self.hooks.append(modules[unit].register_forward_pre_hook(self.keeps_input(unit, main_channels(unet, unit))))

    def begin(self, full):
        assert full or self.stored, "the first call of a UNet must be full"
        self.full, self.stored = full, True

    def keeps(self, store, unit):
        def hook(module, arguments, output):
            if self.full:
                store[unit] = output
                return None
            return store[unit]

        return hook

    def keeps_input(self, unit, channels):
        def hook(module, arguments):
            x, *others = arguments
            if self.full:
                self.inputs[unit] = x[:, :channels]
                return None
            return (torch.cat([self.inputs[unit], x[:, channels:]], dim=1), *others)

        return hook

    def remove(self):
        for hook in self.hooks:
            hook.remove()


def prefix(path, inherited):
    first = next((n for n, unit in enumerate(path) if unit not in inherited), len(path))
    return path[:first]


def cut_units(path, inherited):
    """The computed decoder units that rule 2 hands a stored input."""
    up_to = path.index("mid.0.res") if "mid.0.res" in path else max(n for n, unit in enumerate(path) if unit.startswith("dn"))
    cuts = []
    for n, unit in enumerate(path):
        starts_here = unit in inherited and (n == 0 or path[n - 1] not in inherited)
        if not starts_here or n > up_to:
            continue
        following = next((later for later in path[n:] if later not in inherited), None)
        if following and following.startswith("up"):
            cuts.append(following)
    return cuts


def denoise(turns, scheduler, embeddings, noise, steps, guidance, observe=None):
    """The pipeline's loop with one turn a call: (unet, inheritance or None, full). Returns the latents after every call."""
    scheduler.set_timesteps(steps)
    assert len(turns) == len(scheduler.timesteps)
    latents, trajectory = noise * scheduler.init_noise_sigma, []
    for timestep, (unet, inheritance, full) in zip(scheduler.timesteps, turns):
        if inheritance:
            inheritance.begin(full)
        x = scheduler.scale_model_input(torch.cat([latents] * 2), timestep)
        eps = unet(x, timestep, encoder_hidden_states=embeddings).sample
        if observe:
            observe(eps)
        without, with_prompt = eps.chunk(2)
        latents = scheduler.step(without + guidance * (with_prompt - without), timestep, latents).prev_sample
        trajectory.append(latents[0])
    return torch.stack(trajectory)
