"""Float32 matrix products by torch."""

import torch

import matrix_products
import protocol


def prepare(work):
    torch.set_num_threads(work["threads"])
    libraries = [name for name in ("mkl", "mkldnn") if getattr(torch.backends, name).is_available()]
    repeat = matrix_products.measure(work, torch.rand, lambda left, right, out: torch.mm(left, right, out=out))
    return torch.inference_mode()(repeat), {"torch": torch.__version__, "with": " and ".join(libraries) or "no BLAS"}


protocol.serve(prepare)
