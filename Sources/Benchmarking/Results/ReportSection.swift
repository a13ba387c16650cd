/// A part of what is told of a machine: workloads that belong in one table, and are written and replaced
/// together.
package enum ReportSection: String, Codable, Sendable, CaseIterable {
  /// Multiply-adds from registers.
  case registers
  /// Matrix products.
  case products
  /// Reading and writing memory.
  case memory
  /// Training steps beside peers.
  case training
  /// How our step's time grows.
  case growth
  /// A training step by builds for several processors.
  case levels
  /// A training step on a machine that others use.
  case busy
  /// Training on a real mixture.
  case mixture
  /// Greedy generation.
  case generation
  /// Scoring.
  case scoring
  /// Tokenizing.
  case tokenizing
  /// From tasks to batches.
  case data
  /// The same beside SeqIO.
  case formatting
  /// Random steps of a large source.
  case scale
  /// From the start to the first token.
  case startup

  /// Its title.
  package var title: String {
    switch self {
    case .registers: "Arithmetic from registers"
    case .products: "Matrix products"
    case .memory: "Memory"
    case .training: "Training step"
    case .growth: "Growth of a step"
    case .levels: "Builds for levels of processor"
    case .busy: "Beside busy processes"
    case .mixture: "Real mixture"
    case .generation: "Greedy generation"
    case .scoring: "Scoring"
    case .tokenizing: "Tokenizing"
    case .data: "Data path"
    case .formatting: "Formatting"
    case .scale: "Random access"
    case .startup: "Start-up"
    }
  }

  /// What is measured.
  var explanation: String {
    switch self {
    case .registers: "Float32 multiply-adds on what registers hold; no product of matrices can be faster."
    case .products:
      "Float32 products (rows x columns x terms of a sum, N or T for operands as they are or transposed). The fastest of "
        + "anyone is the roofline that steps of the same run are held against."
    case .memory:
      "Arrays that no cache holds; bytes that the program reads and writes. The triad is c = a + s b."
    case .training:
      "Forward, backward and Adafactor on the same full rows (rows x input x target), random weights."
    case .growth: "The same step of ours with other lengths, rows, models and threads, without dropout."
    case .levels:
      "The same training step by a build for this processor, which is called ours here, and by those for levels of x86-64."
    case .busy:
      "A training step alone, and beside processes that do nothing but spin, one on each core. With as many of them as there "
        + "are threads the system's fair share is half of the time, and the step takes 2.00 times as long."
    case .mixture:
      "Useful target tokens in a second of training steps: packed by us; batches of 8 padded to their longest by "
        + "transformers, to the full row by JAX."
    case .generation:
      "Tokens decoded in a second; everyone decodes all of them, the end of sequence is suppressed."
    case .scoring:
      "Target tokens scored in a second, pairs of uneven lengths: packed by us, padded by the others."
    case .tokenizing: "Text to ids, one thread."
    case .data: "Reading positions of a mixture, formatting, tokenizing and packing, one thread."
    case .formatting: "The same on chain-of-thought tables, which SeqIO reads too, a core each."
    case .scale: "Packed batches of 8 rows of 512/128 at random steps of stored instances, one thread."
    case .startup: "From the start of the process to the first generated token."
    }
  }
}
