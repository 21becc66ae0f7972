"""What the format's own reader (huggingface/safetensors) accepts and refuses: headers, beside its words for each."""

import base64
import json
import struct

from safetensors import SafetensorError, deserialize

from recording import record_json


def tensor(dtype="F32", shape=(1,), start=0, end=4, **more):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [start, end], **more}


def text(**tensors):
    return json.dumps(tensors, separators=(",", ":"))


def one(shape="[1]", offsets="[0,4]", dtype='"F32"', more=""):
    return f'{{"w":{{"dtype":{dtype},"shape":{shape},"data_offsets":{offsets}{more}}}}}'


def nested(depth):
    return one(more=f',"x":{"[" * depth}{"]" * depth}')


BITS = {
    "BOOL": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32,
    "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip

# name -> (header, bytes of data); a header may be bytes, and may be given with another length than its own.
CASES = {
    "one tensor": (one(), 4),
    "padded with spaces": (one() + "   ", 4),
    "padded with a new line and a tab": (one() + "\n\t", 4),
    "padded with zeros": (one() + "\0\0", 4),
    "begins with a space": (" " + one(), 4),
    "begins with a byte order mark": ("\ufeff" + one(), 4),
    "no tensors": ("{}", 0),
    "no tensors, with metadata": ('{"__metadata__":{"a":"b"}}', 0),
    "no tensors, and data": ("{}", 4),
    "an array": ("[]", 0),
    "an empty header": ("", 0),
    "two tensors": (text(a=tensor(), b=tensor(start=4, end=8)), 8),
    "two tensors, listed the other way round": (text(b=tensor(start=4, end=8), a=tensor()), 8),
    "two tensors that overlap": (text(a=tensor(), b=tensor(start=2, end=6)), 6),
    "two tensors in one place": (text(a=tensor(), b=tensor()), 4),
    "a tensor within another": (text(a=tensor("U8", [8], 0, 8), b=tensor(start=2, end=6)), 8),
    "a hole between two": (text(a=tensor(), b=tensor(start=8, end=12)), 12),
    "a hole before the first": (text(a=tensor(start=4, end=8)), 8),
    "a byte after the last": (one(), 5),
    "a byte too few": (one(), 3),
    "offsets that fall": (one(offsets="[4,0]"), 4),
    "an empty tensor": (one("[0]", "[0,0]"), 0),
    "an empty tensor between two": (text(a=tensor(), e=tensor(shape=[0, 3], start=4, end=4), b=tensor(start=4, end=8)), 8),
    "an empty tensor beyond the end": (text(a=tensor(), e=tensor(shape=[0], start=9, end=9)), 4),
    "a scalar": (one("[]"), 4),
    "a tensor called __proto__": (text(**{"__proto__": tensor()}), 4),
    "a tensor called constructor": (text(constructor=tensor()), 4),
    "a tensor without a name": (text(**{"": tensor()}), 4),
    "a name in escapes": ('{"\\u0077\\n\\/":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    "a name with half a surrogate pair": ('{"\\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    "a name with a surrogate pair": ('{"\\ud83d\\ude00":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    "a name with a control character": ('{"a\nb":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    "a name that is not UTF-8": (b'{"\xff":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    "a tensor twice": ('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},' + one()[1:], 4),
    "a tensor twice, the last too long": (one()[:-1] + ',"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', 4),
    "a key of a tensor twice": (one(more=',"dtype":"F32"'), 4),
    "metadata twice": ('{"__metadata__":{},"__metadata__":{}}', 0),
    "a key of metadata twice": ('{"__metadata__":{"a":"b","a":"c"}}', 0),
    "metadata that is null": ('{"__metadata__":null}', 0),
    "metadata with a number": ('{"__metadata__":{"a":1}}', 0),
    "metadata that is a list": ('{"__metadata__":[]}', 0),
    "a further key of a tensor": (one(more=',"x":{"y":[1,null]}'), 4),
    "a tensor as a list": ('{"w":["F32",[1],[0,4]]}', 4),
    "a tensor that is null": ('{"w":null}', 0),
    "a tensor without a type": ('{"w":{"shape":[1],"data_offsets":[0,4]}}', 4),
    "a tensor without a shape": ('{"w":{"dtype":"F32","data_offsets":[0,4]}}', 4),
    "a tensor without offsets": ('{"w":{"dtype":"F32","shape":[1]}}', 4),
    "three offsets": (one(offsets="[0,4,4]"), 4),
    "one offset": (one(offsets="[4]"), 4),
    "a type of no one's": (one(dtype='"F3"'), 4),
    "a type called __proto__": (one(dtype='"__proto__"'), 4),
    "a type called constructor": (one(dtype='"constructor"'), 4),
    "a type as an object": (one(dtype='{"F32":null}'), 4),
    "a type as an object that holds something": (one(dtype='{"F32":1}'), 4),
    "a tensor as a list that is too long": ('{"w":["F32",[1],[0,4],1]}', 4),
    "metadata as a tensor": ('{"__metadata__":{"dtype":"F32"}}', 0),
    "a key in escapes": (one().replace("dtype", "\\u0064type"), 4),
    "metadata in escapes": ('{"\\u005f_metadata__":{"a":"b"}}', 0),
    "a text that is not closed": ('{"w', 0),
    "a wrong escape": (one(more=',"x":"\\x"'), 4),
    "no colon": ('{"w"}', 0),
    "numbers of all forms": (one(more=',"x":[0,-1,1.5,-0.5e+3,1E2,2e-2]'), 4),
    "a number without a digit": (one(more=',"x":-'), 4),
    "a number that ends in a point": (one(more=',"x":1.'), 4),
    "a type in small letters": (one(dtype='"f32"'), 4),
    "a type that is a number": (one(dtype="1"), 4),
    "a shape below zero": (one("[-1]"), 4),
    "a shape of -0": (one("[-0]", "[0,0]"), 0),
    "a shape of 1.0": (one("[1.0]"), 4),
    "a shape of 1e0": (one("[1e0]"), 4),
    "a shape of 1.5": (one("[1.5]"), 6),
    "a shape of 01": (one("[01]"), 4),
    "a shape that is a text": (one('["1"]'), 4),
    "a shape that is a number": (one("1"), 4),
    "a shape of 2^64": (one("[18446744073709551616]"), 4),
    "a shape of 2^64 - 1, and 0": (one("[18446744073709551615,0]", "[0,0]"), 0),
    "a shape whose product is 2^64": (one("[4294967296,4294967296]"), 4),
    "a shape whose product is 2^64, times 0": (one("[4294967296,4294967296,0]", "[0,0]"), 0),
    "a shape of 0, times what would be 2^64": (one("[0,4294967296,4294967296]", "[0,0]"), 0),
    "a shape whose bits are 2^64": (one("[576460752303423488]"), 4),
    "a shape of 2^53 + 1": (one("[9007199254740993]", "[0,9007199254740993]", '"U8"'), 4),
    "a shape of 64 ones": (one(json.dumps([1] * 64)), 4),
    "four bits, an odd number of them": (one("[1]", "[0,1]", '"F4"'), 1),
    "six bits, three of them": (one("[3]", "[0,2]", '"F6_E2M3"'), 2),
    "more bytes than the shape says": (one("[1]", "[0,8]"), 8),
    "fewer bytes than the shape says": (one("[2]", "[0,4]"), 4),
    "nested 100 deep": (nested(100), 4),
    "nested 124 deep": (nested(124), 4),
    "nested 125 deep": (nested(125), 4),
    "nested 126 deep": (nested(126), 4),
    "nested 2,000 deep": (nested(2000), 4),
    "a comma too many": (one()[:-1] + ",}", 4),
    "a word that is none": (one(more=',"x":nul'), 4),
    "NaN": (one(more=',"x":NaN'), 4),
    "a further number of 1e999": (one(more=',"x":1e999'), 4),
    "a further text with half a surrogate pair": (one(more=',"x":"\\ud800"'), 4),
    "something after the header": (one() + "{}", 4),
    "a length beyond the file": (one(), 4, 10_000),
    "a length of 2^63": (one(), 4, 2**63),
    "a length beyond 100 MB": (one(), 4, 100_000_001),
    "a length that cuts the header": (one(), 4, len(one()) - 1),
    **{f"type {dtype}": (one("[8]", f"[0,{bits}]", f'"{dtype}"'), bits) for dtype, bits in BITS.items()},
}


def many(count):
    return text(**{f"t{i}": tensor(shape=[0], end=0) for i in range(count)})


def verdict(content):
    try:
        tensors = deserialize(content)
    except (SafetensorError, Exception) as error:
        return {"refused": str(error)}
    return {"accepted": {name: {"dtype": info["dtype"], "shape": info["shape"]} for name, info in tensors}}


def record():
    cases = []
    for name, (header, data, *length) in CASES.items():
        raw = header if isinstance(header, bytes) else header.encode()
        stated = length[0] if length else len(raw)
        content = struct.pack("<Q", stated) + raw + bytes(data)
        shown = {"header": header} if isinstance(header, str) else {"header_base64": base64.b64encode(header).decode()}
        cases.append({"name": name, **shown, "length": str(stated), "data": data, **verdict(content)})
    raw = many(300_000).encode()
    assert len(verdict(struct.pack("<Q", len(raw)) + raw)["accepted"]) == 300_000
    record_json("safetensors-headers.json", {"cases": cases, "empty_tensors": 300_000})


if __name__ == "__main__":
    record()
