import Autograd

/// Elements that make it worth waking another thread for a pass over memory.
let elementwiseGrain = 1 << 15

/// The kernel of an operation of two tensors, element by element.
@inline(__always)
func binaryKernel(_ site: KernelSite, _ body: @escaping (Float, Float) -> Float) -> Kernel {
  let count = site.results[0].shape.count
  return { call in
    let (a, b, y) = (call.input(0), call.input(1), call.output(0))
    call.pool.split(count, grain: elementwiseGrain) { _, range in
      for i in range { y[i] = body(a[i], b[i]) }
    }
  }
}

/// The kernel of an operation of one tensor, element by element.
@inline(__always)
func unaryKernel(_ site: KernelSite, _ body: @escaping (Float) -> Float) -> Kernel {
  let count = site.results[0].shape.count
  return { call in
    let (x, y) = (call.input(0), call.output(0))
    call.pool.split(count, grain: elementwiseGrain) { _, range in
      for i in range { y[i] = body(x[i]) }
    }
  }
}
