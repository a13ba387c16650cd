import Autograd

/// A model of text that is trained and asked by programs: what the rooms above need know of it.
///
/// A conformer says which parameters it has, which inputs hold a batch, and how its layers are recorded; everything that goes
/// for any model is written once in the extensions: loss and z-loss (`recordLoss`), the choice of the next tokens, beams,
/// and likelihoods. An encoder-decoder reads the prompt on one side and writes the target on the other. A decoder
/// alone has both in one sequence: it takes `inputLength + targetLength` places for the two, attends to the prompt's keys and values
/// in place of an encoder's, and begins to write with the prompt's last token (`start(of:)`).
public protocol LanguageModel: Sendable {
  /// All parameters, in the order in which checkpoints list them.
  var parameters: [ParameterSpecification] { get }
  /// The names of the weights `[output, input]` of linear layers in blocks, which are asked of a scope as such
  /// (`ParameterScope.weight`), in the model's order.
  var linearWeights: [String] { get }
  /// The stacks of blocks, first the one whose blocks are recomputed first.
  var stacks: [BlockStack] { get }
  /// The name of the head's weight `[vocabulary, width]`, which may be the embedding's.
  var headName: String { get }
  /// The dropout rate in training.
  var dropoutRate: Double { get }
  /// The weights that a token meets, on average over input and target tokens, as a share of all: 1 for a decoder alone, 1/2
  /// for an encoder-decoder of two equal halves.
  var shareOfWeightsMet: Double { get }

  /// The ends of the names of the layers that an adapter is put beside where nobody says which: those that PEFT takes.
  var standardTargets: [String] { get }

  /// The part of the model that a parameter is of, for a reader: `encoder`.
  func part(of parameter: String) -> String

  /// The widths of the tensors that a block makes of each token: what a step's size can be judged by before it is recorded.
  func widths(_ shape: PackedShape) -> [Int]

  /// The inputs that hold a batch.
  func fields(of shape: PackedShape) -> [BatchField]

  /// Writes a batch to the storage of its fields, by name.
  func write(_ batch: PlacedBatch, to storage: [String: any TensorStorage])

  /// The token that an element of a layer's tensor was made of, where the tensor has a vector for each token.
  /// - Parameters:
  ///   - element: its place among the tensor's elements.
  ///   - shape: the tensor's dimensions.
  ///   - layer: the name of the layer, where it is known.
  func token(of element: Int, in shape: [Int], layer: String?, _ batch: PlacedBatch) -> PlacedBatch.Token?

  /// The parameters as a program's inputs, for code that records the model.
  /// - Parameters:
  ///   - format: what the weights of linear layers are kept in; `nil` for float32.
  ///   - key: the random key of the step; `nil` where nothing is dropped.
  func scope(_ builder: ProgramBuilder, format: CompactFormat?, key: Tensor?) -> ParameterScope

  /// How many tokens of a prompt of that length, its end-of-sequence id included, count in training beside those of its target.
  func learnedTokens(ofPrompt length: Int) -> Int

  /// Whether programs of a training step need a random key.
  func needsKey(dropout rate: Double) -> Bool

  /// Records what the model makes of a batch before the head, with teacher forcing.
  /// - Parameters:
  ///   - rate: dropout's.
  ///   - key: the random key, int32 `[2]`; `nil` where nothing is dropped.
  ///   - recomputed: the blocks whose inner values reverse mode computes again.
  func recordTargets(
    _ scope: ParameterScope, _ shape: PackedShape, dropout rate: Double, key: Tensor?,
    recomputed: RecomputedBlocks
  ) -> RecordedTargets

  /// How the answer to a prompt begins.
  func start(of prompt: [Int32]) -> DecodingStart

  /// The ids at any of which an answer ends: the end of sequence that training appends, and others that the model's folder lists.
  var answerEndIDs: [Int32] { get }

  /// How many of a prompt's last tokens steps take anew, so that they do not read what was made of these with the prompt.
  var promptTokensTakenAgain: Int { get }

  /// The caches of keys and values that decoding steps update, by the inputs' names: `[slots, capacity, width]`.
  func caches(slots: Int, capacity: Int) -> [(name: String, type: TensorType)]

  /// Records what is done once for a batch of prompts; its outputs are inputs of the decoding steps.
  func recordPrompt(_ scope: ParameterScope, _ inputs: PromptInputs) -> [(name: String, value: Tensor)]

  /// Records a decoding step up to the head: what each row's latest token makes, `[rows, width]`.
  func recordStep(_ scope: ParameterScope, _ inputs: DecodingInputs, _ shape: DecodingStepShape) -> Tensor
}

/// Blocks of the same form, one behind the other.
public struct BlockStack: Sendable, Hashable {
  /// What it is called: `encoder`.
  public let name: String
  /// How many blocks it has.
  public let blocks: Int

  /// A stack.
  public init(_ name: String, blocks: Int) { (self.name, self.blocks) = (name, blocks) }
}

/// How the answer to a prompt begins.
public struct DecodingStart: Sendable, Hashable {
  /// The ids that are read before the first step.
  public let prompt: [Int32]
  /// The id that the first step takes.
  public let first: Int32

  /// A beginning.
  public init(prompt: [Int32], first: Int32) { (self.prompt, self.first) = (prompt, first) }
}

extension LanguageModel {
  /// None.
  public var promptTokensTakenAgain: Int { 0 }
  /// None.
  public func learnedTokens(ofPrompt length: Int) -> Int { 0 }
  /// The number of values in all parameters.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }
  /// The number of all blocks.
  public var blockCount: Int { stacks.reduce(0) { $0 + $1.blocks } }
  /// The head's shape, `[vocabulary, width]`.
  var headShape: Shape {
    guard let head = parameters.first(where: { $0.name == headName }) else {
      preconditionFailure("the model has no parameter '\(headName)'")
    }
    return head.shape
  }
  /// Rows of the head, those that only fill the table up included.
  public var vocabularySize: Int { headShape[0] }

  /// The parameters as a program's inputs, for code that records the model; the random key is int32 `[2]`.
  public func scope(_ builder: ProgramBuilder, format: CompactFormat?, key: Tensor?) -> ParameterScope {
    ParameterScope(builder, parameters, format: format)
  }

  /// Whether programs of a training step need a random key.
  public func needsKey(dropout rate: Double) -> Bool { rate > 0 }
}

extension LanguageModel {
  /// Bytes of one batch.
  public func byteCount(ofBatch shape: PackedShape) -> Int {
    fields(of: shape).reduce(0) { $0 + $1.type.byteCount }
  }

  /// Memory for one batch, by the fields' names.
  public func makeStorage(_ shape: PackedShape, _ runtime: any Runtime) -> [String: any TensorStorage] {
    let fields = fields(of: shape)
    return Dictionary(
      zip(fields.map(\.name), runtime.makeStorages(fields.map(\.type), for: .batch)),
      uniquingKeysWith: { first, _ in first })
  }
}
