"""What a Vulkan loader finds, as JSON: its version, and each device with its name, its type and its extensions."""

import ctypes
import json

TYPES = ("other", "integrated", "discrete", "virtual", "processor")
# VkPhysicalDeviceProperties: four numbers, the type, the name; far more follows than is read here.
PROPERTIES_BYTES, TYPE_AT, NAME_AT, NAME_BYTES = 4096, 16, 20, 256
# VkExtensionProperties: a name and a version.
EXTENSION_BYTES = 260
INSTANCE_INFO = 1
# What WebGPU makes use of where it is there.
TOLD = ("float16", "16bit_storage", "cooperative_matrix", "subgroup", "memory_model", "integer_dot_product")


class InstanceInfo(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_uint32), ("next", ctypes.c_void_p), ("flags", ctypes.c_uint32), ("application", ctypes.c_void_p),
        ("layers", ctypes.c_uint32), ("layer_names", ctypes.c_void_p), ("extensions", ctypes.c_uint32), ("extension_names", ctypes.c_void_p),
    ]  # fmt: skip


def call(function, *args) -> None:
    if (result := function(*args)) < 0:
        raise OSError(f"{function.__name__}: VkResult {result}")


def listed(function, handle, item, *between):
    """Vulkan's way of lists: asked for a number first, then for as many."""
    count = ctypes.c_uint32()
    call(function, handle, *between, ctypes.byref(count), None)
    items = (item * count.value)()
    call(function, handle, *between, ctypes.byref(count), items)
    return items


def device(vulkan: ctypes.CDLL, handle: int) -> dict:
    properties = ctypes.create_string_buffer(PROPERTIES_BYTES)
    vulkan.vkGetPhysicalDeviceProperties(ctypes.c_void_p(handle), properties)
    kind = int.from_bytes(properties.raw[TYPE_AT : TYPE_AT + 4], "little")
    items = listed(vulkan.vkEnumerateDeviceExtensionProperties, ctypes.c_void_p(handle), ctypes.c_char * EXTENSION_BYTES, None)
    extensions = (bytes(item).split(b"\0")[0].decode() for item in items)
    return {
        "name": properties.raw[NAME_AT : NAME_AT + NAME_BYTES].split(b"\0")[0].decode(),
        "type": TYPES[kind] if kind < len(TYPES) else str(kind),
        "extensions": sorted(name for name in extensions if any(word in name for word in TOLD)),
    }


def facts() -> dict:
    vulkan = ctypes.CDLL("libvulkan.so.1")
    version = ctypes.c_uint32()
    call(vulkan.vkEnumerateInstanceVersion, ctypes.byref(version))
    loader = f"{version.value >> 22}.{version.value >> 12 & 0x3FF}.{version.value & 0xFFF}"
    instance = ctypes.c_void_p()
    try:
        call(vulkan.vkCreateInstance, ctypes.byref(InstanceInfo(INSTANCE_INFO)), None, ctypes.byref(instance))
        handles = listed(vulkan.vkEnumeratePhysicalDevices, instance, ctypes.c_void_p)
        return {"loader": loader, "devices": [device(vulkan, handle) for handle in handles]}
    except OSError as error:
        return {"loader": loader, "error": str(error)}


if __name__ == "__main__":
    try:
        found = facts()
    except OSError as error:
        found = {"error": str(error)}
    print(json.dumps(found))
