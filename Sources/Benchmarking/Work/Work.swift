/// What a contestant is to do: everything that its process needs to know, sent to it as one line of JSON.
package struct Work: Codable, Sendable, Equatable {
  /// A kind of work.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Multiply-adds from registers: what no product can exceed.
    case registers
    /// Plain matrix products: what no step can exceed.
    case products
    /// Reading and writing memory.
    case memory
    /// A cache line's way from core to core and back.
    case cores
    /// Forward, backward and Adafactor on full rows.
    case training
    /// The same on a mixture of real examples, packed by us, padded by the others.
    case mixture
    /// Greedy decoding without an end.
    case generation
    /// The log-probability of given targets.
    case scoring
    /// Text to ids on one thread.
    case tokenizing
    /// From task files to packed batches on one thread.
    case data
    /// Packed batches at random steps of a source too large for memory.
    case scale
    /// From the start of a process to the first generated token.
    case startup
    /// A training step as a built command measures it itself.
    case levels
  }

  /// What is done.
  package var kind: Kind
  /// Which of a contestant's ways to do it: `eager`, `compiled`, `float32`, `int8`, `openblas`,
  /// `openblas-split`, a level of processor; empty where there is one.
  package var variant = ""
  /// The format that our weights are rounded to (`WeightFormat`); empty for none. Peers' is their variant.
  package var weights = ""
  /// Threads for arithmetic.
  package var threads: Int
  /// A Hugging Face model folder.
  package var model = ""
  /// Rows of a batch.
  package var rows = 0
  /// Tokens of prompts in a row.
  package var inputLength = 0
  /// Tokens of targets in a row; in generation the tokens that are decoded.
  package var targetLength = 0
  /// The dropout rate in training.
  package var dropout = 0.0
  /// A file of `TokenPairs`.
  package var pairs = ""
  /// Batches that a peer does in one repeat.
  package var batches = 1
  /// A file of text, one item a line.
  package var text = ""
  /// A SentencePiece model.
  package var vocabulary = ""
  /// A folder or file of tasks.
  package var tasks = ""
  /// A folder in which tokenized examples are kept; empty for none.
  package var cache = ""
  /// Examples of a synthetic source.
  package var examples = 0
  /// A program that answers a prompt with its first token, with its arguments; for `levels` the arguments
  /// alone.
  package var command: [String] = []
  /// Products to measure.
  package var products: [MatrixShape] = []
  /// For `levels`, the program of each variant.
  package var programs: [String: String] = [:]

  /// Work of a kind, everything else to be filled in.
  package init(_ kind: Kind, threads: Int) {
    self.kind = kind
    self.threads = threads
  }
}

/// Inputs and targets as token ids, both ending in the end-of-sequence id.
package struct TokenPairs: Codable, Sendable, Equatable {
  /// The prompts' ids.
  package var inputs: [[Int32]]
  /// The targets' ids.
  package var targets: [[Int32]]

  /// Pairs; both lists must be as long.
  package init(inputs: [[Int32]], targets: [[Int32]]) {
    self.inputs = inputs
    self.targets = targets
  }
}
