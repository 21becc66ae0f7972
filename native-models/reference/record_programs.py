"""Latents after every call for programs: masks per call, forecasts, a skipped half, a skipped call, all by hooks on diffusers.

A program is the JSON that the engine reads (masks by name; per call what inherits, from which calls with which weights; whose guidance
term; whose output). Each rule below is written out from its definition:
  inherit   F of every unit of a mask is sum(weight * F of call): one term is Eq. 4, two or three are a Taylor forecast
            (Newton's backward differences over equally spaced full calls).
  guidance  noise = cond + (g - 1) * sum(weight * (cond - uncond of call)); only the prompt's half is computed.
  output    noise = sum(weight * noise of call, after guidance); the UNet is not run.
"""

import torch

from inheritance_oracle import branch_of, modules_of
from presets import computed_units, units_of
from record_inheritance import CALLS, inherited_units, setting
from recording import record_json, record_tensors
from tiny_models import load_pipeline


def term(call, weight=1):
    return {"call": call, "weight": weight}


def programs(config):
    """name -> program. Every fifth call is full, as in P5, but where the name says otherwise."""
    masks = {name: inherited_units(config, computed_units(name, config)) for name in ("CO3", "CO6", "EX3")}
    path = units_of(config)
    masks["encoder"] = [unit for unit in path if unit.startswith("dn")]
    masks["decoder"] = [unit for unit in path if unit.startswith("up") and not unit.startswith("up3")]

    def periodic(rule):
        return [{} if call % 5 == 0 else rule(call, call - call % 5) for call in range(CALLS)]

    def forecast(order):
        def rule(call, last):
            t, known = (call - last) / 5, min(order, last // 5)
            weights = [[1], [1 + t, -t], [1 + 1.5 * t + 0.5 * t * t, -2 * t - t * t, 0.5 * t + 0.5 * t * t]][known]
            terms = [term(last - 5 * i, weight) for i, weight in enumerate(weights)]
            return {"inherit": [{"mask": "CO3", "from": terms}]}

        return periodic(rule)

    def turns(call, last):
        return {"inherit": [{"mask": ["CO6", "CO3", "EX3", "CO3"][call - last - 1]}]}

    def parts(call, last):
        if call == last + 1:
            return {"inherit": [{"mask": "encoder"}]}
        return {"inherit": [{"mask": "encoder", "from": [term(last)]}, {"mask": "decoder", "from": [term(last + 1)]}]}

    def half(call, last):
        inherit = [{"mask": "CO3", "from": [term(last)]}] if call == last + 2 else []
        rule = {"guidance": [term(last)] if call < last + 3 else [term(last, 0.75)]}
        return {"inherit": inherit, **rule} if inherit else rule

    def skip(call, last):
        if call == last + 2:
            return {"output": [term(last + 1, 2), term(last, -1)]}
        if call == last + 4:
            return {"output": [term(last + 3)]}
        return {"inherit": [{"mask": "CO3"}]}

    calls = {
        "forecast-1": forecast(1), "forecast-2": forecast(2), "mask-per-call": periodic(turns), "two-sources": periodic(parts),
        "half": periodic(half), "skip": periodic(skip),
    }

    def used(rules):
        names = {each["mask"] for rule in rules for each in rule.get("inherit", [])}
        return {name: units for name, units in masks.items() if name in names}

    return {
        name: {"kind": "program", "name": name, "semantics": "residual", "masks": used(rules), "calls": rules}
        for name, rules in calls.items()
    }


class Program:
    """Hooks that record F of every unit at every call, or put a sum of earlier ones in its place."""

    def __init__(self, unet):
        self.modules, self.history, self.now = modules_of(unet), [], {}
        self.hooks = [branch_of(module).register_forward_hook(self.hook(unit)) for unit, module in self.modules.items()]

    def hook(self, unit):
        def replace(module, arguments, output):
            if unit in self.now:
                self.made[unit] = None
                return self.now[unit]
            self.made[unit] = output
            return None

        return replace

    def begin(self, inherited, both):
        """inherited: (units, terms or None). Without terms: the last call that computed all of the units, in both halves if need be."""
        self.made, self.now = {}, {}
        for units, terms in inherited:
            terms = terms or [term(self.last_with(units, both))]
            for unit in units:
                self.now[unit] = sum(each["weight"] * self.rows(self.history[each["call"]][unit], both) for each in terms)

    def last_with(self, units, both):
        for call in reversed(range(len(self.history))):
            made = self.history[call]
            if made and all(made.get(unit) is not None and (not both or made[unit].shape[0] == 2) for unit in units):
                return call
        raise AssertionError(f"nothing computed {units}")

    @staticmethod
    def rows(feature, both):
        return feature if both else feature[-1:]

    def end(self):
        self.history.append(self.made)

    def remove(self):
        for hook in self.hooks:
            hook.remove()


def run(pipeline, program):
    scheduler, embeddings, noise, steps, guidance = setting(pipeline)
    scheduler.set_timesteps(steps)
    hooks, terms, outputs, trajectory = Program(pipeline.unet), {}, [], []
    latents = noise * scheduler.init_noise_sigma
    for call, (timestep, rule) in enumerate(zip(scheduler.timesteps, program["calls"], strict=True)):
        if "output" in rule:
            hooks.begin([], True)
            hooks.end()
            eps = sum(each["weight"] * outputs[each["call"]] for each in rule["output"])
        else:
            both = "guidance" not in rule
            hooks.begin([(program["masks"][each["mask"]], each.get("from")) for each in rule.get("inherit", [])], both)
            x = scheduler.scale_model_input(torch.cat([latents] * 2) if both else latents, timestep)
            out = pipeline.unet(x, timestep, encoder_hidden_states=embeddings if both else embeddings[-1:]).sample
            hooks.end()
            if both:
                without, with_prompt = out.chunk(2)
                terms[call] = with_prompt - without
                eps = without + guidance * terms[call]
            else:
                eps = out + (guidance - 1) * sum(each["weight"] * terms[each["call"]] for each in rule["guidance"])
        outputs.append(eps)
        latents = scheduler.step(eps, timestep, latents).prev_sample
        trajectory.append(latents[0])
    hooks.remove()
    return torch.stack(trajectory)


def record():
    pipeline = load_pipeline("sd1")
    made = programs(pipeline.unet.config)
    record_json("inheritance/programs.json", made, compact=True)
    record_tensors("inheritance/programs.safetensors", {name: run(pipeline, program) for name, program in made.items()})


if __name__ == "__main__":
    record()
