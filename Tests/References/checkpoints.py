"""Makes the fixtures of CheckpointsTests with the reference implementations of the formats.

    pip install numpy safetensors h5py ml_dtypes transformers
    python Tests/References/checkpoints.py Tests/CheckpointsTests/Fixtures

With `--verify FOLDER` it reads back what the Swift side wrote into FOLDER (see `WrittenFilesTests`).
The configurations bear the major version of the `transformers` that wrote them; run the script once with 4
and once with 5. Without `transformers` they are left as they are.
"""

import json
import pathlib
import sys

import h5py
import ml_dtypes
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

PT = {"format": "pt"}


def bits(array):
    """Bit patterns of the values as float32, which is exact for every 16-bit float."""
    return np.ascontiguousarray(array.astype(np.float32)).view(np.uint32).ravel().tolist()


def values(shape, seed):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def tensors():
    edge = np.array([0.0, -0.0, 1.0, -1.0, 65504.0, 6e-8, -6.1e-5, 3.14159], np.float32)
    return {
        "shared.weight": values((7, 5), 1),
        "encoder.block.0.layer.0.SelfAttention.q.weight": values((4, 5), 2),
        "encoder.final_layer_norm.weight": values((5,), 3),
        "edge": edge,
        "scalar": np.array(2.5, np.float32),
        "empty": np.zeros((0, 3), np.float32),
    }


def write_safetensors(folder):
    expected = {}
    for name, dtype in (("f32", np.float32), ("f16", np.float16), ("bf16", ml_dtypes.bfloat16)):
        converted = {key: value.astype(dtype) for key, value in tensors().items()}
        save_file(converted, folder / f"{name}.safetensors", metadata=PT)
        expected[name] = {
            key: {"shape": list(value.shape), "bits": bits(value)} for key, value in converted.items()
        }
    integers = {
        "int32": np.array([[1, -2], [2**31 - 1, -(2**31)]], np.int32),
        "int64": np.array([0, -1, 2**53 + 1, -(2**63), 2**63 - 1], np.int64),
        "weight": values((3,), 4),
    }
    save_file(integers, folder / "integers.safetensors", metadata={"kind": "mixed"})
    expected["integers"] = {
        key: {"shape": list(integers[key].shape), "values": [str(v) for v in integers[key].ravel().tolist()]}
        for key in ("int32", "int64")
    }
    (folder / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")


def write_shards(folder):
    folder.mkdir(exist_ok=True)
    names = sorted(tensors())
    shards = [names[:3], names[3:]]
    weight_map = {}
    for number, members in enumerate(shards, 1):
        file = f"model-{number:05}-of-{len(shards):05}.safetensors"
        save_file({name: tensors()[name] for name in members}, folder / file, metadata=PT)
        weight_map.update({name: file for name in members})
    total = sum(value.nbytes for value in tensors().values())
    index = {"metadata": {"total_size": total}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")


def write_hdf5(folder):
    with h5py.File(folder / "reference.h5", "w") as file:
        file.create_dataset("group/floats", data=values((3, 4), 5))
        file.create_dataset("group/packed", data=np.arange(4096, dtype=np.float32).reshape(64, 64),
                            chunks=(16, 64), compression="gzip", shuffle=True)
        file.create_dataset("doubles", data=np.array([1.5, np.nan, -np.inf]))
        file.create_dataset("integers", data=np.array([-(2**63), 2**63 - 1], np.int64))
        file.create_dataset("bytes", data=np.frombuffer("naïve".encode(), np.uint8))
        file.create_dataset("big_endian", data=np.arange(3, dtype=">f4"))
        file.create_dataset("unwritten", shape=(1 << 40,), dtype=np.float32, chunks=(1 << 10,))
        file.create_dataset("text", data="a variable text")
        file.attrs["number"] = np.float64(0.1)
        file.attrs["count"] = np.int64(-3)
        file.attrs["seed"] = np.uint64(2**64 - 1)
        file.attrs["text"] = np.bytes_("fixed".encode())
        file.attrs["variable"] = "variable"
        file.attrs["list"] = np.arange(3)


def write_configurations(folder):
    try:
        import transformers
    except ImportError:
        return
    major = transformers.__version__.split(".")[0]
    small = dict(vocab_size=96, d_model=16, d_kv=4, d_ff=24, num_layers=2, num_decoder_layers=3, num_heads=4)
    variants = {
        "v1.0": transformers.T5Config(**small),
        "v1.1": transformers.T5Config(**small, feed_forward_proj="gated-gelu", tie_word_embeddings=False),
        "mt5": transformers.MT5Config(**small),
    }
    for name, config in variants.items():
        config.architectures = ["MT5ForConditionalGeneration" if name == "mt5" else "T5ForConditionalGeneration"]
        config.save_pretrained(folder / "configuration")
        (folder / "configuration" / "config.json").rename(folder / "configuration" / f"{name}-transformers{major}.json")


def verify(folder):
    """Reads the files of WrittenFilesTests with the reference implementations."""
    want = load_file(pathlib.Path(__file__).parent.parent / "CheckpointsTests/Fixtures/f32.safetensors")
    got = load_file(folder / "float32.safetensors")
    assert sorted(got) == sorted(want)
    for name in want:
        assert got[name].tobytes() == want[name].tobytes() and got[name].shape == want[name].shape, name
    with safe_open(folder / "float32.safetensors", "np") as file:
        assert file.metadata() == PT
    rounded = load_file(folder / "bfloat16.safetensors")
    for name in want:
        assert rounded[name].dtype == ml_dtypes.bfloat16
        assert rounded[name].tobytes() == want[name].astype(ml_dtypes.bfloat16).tobytes(), name
    index = json.loads((folder / "sharded/model.safetensors.index.json").read_text())
    for name, shard in index["weight_map"].items():
        assert load_file(folder / "sharded" / shard)[name].tobytes() == want[name].tobytes(), name
    assert index["metadata"]["total_size"] == sum(value.nbytes for value in want.values())
    for name in ("trainer.h5", "trainer-deflated.h5"):
        with h5py.File(folder / name) as file:
            assert file.attrs["step"] == 500 and file.attrs["seed"] == 2**64 - 1
            assert file.attrs["format"] == b"flan-train trainer state", file.attrs["format"]
            assert file["scalars"].attrs["best"] == 0.1
            assert file["integers"].attrs["position"] == -(2**63)
            assert bytes(file["strings/note"][:]).decode() == "naïve\0text"
            for tensor in want:
                assert file["tensors"][tensor + "/slot"][()].tobytes() == want[tensor].tobytes(), tensor
    print("all files verified with", "safetensors, h5py", h5py.__version__)


def main():
    if sys.argv[1] == "--verify":
        return verify(pathlib.Path(sys.argv[2]))
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_safetensors(folder)
    write_shards(folder / "sharded")
    write_hdf5(folder)
    (folder / "configuration").mkdir(exist_ok=True)
    write_configurations(folder)


if __name__ == "__main__":
    main()
