"""A training step of a decoder-only model by transformers on torch: forward, backward, Adafactor."""

import protocol
import torch_decoder
import torch_step


def prepare(work):
    forward, optimizer = torch_step.prepared(work, torch_decoder.load(work))
    inputs, targets = protocol.pairs(work)
    rows = work["rows"]
    batch = torch_decoder.sequences(work, inputs[:rows], targets[:rows])

    def repeat(_):
        seconds, loss = protocol.timed(
            lambda: torch_step.take(optimizer, forward(**batch, use_cache=False).loss)
        )
        return {"seconds": seconds, "amount": 1, "result": [loss]}

    return repeat, torch_decoder.VERSIONS


protocol.serve(prepare)
