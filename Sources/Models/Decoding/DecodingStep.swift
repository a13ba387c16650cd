import Autograd

/// The prepared program of one decoding step, with the memory of its inputs.
final class DecodingStep {
  private let shape: DecodingStepShape
  private let inputs: [String: any TensorStorage]
  private let program: any PreparedProgram
  private let candidates: Int

  /// - Parameter storage: the caches, the prompts' keys and values, and the rounded head where the shape
  ///   selects the best.
  /// - Throws: what preparing the program throws.
  init(
    _ model: any LanguageModel, _ parameters: ParameterStore, _ storage: [String: any TensorStorage],
    runtime: any Runtime, _ shape: DecodingStepShape, candidates: Int
  ) throws {
    self.shape = shape
    self.candidates = candidates
    let widths = [
      (DecodingName.tokens, nil), (DecodingName.positions, nil), (DecodingName.sequencePositions, nil),
      (DecodingName.places, shape.capacity),
      (DecodingName.sourceLast, nil), (DecodingName.sourcePlaces, shape.sourceLength),
    ]
    inputs = Dictionary(
      widths.map { name, width in
        (name, runtime.makeStorage(.int32(width.map { [shape.rows, $0] } ?? [shape.rows])))
      }, uniquingKeysWith: { first, _ in first })
    let recorded = model.recordStep(shape, candidates: candidates, format: parameters.format)
    program = try runtime.prepare(
      recorded,
      storage: parameters.storage.merging(storage) { $1 }.merging(inputs) { $1 }
        .merging(parameters.compactStorage(for: recorded.inputs, runtime: runtime)) { $1 })
  }

  /// Runs the step for at most `shape.rows` rows; rows beyond compute values that are not read.
  /// - Parameter ancestry: for every row, the slots that hold its tokens, this step's included.
  /// - Throws: what running the program throws.
  func run(
    _ rows: [DecodingEngine.Row], _ ancestry: [[Int32]], _ layout: PromptLayout
  ) throws -> [NextTokens] {
    let idle = [Int32](repeating: 0, count: shape.rows - rows.count)
    let position = Int32(truncatingIfNeeded: (ancestry.first?.count ?? 1) - 1)
    inputs[DecodingName.tokens]?.set(rows.map(\.token) + idle)
    inputs[DecodingName.positions]?.set(rows.map { _ in position } + idle.map { _ in position })
    let lengths = rows.map { Int32(truncatingIfNeeded: layout.seen[$0.prompt].count) } + idle
    inputs[DecodingName.sourceLast]?.set(lengths.map { $0 - 1 })
    inputs[DecodingName.sequencePositions]?.set(lengths.map { $0 + position })
    let capacity = Int32(truncatingIfNeeded: shape.capacity)
    write(
      DecodingName.places,
      ancestry.map { slots in slots.enumerated().map { $1 * capacity + Int32(truncatingIfNeeded: $0) } })
    write(
      DecodingName.sourcePlaces,
      rows.map { row in layout.seen[row.prompt].map { Int32(truncatingIfNeeded: $0) } })
    try program.run()
    return try nextTokens(rows.count)
  }

  /// Writes a list of places for every row; what stands behind a shorter list is never read.
  private func write(_ name: String, _ lists: [[Int32]]) {
    guard let input = inputs[name] else { return }
    let width = input.type.shape[1]
    input.withMutableBytes { bytes in
      let places = bytes.bindMemory(to: Int32.self)
      for (row, list) in lists.enumerated() {
        _ = UnsafeMutableBufferPointer(rebasing: places[(row * width)..<((row + 1) * width)])
          .update(fromContentsOf: list)
      }
    }
  }

  private func nextTokens(_ count: Int) throws -> [NextTokens] {
    if shape.selection == .best {
      return try program.output(DecodingName.ids).fetchedIntegers().prefix(count).map {
        NextTokens(ids: [$0], logProbabilities: [])
      }
    }
    let sums = try program.output(DecodingName.logSumExp).fetchedFloats()
    let logits = program.output(DecodingName.logits)
    try logits.fetch()
    let width = logits.type.shape[1]
    let ids = try shape.selection == .all ? nil : program.output(DecodingName.ids).fetchedIntegers()
    return logits.withBytes { bytes in
      let logits = bytes.bindMemory(to: Float.self)
      return (0..<count).map { row in
        let range = (row * width)..<(row * width + (ids == nil ? candidates : width))
        return NextTokens(
          ids: ids.map { Array($0[range]) }, logProbabilities: logits[range].map { $0 - sums[row] })
      }
    }
  }
}
