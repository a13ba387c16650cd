"""Float32 matrix products by numpy, with the OpenBLAS that its wheel brings."""

import numpy

import matrix_products
import protocol


def library():
    blas = numpy.show_config(mode="dicts").get("Build Dependencies", {}).get("blas", {})
    return f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip()


def prepare(work):
    generator = numpy.random.default_rng(1)

    def random(rows, columns):
        return generator.random((rows, columns), numpy.float32)

    def multiply(left, right, out):
        numpy.matmul(left, right, out=out)

    return matrix_products.measure(work, random, multiply), {"numpy": numpy.__version__, "with": library()}


protocol.serve(prepare)
