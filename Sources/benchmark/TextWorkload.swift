import Foundation
import Instructions
import Tokenization

/// Tokenizing, and the whole path from task files to packed batches, on one thread.
struct TextWorkload {
  let folder: String

  func measure(repeats: Int) throws -> [Row] {
    let tokenizer = try VocabularyFile.open("\(folder)/Vocabulary/\(VocabularyFile.sentencePieceName)")
    let tasks = try TaskCollection.load(path: "\(folder)/Tasks")
    let lines = tasks.tasks.flatMap { $0.instances.map(\.input) }
    let megabytes = Double(lines.reduce(0) { $0 + $1.utf8.count }) / 1e6
    let encoding = Measurement(repeats: repeats, amount: megabytes) {
      for line in lines { _ = tokenizer.encode(line) }
    }

    let split = try tasks.split(HoldOut())
    let stream = try ExampleStream(
      mixture: Mixture(split.trained, configuration: MixtureConfiguration()), templates: .standard(),
      tokenizer: tokenizer, configuration: .init(seed: 1, promptBudget: 256))
    let batches = try BatchStream(
      stream, configuration: PackingConfiguration(rows: 16, inputLength: 256, targetLength: 64))
    let steps = 32
    let examples = Double(steps * batches.examplesPerStep)
    let packing = try Measurement(repeats: repeats, amount: examples) {
      for step in 0..<steps { _ = try batches.batch(step: step) }
    }
    return [
      Row("tokenizing, one thread", encoding, unit: "MB/s", ratio: nil),
      Row("formatting, tokenizing, packing", packing, unit: "examples/s", ratio: nil),
    ]
  }
}
