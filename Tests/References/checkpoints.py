"""Makes the fixtures of CheckpointsTests, and of StorageTests beside it, with the reference implementations of the formats.

    pip install numpy safetensors h5py ml_dtypes transformers torch
    python Tests/References/checkpoints.py Tests/CheckpointsTests/Fixtures

The configurations and model folders bear the major version of the `transformers` that wrote them; run the
script once with 4 and once with 5. Without `transformers` and `torch` they are left as they are.

Other modes:

    --models FIXTURES              makes the model folders alone, the trainable ones included
    --verify FOLDER                reads back what the Swift side wrote into FOLDER (see `WrittenFilesTests`)
    --compare EXPORTED REFERENCE [--bfloat16]
        loads the folder that `flan-train export` made of REFERENCE with the installed `transformers` and prints the
        largest absolute difference of the logits; with --bfloat16 the reference's weights are rounded first
    --compare-scores FOLDER BINARY
        loads FOLDER with the installed `transformers`, scores random pairs with it, in double precision and float32,
        and with `BINARY score`, and prints the largest absolute differences of a token's log-probability
    --make-xl FOLDER [--precision float32|bfloat16]
        writes a T5 v1.1 XL of random weights (2.85 billion; 11.4 GB as float32, 5.7 GB as bfloat16), in shards
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

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
    """A file of all that HDF5File reads, written by another library."""
    import h5py

    with h5py.File(folder / "reference.h5", "w", libver=("v108", "v108")) as file:
        file.create_dataset("group/floats", data=values((3, 4), 5))
        file.create_dataset("group/packed", data=np.arange(4096, dtype=np.float32).reshape(64, 64),
                            chunks=(16, 64), compression="gzip", shuffle=True)
        # Pieces that stick out on every side, with a checksum, in an index of two heights.
        file.create_dataset("group/cube", data=np.arange(11 * 13 * 7, dtype=np.int32).reshape(11, 13, 7),
                            chunks=(2, 3, 4), compression="gzip", shuffle=True, fletcher32=True)
        file.create_dataset("doubles", data=np.array([1.5, np.nan, -np.inf]))
        file.create_dataset("integers", data=np.array([-(2**63), 2**63 - 1], np.int64))
        file.create_dataset("bytes", data=np.frombuffer("naïve".encode(), np.uint8))
        file.create_dataset("raw", data=np.arange(101, dtype=np.uint8), chunks=(10,), fletcher32=True)
        file.create_dataset("unwritten", shape=(1 << 10,), dtype=np.float32, chunks=(1 << 6,))
        file.attrs["number"] = np.float64(0.1)
        file.attrs["count"] = np.int64(-3)
        file.attrs["seed"] = np.uint64(2**64 - 1)
        file.attrs["text"] = np.bytes_("fixed".encode())
        # Many links and attributes are kept in heaps.
        for number in range(80):
            file.create_group(f"many/member {number}")
            file["many"].attrs[f"attribute {number}"] = np.int64(number)


def write_foreign_hdf5(folder):
    """Files of which HDF5File refuses to read some part, by its name."""
    import h5py

    folder.mkdir(exist_ok=True)

    def write(name, fill, libver=("v108", "v108"), **options):
        with h5py.File(folder / f"{name}.h5", "w", libver=libver, **options) as file:
            fill(file)

    def low_level(file, layout):
        creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        creation.set_layout(layout)
        creation.set_obj_track_times(False)
        space = h5py.h5s.create_simple((2,))
        data = h5py.h5d.create(file.id, b"a", h5py.h5t.IEEE_F32LE, space, creation)
        data.write(space, space, np.zeros(2, np.float32))

    def two_names(file):
        file.create_group("a")
        file["b"] = file["a"]

    def committed(file):
        file["type"] = np.dtype(np.float32)
        file.create_dataset("a", shape=(2,), dtype=file["type"])

    compound = np.dtype([("x", np.float32), ("y", np.int32)])
    write("earliest", lambda file: file.create_group("a"), libver=("earliest", "v108"))
    write("latest", lambda file: file.create_group("a"), libver=("v110", "latest"))
    write("user-block", lambda file: file.create_group("a"), userblock_size=512)
    write("soft-link", lambda file: file.update(a=h5py.SoftLink("/b")))
    write("external-link", lambda file: file.update(a=h5py.ExternalLink("/etc/passwd", "/b")))
    write("two-names", two_names)
    write("committed-type", committed)
    write("big-endian", lambda file: file.create_dataset("a", data=np.arange(3, dtype=">f4")))
    write("half", lambda file: file.create_dataset("a", data=np.zeros(3, np.float16)))
    write("compound", lambda file: file.create_dataset("a", data=np.zeros(3, compound)))
    write("variable-text", lambda file: file.create_dataset("a", data="a variable text"))
    write("enumeration", lambda file: file.create_dataset("a", data=np.array([True])))
    write("array-type", lambda file: file.create_dataset("a", shape=(2,), dtype=np.dtype(("f4", (3,)))))
    write("reference", lambda file: file.create_dataset("a", data=file.ref, dtype=h5py.ref_dtype))
    write("text-dataset", lambda file: file.create_dataset("a", data=np.bytes_(b"fixed")))
    write("compact", lambda file: low_level(file, h5py.h5d.COMPACT))
    write("external-values", lambda file: file.create_dataset(
        "a", shape=(2,), dtype=np.float32, external=[("/etc/passwd", 0, 8)]))
    write("lzf", lambda file: file.create_dataset("a", data=np.zeros(64, np.float32), compression="lzf"))
    write("scale-offset", lambda file: file.create_dataset("a", data=np.zeros(64, np.int32), scaleoffset=3))
    write("may-grow", lambda file: file.create_dataset("a", data=np.zeros(4, np.float32), maxshape=(None,)))
    write("list-attribute", lambda file: file.attrs.update(a=np.arange(3)))
    write("variable-attribute", lambda file: file.attrs.update(a="variable"))
    write("long-attribute", lambda file: [
        file.attrs.update({f"a{number}": np.bytes_(b"x" * (5000 if number == 8 else 8))}) for number in range(9)])
    write("ordered", lambda file: file.create_group("a", track_order=True))


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


MODEL_INPUTS = {"input_ids": [[5, 17, 3, 22, 9, 1]], "decoder_input_ids": [[0, 11, 4, 20, 7]]}


def logits(model):
    """The logits of the fixed inputs, computed in float32."""
    import torch

    model.eval()
    with torch.no_grad():
        return model(**{name: torch.tensor(ids) for name, ids in MODEL_INPUTS.items()}).logits.numpy()


def make_model(kind, is_tied, keys):
    """A model of random weights with these keys of its configuration."""
    import torch
    import transformers

    torch.manual_seed(7)
    config = getattr(transformers, kind + "Config")(**keys)
    model = getattr(transformers, kind + "ForConditionalGeneration")(config)
    if not is_tied:
        # Version 5 ties every new model; as one that is read from an untied checkpoint, this one is not.
        model.lm_head.weight = torch.nn.Parameter(model.lm_head.weight.detach().clone())
    generator = torch.Generator().manual_seed(13)
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(1 + noise / 4 if parameter.dim() == 1 else noise / 2)
    return model


def write_trainable(folder):
    """Model folders by `save_pretrained` with a row for every byte and sentinel, and less usual constants."""
    try:
        import transformers
    except ImportError:
        return
    major = transformers.__version__.split(".")[0]
    small = dict(vocab_size=384, d_model=8, d_kv=4, d_ff=16, num_layers=1, num_decoder_layers=1, num_heads=2,
                 relative_attention_num_buckets=8, relative_attention_max_distance=20, layer_norm_epsilon=1e-5,
                 initializer_factor=0.5, n_positions=640)
    v11 = dict(feed_forward_proj="gated-gelu", tie_word_embeddings=False)
    for name, keys in {"tied": {}, "untied": v11}.items():
        path = folder / f"{name}-transformers{major}"
        shutil.rmtree(path, ignore_errors=True)
        make_model("T5", name == "tied", small | keys).save_pretrained(path)


def write_models(folder):
    """Model folders by `save_pretrained`, each with its logits beside it in a JSON file."""
    try:
        import torch
        import transformers
    except ImportError:
        return
    major = transformers.__version__.split(".")[0]
    # The heads' width times their number is not the model's width.
    small = dict(vocab_size=24, d_model=4, d_kv=3, d_ff=6, num_layers=1, num_decoder_layers=2, num_heads=2,
                 relative_attention_num_buckets=8, relative_attention_max_distance=20)
    v11 = dict(feed_forward_proj="gated-gelu", tie_word_embeddings=False)
    variants = {
        "tied": ("T5", {}, torch.float32, {}),
        "untied": ("T5", v11, torch.float32, {}),
        "mt5": ("MT5", {}, torch.float32, {}),
        # As the first configurations of Flan-T5 had it.
        "exact-gelu": ("T5", v11 | {"dense_act_fn": "gelu"}, torch.float32, {}),
    }
    if major == "4":
        variants["tied-float16"] = ("T5", {}, torch.float16, {})
        variants["untied-sharded"] = ("T5", v11, torch.float32, {"max_shard_size": "2KB"})
    else:
        variants["untied-bfloat16"] = ("T5", v11, torch.bfloat16, {})
        variants["tied-bfloat16-sharded"] = ("T5", {}, torch.bfloat16, {"max_shard_size": "1KB"})
    for name, (kind, keys, dtype, options) in variants.items():
        is_tied = name.startswith("tied")
        model = make_model(kind, is_tied, small | keys)
        model = model.to(dtype)
        path = folder / f"{name}-transformers{major}"
        shutil.rmtree(path, ignore_errors=True)
        model.save_pretrained(path, **options)
        model = model.float()
        description = dict(MODEL_INPUTS, tied=is_tied, logits=logits(model).ravel().tolist())
        (folder / f"{path.name}.json").write_text(json.dumps(description, sort_keys=True) + "\n")


def write_all_models(folder):
    for name, write in (("models", write_models), ("trainable", write_trainable)):
        (folder / name).mkdir(exist_ok=True)
        write(folder / name)


def load_as_written(folder, scratch):
    """A folder of either version of `transformers`, as the version that wrote it reads it.

    Version 4 misreads the configurations of untied models by version 5, so their keys are set right first.
    """
    import transformers

    weights = {}
    for file in sorted(folder.glob("*.safetensors")):
        weights.update(load_file(file))
        (scratch / file.name).symlink_to(file.resolve())
    index = folder / "model.safetensors.index.json"
    if index.exists():
        (scratch / index.name).symlink_to(index.resolve())
    config = json.loads((folder / "config.json").read_text())
    head = weights.get("lm_head.weight")
    is_tied = head is None or head.tobytes() == weights["shared.weight"].tobytes()
    is_scaled = config.get("scale_decoder_outputs", config.get("tie_word_embeddings", True))
    if config["model_type"] == "mt5":
        is_scaled = False
    assert is_tied == is_scaled, "version 4 cannot express this model"
    config.update(tie_word_embeddings=is_tied, scale_decoder_outputs=is_scaled)
    (scratch / "config.json").write_text(json.dumps(config))
    kind = "MT5" if config["model_type"] == "mt5" else "T5"
    return load(scratch, kind), transformers.__version__


def load(folder, kind="T5"):
    import torch
    import transformers

    model_class = getattr(transformers, kind + "ForConditionalGeneration")
    model, report = model_class.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    for key in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        assert not report[key], (key, report[key])
    return model


def compare(exported, reference, is_rounded):
    import torch

    config = json.loads((exported / "config.json").read_text())
    found = load(exported, "MT5" if config["model_type"] == "mt5" else "T5")
    with tempfile.TemporaryDirectory() as scratch:
        expected, version = load_as_written(reference, pathlib.Path(scratch))
    if is_rounded:
        with torch.no_grad():
            for parameter in expected.parameters():
                parameter.copy_(parameter.to(torch.bfloat16).float())
    want = logits(expected)
    stored = reference.parent / f"{reference.name}.json"
    if stored.exists() and not is_rounded:
        values = np.array(json.loads(stored.read_text())["logits"], np.float32).reshape(want.shape)
        print(f"reference now and when it was written: {np.abs(values - want).max():.3g}")
    difference = np.abs(logits(found) - want).max()
    size = np.abs(want).max()
    print(f"transformers {version}: largest difference of logits {difference:.3g} (logits up to {size:.3g})")
    return difference < 1e-5


def token_log_probabilities(model, pair):
    """Of every target token; with labels, the model itself decides what the decoder's input begins with."""
    import torch

    inputs, labels = (torch.tensor([pair[key]]) for key in ("input_ids", "target_ids"))
    with torch.no_grad():
        rows = model(input_ids=inputs, labels=labels).logits[0].double().log_softmax(-1)
    return rows.gather(-1, labels[0][:, None])[:, 0].numpy()


def in_double():
    """While it lasts, nothing goes from double to single precision: T5's norms and attention do so for themselves."""
    import contextlib
    from unittest import mock

    import torch

    to, softmax = torch.Tensor.to, torch.nn.functional.softmax
    stack = contextlib.ExitStack()
    stack.enter_context(mock.patch.object(torch.Tensor, "float", torch.Tensor.double))
    widened = {torch.float32: torch.float64}
    stack.enter_context(mock.patch.object(
        torch.Tensor, "to", lambda self, *given, **rest: to(
            self, *(widened.get(x, x) if isinstance(x, torch.dtype) else x for x in given), **rest)))
    stack.enter_context(mock.patch.object(
        torch.nn.functional, "softmax", lambda x, dim=None, dtype=None, **k: softmax(x, dim=dim, **k)))
    return stack


def compare_scores(folder, binary):
    """Whether `BINARY score` gives every target token the probability that the installed `transformers` gives it.

    A difference is one of arithmetic where it is below 1e-5, or below what `transformers` in float32 is off itself.
    """
    import transformers

    config = json.loads((folder / "config.json").read_text())
    kind = "MT5" if config["model_type"] == "mt5" else "T5"
    single, double = load(folder, kind).eval(), load(folder, kind).eval().double()
    random = np.random.default_rng(3)
    pairs = [{key: random.integers(2, config["vocab_size"], random.integers(1, longest)).tolist() + [1]
              for key, longest in (("input_ids", 60), ("target_ids", 20))} for _ in range(100)]
    lines = "".join(json.dumps(pair) + "\n" for pair in pairs)
    result = subprocess.run([binary, "score", folder, "--input", "-"], input=lines, text=True, check=True,
                            stdout=subprocess.PIPE)
    found = [np.array(json.loads(line)["tokenLogProbabilities"]) for line in result.stdout.splitlines()]
    assert [len(values) for values in found] == [len(pair["target_ids"]) for pair in pairs]
    found = np.concatenate(found)
    in_single = np.concatenate([token_log_probabilities(single, pair) for pair in pairs])
    with in_double():
        exact = np.concatenate([token_log_probabilities(double, pair) for pair in pairs])
    ours, theirs = np.abs(found - exact).max(), np.abs(in_single - exact).max()
    print(f"transformers {transformers.__version__}, {len(exact)} tokens' log-probabilities down to {exact.min():.3g}:")
    between = np.abs(found - in_single).max()
    print(f"  largest difference from it in double precision {ours:.3g}, in float32 {between:.3g}")
    print(f"  its own float32 is off by {theirs:.3g}")
    return ours < max(1e-5, theirs)


def xl_tensors():
    """Names, shapes and standard deviations of T5 v1.1 XL; norms have no deviation."""
    width, inner, hidden, vocabulary, layers = 2048, 32 * 64, 5120, 32128, 24

    def attention(prefix, has_bias):
        yield f"{prefix}.q.weight", (inner, width), (width * 64) ** -0.5
        yield f"{prefix}.k.weight", (inner, width), width**-0.5
        yield f"{prefix}.v.weight", (inner, width), width**-0.5
        yield f"{prefix}.o.weight", (width, inner), inner**-0.5
        if has_bias:
            yield f"{prefix}.relative_attention_bias.weight", (32, 32), width**-0.5

    yield "shared.weight", (vocabulary, width), 1.0
    yield "lm_head.weight", (vocabulary, width), width**-0.5
    for stack in ("encoder", "decoder"):
        kinds = ["SelfAttention", "EncDecAttention"] if stack == "decoder" else ["SelfAttention"]
        for block in range(layers):
            for layer, kind in enumerate(kinds):
                prefix = f"{stack}.block.{block}.layer.{layer}"
                yield from attention(f"{prefix}.{kind}", block == 0 and layer == 0)
                yield f"{prefix}.layer_norm.weight", (width,), None
            prefix = f"{stack}.block.{block}.layer.{len(kinds)}"
            for name in ("wi_0", "wi_1"):
                yield f"{prefix}.DenseReluDense.{name}.weight", (hidden, width), width**-0.5
            yield f"{prefix}.DenseReluDense.wo.weight", (width, hidden), hidden**-0.5
            yield f"{prefix}.layer_norm.weight", (width,), None
        yield f"{stack}.final_layer_norm.weight", (width,), None


def random_pieces(shape, deviation, generator, dtype):
    """The tensor's values, a few million at a time."""
    rest = int(np.prod(shape))
    while rest:
        count = min(rest, 1 << 22)
        if deviation is None:
            values = np.ones(count, np.float32)
        else:
            values = generator.standard_normal(count, np.float32) * np.float32(deviation)
        yield values.astype(dtype)
        rest -= count


def make_xl(folder, precision):
    folder.mkdir(parents=True)
    dtype = np.dtype(np.float32) if precision == "float32" else np.dtype(ml_dtypes.bfloat16)
    tensors = sorted(xl_tensors())
    shards, size = [[]], 0
    for tensor in tensors:
        count = int(np.prod(tensor[1])) * dtype.itemsize
        if size + count > 5_000_000_000:
            shards.append([])
            size = 0
        shards[-1].append(tensor)
        size += count
    generator = np.random.Generator(np.random.SFC64(1))
    weight_map, total = {}, 0
    for number, members in enumerate(shards, 1):
        file = f"model-{number:05}-of-{len(shards):05}.safetensors"
        header, end = {"__metadata__": PT}, 0
        for name, shape, _ in members:
            start, end = end, end + int(np.prod(shape)) * dtype.itemsize
            header[name] = {"dtype": "F32" if precision == "float32" else "BF16", "shape": shape,
                            "data_offsets": [start, end]}
            weight_map[name] = file
        total += end
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        with open(folder / file, "wb") as output:
            output.write(len(text).to_bytes(8, "little") + text)
            for _, shape, deviation in members:
                for piece in random_pieces(shape, deviation, generator, dtype):
                    output.write(piece.tobytes())
    index = {"metadata": {"total_size": total}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")
    config = dict(
        architectures=["T5ForConditionalGeneration"], model_type="t5", vocab_size=32128, d_model=2048, d_kv=64,
        d_ff=5120, num_layers=24, num_decoder_layers=24, num_heads=32, feed_forward_proj="gated-gelu",
        tie_word_embeddings=False, scale_decoder_outputs=False, is_encoder_decoder=True, dropout_rate=0.1,
        relative_attention_num_buckets=32, relative_attention_max_distance=128, layer_norm_epsilon=1e-6,
        initializer_factor=1.0, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0)
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    vocabulary = pathlib.Path(__file__).parent.parent.parent / "Data/Vocabulary/spiece.model"
    shutil.copyfile(vocabulary, folder / "spiece.model")
    print(f"{folder}: {total // dtype.itemsize:,} weights, {total:,} bytes in {len(shards)} shards")


def verify(folder):
    """Reads the files of WrittenFilesTests with the reference implementations."""
    import h5py

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
    mode, arguments = sys.argv[1], [pathlib.Path(text) for text in sys.argv[2:]]
    if mode == "--verify":
        return verify(arguments[0])
    if mode == "--compare":
        if not compare(arguments[0], arguments[1], "--bfloat16" in sys.argv):
            sys.exit("the logits differ")
        return None
    if mode == "--compare-scores":
        if not compare_scores(arguments[0], arguments[1]):
            sys.exit("the scores differ")
        return None
    if mode == "--make-xl":
        return make_xl(arguments[0], sys.argv[4] if "--precision" in sys.argv else "float32")
    if mode == "--models":
        return write_all_models(arguments[0])
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_safetensors(folder)
    write_shards(folder / "sharded")
    write_hdf5(folder.parent.parent / "StorageTests" / "Fixtures")
    write_foreign_hdf5(folder.parent.parent / "StorageTests" / "Fixtures" / "foreign")
    (folder / "configuration").mkdir(exist_ok=True)
    write_configurations(folder)
    write_all_models(folder)
    return None


if __name__ == "__main__":
    main()
