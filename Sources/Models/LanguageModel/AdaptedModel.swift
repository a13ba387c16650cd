import Autograd

/// A model with a low-rank adapter beside the weights of its linear layers: any model, since these ask a scope for their weights.
public struct AdaptedModel: LanguageModel {
  /// The model that is adapted.
  public let base: any LanguageModel
  /// The adapter.
  public let adapter: LowRankAdapter
  /// The model's parameters, then the adapter's.
  public let parameters: [ParameterSpecification]

  /// A model with an adapter, whose targets are weights of its linear layers.
  public init(_ base: any LanguageModel, _ adapter: LowRankAdapter) {
    self.base = base
    self.adapter = adapter
    parameters = base.parameters + adapter.parameters(beside: base.parameters)
  }

  /// The adapter's parameters.
  public var adapterParameters: [ParameterSpecification] { Array(parameters[base.parameters.count...]) }

  /// A scope whose linear layers have the adapter beside them; the key is int32 `[2]`.
  public func scope(_ builder: ProgramBuilder, format: CompactFormat?, key: Tensor?) -> ParameterScope {
    ParameterScope(builder, parameters, format: format, adaptation: (adapter, key))
  }

  public func learnedTokens(ofPrompt length: Int) -> Int { base.learnedTokens(ofPrompt: length) }
  public func needsKey(dropout rate: Double) -> Bool { rate > 0 || adapter.dropout > 0 }
  public func part(of parameter: String) -> String {
    parameters[base.parameters.count...].contains { $0.name == parameter }
      ? "adapter" : base.part(of: parameter)
  }

  public var linearWeights: [String] { base.linearWeights }
  public var standardTargets: [String] { base.standardTargets }
  public var stacks: [BlockStack] { base.stacks }
  public var headName: String { base.headName }
  public var dropoutRate: Double { base.dropoutRate }
  public var shareOfWeightsMet: Double { base.shareOfWeightsMet }
  public func widths(_ shape: PackedShape) -> [Int] { base.widths(shape) }
  public func fields(of shape: PackedShape) -> [BatchField] { base.fields(of: shape) }
  public func write(_ batch: PlacedBatch, to storage: [String: any TensorStorage]) {
    base.write(batch, to: storage)
  }

  public func token(
    of element: Int, in shape: [Int], layer: String?, _ batch: PlacedBatch
  ) -> PlacedBatch.Token? {
    base.token(of: element, in: shape, layer: layer, batch)
  }

  /// What the base model records: states `[rows * targetLength, width]`.
  public func recordTargets(
    _ scope: ParameterScope, _ shape: PackedShape, dropout rate: Double, key: Tensor?,
    recomputed: RecomputedBlocks
  ) -> RecordedTargets {
    base.recordTargets(scope, shape, dropout: rate, key: key, recomputed: recomputed)
  }

  public func start(of prompt: [Int32]) -> DecodingStart { base.start(of: prompt) }
  public var answerEndIDs: [Int32] { base.answerEndIDs }
  public var promptTokensTakenAgain: Int { base.promptTokensTakenAgain }
  public func caches(slots: Int, capacity: Int) -> [(name: String, type: TensorType)] {
    base.caches(slots: slots, capacity: capacity)
  }

  /// What the base model records of prompts `[rows, length]`.
  public func recordPrompt(_ scope: ParameterScope, _ inputs: PromptInputs) -> [(name: String, value: Tensor)]
  {
    base.recordPrompt(scope, inputs)
  }

  /// What the base model records of a step: states `[rows, width]`.
  public func recordStep(
    _ scope: ParameterScope, _ inputs: DecodingInputs, _ shape: DecodingStepShape
  ) -> Tensor {
    base.recordStep(scope, inputs, shape)
  }
}
