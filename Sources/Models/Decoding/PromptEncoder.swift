import Autograd

/// The prepared program that reads prompts of one layout's shape, and what it made of the latest prompts.
final class PromptEncoder {
  private(set) var layout: PromptLayout
  /// What steps read of the prompts, by name.
  let outputs: [String: any TensorStorage]
  private let tokens: any TensorStorage
  private let segments: any TensorStorage
  private let positions: any TensorStorage
  private let program: any PreparedProgram

  /// - Throws: what preparing the program throws.
  init(
    _ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, _ layout: PromptLayout
  ) throws {
    self.layout = layout
    let type = TensorType.int32([1, layout.length])
    tokens = runtime.makeStorage(type)
    segments = runtime.makeStorage(type)
    positions = runtime.makeStorage(type)
    var storage = parameters.storage
    storage[DecodingName.tokens] = tokens
    storage[DecodingName.segments] = segments
    storage[DecodingName.promptPositions] = positions
    let recorded = model.recordPrompt(length: layout.length)
    let program = try runtime.prepare(recorded, storage: storage)
    self.program = program
    outputs = Dictionary(
      recorded.outputs.map { ($0.name, program.output($0.name)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Encodes prompts whose layout has the same shape.
  /// - Throws: what running the program throws.
  func run(_ prompts: [[Int32]], _ layout: PromptLayout) throws {
    self.layout = layout
    let (ids, numbers) = layout.tokens(prompts)
    tokens.set(ids)
    segments.set(numbers)
    positions.set(layout.positions)
    try program.run()
  }
}

/// Where the prompts of a batch stand in the encoder's row.
///
/// All prompts share one row as segments, one behind the other: attention visits a segment's own block only,
/// so a long row costs no more than its prompts do, and nothing is padded but the end.
struct PromptLayout: Equatable {
  /// Tokens of the row: those of all prompts, rounded up so that batches of about one size have one program.
  let length: Int
  /// The most tokens of one prompt, rounded up likewise.
  let sourceLength: Int
  /// Every prompt's places in the row.
  let ranges: [Range<Int>]
  /// Those of them that steps read: all but the last so many.
  let seen: [Range<Int>]

  /// The least granularity of lengths, in tokens.
  static let lengthStep = 32
  /// A length is rounded up by less than this part of it, or to `lengthStep`.
  static let slack = 16

  /// Puts the prompts one behind the other.
  /// - Parameters:
  ///   - lengths: tokens of every prompt.
  ///   - takenAgain: how many of its last tokens steps take anew (`LanguageModel.promptTokensTakenAgain`).
  init(_ lengths: [Int], takenAgain: Int = 0) {
    var end = 0
    let ranges = lengths.map { length in
      end += length
      return (end - length)..<end
    }
    self.ranges = ranges
    seen = ranges.map { $0.dropLast(takenAgain) }
    length = Self.rounded(end)
    sourceLength = Self.rounded(lengths.max() ?? 0)
  }

  /// The least multiple, of the largest power of two that is no more than the slack allows, that holds
  /// `count` tokens.
  private static func rounded(_ count: Int) -> Int {
    var step = lengthStep
    while 2 * step * slack <= count { step *= 2 }
    return max(1, (count + step - 1) / step) * step
  }

  /// The ids of the row, and for each its prompt's number from 1 on; 0 where there is padding.
  func tokens(_ prompts: [[Int32]]) -> (ids: [Int32], segments: [Int32]) {
    var (ids, segments) = ([Int32](repeating: 0, count: length), [Int32](repeating: 0, count: length))
    for (prompt, range) in ranges.enumerated() {
      for (place, id) in zip(range, prompts[prompt]) {
        ids[place] = id
        segments[place] = Int32(truncatingIfNeeded: prompt + 1)
      }
    }
    return (ids, segments)
  }

  /// The place of each token of the row in its own prompt, from 0 on; 0 where there is padding.
  var positions: [Int32] {
    var positions = [Int32](repeating: 0, count: length)
    for range in ranges {
      for place in range { positions[place] = Int32(truncatingIfNeeded: place - range.lowerBound) }
    }
    return positions
  }
}
