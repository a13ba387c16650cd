/// Which tokens have a part in sequences.
struct TokenRoles: Sendable, Equatable {
  /// The token that ends a sequence.
  var end: Int32
  /// The token that fills rows, where one is named.
  var pad: Int32?
  /// What stands before a text.
  var starts: [Int32] = []
  /// The tokens that end an answer; `end` is one of them.
  var answerEnds: [Int32]
}
