import Diagnostics
import Foundation
import Tokenization

/// The generated part of the folder `Data/`: task files, splits and vocabulary.
package enum DataFolder {
  /// A generated file.
  package typealias File = (path: String, bytes: Data)

  /// The pieces of the vocabulary file; with 100 sentinels a model has 1,152 embeddings, a multiple of 128.
  static let vocabularySize = 1052

  /// All generated files, by their paths inside the folder, in a fixed order.
  /// - Throws: `TaskGenerationError`, and `TokenizerError` where the vocabulary cannot be trained.
  package static func files(of clusters: [TaskCluster] = TaskCatalogue.clusters) throws -> [File] {
    var tasks: [GeneratedTask] = []
    for cluster in clusters {
      for index in cluster.tasks.indices { tasks.append(try GeneratedTask(cluster: cluster, index: index)) }
    }
    return tasks.map { ("Tasks/\($0.cluster)/\($0.name).json", Data($0.json.utf8)) } + [
      ("splits.json", Data(splits(of: clusters).utf8)),
      ("Vocabulary/spiece.model", try vocabulary(of: tasks)),
    ]
  }

  /// A SentencePiece vocabulary in which each word of the tasks is one piece, with T5's rules: a line break
  /// is a space.
  /// - Throws: `TokenizerError`.
  /// - Parameters:
  ///   - texts: what else has words.
  ///   - size: the pieces of the vocabulary, without sentinels.
  static func vocabulary(
    of tasks: [GeneratedTask], texts: [String] = [], size: Int = vocabularySize
  ) throws -> Data {
    let words = VocabularyCorpus.words(of: tasks, texts: texts)
    var options = UnigramTrainer.Options(vocabularySize: size)
    // Numbers up to 20 are words here: a small model learns sums of whole numbers, not of digits.
    options.splitsDigits = false
    options.characterCoverage = 1
    options.normalization = .nmtNFKC
    options.requiredPieces = VocabularyCorpus.requiredPieces(of: words)
    return try UnigramTrainer(options).train(corpus: words)
  }

  /// The names of the clusters that training must leave out, as JSON.
  static func splits(of clusters: [TaskCluster]) -> String {
    let names = clusters.filter(\.isHeldOut).map { $0.name.jsonLiteral }
    return "{\"heldOutClusters\": [\(names.joined(separator: ", "))]}\n"
  }

  /// Writes a file, making its folder where it is missing.
  /// - Throws: `FileError`.
  package static func write(_ bytes: Data, to path: String, in folder: String) throws {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: file, options: .atomic)
    } catch {
      throw FileError.refused(
        path: file.path, operation: "write the file", reason: error.localizedDescription)
    }
  }
}

/// Why a task could not be made.
package enum TaskGenerationError: UserError, Equatable {
  /// The rule of `task` kept repeating itself after `found` of `wanted` instances.
  case exhausted(task: String, found: Int, wanted: Int)

  /// Data.
  package var category: FailureCategory { .data }
  /// None: the rule is code.
  package var location: SourceLocation? { nil }
  /// Which task, and how far it came.
  package var problem: String {
    switch self {
    case .exhausted(let task, let found, let wanted):
      "the rule of task '\(task)' yields only \(found) different instances where \(wanted) are wanted"
    }
  }
  /// How to widen the rule.
  package var nextStep: String? {
    "Give the rule more words or numbers to draw from, or ask for fewer instances."
  }
}
