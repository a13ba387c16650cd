"""A T5 of transformers in float32, and batches for it."""

import torch
import transformers
from transformers import T5Config, T5ForConditionalGeneration

import protocol

VERSIONS = {"torch": torch.__version__, "transformers": transformers.__version__}


def load(work, dropout=None):
    """The model of a folder."""
    torch.set_num_threads(work["threads"])
    config = T5Config.from_pretrained(work["model"])
    if dropout is not None:
        config.dropout_rate = dropout
    model = T5ForConditionalGeneration.from_pretrained(work["model"], config=config, dtype=torch.float32)
    # `sdpa` is torch's fused attention, which T5 has in transformers 5.
    VERSIONS["attention"] = getattr(model.config, "_attn_implementation", None) or "unknown"
    return model


def padded(work, inputs, targets):
    """Examples padded to the longest among them, cut to the work's lengths."""
    inputs = [protocol.cut(ids, work["inputLength"]) for ids in inputs]
    targets = [protocol.cut(ids, work["targetLength"]) for ids in targets]
    encoder = torch.zeros(len(inputs), max(map(len, inputs)), dtype=torch.long)
    mask = torch.zeros_like(encoder)
    labels = torch.full((len(targets), max(map(len, targets))), -100, dtype=torch.long)
    for row, (source, target) in enumerate(zip(inputs, targets)):
        encoder[row, : len(source)] = torch.tensor(source)
        mask[row, : len(source)] = 1
        labels[row, : len(target)] = torch.tensor(target)
    return {"input_ids": encoder, "attention_mask": mask, "labels": labels}
