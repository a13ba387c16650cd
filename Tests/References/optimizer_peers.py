"""Ten steps of torch.optim.AdamW, optax.adamw, and optax.adafactor with a first moment, in double precision.

Needs torch, jax, optax, numpy and safetensors. Writes Tests/OptimizersTests/Fixtures/optimizer_peers.safetensors, and prints
how far each library's own float32 is from its double precision, in parts of the largest value.
"""

import json
import pathlib

import jax
import numpy
import optax
import torch
from safetensors.numpy import save_file

STEPS = 10
# The names of the options are ours; every case gives all of its optimizer's.
ADAMW = {"rate": 1e-2, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0}
ADAFACTOR = {
    "rate": 1e-2,
    "momentum": 0.9,
    "minimum_dimension_to_factor": 4,
    "clipping_threshold": 1.0,
    "multiplies_by_parameter_scale": True,
    "weight_decay": 0.0,
}
CASES = [
    {"peer": peer, "shape": shape, "options": {**ADAMW, **options}, **extras}
    for peer in ["torch.adamw", "optax.adamw"]
    for shape, options, extras in [
        ([40, 17], {}, {}),
        ([33], {"weight_decay": 0.1}, {}),
        ([7, 9], {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "weight_decay": 0.3, "rate": 0.1}, {}),
        ([17, 33], {"weight_decay": 0.01}, {"scale": 1e-5}),
        ([5], {"beta1": 0.0, "epsilon": 1e-6}, {"scale": 1e3}),
    ]
] + [
    {"peer": "optax.adafactor", "shape": shape, "options": {**ADAFACTOR, **options}, **extras}
    for shape, options, extras in [
        ([6, 10], {}, {}),
        ([40, 17], {"momentum": 0.5}, {}),
        ([33], {"weight_decay": 0.01}, {}),
        ([9, 9], {"clipping_threshold": None, "multiplies_by_parameter_scale": False}, {"scale": 1e-4}),
        ([3, 12], {"weight_decay": 0.1}, {}),
    ]
]


def torch_steps(case, parameter, gradients):
    o = case["options"]
    value = torch.nn.Parameter(torch.from_numpy(parameter.copy()))
    optimizer = torch.optim.AdamW(
        [value], lr=o["rate"], betas=(o["beta1"], o["beta2"]), eps=o["epsilon"], weight_decay=o["weight_decay"]
    )
    for gradient in gradients:
        value.grad = torch.from_numpy(gradient.copy())
        optimizer.step()
    return value.detach().numpy()


def optax_steps(case, parameter, gradients):
    o = case["options"]
    if case["peer"] == "optax.adamw":
        optimizer = optax.adamw(
            o["rate"], b1=o["beta1"], b2=o["beta2"], eps=o["epsilon"], weight_decay=o["weight_decay"]
        )
    else:
        optimizer = optax.adafactor(
            o["rate"],
            min_dim_size_to_factor=o["minimum_dimension_to_factor"],
            multiply_by_parameter_scale=o["multiplies_by_parameter_scale"],
            clipping_threshold=o["clipping_threshold"],
            momentum=o["momentum"],
            dtype_momentum=parameter.dtype,
            weight_decay_rate=o["weight_decay"] or None,
        )
    value = jax.numpy.asarray(parameter)
    state = optimizer.init(value)
    for gradient in gradients:
        updates, state = optimizer.update(jax.numpy.asarray(gradient), state, value)
        value = optax.apply_updates(value, updates)
    return numpy.asarray(value)


def main():
    jax.config.update("jax_enable_x64", True)
    tensors, cases = {}, []
    for index, case in enumerate(CASES):
        random = numpy.random.default_rng(index)
        shape, scale = case["shape"], numpy.float32(case.get("scale", 1))
        parameter = random.normal(size=shape).astype(numpy.float32)
        gradients = random.normal(size=[STEPS, *shape]).astype(numpy.float32) ** 3 * scale
        take = torch_steps if case["peer"].startswith("torch") else optax_steps
        result = take(case, parameter.astype(numpy.float64), gradients.astype(numpy.float64))
        single = take(case, parameter, gradients)
        distance = numpy.abs(single - result).max() / numpy.abs(result).max()
        print(f"{case['peer']} {shape}: float32 differs by {distance:.1e}")
        tensors |= {
            f"{index}/parameter": parameter,
            f"{index}/gradients": gradients,
            f"{index}/result": result.astype(numpy.float32),
        }
        cases.append({"peer": case["peer"], "shape": shape, "options": case["options"]})
    folder = pathlib.Path(__file__).parent.parent / "OptimizersTests" / "Fixtures"
    description = json.dumps({"steps": STEPS, "cases": cases})
    save_file(
        {name: numpy.ascontiguousarray(t) for name, t in tensors.items()},
        folder / "optimizer_peers.safetensors",
        {"description": description},
    )


if __name__ == "__main__":
    main()
