"""Float32 matrix products by torch: the best rate of several shapes."""

import torch

import protocol

SIZES = [(2048, 512, 512), (2048, 2048, 2048), (2048, 1024, 512), (4096, 512, 1024), (2048, 4096, 512)]
OPERATIONS_PER_SHAPE = 2e10


def prepare(work):
    torch.set_num_threads(work["threads"])
    operands = [(torch.rand(m, k), torch.rand(k, n)) for m, n, k in SIZES]

    def measure(size, left, right):
        m, n, k = size
        calls = max(1, int(OPERATIONS_PER_SHAPE / (2 * m * n * k)))
        out = torch.empty(m, n)

        def products():
            for _ in range(calls):
                torch.mm(left, right, out=out)

        seconds, _ = protocol.timed(products)
        return seconds, 2.0 * m * n * k * calls

    def repeat(_):
        with torch.inference_mode():
            found = [measure(size, *pair) for size, pair in zip(SIZES, operands)]
        seconds, amount = max(found, key=lambda item: item[1] / item[0])
        return {"seconds": seconds, "amount": amount}

    return repeat, {"torch": torch.__version__}


protocol.serve(prepare)
