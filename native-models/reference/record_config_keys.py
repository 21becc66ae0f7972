"""Every key of a config that diffusers' and transformers' classes read, with its default."""

import inspect
import re

import diffusers
from diffusers import AutoencoderKL, StableDiffusionImg2ImgPipeline, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTokenizer
from transformers.models.clip import modeling_clip

from recording import record_json
from schedulers import SCHEDULERS

PIPELINES = (StableDiffusionPipeline, StableDiffusionImg2ImgPipeline)
# What of modeling_clip a CLIPTextModel is made of.
CLIP_TEXT = ("CLIPTextEmbeddings", "CLIPAttention", "CLIPMLP", "CLIPEncoderLayer", "CLIPEncoder", "CLIPTextModel", "CLIPPreTrainedModel")


def arguments(function):
    """name -> default of what an __init__ takes; null where it has none. What is not JSON (-inf) is given as text."""
    parameters = inspect.signature(function).parameters.values()
    named = [p for p in parameters if p.name != "self" and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    return {p.name: as_json(p.default) for p in named}


def as_json(default):
    if default is inspect.Parameter.empty:
        return None
    if isinstance(default, tuple):
        return list(default)
    return str(default) if default == float("-inf") else default


def read_of(component):
    """Keys that the pipelines read of a component's config themselves."""
    sources = "".join(inspect.getsource(pipeline) for pipeline in PIPELINES)
    return set(re.findall(rf"self\.{component}\.config\.(\w+)", sources)) - {"get"}


def with_reads(keys, component):
    return {**keys, **{key: None for key in sorted(read_of(component) - set(keys))}}


def clip_text_keys():
    keys = {key: value for key, value in CLIPTextConfig().to_dict().items() if not key.startswith("_")}
    keys = {key: value for key, value in keys.items() if key not in ("transformers_version", "id2label", "label2id")}
    keys |= {"transformers_version": None, "id2label": None, "label2id": None}
    sources = "".join(inspect.getsource(getattr(modeling_clip, name)) for name in CLIP_TEXT if hasattr(modeling_clip, name))
    read = {key for key in re.findall(r"\bconfig\.(\w+)", sources) if not key.startswith("_")}
    keys |= {key: None for key in sorted(read - set(keys)) if hasattr(CLIPTextConfig(), key)}
    return with_reads(keys, "text_encoder")


def tokenizer_keys():
    """What __init__ and those it inherits from take, by name or out of their kwargs; and the special tokens."""
    keys = arguments(CLIPTokenizer.__init__)
    for kind in CLIPTokenizer.__mro__[:-1]:
        if "__init__" not in vars(kind):
            continue
        keys |= {key: value for key, value in arguments(kind.__init__).items() if key not in keys}
        taken = re.findall(r'kwargs\.(?:pop|get|setdefault)\(\s*"(\w+)"', inspect.getsource(kind.__init__))
        keys |= {key: None for key in taken if key not in keys}
    special = CLIPTokenizer.SPECIAL_TOKENS_ATTRIBUTES
    return keys | {key: None for key in special if key not in keys}


def record():
    schedulers = {kind for kind, _ in SCHEDULERS.values()}
    others = {getattr(kind, "name", kind) for kind in diffusers.PNDMScheduler._compatibles} - schedulers
    record_json(
        "config-keys.json",
        {
            "UNet2DConditionModel": with_reads(arguments(UNet2DConditionModel.__init__), "unet"),
            "AutoencoderKL": with_reads(arguments(AutoencoderKL.__init__), "vae"),
            "CLIPTextModel": clip_text_keys(),
            "CLIPTokenizer": tokenizer_keys(),
            "StableDiffusionPipeline": {k: v for pipeline in PIPELINES for k, v in arguments(pipeline.__init__).items()},
            "schedulers": {kind: arguments(getattr(diffusers, kind).__init__) for kind in sorted(schedulers)},
            "other_schedulers": {kind: arguments(getattr(diffusers, kind).__init__) for kind in sorted(others)},
        },
    )


if __name__ == "__main__":
    record()
