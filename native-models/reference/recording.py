"""Where recordings go and how they are written: tensors as .safetensors, the rest as .json beside them."""

import json
import os
import warnings
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import diffusers
import torch
import transformers
from safetensors.torch import save_file

RECORDINGS = Path(__file__).parent / "recordings"

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
torch.set_grad_enabled(False)
warnings.filterwarnings("ignore", category=FutureWarning)
for library in (diffusers, transformers):
    library.utils.logging.set_verbosity_error()
    library.utils.logging.disable_progress_bar()


def record_tensors(path, tensors):
    target = RECORDINGS / path
    target.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.detach().contiguous().clone() for name, tensor in tensors.items()}, target)


def record_json(path, value, compact=False):
    target = RECORDINGS / path
    target.parent.mkdir(parents=True, exist_ok=True)
    layout = {"separators": (",", ":")} if compact else {"indent": 1}
    target.write_text(json.dumps(value, ensure_ascii=False, allow_nan=False, **layout) + "\n")


def to_bytes(image):
    """[0, 1] HxWx3 to uint8 as diffusers' numpy_to_pil does: (image * 255).round(), ties to even."""
    return (image * 255).round().to(torch.uint8)


def relative_difference(found, expected):
    return float((found.double() - expected.double()).abs().max() / expected.double().abs().max())
