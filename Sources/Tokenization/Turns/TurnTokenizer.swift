import Diagnostics
import Foundation

/// A tokenizer that writes a family's markers around prompts and lets targets end with the family's end of a turn.
///
/// The names of special tokens in the markers stand for the tokens; in prompts and targets they are text, as always.
/// Turns are of models that read a prompt and its target as one sequence.
public struct TurnTokenizer: Tokenizer {
  /// The tokenizer of the vocabulary.
  public let withoutTurns: any Tokenizer
  /// What is written around prompts.
  public let turns: TurnFormat?
  /// The token that ends targets, and so every sequence.
  public let endOfSequenceID: Int32
  /// Whether a space stands between a prompt and its target: where the markers between the two end in a word, or where
  /// there are none.
  public let continuesPrompts: Bool
  /// The ids that every prompt begins with.
  public let promptHead: [Int32]
  /// The ids that every prompt ends in.
  public let promptTail: [Int32]

  let markers: TurnFormat

  /// - Parameter location: where the markers stand, for messages.
  /// - Throws: `TurnError` for a token that the vocabulary does not have.
  public init(
    _ markers: TurnFormat, around tokenizer: any Tokenizer, at location: SourceLocation
  ) throws(TurnError) {
    withoutTurns = tokenizer.withoutTurns.continuingPrompts
    self.markers = markers
    turns = markers
    let special = withoutTurns.specialTokens
    // Families that have no such tokens, as Zephyr's Llama 2, write their roles as text.
    if special.contains(where: Self.isMarked) {
      for name in markers.tokenNames where withoutTurns.token(named: name) == nil {
        throw TurnError.unknownToken(location: location, name: name, valid: special)
      }
    }
    if let end = markers.end {
      guard let id = withoutTurns.token(named: end) else {
        throw TurnError.unknownToken(location: location, name: end, valid: special)
      }
      endOfSequenceID = id
    } else {
      endOfSequenceID = withoutTurns.endOfSequenceID
    }
    continuesPrompts =
      markers.beforeTarget.isEmpty
      ? withoutTurns.continuesPrompts
      : withoutTurns.hasSpacesBeforeTargets && withoutTurns.endsInWord(markers.beforeTarget)
    // What stands before, and behind, whatever is asked.
    let probes = ["a", "1"].map { [withoutTurns, endOfSequenceID] in
      Self.prompt($0, markers, withoutTurns) + [endOfSequenceID]
    }
    promptHead = zip(probes[0], probes[1]).prefix { $0 == $1 }.map(\.0)
    promptTail = zip(probes[0].reversed(), probes[1].reversed()).prefix { $0 == $1 }.map(\.0).reversed()
  }

  private static func isMarked(_ name: String) -> Bool { name.hasPrefix("<|") && name.hasSuffix("|>") }

  /// The ids of a prompt with its markers. The beginning of sequence that the vocabulary puts before every text is not written
  /// twice where the markers have it too.
  private static func prompt(_ text: String, _ markers: TurnFormat, _ tokenizer: any Tokenizer) -> [Int32] {
    let ids = tokenizer.encode(text, between: markers.beforePrompt, and: markers.beforeTarget)
    let starts = tokenizer.startIDs
    return !starts.isEmpty && ids.starts(with: starts) ? Array(ids.dropFirst(starts.count)) : ids
  }

  /// The ids of a prompt with its markers, and the end of a turn, which closes every text.
  public func prompt(_ text: String) -> [Int32] {
    Self.prompt(text, markers, withoutTurns) + [endOfSequenceID]
  }

  /// The ids of a target with the end of a turn. Some vocabularies put a space before the first word of a text; behind the markers
  /// it is not the first, and has one only where they end in a word.
  public func target(_ text: String, after prompt: String) -> [Int32] {
    let marker = markers.beforeTarget
    if marker.isEmpty {
      let before = prompt.isEmpty ? markers.beforePrompt : prompt
      return Array(withoutTurns.target(text, after: before).dropLast()) + [endOfSequenceID]
    }
    let written = continuesPrompts ? TargetSpace.target(text, behind: marker) : text
    let before = withoutTurns.encode("", between: marker, and: "")
    let all = withoutTurns.encode(written, between: marker, and: "")
    // Where the first piece of the target would be one with the end of the markers, the target is written alone.
    let ids =
      all.starts(with: before)
      ? all.dropFirst(before.count) : withoutTurns.target(text, after: marker).dropLast()
    return Array(ids) + [endOfSequenceID]
  }

  /// The text of an answer's ids, without the space between it and its prompt.
  public func answer(_ ids: some Sequence<Int32>) -> String {
    continuesPrompts ? withoutTurns.answer(ids) : decode(ids)
  }

  /// Names of special tokens in the markers that are text in this vocabulary, in words for the user; empty where all are tokens.
  public var notes: [String] {
    let unknown = markers.tokenNames.filter { withoutTurns.token(named: $0) == nil }
    return unknown.map { name in
      "'\(name)' is no token of the vocabulary: turns begin with its text, \(withoutTurns.encode(name).count) tokens"
    }
  }
}

extension TurnTokenizer {
  public var vocabularySize: Int { withoutTurns.vocabularySize }
  public var padID: Int32 { withoutTurns.padID }
  public var unknownID: Int32 { withoutTurns.unknownID }
  public var files: [(name: String, bytes: Data)] { withoutTurns.files }
  public var addedTokens: [AddedToken] { withoutTurns.addedTokens }
  public var specialTokens: [String] { withoutTurns.specialTokens }
  public var startIDs: [Int32] { withoutTurns.startIDs }
  public func encode(_ text: String) -> [Int32] { withoutTurns.encode(text) }
  public func encodeMarked(_ text: String) -> [Int32] { withoutTurns.encodeMarked(text) }
  public func encode(_ text: String, between before: String, and after: String) -> [Int32] {
    withoutTurns.encode(text, between: before, and: after)
  }
  public func decode(_ ids: some Sequence<Int32>) -> String { withoutTurns.decode(ids) }
  public func decodeMarked(_ ids: some Sequence<Int32>) -> String { withoutTurns.decodeMarked(ids) }
  public func piece(of id: Int32) -> String? { withoutTurns.piece(of: id) }
}

extension Tokenizer {
  /// The tokenizer with a family's markers around prompts; where there are none, that of the vocabulary alone.
  /// - Parameter location: where the markers stand, for messages.
  /// - Throws: `TurnError` for a token that the vocabulary does not have.
  public func with(_ markers: TurnFormat, at location: SourceLocation) throws(TurnError) -> any Tokenizer {
    markers.isEmpty ? withoutTurns : try TurnTokenizer(markers, around: self, at: location)
  }
}

/// Why a family's markers cannot be written.
public enum TurnError: UserError, Equatable {
  /// A token of the markers is none of the vocabulary; `valid` are its special tokens.
  case unknownToken(location: SourceLocation, name: String, valid: [String])
  /// No family is called so, and no file either.
  case unknownFamily(name: String)

  /// What the caller asked for does not go with the vocabulary.
  public var category: FailureCategory { .usage }

  /// Where the markers stand.
  public var location: SourceLocation? {
    switch self {
    case .unknownToken(let location, _, _): location
    case .unknownFamily: nil
    }
  }

  /// What is wrong.
  public var problem: String {
    switch self {
    case .unknownToken(_, let name, _): "the vocabulary has no token '\(name)'"
    case .unknownFamily(let name): "there are no turns called '\(name)', and no such file"
    }
  }

  /// What to do about it.
  public var nextStep: String? {
    switch self {
    case .unknownToken(_, let name, let valid):
      valid.isEmpty
        ? "It has no special tokens: write markers of text." : NearestName.advice(for: name, in: valid)
    case .unknownFamily(let name):
      NearestName.advice(for: name, in: TurnFormat.Family.allCases.map(\.rawValue) + [TurnFormat.none])
    }
  }
}
