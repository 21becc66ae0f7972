"""Makes every recording anew: python record.py. Twice gives the same bytes."""

import importlib
import shutil
import sys

from recording import RECORDINGS

LIMIT = 5 * 1024 * 1024
RECORDERS = {
    "tiny_models": "make",
    "record_families": "record",
    "record_prompts": "record",
    "record_image_to_image": "record",
    "record_tiles": "record",
    "record_single_file": "record",
    "record_float8": "record",
    "record_added_tokens": "record",
    "record_schedules": "record",
    "record_noise": "record",
    "record_inheritance": "record",
    "record_deepcache": "record",
    "record_programs": "record",
    "record_safetensors_headers": "record",
    "record_config_keys": "record",
    "record_options": "record",
    "record_pictures": "record",
}


def report_sizes():
    files = sorted(path for path in RECORDINGS.rglob("*") if path.is_file())
    for path in files:
        path.chmod(0o644)
        print(f"{path.stat().st_size:>9,}  {path.relative_to(RECORDINGS)}")
    total = sum(path.stat().st_size for path in files)
    print(f"{total:>9,}  together")
    if total >= LIMIT:
        sys.exit(f"recordings/ holds {total:,} bytes; the limit is {LIMIT:,}")


if __name__ == "__main__":
    shutil.rmtree(RECORDINGS, ignore_errors=True)
    for module, function in RECORDERS.items():
        print(module, flush=True)
        getattr(importlib.import_module(module), function)()
    report_sizes()
