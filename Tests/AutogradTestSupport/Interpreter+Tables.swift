import Autograd

extension Gather: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let width = operands[0].shape.innermost
    return operands[1].indices.flatMap { operands[0].values[($0 * width)..<(($0 + 1) * width)] }
  }
}

extension ScatterAdd: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let width = operands[0].shape.innermost
    var table = [Double](repeating: 0, count: rows * width)
    for (row, index) in operands[1].indices.enumerated() {
      for i in 0..<width { table[index * width + i] += operands[0].values[row * width + i] }
    }
    return table
  }
}

extension UpdateRows: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let (shape, rows) = (operands[0].shape, operands[1].shape[0])
    var cache = operands[0].values
    for row in 0..<rows {
      for i in 0..<shape[2] {
        cache[(row * shape[1] + operands[2].indices[row]) * shape[2] + i] =
          operands[1].values[row * shape[2] + i]
      }
    }
    return cache
  }
}

extension Dropout: InterpretedOperation {
  /// Element e of the mask takes word e % 4 of Philox's counter (e / 4, step, stream, 0) under the seed.
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let (shape, mask) = (result.shape, maskShape(for: result.shape))
    let key = operands[1].values.map { UInt32(bitPattern: Int32($0)) }
    let multipliers = (0..<mask.count).map { place in
      let words = Philox.words(
        counter: SIMD4(UInt32(place / 4), key[2], stream, 0), key: SIMD2(key[0], key[1]))
      return Double(words[place % 4]) / 4_294_967_296 < Double(rate) ? 0 : 1 / (1 - Double(rate))
    }
    let strides = zip(mask.dimensions, mask.strides).map { $0 == 1 ? 0 : $1 }
    return zip(operands[0].values, offsets(shape, strides)).map { $0 * multipliers[$1] }
  }
}

extension MatrixProduct: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let extent = extent(of: operands.map(\.type))
    let (rows, columns, inner) = (extent.rows, extent.columns, extent.inner)
    let (rowStride, rowStep) = transposesLeft ? (1, rows) : (inner, 1)
    let (columnStride, columnStep) = transposesRight ? (inner, 1) : (1, columns)
    var product: [Double] = []
    product.reserveCapacity(result.shape.count)
    operands[0].values.withUnsafeBufferPointer { a in
      operands[1].values.withUnsafeBufferPointer { b in
        for batch in 0..<extent.batch {
          for row in 0..<rows {
            for column in 0..<columns {
              var (sum, i) = (0.0, batch * rows * inner + row * rowStride)
              var j = batch * inner * columns + column * columnStride
              for _ in 0..<inner {
                sum += a[i] * b[j]
                i += rowStep
                j += columnStep
              }
              product.append(sum)
            }
          }
        }
      }
    }
    return product
  }
}
