import Autograd
import Benchmarking
import CPURuntime
import Checkpoints
import Foundation
import Models
import Tokenization
import Training

/// A temporary folder with what contestants read: models of random weights, token ids, text.
final class WorkFolder {
  private let path: String
  private var models: [String: String] = [:]
  private var count = 0

  init() throws {
    path = NSTemporaryDirectory() + "/flan-train-benchmark-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A Hugging Face folder with a T5 v1.1 of random weights, the same for all workloads.
  /// - Parameter vocabularySize: rows of the embedding table.
  func model(
    _ preset: ModelPreset, vocabularySize: Int = 32_128, tokenizer: any Tokenizer
  ) throws -> String {
    try model(
      T5Configuration(preset: preset, vocabularySize: vocabularySize),
      named: "\(preset.rawValue)-\(vocabularySize)", tokenizer)
  }

  /// The same with a decoder-only model of SmolLM2-135M's dimensions.
  func decoder(tokenizer: any Tokenizer) throws -> String {
    var configuration = DecoderConfiguration(
      .llama, modelDimension: 576, headDimension: 64, heads: 9, keyHeads: 3, layers: 30,
      feedForwardDimension: 1536, vocabularySize: 49_152, tiesEmbeddings: true, endTokenID: 1)
    configuration.rotary.base = 100_000
    configuration.normEpsilon = 1e-5
    configuration.positionCount = 8192
    return try model(configuration, named: "decoder", tokenizer)
  }

  private func model(
    _ configuration: some ModelConfiguration, named name: String, _ tokenizer: any Tokenizer
  ) throws -> String {
    if let folder = models[name] { return folder }
    let folder = folder(name)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let parameters = ParameterStore(configuration.model.parameters, runtime: CPURuntime(threads: 1))
    parameters.initialize(seed: 1)
    try CheckpointKeeper.writeModel(configuration, parameters, tokenizer: tokenizer, to: folder)
    models[name] = folder
    return folder
  }

  /// A folder, to be made by who uses it.
  func folder(_ name: String) -> String { "\(path)/\(name)" }

  /// A file of pairs.
  func write(_ pairs: TokenPairs) throws -> String {
    try write(MessageLine.encode(pairs), extension: "json")
  }

  /// A file of text.
  func write(_ lines: [String]) throws -> String {
    try write(Data(lines.joined(separator: "\n").utf8), extension: "txt")
  }

  private func write(_ data: Data, extension name: String) throws -> String {
    count += 1
    let file = "\(path)/\(count).\(name)"
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// What every workload is made from: threads, data, and a place for files.
struct Bench {
  let threads: Int
  /// Task files that were named on the command line.
  let data: String?
  /// The vocabulary file.
  let vocabulary: String
  /// A folder with builds for levels of processor.
  let builds: String?
  let tokenizer: any Tokenizer
  let folder: WorkFolder
  let isVerbose: Bool

  /// The project's own tasks, where no others are named.
  private static let ownTasks = "Data/Tasks"

  /// - Throws: what opening the vocabulary throws.
  init(
    threads: Int, data: String?, vocabulary: String, builds: String?, folder: WorkFolder, isVerbose: Bool
  ) throws {
    self.threads = threads
    self.data = data
    self.builds = builds
    self.vocabulary =
      vocabulary.hasSuffix(".model") ? vocabulary : "\(vocabulary)/\(VocabularyFile.sentencePieceName)"
    tokenizer = try VocabularyFile.open(self.vocabulary)
    self.folder = folder
    self.isVerbose = isVerbose
  }

  /// Task files in any case.
  var tasks: String { data ?? Self.ownTasks }
}

/// Why a workload is not measured.
struct NotMeasured: Error, CustomStringConvertible {
  let description: String
}
