import Autograd

extension RotaryAngles: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let (count, rest) = (operands[0].count, size - 2 * frequencies.count)
    let pairs = [count, frequencies.count]
    if frequencies.isEmpty {
      return [emitter.constant(1, [count, size]), emitter.constant(0, [count, size])]
    }
    let positions = operands[0].converted(to: .float32).broadcast([0], to: pairs)
    let angles = positions * emitter.list(frequencies).broadcast([1], to: pairs)
    /// Both elements of a pair have its number, those behind the pairs have `number`.
    func spread(_ numbers: HLOValue, _ number: Float) -> HLOValue {
      emitter.concatenated([numbers, numbers], 1).padded(1, after: rest, with: number)
    }
    return [spread(angles.unary(.cosine), 1), spread(angles.unary(.sine), 0)]
  }
}
