"""Known answers for Adafactor: a plain transcription of t5x's update rules, in double precision.

Needs numpy and safetensors. Writes Tests/OptimizersTests/Fixtures/adafactor.safetensors.
"""

import json
import pathlib

import numpy
from safetensors.numpy import save_file

OPTIONS = {
    "decay_exponent": 0.8,
    "minimum_dimension_to_factor": 128,
    "gradient_epsilon": 1e-30,
    "parameter_scale_epsilon": 1e-3,
    "clipping_threshold": 1.0,
    "multiplies_by_parameter_scale": True,
    "weight_decay": 0.0,
}


class Adafactor:
    """The state and the update of one parameter (rank 1 or 2)."""

    def __init__(self, shape, dtype=numpy.float64, **options):
        self.options = {**OPTIONS, **options}
        self.is_factored = len(shape) == 2 and min(shape) >= self.options["minimum_dimension_to_factor"]
        # "row" in t5x is what is left when the larger dimension is averaged away.
        self.larger = int(numpy.argsort(shape, kind="stable")[-1])
        if self.is_factored:
            self.row = numpy.zeros(shape[1 - self.larger], dtype)
            self.column = numpy.zeros(shape[self.larger], dtype)
        else:
            self.full = numpy.zeros(shape, dtype)

    def update(self, parameter, gradient, step, rate):
        o = self.options
        decay = 1 - (step + 1.0) ** -o["decay_exponent"]
        squared = gradient * gradient + o["gradient_epsilon"]
        if self.is_factored:
            self.row = decay * self.row + (1 - decay) * squared.mean(axis=self.larger)
            self.column = decay * self.column + (1 - decay) * squared.mean(axis=1 - self.larger)
            row = (self.row / self.row.mean()) ** -0.5
            column = self.column**-0.5
            update = (
                gradient
                * numpy.expand_dims(row, self.larger)
                * numpy.expand_dims(column, 1 - self.larger)
            )
        else:
            self.full = decay * self.full + (1 - decay) * squared
            update = gradient * self.full**-0.5
        if o["clipping_threshold"] is not None:
            update = update / max(1.0, root_mean_square(update) / o["clipping_threshold"])
        scaled = rate
        if o["multiplies_by_parameter_scale"]:
            scaled = rate * max(root_mean_square(parameter), o["parameter_scale_epsilon"])
        return parameter * (1 - o["weight_decay"]) - scaled * update

    def moments(self):
        """The second moments by the names of our slots: rows are those of the parameter's first axis."""
        if not self.is_factored:
            return {"second_moment": self.full}
        rows, columns = (self.row, self.column) if self.larger == 1 else (self.column, self.row)
        return {"second_moment_rows": rows, "second_moment_columns": columns}


def root_mean_square(x):
    return float(numpy.sqrt(numpy.mean(x * x)))


CASES = [
    {"shape": [6, 10], "options": {"minimum_dimension_to_factor": 4}},
    {"shape": [10, 6], "options": {"minimum_dimension_to_factor": 4}},
    {"shape": [40, 40], "options": {"minimum_dimension_to_factor": 4}},
    {"shape": [6, 10], "options": {"minimum_dimension_to_factor": 7}},
    {"shape": [19], "options": {"minimum_dimension_to_factor": 4}},
    {"shape": [6, 10], "options": {"minimum_dimension_to_factor": 4, "weight_decay": 0.01}},
    {"shape": [33], "options": {"weight_decay": 0.01, "multiplies_by_parameter_scale": False}},
    {"shape": [10, 35], "options": {"minimum_dimension_to_factor": 4, "clipping_threshold": None}},
    {"shape": [7, 5], "options": {"clipping_threshold": 0.25, "decay_exponent": 0.5}},
    {"shape": [12, 9], "options": {"minimum_dimension_to_factor": 4, "multiplies_by_parameter_scale": False}},
    {"shape": [8, 8], "options": {"minimum_dimension_to_factor": 4, "gradient_epsilon": 1e-3}, "scale": 1e-4},
    {"shape": [4, 6], "options": {"minimum_dimension_to_factor": 4}, "parameter": 1e-5},
]
STEPS = 5
RATE = 0.05


def main():
    tensors, cases = {}, []
    for index, case in enumerate(CASES):
        random = numpy.random.default_rng(index)
        shape = case["shape"]
        parameter = random.normal(size=shape).astype(numpy.float32) * numpy.float32(case.get("parameter", 1))
        gradients = random.normal(size=[STEPS, *shape]).astype(numpy.float32) ** 3
        gradients *= numpy.float32(case.get("scale", 1))
        tensors[f"{index}/parameter"], tensors[f"{index}/gradients"] = parameter, gradients
        optimizer, value = Adafactor(shape, **case["options"]), parameter.astype(float)
        for step in range(STEPS):
            value = optimizer.update(value, gradients[step].astype(float), step, RATE)
        tensors[f"{index}/result"] = value
        for name, moment in optimizer.moments().items():
            tensors[f"{index}/{name}"] = moment
        cases.append({"shape": shape, "options": {**OPTIONS, **case["options"]}})
    tensors = {name: numpy.ascontiguousarray(t, dtype=numpy.float32) for name, t in tensors.items()}
    folder = pathlib.Path(__file__).parent.parent / "OptimizersTests" / "Fixtures"
    folder.mkdir(parents=True, exist_ok=True)
    description = {"steps": STEPS, "rate": RATE, "cases": cases}
    save_file(tensors, folder / "adafactor.safetensors", {"description": json.dumps(description)})


if __name__ == "__main__":
    main()
