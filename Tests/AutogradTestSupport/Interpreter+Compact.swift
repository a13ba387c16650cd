import Autograd

extension CompactRows: InterpretedOperation {
  func evaluate(_ operands: [Elements], results: [TensorType]) -> [[Double]] {
    let (rows, width) = (rows(operands[0]), operands[0].shape[1])
    let groups = (width + Self.group - 1) / Self.group
    let steps = (0..<(results[0].shape[0] * Self.block)).map { row in
      row < rows.count ? Self.roundedUp((rows[row].map(abs).max() ?? 0) / Double(Self.largest)) : 0
    }
    /// The bits of an element, zero where there is none.
    func bits(_ row: Int, _ element: Int) -> UInt32 {
      guard row < rows.count, element < width else { return 0 }
      let x = rows[row][rows[row].startIndex + element]
      return format == .int8
        ? UInt32(UInt8(bitPattern: Int8(steps[row] == 0 ? 0 : (x / steps[row]).rounded(.toNearestOrEven))))
        : Float(Self.nearest(x)).bitPattern >> 16
    }
    var words: [Double] = []
    for block in stride(from: 0, to: steps.count, by: Self.block) {
      for start in stride(from: 0, to: groups * Self.group, by: Self.group) {
        switch format {
        case .bfloat16:
          for row in block..<(block + 2) {
            words += (start..<(start + Self.group)).map {
              Double(Int32(bitPattern: bits(row, $0) | bits(row + 2, $0) << 16))
            }
          }
        case .int8:
          for row in block..<(block + Self.block) {
            words += [start, start + 4].map { i in
              Double(Int32(bitPattern: (0..<4).reduce(0) { $0 | bits(row, i + $1) << UInt32(8 * $1) }))
            }
          }
        }
      }
    }
    return format == .int8 ? [words, steps] : [words]
  }

  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    evaluate(operands, results: [result])[0]
  }

  /// The least number of 16 binary digits that is not below.
  private static func roundedUp(_ step: Double) -> Double {
    if step == 0 { return 0 }
    let unit = Double(sign: .plus, exponent: step.exponent - 15, significand: 1)
    return (Double(Float(step)) / unit).rounded(.up) * unit
  }

  /// The nearest number of 8 binary digits.
  private static func nearest(_ x: Double) -> Double {
    if x == 0 { return x }
    let unit = Double(sign: .plus, exponent: x.exponent - 7, significand: 1)
    return (x / unit).rounded(.toNearestOrEven) * unit
  }
}

extension ExpandedRows: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    let words = operands[0].values.map { UInt32(bitPattern: Int32($0)) }
    let (block, group, stride) = (CompactRows.block, CompactRows.group, operands[0].shape[1])
    return (0..<(rows * width)).map { place in
      let (row, element) = (place / width, place % width)
      let start = row / block * stride
      switch format {
      case .bfloat16:
        let word = words[start + element / group * 16 + row % 2 * group + element % group]
        return Double(Float(bitPattern: row % block < 2 ? word << 16 : word & 0xFFFF_0000))
      case .int8:
        let word = words[start + element / group * group + row % block * 2 + element % group / 4]
        let byte = Int8(truncatingIfNeeded: word >> UInt32(element % 4 * 8))
        return Double(byte) * operands[1].values[row]
      }
    }
  }
}
