import Autograd
import Instructions
import Models

/// Log-probabilities of given targets, token by token, with teacher forcing; pairs share rows as segments.
///
/// The program is kept as long as pairs fit its rows, and made anew for longer ones.
public final class SequenceScorer {
  private let model: T5
  private let parameters: ParameterStore
  private let runtime: any Runtime
  private var prepared: TeacherForcing?

  /// Tokens of a batch on its longer side: enough to keep matrix products busy.
  private static let tokensPerBatch = 2048
  /// The granularity of row lengths, in tokens.
  private static let lengthStep = 32

  /// A scorer of the model in `parameters`.
  public init(_ model: T5, _ parameters: ParameterStore, runtime: any Runtime) {
    self.model = model
    self.parameters = parameters
    self.runtime = runtime
  }

  /// The log-probability of every target token of every pair, in nats.
  /// - Parameter pairs: ids of the model's vocabulary.
  public func logProbabilities(of pairs: [(inputs: [Int32], targets: [Int32])]) -> [[Float]] {
    var scores = [[Float]](repeating: [], count: pairs.count)
    if pairs.isEmpty { return scores }
    let program = prepare(
      inputs: pairs.map(\.inputs.count).max() ?? 0, targets: pairs.map(\.targets.count).max() ?? 0)
    let shape = program.shape
    for packed in PackedPairs.pack(
      pairs, rows: shape.rows, inputLength: shape.inputLength, targetLength: shape.targetLength)
    {
      let losses = program.crossEntropies(packed.batch)
      for place in packed.places { scores[place.pair] = losses[place.targets].map { 0 - $0 } }
    }
    return scores
  }

  /// The program for pairs of these lengths.
  private func prepare(inputs: Int, targets: Int) -> TeacherForcing {
    if let prepared, prepared.shape.inputLength >= inputs, prepared.shape.targetLength >= targets {
      return prepared
    }
    func rounded(_ length: Int, atLeast least: Int) -> Int {
      max((max(length, 1) + Self.lengthStep - 1) / Self.lengthStep * Self.lengthStep, least)
    }
    let inputLength = rounded(inputs, atLeast: prepared?.shape.inputLength ?? 0)
    let targetLength = rounded(targets, atLeast: prepared?.shape.targetLength ?? 0)
    prepared = nil  // before the next one takes its memory
    let program = TeacherForcing(
      model, parameters, runtime: runtime,
      shape: PackedShape(
        rows: max(1, Self.tokensPerBatch / max(inputLength, targetLength)), inputLength: inputLength,
        targetLength: targetLength))
    prepared = program
    return program
  }
}
