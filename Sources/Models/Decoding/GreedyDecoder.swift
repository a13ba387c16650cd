import Autograd

/// Decodes prompts greedily with a key-value cache, a batch at a time.
///
/// Prompts are decoded longest first, so that little padding is needed and each shape comes up once. Programs
/// are kept for the latest shape alone: a shape's keys and values can take gigabytes. Results come back in
/// the order of the prompts.
public final class GreedyDecoder {
  /// What a decoding gave.
  public struct Output: Sendable, Hashable {
    /// The ids, without the end-of-sequence id.
    public let tokens: [Int32]
    /// Whether decoding stopped at the length limit before the model ended the text.
    public let hitLimit: Bool
  }

  private let model: T5
  private let parameters: ParameterStore
  private let runtime: any Runtime
  private let rows: Int
  private let candidates: Int
  private let endID: Int32
  private var latest: PreparedDecoding?

  /// The granularity of prompt lengths, in tokens.
  static let lengthStep = 32

  /// A decoder.
  /// - Parameters:
  ///   - rows: prompts per batch.
  ///   - candidates: how many ids may be chosen, the vocabulary without the table's padding.
  ///   - endID: the end-of-sequence id.
  public init(
    _ model: T5, _ parameters: ParameterStore, runtime: any Runtime, rows: Int, candidates: Int, endID: Int32
  ) {
    self.model = model
    self.parameters = parameters
    self.runtime = runtime
    self.rows = rows
    self.candidates = min(candidates, model.configuration.vocabularySize)
    self.endID = endID
  }

  /// Decodes every prompt.
  /// - Parameters:
  ///   - prompts: ids ending in the end-of-sequence id; each must have at least one.
  ///   - maximumTokens: the most tokens decoded for each.
  ///   - shouldStop: asked before each batch; when true, the call returns `nil`.
  public func decode(
    _ prompts: [[Int32]], maximumTokens: Int, shouldStop: () -> Bool = { false }
  ) -> [Output]? {
    let order = prompts.indices.sorted { (prompts[$1].count, $0) < (prompts[$0].count, $1) }
    var outputs = [Output?](repeating: nil, count: prompts.count)
    for start in stride(from: 0, to: order.count, by: rows) {
      if shouldStop() { return nil }
      let batch = Array(order[start..<min(start + rows, order.count)])
      let decoded = decodeBatch(batch.map { prompts[$0] }, maximumTokens: maximumTokens)
      for (index, output) in zip(batch, decoded) { outputs[index] = output }
    }
    return outputs.compactMap { $0 }
  }

  private func decodeBatch(_ prompts: [[Int32]], maximumTokens: Int) -> [Output] {
    let longest = max(1, prompts.map(\.count).max() ?? 1)
    let length = (longest + Self.lengthStep - 1) / Self.lengthStep * Self.lengthStep
    let decoding = prepare(DecodingShape(rows: rows, inputLength: length, outputLength: maximumTokens))
    decoding.start(prompts)
    var tokens = [[Int32]](repeating: [], count: prompts.count)
    var isFinished = [Bool](repeating: false, count: prompts.count)
    for position in 0..<maximumTokens where isFinished.contains(false) {
      let next = decoding.step(position: position)
      for row in prompts.indices where !isFinished[row] {
        if next[row] == endID { isFinished[row] = true } else { tokens[row].append(next[row]) }
      }
    }
    return zip(tokens, isFinished).map { Output(tokens: $0, hitLimit: !$1) }
  }

  private func prepare(_ shape: DecodingShape) -> PreparedDecoding {
    if let latest, latest.shape == shape { return latest }
    latest = nil  // before the next one takes its memory
    let decoding = PreparedDecoding(model, parameters, runtime: runtime, shape: shape, candidates: candidates)
    latest = decoding
    return decoding
  }
}

/// The prepared programs of one decoding shape.
final class PreparedDecoding {
  let shape: DecodingShape
  private let promptTokens: any TensorStorage
  private let segments: any TensorStorage
  private let tokens: any TensorStorage
  private let position: any TensorStorage
  private let prompt: any PreparedProgram
  private let decoderStep: any PreparedProgram

  init(_ model: T5, _ parameters: ParameterStore, runtime: any Runtime, shape: DecodingShape, candidates: Int)
  {
    self.shape = shape
    let type = TensorType.int32([shape.rows, shape.inputLength])
    promptTokens = runtime.makeStorage(type)
    segments = runtime.makeStorage(type)
    tokens = runtime.makeStorage(.int32([shape.rows, 1]))
    position = runtime.makeStorage(.int32([]))

    var storage = parameters.storage
    storage[DecodingName.tokens] = promptTokens
    storage[DecodingName.segments] = segments
    prompt = runtime.prepare(ProgramBuilder.record { model.recordPrompt($0, shape) }, storage: storage)

    storage[DecodingName.tokens] = tokens
    storage[DecodingName.position] = position
    let width = model.configuration.attentionDimension
    for block in 0..<model.configuration.decoderLayers {
      for kind in ["key", "value"] {
        let cross = DecodingName.cross(block, kind)
        storage[cross] = prompt.output(cross)
        storage[DecodingName.cache(block, kind)] = runtime.makeStorage(
          .float32([shape.rows, shape.outputLength, width]))
      }
    }
    decoderStep = runtime.prepare(
      ProgramBuilder.record { model.recordStep($0, shape, candidates: candidates) }, storage: storage)
  }

  /// Encodes up to `rows` prompts; decoding starts with the pad id, as T5 does.
  func start(_ prompts: [[Int32]]) {
    var ids = [Int32](repeating: 0, count: shape.rows * shape.inputLength)
    var mask = ids
    for (row, prompt) in prompts.enumerated() {
      for (index, id) in prompt.enumerated() {
        ids[row * shape.inputLength + index] = id
        mask[row * shape.inputLength + index] = 1
      }
    }
    promptTokens.set(ids)
    segments.set(mask)
    prompt.run()
    tokens.set([Int32](repeating: 0, count: shape.rows))
  }

  /// Decodes the token at `position` of every row.
  func step(position index: Int) -> [Int32] {
    position.set([Int32(index)])
    decoderStep.run()
    return decoderStep.output(DecodingName.next).integers
  }
}
