import Autograd

extension TopK: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (rows, width) = (site.operands[0].shape[0], site.operands[0].shape[1])
    let (count, candidates) = (count, candidates)
    return { call in
      let (x, values, indices) = (call.input(0), call.output(0), call.integerOutput(1))
      call.pool.split(rows, grain: max(1, elementwiseGrain / width)) { _, range in
        for row in range {
          SortedSelection(values: values + row * count, indices: indices + row * count, capacity: count)
            .fill(from: x + row * width, candidates)
        }
      }
    }
  }
}

/// The largest elements seen so far, in descending order, in memory for `capacity` of them.
private struct SortedSelection {
  let values: UnsafeMutablePointer<Float>
  let indices: UnsafeMutablePointer<Int32>
  let capacity: Int

  /// Selects from `count` elements, at least `capacity`. Most vectors hold nothing above the least of the selection, and
  /// one comparison passes them by.
  func fill(from x: UnsafePointer<Float>, _ count: Int) {
    var filled = 0
    while filled < capacity {
      insert(x[filled], filled, among: filled)
      filled += 1
    }
    var i = capacity
    while i < count {
      if i + vectorWidth <= count {
        let isAbove = load(x + i) .> FloatVector(repeating: values[capacity - 1])
        if !any(isAbove) {
          i += vectorWidth
          continue
        }
      }
      for index in i..<min(i + vectorWidth, count) where x[index] > values[capacity - 1] {
        insert(x[index], index, among: capacity - 1)
      }
      i += vectorWidth
    }
  }

  /// Puts an element in its place, behind equal ones, among the first `count`.
  private func insert(_ value: Float, _ index: Int, among count: Int) {
    var place = count
    while place > 0, values[place - 1] < value {
      (values[place], indices[place]) = (values[place - 1], indices[place - 1])
      place -= 1
    }
    (values[place], indices[place]) = (value, Int32(truncatingIfNeeded: index))
  }
}
