"""Makes the fixtures of AdapterParityTests: adapter folders that PEFT wrote, with what PEFT computes with them.

Needs:  pip install torch "transformers==4.57.6" peft safetensors     (made with peft 0.21.2)
Run:    python Tests/References/adapters.py
Writes: Tests/CheckpointsTests/Fixtures/adapters/NAME (adapter_config.json, adapter_model.safetensors) and NAME.json: logits,
        merged logits and greedily generated tokens

The base models are those of Tests/CheckpointsTests/Fixtures/trainable.

Whether PEFT loads an adapter folder that was trained or exported here, and gives its targets the log-probabilities of `score`:

Run:    python Tests/References/adapters.py --compare FOLDER BINARY

The exit status is 1 if a log-probability differs by more than 1e-4 nats.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import peft
import torch
import transformers
from safetensors.torch import load_file

FIXTURES = Path(__file__).resolve().parent.parent / "CheckpointsTests" / "Fixtures"
ADAPTERS = {
    "default-targets": ("untied-transformers4", dict(r=4, lora_alpha=8)),
    "named-targets": ("tied-transformers4", dict(r=3, lora_alpha=7, target_modules=["q", "o", "wi", "encoder.block.0.layer.1.DenseReluDense.wo"])),
    "all-linear": ("untied-transformers4", dict(r=2, lora_alpha=16, lora_dropout=0.1, target_modules="all-linear")),
}
INPUTS = [[5, 17, 3, 222, 9, 1], [104, 101, 108, 1, 0, 0]]
# The first ids of the vocabulary, whose logits are kept.
COLUMNS = 32
TARGETS = [[0, 11, 4, 20, 107], [0, 99, 98, 1, 0]]


def logits(model):
    ids = torch.tensor(INPUTS)
    with torch.no_grad():
        return model(input_ids=ids, attention_mask=(ids != 0).long(), decoder_input_ids=torch.tensor(TARGETS)).logits


def write(folder, base, keys):
    path = FIXTURES / "trainable" / base
    model = transformers.T5ForConditionalGeneration.from_pretrained(path, dtype=torch.float32)
    model = peft.get_peft_model(model, peft.LoraConfig(task_type="SEQ_2_SEQ_LM", **keys)).eval()
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            if "lora_" in name:
                # B is zero in a fresh adapter, which would show nothing.
                parameter.copy_(torch.randn(parameter.shape, generator=generator) / 4)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    (folder / "README.md").unlink()
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = f"../../trainable/{base}"
    # Sets have no order: sorted, the file is the same each time.
    if isinstance(config["target_modules"], list):
        config["target_modules"].sort()
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    adapted = logits(model)
    ids = torch.tensor([INPUTS[0]])
    generated = model.generate(input_ids=ids, do_sample=False, num_beams=1, max_new_tokens=12, decoder_start_token_id=0)[0].tolist()
    merged = logits(model.merge_and_unload())
    plain = logits(transformers.T5ForConditionalGeneration.from_pretrained(path, dtype=torch.float32).eval())
    print(folder.name, "changes logits by", (adapted - plain).abs().max().item(), "merging by", (adapted - merged).abs().max().item())
    folder.with_suffix(".json").write_text(json.dumps({
        "base": base, "inputs": INPUTS, "decoderInputs": TARGETS, "columns": COLUMNS,
        "logits": [round(value, 6) for value in adapted[:, :, :COLUMNS].flatten().tolist()], "generated": generated,
        "tensors": {name: list(tensor.shape) for name, tensor in sorted(load_file(folder / "adapter_model.safetensors").items())},
    }) + "\n")


def compare(folder, binary):
    config = peft.PeftConfig.from_pretrained(folder)
    base = transformers.T5ForConditionalGeneration.from_pretrained(config.base_model_name_or_path, dtype=torch.float32)
    if base.config.decoder_start_token_id is None:
        base.config.decoder_start_token_id = 0
    model = peft.PeftModel.from_pretrained(base, folder).eval()
    vocabulary = base.config.vocab_size
    random = torch.Generator().manual_seed(5)
    pairs = []
    for length in [1, 3, 8, 20, 33]:
        inputs = torch.randint(3, min(vocabulary, 250), (length,), generator=random).tolist() + [1]
        targets = torch.randint(3, min(vocabulary, 250), (length,), generator=random).tolist() + [1]
        pairs.append({"input_ids": inputs, "target_ids": targets})
    lines = "".join(json.dumps(pair) + "\n" for pair in pairs)
    result = subprocess.run([binary, "score", folder, "--input", "-"], input=lines, capture_output=True, text=True, check=True)
    worst = 0
    for pair, line in zip(pairs, result.stdout.splitlines(), strict=True):
        labels = torch.tensor([pair["target_ids"]])
        with torch.no_grad():
            loss = model(input_ids=torch.tensor([pair["input_ids"]]), labels=labels).loss.item() * labels.shape[1]
        worst = max(worst, abs(json.loads(line)["logProbability"] + loss))
    print(f"peft {peft.__version__}, transformers {transformers.__version__}: largest difference of {len(pairs)} targets {worst:.2e} nats")
    sys.exit(0 if worst <= 1e-4 else 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", nargs=2, metavar=("FOLDER", "BINARY"))
    arguments = parser.parse_args()
    if arguments.compare:
        compare(*arguments.compare)
    for name, (base, keys) in ADAPTERS.items():
        write(FIXTURES / "adapters" / name, base, keys)


main()
