"""What this Python has, as JSON: versions, whether PyTorch sees a card, and the folders of NVIDIA's libraries."""

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch

PACKAGES = ("torch", "triton", "diffusers", "transformers", "DeepCache", "numpy")


def versions() -> dict[str, str]:
    found = {"Python": sys.version.split()[0]}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            pass
    return found | {"CUDA": str(torch.version.cuda), "cuDNN": str(torch.backends.cudnn.version())}


if __name__ == "__main__":
    libraries = [str(folder) for place in sys.path for folder in sorted(Path(place).glob("nvidia/*/lib"))]
    print(json.dumps({"versions": versions(), "cuda": torch.cuda.is_available(), "libraries": libraries}))
