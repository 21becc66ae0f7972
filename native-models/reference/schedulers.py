"""The schedulers on offer: id -> (class, what is chosen besides the model's own scheduler_config.json)."""

import diffusers

SCHEDULERS = {
    "pndm": ("PNDMScheduler", {"skip_prk_steps": True}),
    "ddim": ("DDIMScheduler", {}),
    "euler": ("EulerDiscreteScheduler", {}),
    "euler-ancestral": ("EulerAncestralDiscreteScheduler", {}),
    "dpmpp-2m": ("DPMSolverMultistepScheduler", {}),
    "dpmpp-2m-karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "lcm": ("LCMScheduler", {}),
}


def make_scheduler(name, config):
    kind, chosen = SCHEDULERS[name]
    return getattr(diffusers, kind).from_config(config, **chosen)


def resolved_config(scheduler):
    """Without lambda_min_clipped: its default is -Infinity, which is no JSON (though diffusers writes it into files)."""
    left_out = ("_", "lambda_min_clipped")
    return {key: value for key, value in scheduler.config.items() if not key.startswith(left_out)}
