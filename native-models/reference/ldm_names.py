"""diffusers' tensor names -> the original LDM names, as the single files of 2022 and Civitai carry them."""

import re

import torch

RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}
UNET_ENDS = {
    "conv_in": "input_blocks.0.0",
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
OLD_VAE_ATTENTION = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
OPEN_CLIP = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}
OPEN_CLIP_ENDS = {
    "embeddings.token_embedding.weight": "token_embedding.weight",
    "embeddings.position_embedding.weight": "positional_embedding",
    "final_layer_norm.weight": "ln_final.weight",
    "final_layer_norm.bias": "ln_final.bias",
}


def renamed(name, table):
    return next((name.replace(part, other, 1) for part, other in table.items() if part in name), name)


def unet_name(name, config):
    """Blocks are numbered straight through: a down block is its layers then its downsampler; up, each layer is one."""
    per_down = config["layers_per_block"] + 1
    if found := re.match(r"(down|up)_blocks\.(\d+)\.(resnets|attentions|\w+samplers)\.(\d+)\.(.+)", name):
        side, block, kind, layer, rest = found[1], int(found[2]), found[3], int(found[4]), found[5]
        if kind == "downsamplers":
            return f"input_blocks.{(block + 1) * per_down}.0.op.{rest.removeprefix('conv.')}"
        if kind == "upsamplers":
            after_attention = config["up_block_types"][block].startswith("CrossAttn")
            return f"output_blocks.{block * per_down + per_down - 1}.{2 if after_attention else 1}.{rest}"
        number = block * per_down + layer + (side == "down")
        prefix = f"{'input' if side == 'down' else 'output'}_blocks.{number}"
        return f"{prefix}.0.{renamed(rest, RESNET)}" if kind == "resnets" else f"{prefix}.1.{rest}"
    if found := re.match(r"mid_block\.(resnets|attentions)\.(\d+)\.(.+)", name):
        place = 1 if found[1] == "attentions" else 2 * int(found[2])
        return f"middle_block.{place}.{found[3] if place == 1 else renamed(found[3], RESNET)}"
    return renamed(name, UNET_ENDS)


def vae_name(name, levels):
    name = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda found: f"mid.block_{int(found[1]) + 1}", name)
    if "mid_block.attentions.0" in name:
        return renamed(name.replace("mid_block.attentions.0", "mid.attn_1"), VAE_ATTENTION)
    name = re.sub(r"down_blocks\.(\d)\.resnets", r"down.\1.block", name)
    name = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", name)
    name = re.sub(r"up_blocks\.(\d)\.resnets", lambda found: f"up.{levels - 1 - int(found[1])}.block", name)
    return re.sub(r"up_blocks\.(\d)\.upsamplers\.0", lambda found: f"up.{levels - 1 - int(found[1])}.upsample", name)


def to_ldm_unet(tensors, config):
    return {f"model.diffusion_model.{unet_name(name, config)}": tensor for name, tensor in tensors.items()}


def to_ldm_vae(tensors, levels):
    """The attention's linear layers are 1x1 convolutions there."""
    is_convolution = re.compile(r"attn_1\.(q|k|v|proj_out)\.weight")
    ldm = {f"first_stage_model.{vae_name(name, levels)}": tensor for name, tensor in tensors.items()}
    return {name: tensor[:, :, None, None] if is_convolution.search(name) else tensor for name, tensor in ldm.items()}


def to_ldm_clip(tensors):
    return {f"cond_stage_model.transformer.{name}": tensor for name, tensor in tensors.items()}


def to_open_clip(tensors, layers):
    """q, k and v lie on one another in in_proj."""
    plain = {name.removeprefix("text_model."): tensor for name, tensor in tensors.items()}
    ldm = {OPEN_CLIP_ENDS[name]: tensor for name, tensor in plain.items() if name in OPEN_CLIP_ENDS}
    for layer in range(layers):
        source, target = f"encoder.layers.{layer}.", f"transformer.resblocks.{layer}."
        for kind in ("weight", "bias"):
            parts = [plain[f"{source}self_attn.{part}_proj.{kind}"] for part in "qkv"]
            ldm[f"{target}attn.in_proj_{kind}"] = torch.cat(parts)
        for name, tensor in plain.items():
            rest = name.removeprefix(source)
            if rest != name and any(part in rest for part in OPEN_CLIP):
                ldm[target + renamed(rest, OPEN_CLIP)] = tensor
    return {f"cond_stage_model.model.{name}": tensor for name, tensor in ldm.items()}


def old_vae_names(names):
    """diffusers before 0.15, and the VAE of SD 1.5's own folder to this day."""
    attention = [name for name in names if ".attentions.0." in name and "group_norm" not in name]
    return {name: renamed(name, OLD_VAE_ATTENTION) for name in sorted(attention)}
