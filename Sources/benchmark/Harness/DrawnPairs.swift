import Benchmarking
import Diagnostics
import Instructions
import Tokenization

/// Token ids that are drawn from nothing or from a mixture, the same in every run.
enum DrawnPairs {
  /// Pairs that fill their rows; both sides end in the end-of-sequence id 1.
  /// - Parameter ids: ids are below this.
  static func full(_ count: Int, _ inputLength: Int, _ targetLength: Int, ids: Int) -> TokenPairs {
    TokenPairs(
      inputs: (0..<count).map { row($0, inputLength, below: ids) },
      targets: (0..<count).map { row($0 + 100, targetLength, below: ids) })
  }

  private static func row(_ salt: Int, _ length: Int, below limit: Int) -> [Int32] {
    (0..<length).map { index in
      index == length - 1 ? 1 : Int32(3 + (index * 7919 + salt * 104_729) % max(limit - 3, 1))
    }
  }

  /// A stream over all tasks with all four formats, as a recipe's defaults make it.
  /// - Throws: what reading the tasks and making the stream throws.
  static func stream(_ bench: Bench, inputLength: Int) throws -> ExampleStream {
    try stream(tasks: bench.tasks, bench.tokenizer, inputLength: inputLength)
  }

  /// The same over the tasks of a file or folder.
  /// - Throws: what reading the tasks and making the stream throws.
  static func stream(tasks: String, _ tokenizer: any Tokenizer, inputLength: Int) throws -> ExampleStream {
    let tasks = try TaskCollection.load(path: tasks)
    let mixture = try Mixture(tasks.split(HoldOut()).trained, configuration: MixtureConfiguration())
    return try ExampleStream(
      mixture: mixture, templates: .read(["Data/Templates"]), tokenizer: tokenizer,
      configuration: .init(seed: 1, promptBudget: inputLength))
  }

  /// The first pairs of a stream.
  /// - Throws: what the stream throws.
  static func first(_ count: Int, of stream: ExampleStream) throws -> TokenPairs {
    let examples = try (0..<count).map { try stream.tokenized(at: $0) }
    return TokenPairs(inputs: examples.map(\.inputs), targets: examples.map(\.targets))
  }
}

extension TokenPairs {
  /// The pairs as examples.
  var examples: [TokenizedExample] {
    zip(inputs, targets).enumerated().map { index, pair in
      TokenizedExample(
        inputs: pair.0, targets: pair.1,
        provenance: Provenance(task: "benchmark", instance: index, format: .zeroShot, template: "none"))
    }
  }

  /// How long the pairs are in the mean.
  var lengths: String {
    func mean(_ lists: [[Int32]]) -> Int { lists.reduce(0) { $0 + $1.count } / max(lists.count, 1) }
    return "\(inputs.count) pairs of \(mean(inputs)) input and \(mean(targets)) target tokens in the mean"
  }
}

extension Work {
  /// How rows are packed: as a recipe's defaults have it.
  var packing: PackingConfiguration {
    PackingConfiguration(
      rows: rows, inputLength: inputLength, targetLength: targetLength, strategy: .exactFit, stepsPerWindow: 4
    )
  }

  /// The pairs of the work.
  /// - Throws: `FileError`, `DecodingError`.
  func readPairs() throws -> TokenPairs {
    try MessageLine.decode(TokenPairs.self, InputFile.read(pairs, what: "file of token ids"))
  }
}
