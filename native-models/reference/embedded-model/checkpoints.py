"""Checkpoints which a killed process cannot spoil: written aside, then renamed."""

import os
from pathlib import Path

import torch


def save(state: dict, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    torch.save(state, aside)
    os.replace(aside, path)


def load(path: Path) -> dict | None:
    """The state, or None where nothing was saved yet."""
    return torch.load(path, weights_only=True) if path.exists() else None
