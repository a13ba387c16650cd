import Autograd

/// What a decoding step gives of the next tokens' distribution.
public enum DecodingSelection: Sendable, Hashable {
  /// The most likely token alone, without its logit: what the head's rows rounded to int8 are for.
  case best
  /// The logits of so many of the most likely tokens, and which they are.
  case largest(Int)
  /// All logits.
  case all
}

/// The shape of a decoding step.
public struct DecodingStepShape: Sendable, Hashable {
  /// Hypotheses that are continued together.
  public let rows: Int
  /// Rows that the caches have room for.
  public let slots: Int
  /// Tokens that the caches have room for in each slot.
  public let capacity: Int
  /// Tokens of all prompts together, padding included.
  public let sourceTokens: Int
  /// The most tokens of one prompt.
  public let sourceLength: Int
  /// What is given of the distribution.
  public let selection: DecodingSelection
}

/// The inputs of a program that reads prompts: all as segments of one row, or each in a row of its own (`RowLayout`). One that a model
/// does not ask for is no input of its program.
public struct PromptInputs {
  private let builder: ProgramBuilder
  /// Rows of the program.
  public let rows: Int
  /// Places of each.
  public let length: Int

  init(_ builder: ProgramBuilder, rows: Int, length: Int) {
    (self.builder, self.rows, self.length) = (builder, rows, length)
  }

  private func integers(_ name: String) -> Tensor { builder.input(name, .int32([rows, length])) }

  /// Places of all rows.
  public var count: Int { rows * length }
  /// The ids, int32 `[rows, length]`.
  public var tokens: Tensor { integers(DecodingName.tokens) }
  /// The prompt of each, from 1 on, int32 `[rows, length]`; 0 for padding.
  public var segments: Tensor { integers(DecodingName.segments) }
  /// The place of each in its prompt, from 0 on, int32 `[rows, length]`.
  public var positions: Tensor { integers(DecodingName.promptPositions) }
}

/// The inputs of a decoding step that say which tokens its rows continue.
public struct DecodingInputs {
  /// Each row's latest token, int32 `[rows]`.
  public let tokens: Tensor
  /// Its position in the answer, from 0 on, int32 `[rows]`.
  public let positions: Tensor
  /// Where in the caches the answer's tokens up to that position stand, int32 `[rows, capacity]`.
  public let places: Tensor
  /// The last place of its prompt in `sourcePlaces`, int32 `[rows]`; -1 where it has none.
  public let sourceLast: Tensor
  /// Where among the prompts' tokens its own stand, int32 `[rows, sourceLength]`.
  public let sourcePlaces: Tensor

  /// The token's position in prompt and answer together, int32 `[rows]`; an input only of a program whose model asks for it.
  public var sequencePositions: Tensor {
    tokens.builder.input(DecodingName.sequencePositions, .int32(tokens.shape))
  }

  init(_ builder: ProgramBuilder, _ shape: DecodingStepShape) {
    func integers(_ name: String, _ dimensions: Shape) -> Tensor { builder.input(name, .int32(dimensions)) }
    positions = integers(DecodingName.positions, [shape.rows])
    places = integers(DecodingName.places, [shape.rows, shape.capacity])
    sourceLast = integers(DecodingName.sourceLast, [shape.rows])
    sourcePlaces = integers(DecodingName.sourcePlaces, [shape.rows, shape.sourceLength])
    tokens = integers(DecodingName.tokens, [shape.rows])
  }
}

/// Names of the values that decoding programs hand to each other.
enum DecodingName {
  static let tokens = "tokens"
  static let segments = "segments"
  static let positions = "positions"
  static let promptPositions = "promptPositions"
  static let sequencePositions = "sequencePositions"
  static let places = "places"
  static let sourceLast = "sourceLast"
  static let sourcePlaces = "sourcePlaces"
  static let logits = "logits"
  static let ids = "ids"
  static let logSumExp = "logSumExp"
  static let roundedHead = "roundedHead"
  static let roundedHeadBounds = "roundedHead.bounds"
}
