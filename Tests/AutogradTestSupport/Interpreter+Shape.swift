import Autograd

/// The index of an element along every axis.
private func position(_ place: Int, in shape: Shape) -> [Int] {
  var (rest, index) = (place, [Int](repeating: 0, count: shape.rank))
  for axis in stride(from: shape.rank - 1, through: 0, by: -1) {
    index[axis] = rest % shape[axis]
    rest /= shape[axis]
  }
  return index
}

/// The place of the element at `index`.
private func place(_ index: [Int], in shape: Shape) -> Int {
  zip(index, shape.dimensions).reduce(0) { $0 * $1.1 + $1.0 }
}

extension Reshape: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { operands[0].values }
}

extension Broadcast: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let from = operands[0].shape
    return (0..<shape.count).map { element in
      let index = position(element, in: shape).enumerated().map { from[$0] == 1 ? 0 : $1 }
      return operands[0].values[place(index, in: from)]
    }
  }
}

extension Transpose: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let from = operands[0].shape
    return (0..<result.shape.count).map { element in
      var index = [Int](repeating: 0, count: from.rank)
      for (axis, i) in position(element, in: result.shape).enumerated() { index[permutation[axis]] = i }
      return operands[0].values[place(index, in: from)]
    }
  }
}

extension ReduceSum: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    var sums = [Double](repeating: 0, count: result.shape.count)
    let from = operands[0].shape
    for (element, value) in operands[0].values.enumerated() {
      let index = position(element, in: from).enumerated().filter { !axes.contains($0.offset) }.map(\.element)
      sums[place(index, in: result.shape)] += value
    }
    return sums
  }
}

extension ReduceMaximum: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    rows(operands[0]).map { $0.max()! }
  }
}

extension ArgumentMaximum: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    rows(operands[0]).map { $0.prefix(candidates) }
      .map { row in Double(row.firstIndex(of: row.max()!)! - row.startIndex) }
  }
}

/// The runs of elements along the innermost axis.
private func rows(_ x: Elements) -> [ArraySlice<Double>] {
  (0..<x.shape.outerCount).map { x.values[($0 * x.shape.innermost)..<(($0 + 1) * x.shape.innermost)] }
}

extension Constant: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    [Double](repeating: Double(value), count: type.shape.count)
  }
}

extension Iota: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    (0..<shape.count).map { Double(position($0, in: shape)[axis]) }
  }
}

extension RelativeBuckets: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    (0..<(queries * keys)).map { Double(scheme.bucket(forOffset: $0 % keys - $0 / keys)) }
  }
}
