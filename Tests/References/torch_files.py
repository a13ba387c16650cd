"""Makes the fixtures of CheckpointsTests that PyTorch writes: `torch.save` in its two formats, model folders without
safetensors.

    pip install numpy torch transformers
    python Tests/References/torch_files.py Tests/CheckpointsTests/Fixtures

Another mode:

    --make FOLDER MEBIBYTES
        writes a file of a single tensor of that size into FOLDER, to measure what reading it takes
"""

import json
import pathlib
import shutil
import sys
from collections import OrderedDict

import numpy as np
import torch


def tensors():
    """Every kind of view and element type that the reader has to know."""
    generator = torch.Generator().manual_seed(5)
    base = torch.randn(6, 5, generator=generator)
    cube = torch.arange(24.0).reshape(2, 3, 4)
    result = OrderedDict(
        plain=base, shared=base, transposed=base.t(), rows=base[2:4], column=base[:, 3], every_other=base[::2, 1::3],
        permuted=cube.permute(2, 0, 1), expanded_by_one=base[:1, :].expand(1, 5), scalar=torch.tensor(2.5),
        empty=torch.zeros(0, 3), empty_view=base[:, 5:], edge=torch.tensor([0.0, -0.0, 65504.0, 6e-8, 3.14159]),
    )
    result["naïve/ünïcode 😀"] = torch.tensor([1.0])
    result["parameter"] = torch.nn.Parameter(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    result["half"] = base.half()
    result["half_transposed"] = base.half().t()
    result["bfloat16"] = base.bfloat16()
    return result


def others():
    """Element types that are known but are no weights."""
    return OrderedDict(
        double=torch.tensor([1.5], dtype=torch.float64), long=torch.tensor([-1, 2**40]), int=torch.tensor([3, -4], dtype=torch.int32),
        short=torch.tensor([5], dtype=torch.int16), char=torch.tensor([6], dtype=torch.int8),
        byte=torch.tensor([7], dtype=torch.uint8), bool=torch.tensor([True]),
    )


def describe(state):
    """Shapes, and values as the bits of float32, which are exact for all types of `tensors`."""
    return {
        name: {"shape": list(tensor.shape),
               "bits": tensor.detach().float().contiguous().numpy().view(np.uint32).ravel().tolist()}
        for name, tensor in state.items()
    }


def write_files(folder):
    torch.manual_seed(7)
    state = tensors()
    torch.save(state, folder / "views.bin")
    torch.save(state, folder / "views-legacy.bin", _use_new_zipfile_serialization=False)
    torch.save(state, folder / "views-protocol4.bin", pickle_protocol=4)
    torch.save(dict(others()), folder / "others.bin")
    module = torch.nn.Linear(2, 3)
    torch.save(module.state_dict(), folder / "module.bin")
    torch.save({"epoch": 3, "state_dict": module.state_dict()}, folder / "checkpoint.bin")
    torch.save([torch.zeros(1)], folder / "list.bin")
    torch.save(module, folder / "whole-module.bin")
    torch.jit.save(torch.jit.script(module), str(folder / "script.bin"))
    (folder / "expected.json").write_text(json.dumps(describe(state), sort_keys=True) + "\n")


def write_models(folder, models):
    """Folders of `models` once more, saved by `save_pretrained` without safetensors."""
    from transformers import T5ForConditionalGeneration

    for name, source, options in (
            ("untied", "untied-transformers4", {}), ("tied", "tied-transformers4", {}),
            ("sharded", "untied-transformers4", {"max_shard_size": "2KB"})):
        path = folder / name
        shutil.rmtree(path, ignore_errors=True)
        model = T5ForConditionalGeneration.from_pretrained(models / source)
        model.save_pretrained(path, safe_serialization=False, **options)
        (path / "generation_config.json").unlink()


def main():
    if sys.argv[1] == "--make":
        folder, size = pathlib.Path(sys.argv[2]), int(sys.argv[3])
        torch.save({"large": torch.ones(size << 18)}, folder / "large.bin")
        return
    fixtures = pathlib.Path(sys.argv[1])
    folder = fixtures / "torch"
    folder.mkdir(exist_ok=True)
    write_files(folder)
    write_models(folder, fixtures / "models")


if __name__ == "__main__":
    main()
