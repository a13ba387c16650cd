import Autograd
import Models

/// An example of a small world: token ids in and out.
struct TestExample: Hashable {
  var input: [Int32]
  var target: [Int32]
}

/// A packed batch on the host.
struct TestBatch {
  let shape: PackedShape
  var integers: [T5.Field: [Int32]] = [:]
  var weights: [Float] = []

  /// Packs each list of examples into a row, in order.
  init(_ rows: [[TestExample]], inputLength: Int, targetLength: Int) {
    shape = PackedShape(rows: rows.count, inputLength: inputLength, targetLength: targetLength)
    func lay(_ length: Int, _ body: (TestExample, Int) -> [Int32]) -> [Int32] {
      rows.flatMap { row -> [Int32] in
        let ids = row.enumerated().flatMap { body($0.element, $0.offset + 1) }
        precondition(ids.count <= length, "the row is too short")
        return ids + [Int32](repeating: 0, count: length - ids.count)
      }
    }
    integers[.encoderTokens] = lay(inputLength) { example, _ in example.input }
    integers[.encoderSegments] = lay(inputLength) { example, segment in
      example.input.map { _ in Int32(segment) }
    }
    integers[.decoderTargets] = lay(targetLength) { example, _ in example.target }
    integers[.decoderInputs] = lay(targetLength) { example, _ in [0] + example.target.dropLast() }
    integers[.decoderSegments] = lay(targetLength) { example, segment in
      example.target.map { _ in Int32(segment) }
    }
    weights = lay(targetLength) { example, _ in example.target.map { _ in 1 } }.map(Float.init)
  }

  /// Copies the batch to the inputs of a program.
  func write(to storage: [String: any TensorStorage]) {
    for (field, ids) in integers { storage[field.rawValue]?.set(ids) }
    storage[T5.Field.targetWeights.rawValue]?.set(weights)
  }

  var tokenCount: Float { weights.reduce(0, +) }
}
