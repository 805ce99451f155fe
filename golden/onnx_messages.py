"""Every field of every ONNX message, set once by the `onnx` package: the bytes, and what they say.

Run with `pip install onnx`; writes onnx-messages.json. In it byte strings are lists, and integers beyond 2^53 text.
"""

import json
from pathlib import Path

import onnx
from onnx import onnx_data_pb2, onnx_ml_pb2

# Hints for running on several devices, which Neurograd drops.
LEFT_OUT = {"device_configurations", "configuration"}
EXTREMES = {"i": 2**63 - 1, "model_version": 2**63 - 1, "ints": [0, -1, -(2**63)], "int64_data": [2**63 - 1, -1, 300]}
EXTREMES["uint64_data"] = [2**64 - 1, 5]

filled = set()
counter = 0


def scalar(field):
    global counter
    counter += 1
    if field.cpp_type == field.CPPTYPE_STRING:
        text = f"{field.name} 神经 {counter}"
        return text.encode() + b"\xff" if field.type == field.TYPE_BYTES else text
    if field.cpp_type in (field.CPPTYPE_FLOAT, field.CPPTYPE_DOUBLE):
        return -counter / 8
    return 1 if field.cpp_type == field.CPPTYPE_ENUM else counter


def fill(message, member=None):
    """Sets all fields, of each oneof `member`; a message of a kind that is in the file already gets its first text."""
    kind = (message.DESCRIPTOR.full_name, member)
    is_new = kind not in filled
    filled.add(kind)
    for field in message.DESCRIPTOR.fields:
        if field.name in LEFT_OUT or (field.containing_oneof and field.name != member):
            continue
        value = getattr(message, field.name)
        if field.message_type is None:
            if not is_new and field.type != field.TYPE_STRING:
                continue
            if field.name in EXTREMES and field.is_repeated:
                value.extend(EXTREMES[field.name])
            elif field.is_repeated:
                value.extend([scalar(field), scalar(field)])
            else:
                setattr(message, field.name, EXTREMES.get(field.name) or scalar(field))
        elif is_new:
            members = [m.name for one in field.message_type.oneofs for m in one.fields] or [None]
            if field.is_repeated:
                for m in members:
                    fill(value.add(), m)
            else:
                value.SetInParent()
                fill(value, members[0])
    return message


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def plain(value):
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, (str, float)):
        return value
    if hasattr(value, "ListFields"):
        return {camel(field.name): plain(item) for field, item in value.ListFields()}
    return [plain(item) for item in value]


def golden(message):
    fill(message)
    return {"bytes": message.SerializeToString(deterministic=True).hex(), "fields": plain(message)}


content = {
    "source": f"onnx {onnx.__version__}, IR version {onnx.IR_VERSION}",
    "ModelProto": golden(onnx_ml_pb2.ModelProto()),
    "SequenceProto": golden(onnx_data_pb2.SequenceProto()),
    "OptionalProto": golden(onnx_data_pb2.OptionalProto()),
}
path = Path(__file__).parent / "onnx-messages.json"
path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
print(f"{path.name}: {path.stat().st_size / 1024:.1f} KB")
print(sorted(f"{name} {member or ''}" for name, member in filled))
