"""A training step of a decoder-only model by transformers on torch: forward, backward, Adafactor."""

import torch
from transformers.optimization import Adafactor

import protocol
import torch_decoder


def prepare(work):
    model = torch_decoder.load(work)
    model.train()
    # Constant rate, updates scaled by the parameter: the choices of t5x.
    optimizer = Adafactor(
        model.parameters(), lr=1e-3, scale_parameter=True, relative_step=False, warmup_init=False
    )
    forward = torch.compile(model) if work["variant"] == "compiled" else model
    inputs, targets = protocol.pairs(work)
    rows = work["rows"]
    batch = torch_decoder.sequences(work, inputs[:rows], targets[:rows])

    def step():
        loss = forward(**batch, use_cache=False).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    def repeat(_):
        seconds, loss = protocol.timed(step)
        return {"seconds": seconds, "amount": 1, "result": [loss]}

    return repeat, torch_decoder.VERSIONS


protocol.serve(prepare)
