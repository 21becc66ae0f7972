"""Makes the pictures of this folder whose names begin with a program's or a field's: as those programs write them, by PIL.

python make.py    (Pillow 13.0.0; twice gives the same bytes)
"""

import json

from PIL import Image
from PIL.PngImagePlugin import PngInfo

PICTURE = Image.new("RGB", (8, 8), (90, 120, 30))
PROMPT, NEGATIVE = "a red fox 狐, é", "blurry"
SETTINGS = "Steps: 20, Sampler: Euler a, CFG scale: 7.5, Seed: 5, Size: 64x48"
A1111 = f"{PROMPT}\nNegative prompt: {NEGATIVE}\n{SETTINGS}"
EXIF_IFD, USER_COMMENT, IMAGE_DESCRIPTION, MAKE, MODEL, SOFTWARE, MAKER_NOTE, XP_COMMENT = (
    0x8769, 0x9286, 0x010E, 0x010F, 0x0110, 0x0131, 0x927C, 0x9C9C,
)


def png(name, texts, exif=None, compressed=False):
    info = PngInfo()
    for keyword, text in texts.items():
        info.add_text(keyword, text if isinstance(text, str) else json.dumps(text), zip=compressed)
    PICTURE.save(f"{name}.png", pnginfo=info, **({"exif": exif} if exif else {}))


def itxt(name, keyword, text, compressed=False):
    info = PngInfo()
    info.add_itxt(keyword, text, zip=compressed)
    PICTURE.save(f"{name}.png", pnginfo=info)


def with_fields(**fields):
    exif = Image.Exif()
    for tag, value in fields.items():
        exif[globals()[tag]] = value
    return exif


def with_comment(value):
    exif = Image.Exif()
    exif[EXIF_IFD] = {USER_COMMENT: value}
    return exif


def save(name, exif=None, kinds=("jpg",), **more):
    for kind in kinds:
        options = {"lossless": True} if kind == "webp" else {}
        PICTURE.save(f"{name}.{kind}", **options, **({"exif": exif} if exif else {}), **more)


# A1111's text in each place and encoding.
png("png-ztxt", {"parameters": A1111.replace("狐", "")}, compressed=True)
itxt("png-itxt", "parameters", A1111)
itxt("png-itxt-compressed", "parameters", A1111, compressed=True)
UTF16 = {"be": A1111.encode("utf-16-be"), "le": A1111.encode("utf-16-le"), "bom": A1111.encode("utf-16")}
for order, text in UTF16.items():
    save(f"comment-unicode-{order}", with_comment(b"UNICODE\0" + text), ("jpg", "webp", "png"))
save("comment-unicode-nul", with_comment(b"UNICODE\0" + UTF16["be"] + b"\0\0"))
save("comment-unicode-utf8", with_comment(b"UNICODE\0" + A1111.encode()))
save("comment-ascii", with_comment(b"ASCII\0\0\0" + A1111.encode() + b"\0"))
save("comment-undefined", with_comment(b"\0" * 8 + A1111.encode()))
save("comment-jis", with_comment(b"JIS\0\0\0\0\0" + A1111.replace("é", "e").encode("iso-2022-jp")))
save("comment-bare", with_comment(A1111.encode()), ("jpg", "webp"))
save("comment-bare-utf16", with_comment(UTF16["be"]))
save("comment-first-ifd", with_fields(USER_COMMENT=A1111.encode()))
save("description", with_fields(IMAGE_DESCRIPTION=A1111.encode()))
save("xp-comment", with_fields(XP_COMMENT=UTF16["le"] + b"\0\0"))
save("jpeg-comment", comment=A1111.encode())
save("camera", with_fields(MAKE="Canon", MODEL="EOS 5D", SOFTWARE="Firmware 1.0", IMAGE_DESCRIPTION="OLYMPUS DIGITAL CAMERA"))

# Other programs.
SWARM = {"prompt": PROMPT, "negativeprompt": NEGATIVE, "model": "sd15", "seed": 5, "steps": 20, "cfgscale": 7.5, "width": 64, "height": 48}
SWARM |= {"sampler": "dpmpp_2m", "scheduler": "karras", "swarm_version": "0.9.6.1"}
SWARM = {"sui_image_params": SWARM, "sui_extra_data": {"date": "2025-01-25"}}
png("swarmui", {"parameters": json.dumps(SWARM, indent=2)})
save("swarmui", with_comment(b"UNICODE\0" + json.dumps(SWARM, ensure_ascii=False).encode("utf-16-be")))

INVOKE = {"app_version": "5.4.2", "generation_mode": "txt2img", "positive_prompt": PROMPT, "negative_prompt": NEGATIVE}
INVOKE |= {"width": 64, "height": 48, "seed": 5, "cfg_scale": 7.5, "steps": 20, "scheduler": "dpmpp_2m_k", "clip_skip": 0}
INVOKE |= {"model": {"name": "sd15", "base": "sd-1"}, "loras": []}
png("invokeai-3", {"invokeai_metadata": json.dumps(INVOKE), "invokeai_graph": "{}"})
IMAGE = {"prompt": [{"prompt": "a red fox [blurry] in snow", "weight": 1.0}], "steps": 20, "cfg_scale": 7.5, "seed": 5}
IMAGE |= {"width": 64, "height": 48, "sampler": "k_euler_a", "type": "txt2img"}
DREAM = '"a red fox [blurry] in snow" -s 20 -S 5 -W 64 -H 48 -C 7.5 -A k_euler_a'
png("invokeai-2", {"sd-metadata": {"model_weights": "sd15", "app_version": "2.3.5", "image": IMAGE}, "Dream": DREAM})
png("invokeai-1", {"Dream": DREAM})

NOVEL = {"prompt": PROMPT, "uc": NEGATIVE, "steps": 20, "height": 48, "width": 64, "scale": 7.5, "seed": 5, "sampler": "k_dpmpp_2m"}
NOVEL |= {"noise_schedule": "karras", "cfg_rescale": 0.0, "sm": False, "request_type": "PromptGenerateRequest"}
png("novelai-4", {"Title": "NovelAI generated image", "Description": PROMPT, "Software": "NovelAI", "Source": "NovelAI Diffusion V4.5", "Comment": NOVEL})

FOOOCUS = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "styles": "['Fooocus V2']", "performance": "Speed", "steps": 20, "resolution": "(64, 48)"}
FOOOCUS |= {"guidance_scale": 7.5, "sharpness": 2.0, "base_model": "sd15", "sampler": "euler_ancestral", "scheduler": "normal", "seed": "5"}
FOOOCUS |= {"full_prompt": [PROMPT, "cinematic"], "full_negative_prompt": [NEGATIVE], "version": "Fooocus v2.5.5"}
png("fooocus", {"parameters": FOOOCUS, "fooocus_scheme": "fooocus"})
save("fooocus", with_fields(USER_COMMENT=json.dumps(FOOOCUS), SOFTWARE="Fooocus v2.5.5", MAKER_NOTE="fooocus"), ("jpg", "webp"))
png("fooocus-a1111", {"parameters": f"{PROMPT}\nNegative prompt: {NEGATIVE}\nSteps: 20, Sampler: DPM++ 2M Karras, Seed: 5, Size: 64x48, CFG scale: 7.5, Sharpness: 2.0, ADM Guidance: \"(1.5, 0.8, 0.3)\", Model: sd15, Performance: Speed, Scheduler: karras, VAE: Default (model), Version: Fooocus v2.5.5", "fooocus_scheme": "a1111"})

DRAW = {"c": PROMPT, "uc": NEGATIVE, "model": "sd_v1.5_f16.ckpt", "sampler": "DPM++ 2M Karras", "scale": 7.5, "seed": 5, "size": "64x48", "steps": 20, "strength": 1, "v2": {"width": 64}}
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description><xmp:CreatorTool>Draw Things</xmp:CreatorTool>
<exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>"""
DRAW_XMP = XMP % (PROMPT, json.dumps(DRAW, ensure_ascii=False).replace("&", "&amp;").replace('"', "&quot;"))
itxt("draw-things", "XML:com.adobe.xmp", DRAW_XMP)
save("draw-things", xmp=DRAW_XMP.encode())

EASY = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "seed": 5, "num_inference_steps": 20, "guidance_scale": 7.5, "width": 64, "height": 48}
EASY |= {"sampler_name": "euler_a", "use_stable_diffusion_model": "sd-v1-5", "use_vae_model": ""}
itxt_easy = PngInfo()
for key, value in EASY.items():
    itxt_easy.add_text(key, str(value))
PICTURE.save("easy-diffusion.png", pnginfo=itxt_easy)
LABELS = {"Prompt": PROMPT, "Negative Prompt": NEGATIVE, "Seed": 5, "Steps": 20, "Guidance Scale": 7.5, "Width": 64, "Height": 48, "Sampler": "euler_a"}
png("easy-diffusion-labels", {key: str(value) for key, value in LABELS.items()})
save("easy-diffusion", with_comment(b"UNICODE\0" + json.dumps(EASY, ensure_ascii=False).encode("utf-16-be")))

MATRIX = {"PositivePrompt": PROMPT, "NegativePrompt": NEGATIVE, "Steps": 20, "CfgScale": 7.5, "Seed": 5, "Width": 64, "Height": 48, "Sampler": "Euler a", "ModelName": "sd15"}
png("stability-matrix", {"parameters": A1111 + ", Model: sd15", "parameters-json": MATRIX, "smproj": "{}"})
png("stability-matrix-json", {"parameters-json": MATRIX})

CIVITAI = {"prompt": PROMPT, "negativePrompt": NEGATIVE, "steps": 20, "cfgScale": 7.5, "sampler": "Euler a", "seed": 5, "resources": [{"modelVersionId": 1}]}
CIVITAI = {"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "x"}}, "extraMetadata": json.dumps(CIVITAI)}
save("civitai-graph", with_comment(b"UNICODE\0" + json.dumps(CIVITAI).encode("utf-16-be")))
save("civitai", with_comment(b"UNICODE\0" + (A1111 + ', Clip skip: 2, Created Date: 2024-11-02T10:00:00.5Z, Civitai resources: [{"type":"checkpoint","modelVersionId":12}], Civitai metadata: {"a":"b, c"}').encode("utf-16-be")))

GRAPH = {
    "3": {"class_type": "KSampler", "inputs": {"seed": 5, "steps": 20, "cfg": 7.5, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1, "model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd15.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 48, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": PROMPT, "clip": ["10", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": NEGATIVE, "clip": ["10", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}, "is_changed": [float("nan")]},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}},
    "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "foxes.safetensors", "strength_model": 0.8, "model": ["4", 0], "clip": ["4", 1]}},
}
WORKFLOW = {"nodes": [{"id": 3, "type": "KSampler"}], "links": []}
png("comfyui", {"prompt": GRAPH, "workflow": WORKFLOW})
save("comfyui", with_fields(MAKE="Workflow:" + json.dumps(WORKFLOW), MODEL="Prompt:" + json.dumps(GRAPH)), ("webp",))
png("comfyui-page", {"workflow": WORKFLOW})
TWO = GRAPH | {"11": {"class_type": "KSamplerAdvanced", "inputs": {}}}
png("comfyui-two-samplers", {"prompt": TWO, "workflow": WORKFLOW})
png("comfyui-saver", {"prompt": TWO, "parameters": A1111.replace("狐", "") + ", Version: ComfyUI"})

png("forge", {"parameters": A1111.replace("Sampler: Euler a", "Sampler: DPM++ 2M, Schedule type: Automatic") + ", Distilled CFG Scale: 3.5, Hires upscale: 2, Denoising strength: 0.4, Clip skip: 2, ADetailer model: face.pt, Version: f2.0.1v1.10.1-previous-659-gc055f2d4"})
png("sdnext", {"parameters": f"{PROMPT}\nNegative prompt: {NEGATIVE}\nSteps: 20, Size: 64x48, Sampler: Euler a, Seed: 5, CFG scale: 7.5, App: SD.Next, Version: 4f2aa1b, Parser: native"})
png("sdcpp", {"parameters": f"{PROMPT}\nNegative prompt: {NEGATIVE}\nSteps: 20, CFG scale: 7.500000, Guidance: 3.500000, Seed: 5, Size: 64x48, Model: sd15.safetensors, RNG: cuda, Sampler: dpm++2m karras, Version: stable-diffusion.cpp"})
