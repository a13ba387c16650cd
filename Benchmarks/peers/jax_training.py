"""A training step of a T5 in JAX: jit, optax's Adafactor, rows padded to the full length so that one program does."""

import jax
import jax.numpy as jnp
import numpy
import optax

import jax_t5
import protocol


def prepare(work):
    config, parameters = jax_t5.load(work["model"])
    optimizer = optax.adafactor(
        learning_rate=1e-3, multiply_by_parameter_scale=True, clipping_threshold=1.0, min_dim_size_to_factor=128
    )
    state = {"parameters": parameters, "slots": optimizer.init(parameters), "key": jax.random.key(0)}
    inputs, targets = protocol.pairs(work)
    rows = work["rows"]

    def loss(parameters, key, inputs, targets):
        model = jax_t5.Model(config, parameters, jax_t5.Dropout(work["dropout"], key))
        return model.loss(inputs, targets)

    def step(state, inputs, targets):
        key, next_key = jax.random.split(state["key"])
        value, gradients = jax.value_and_grad(loss)(state["parameters"], key, inputs, targets)
        updates, slots = optimizer.update(gradients, state["slots"], state["parameters"])
        parameters = optax.apply_updates(state["parameters"], updates)
        return {"parameters": parameters, "slots": slots, "key": next_key}, value

    step = jax.jit(step, donate_argnums=0)

    def full(lists, chosen, length):
        array = numpy.zeros((rows, length), numpy.int32)
        for row, index in enumerate(chosen):
            ids = protocol.cut(lists[index], length)
            array[row, : len(ids)] = ids
        return array

    def one(start):
        nonlocal state
        chosen = [(start + row) % len(inputs) for row in range(rows)]
        sources = full(inputs, chosen, work["inputLength"])
        answers = full(targets, chosen, work["targetLength"])
        state, value = step(state, jnp.asarray(sources), jnp.asarray(answers))
        jax.block_until_ready(state)
        return int((answers > 0).sum()), float(value)

    def repeat(number):
        first = number * work["batches"] * rows
        body = lambda: [one(first + index * rows) for index in range(work["batches"])]
        seconds, done = protocol.timed(body)
        is_mixture = work["kind"] == "mixture"
        amount = sum(tokens for tokens, _ in done) if is_mixture else len(done)
        result = {} if is_mixture or work["dropout"] > 0 else {"result": [loss for _, loss in done]}
        return {"seconds": seconds, "amount": amount, **result}

    return repeat, {"jax": jax.__version__, "optax": optax.__version__}


protocol.serve(prepare)
