"""The 23 presets of A-SDM's Fig. 10: the units that an inherit step still computes. Every other unit is inherited.

Transcribed from the specification's table by hand, apart from the TypeScript, so that the two can be compared.
"""

def units_of(config):
    """Every unit of a diffusers UNet config in path order: encoder, mid, decoder."""
    layers = config["layers_per_block"]
    down, up = config["down_block_types"], config["up_block_types"]
    per_down = layers if isinstance(layers, (list, tuple)) else [layers] * len(down)

    def block(name, kind, count):
        for layer in range(count):
            yield f"{name}.{layer}.res"
            if kind.startswith("CrossAttn"):
                yield f"{name}.{layer}.attn"

    units = [unit for k, kind in enumerate(down) for unit in block(f"dn{k}", kind, per_down[k])]
    if config.get("mid_block_type", "UNetMidBlock2DCrossAttn"):
        units += ["mid.0.res", "mid.0.attn", "mid.1.res"]
    return units + [unit for k, kind in enumerate(up) for unit in block(f"up{k}", kind, per_down[-1 - k] + 1)]


def blocks(*names):
    return lambda unit: unit.split(".")[0] in names


def layer(number, *names):
    return lambda unit: blocks(*names)(unit) and unit.split(".")[1] == str(number)


def kind(name):
    return lambda unit: unit.endswith(f".{name}")


def either(*choices):
    return lambda unit: any(choice(unit) for choice in choices)


def both(*choices):
    return lambda unit: all(choice(unit) for choice in choices)


LAYER_1 = layer(1, "dn0", "dn1", "dn2", "dn3", "up0", "up1", "up2", "up3")


def not_layer_1(unit):
    return not LAYER_1(unit)


PRESETS = {
    "LI1": not_layer_1,
    "LI2": either(not_layer_1, blocks("dn3", "up0")),
    "LI3": either(not_layer_1, blocks("dn3", "up0", "dn2", "up1")),
    "AI": either(kind("res"), blocks("mid")),
    "RI": either(kind("attn"), blocks("mid")),
    "IN1": blocks("dn1", "dn2", "dn3", "mid", "up0", "up1", "up2"),
    "IN2": blocks("dn2", "dn3", "mid", "up0", "up1"),
    "IN3": blocks("dn3", "mid", "up0"),
    "EX1": blocks("dn0", "dn1", "dn2", "up1", "up2", "up3"),
    "EX2": blocks("dn0", "dn1", "up2", "up3"),
    "EX3": blocks("dn0", "up3"),
    "DE1": blocks("up0", "up1", "up2", "up3"),
    "DE2": blocks("up1", "up2", "up3"),
    "DE3": blocks("up2", "up3"),
    "EN1": blocks("dn0", "dn1", "dn2", "dn3"),
    "EN2": blocks("dn1", "dn2", "dn3"),
    "EN3": blocks("dn2", "dn3"),
    "CO1": blocks("dn0", "up0", "up1", "up2", "up3"),
    "CO2": blocks("dn0", "dn1", "up0", "up1", "up2", "up3"),
    "CO3": blocks("up3"),
    "CO4": both(blocks("dn0", "up3"), kind("res")),
    "CO5": both(blocks("dn0", "up3"), kind("attn")),
    "CO6": both(blocks("up3"), kind("attn")),
}
BOUNDARY = ["EX1", "EX2", "EX3", "DE1", "DE2", "DE3", "CO1", "CO2", "CO3", "CO4", "CO5", "CO6"]


def computed_units(preset, config):
    return [unit for unit in units_of(config) if PRESETS[preset](unit)]


def is_full(mode, call, calls):
    """P<n>: of every n calls the first is full; a trailing + makes the last 10 full as well."""
    period, tail = int(mode.strip("P+")), 10 if mode.endswith("+") else 0
    return call % period == 0 or call >= calls - tail
