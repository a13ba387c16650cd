"""The model and the optimizer of a training step of transformers."""

import torch
from transformers.optimization import Adafactor


def prepared(work, model):
    """The function that computes a loss, and the optimizer of the model's weights."""
    model.train()
    # Constant rate, updates scaled by the parameter: the choices of t5x.
    optimizer = Adafactor(
        model.parameters(), lr=1e-3, scale_parameter=True, relative_step=False, warmup_init=False
    )
    return torch.compile(model) if work["variant"] == "compiled" else model, optimizer


def take(optimizer, loss):
    """Takes the step of a loss, and gives its value."""
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
