"""A decoder-only model of transformers in float32, and sequences for it."""

import torch
import transformers
from transformers import AutoModelForCausalLM

import protocol

VERSIONS = {"torch": torch.__version__, "transformers": transformers.__version__}


def load(work):
    """The model of a folder, with the attention that transformers chooses by itself."""
    torch.set_num_threads(work["threads"])
    model = AutoModelForCausalLM.from_pretrained(work["model"], dtype=torch.float32)
    VERSIONS["attention"] = getattr(model.config, "_attn_implementation", None) or "unknown"
    return model


def prompts(work):
    """The prompts without their end of sequence: what follows is the answer."""
    return [ids[:-1] for ids in protocol.pairs(work)[0]]


def sequences(work, inputs, targets):
    """Prompts with their targets behind them, padded on the right; labels on the targets alone."""
    inputs = [protocol.cut(ids, work["inputLength"])[:-1] for ids in inputs]
    targets = [protocol.cut(ids, work["targetLength"]) for ids in targets]
    length = max(len(source) + len(target) for source, target in zip(inputs, targets))
    ids = torch.zeros(len(inputs), length, dtype=torch.long)
    mask = torch.zeros_like(ids)
    labels = torch.full_like(ids, -100)
    for row, (source, target) in enumerate(zip(inputs, targets)):
        end = len(source) + len(target)
        ids[row, :end] = torch.tensor(source + target)
        mask[row, :end] = 1
        labels[row, len(source) : end] = torch.tensor(target)
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}
