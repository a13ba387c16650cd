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
    let type = TensorType.int32([layout.rows, layout.length])
    tokens = runtime.makeStorage(type)
    segments = runtime.makeStorage(type)
    positions = runtime.makeStorage(type)
    var storage = parameters.storage
    storage[DecodingName.tokens] = tokens
    storage[DecodingName.segments] = segments
    storage[DecodingName.promptPositions] = positions
    let recorded = model.recordPrompt(rows: layout.rows, length: layout.length)
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

/// Where the prompts of a batch stand in the encoder's rows.
///
/// Joined, all prompts share one row as segments, one behind the other, and nothing is padded but the end. Apart, each has a row of its
/// own; then shapes only grow, so that few programs are compiled.
struct PromptLayout: Equatable {
  /// Rows: one for all prompts, or at least one for each.
  let rows: Int
  /// Places of a row. Of joined prompts the tokens of all, rounded up so that batches of about one size have one program; else the
  /// longest's, up to a power of two.
  let length: Int
  /// The most tokens of one prompt, rounded up likewise.
  let sourceLength: Int
  /// Every prompt's places among those of all rows.
  let ranges: [Range<Int>]
  /// Those of them that steps read: all but the last so many.
  let seen: [Range<Int>]

  /// The least granularity of lengths, in tokens.
  static let lengthStep = 32
  /// A length is rounded up by less than this part of it, or to `lengthStep`.
  static let slack = 16

  /// Puts the prompts in their places.
  /// - Parameters:
  ///   - lengths: tokens of every prompt.
  ///   - takenAgain: how many of its last tokens steps take anew (`LanguageModel.promptTokensTakenAgain`).
  ///   - layout: whether prompts share a row.
  ///   - old: a layout that there is a program for.
  init(_ lengths: [Int], takenAgain: Int = 0, _ layout: RowLayout = .joined, growing old: PromptLayout? = nil)
  {
    let longest = lengths.max() ?? 0
    let ranges: [Range<Int>]
    switch layout {
    case .joined:
      var end = 0
      ranges = lengths.map { length in
        end += length
        return (end - length)..<end
      }
      (rows, length, sourceLength) = (1, Self.rounded(end), Self.rounded(longest))
    case .apart:
      var length = old?.length ?? Self.lengthStep
      while length < longest { length *= 2 }
      ranges = lengths.enumerated().map { $0 * length..<$0 * length + $1 }
      (rows, self.length, sourceLength) = (max(lengths.count, old?.rows ?? 1), length, length)
    }
    self.ranges = ranges
    seen = ranges.map { $0.dropLast(takenAgain) }
  }

  /// Places of all rows.
  var count: Int { rows * length }

  /// Whether a program for this layout takes the prompts of another one.
  func hasShape(of other: PromptLayout) -> Bool { rows == other.rows && length == other.length }

  /// The least multiple, of the largest power of two that is no more than the slack allows, that holds
  /// `count` tokens.
  private static func rounded(_ count: Int) -> Int {
    var step = lengthStep
    while 2 * step * slack <= count { step *= 2 }
    return max(1, (count + step - 1) / step) * step
  }

  /// The ids of all places, and for each its prompt's number from 1 on; 0 where there is padding.
  func tokens(_ prompts: [[Int32]]) -> (ids: [Int32], segments: [Int32]) {
    var (ids, segments) = ([Int32](repeating: 0, count: count), [Int32](repeating: 0, count: count))
    for (prompt, range) in ranges.enumerated() {
      for (place, id) in zip(range, prompts[prompt]) {
        ids[place] = id
        segments[place] = Int32(truncatingIfNeeded: prompt + 1)
      }
    }
    return (ids, segments)
  }

  /// The place of each token in its own prompt, from 0 on; 0 where there is padding.
  var positions: [Int32] {
    var positions = [Int32](repeating: 0, count: count)
    for range in ranges {
      for place in range { positions[place] = Int32(truncatingIfNeeded: place - range.lowerBound) }
    }
    return positions
  }
}
