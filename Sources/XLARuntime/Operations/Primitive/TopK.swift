import Autograd

extension TopK: XLAOperation {
  /// Sorted so that equal elements keep their order: the first of them comes first.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let values = operands[0].sliced(1, 0..<candidates)
    let indices = emitter.iota(values.dimensions, axis: 1)
    return emitter.sorted(values, with: [indices], by: .greater).map { $0.sliced(1, 0..<count) }
  }
}
