import Autograd
import Foundation

/// For every element of a tensor of `shape`, in order, the sum over all axes of index times stride.
func offsets(_ shape: Shape, _ strides: [Int]) -> [Int] {
  var offsets = [0]
  for (size, stride) in zip(shape.dimensions, strides) {
    var finer: [Int] = []
    finer.reserveCapacity(offsets.count * size)
    for offset in offsets {
      for index in 0..<size { finer.append(offset + index * stride) }
    }
    offsets = finer
  }
  return offsets
}

extension Reshape: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { operands[0].values }
}

extension Barrier: InterpretedOperation {
  func evaluate(_ operands: [Elements], results: [TensorType]) -> [[Double]] { operands.map(\.values) }

  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { operands[0].values }
}

extension Broadcast: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let from = operands[0].shape
    return offsets(shape, zip(from.dimensions, from.strides).map { $0 == 1 ? 0 : $1 }).map {
      operands[0].values[$0]
    }
  }
}

extension Transpose: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let strides = operands[0].shape.strides
    return offsets(result.shape, permutation.map { strides[$0] }).map { operands[0].values[$0] }
  }
}

extension Slice: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let strides = operands[0].shape.strides
    let first = range.lowerBound * strides[axis]
    return offsets(result.shape, strides).map { operands[0].values[first + $0] }
  }
}

extension ZeroPadding: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    var padded = [Double](repeating: 0, count: result.shape.count)
    let strides = result.shape.strides
    for (value, place) in zip(operands[0].values, offsets(operands[0].shape, strides)) {
      padded[before * strides[axis] + place] = value
    }
    return padded
  }
}

extension ReduceSum: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let from = operands[0].shape
    var kept = result.shape.strides
    let strides = from.dimensions.indices.map { axes.contains($0) ? 0 : kept.removeFirst() }
    var sums = [Double](repeating: 0, count: result.shape.count)
    for (value, place) in zip(operands[0].values, offsets(from, strides)) { sums[place] += value }
    return sums
  }
}

extension ReduceMaximum: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    rows(operands[0]).map { $0.max()! }
  }
}

extension TopK: InterpretedOperation {
  func evaluate(_ operands: [Elements], results: [TensorType]) -> [[Double]] {
    let chosen = rows(operands[0]).map { row in
      Array(
        row.prefix(candidates).enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
          .prefix(count))
    }
    return [chosen.flatMap { $0.map(\.element) }, chosen.flatMap { $0.map { Double($0.offset) } }]
  }

  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    evaluate(operands, results: [result])[0]
  }
}

extension RoundedRows: InterpretedOperation {
  func evaluate(_ operands: [Elements], results: [TensorType]) -> [[Double]] {
    let rounded = rows(operands[0]).map(Self.rounded)
    return [rounded.flatMap(\.words), rounded.flatMap(\.bounds)]
  }

  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    evaluate(operands, results: [result])[0]
  }

  private static func rounded(_ row: ArraySlice<Double>) -> (words: [Double], bounds: [Double]) {
    func norm(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let step = row.map(abs).max()! / Double(largest)
    let whole = row.map { step == 0 ? 0 : ($0 / step).rounded(.toNearestOrEven) }
    func byte(_ i: Int) -> UInt32 { i < whole.count ? UInt32(UInt8(bitPattern: Int8(whole[i]))) : 0 }
    let words = (0..<Self.words(row.count)).map { word in
      let i = word / 8 * group + word % 8 * 2
      return Double(
        Int32(bitPattern: byte(i) | byte(i + 16) << 8 | byte(i + 1) << 16 | byte(i + 17) << 24))
    }
    return (words, [step, norm(zip(row, whole).map { $0 - step * $1 }), norm(row)])
  }
}

/// The runs of elements along the innermost axis.
func rows(_ x: Elements) -> [ArraySlice<Double>] {
  (0..<x.shape.outerCount).map { x.values[($0 * x.shape.innermost)..<(($0 + 1) * x.shape.innermost)] }
}

extension Constant: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    [Double](repeating: Double(value), count: type.shape.count)
  }
}

extension Iota: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    offsets(shape, shape.dimensions.indices.map { $0 == axis ? 1 : 0 }).map(Double.init)
  }
}

extension RelativeBuckets: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let buckets = (-queries...keys).map { Double(scheme.bucket(forOffset: $0)) }
    return (0..<(queries * keys)).map { buckets[$0 % keys - $0 / keys + queries] }
  }
}

extension RotaryAngles: InterpretedOperation {
  func evaluate(_ operands: [Elements], results: [TensorType]) -> [[Double]] {
    let angles = operands[0].values.flatMap { position in
      (0..<size).map { element in
        // The product is one in float32 by definition.
        element < 2 * frequencies.count
          ? Double(Float(position) * frequencies[element % frequencies.count]) : 0
      }
    }
    return [angles.map(Foundation.cos), angles.map(Foundation.sin)]
  }

  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    evaluate(operands, results: [result])[0]
  }
}
