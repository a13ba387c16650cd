import Checkpoints
import Diagnostics
import Foundation
import Models
import Recipes
import Setup
import Storage
import Training

/// Makes a clean model folder of a run's model, a checkpoint or any model folder: what `from_pretrained`
/// takes, and a model card.
///
/// Weights go from the mapped file to the new one piece by piece: the memory needed does not grow with the
/// model.
package struct ModelExporter {
  /// How weights are stored.
  package typealias Precision = SafetensorsWriter.Precision

  /// What the folder is to be.
  package struct Options: Sendable {
    /// How weights are stored; `nil` as the model's own are: bfloat16 where all of them are, else float32.
    package var precision: Precision?
    /// The most bytes of one weights file, as hubs like it; larger models are written in shards.
    package var largestFile = 5_000_000_000
    /// Whether the checkpoint's `trainer.h5` comes along.
    package var includesOptimizerState = false
    /// Whether an adapter is added to the weights of its base model, and the whole model written.
    package var mergesAdapter = false
    /// Whether an existing model folder is replaced.
    package var replaces = false
    /// The license for the model card; without it, that of the base model's card.
    package var license: String?
    /// The languages for the model card, such as `en`; without any, those of the base model's card.
    package var languages: [String] = []
    /// The base model's name on a hub for the model card; without it, what its folder in Hugging Face's cache
    /// is called.
    package var baseModel: String?
    /// The program's version, for the model card.
    package var programVersion: String

    /// The model's own precision, without optimizer state, to a new folder.
    package init(programVersion: String) { self.programVersion = programVersion }

    /// How the weights of a model are stored.
    package func precision(for opened: OpenedModel) -> Precision {
      precision ?? (opened.isInBFloat16 ? .bfloat16 : .float32)
    }
  }

  /// What has been written.
  package struct Result: Sendable, Equatable {
    /// The folder, as the user wrote it.
    package let folder: String
    /// The number of weights.
    package let weights: Int
    /// How they are stored.
    package let precision: Precision
    /// The files' names, sorted.
    package let files: [String]
    /// The bytes of all files.
    package let bytes: Int
    /// What the user should know.
    package let warnings: [String]
  }

  /// What is to be known of the source's folder.
  package var notes: [String] { opened.notes }
  package let opened: OpenedModel
  private let precision: Precision
  package let card: ModelCard
  package let options: Options
  /// The source's run, where it belongs to one.
  let run: ExportedRun?

  /// Opens a model and reads what its run tells of it.
  ///
  /// An adapter stays one, unless the options merge it into its base model.
  /// - Throws: any `UserError` about the folder or its run.
  package init(_ found: ModelLocator.Found, options: Options) throws {
    let source = try OpenedModel(folder: found.folder, cache: CacheSettings().hashes)
    if options.mergesAdapter, source.adapter == nil {
      throw AdapterError.noAdapter(location: SourceLocation(file: found.folder))
    }
    opened = options.mergesAdapter ? source.whole : source
    self.options = options
    precision = options.precision(for: opened)
    if options.includesOptimizerState, !FolderChain.isFile("\(found.folder)/\(TrainerStateFile.fileName)") {
      throw ExportError.noOptimizerState(folder: found.folder)
    }
    run = try found.run.map { try ExportedRun($0, folder: found.folder) }
    card = try ModelCard(opened, run: run, options)
  }

  /// Writes the folder beside its place and renames it when it is whole.
  /// - Parameters:
  ///   - stop: ends the writing with `ExportError.stopped`; nothing stays behind.
  ///   - progress: is told how many bytes of the weights have been written.
  /// - Throws: `ExportError`, `FileError`, `WeightsError` for a weight that is not finite.
  package func export(
    to destination: String, stop: StopRequest = StopRequest(),
    progress: @escaping (WorkProgress) -> Void = { _ in }
  ) throws -> Result {
    try ExportDestination(destination).check(source: opened.folder, replaces: options.replaces)
    var contents: (files: [String], bytes: Int) = ([], 0)
    var warnings: [String] = []
    try ModelFolder.create(destination) { folder in
      warnings = try writeTokenizer(to: folder)
      if let adapter = opened.adapter {
        var configuration = adapter.configuration
        configuration.base = options.baseModel ?? URL(fileURLWithPath: opened.baseFolder).path
        try configuration.write(
          AdapterBase(folder: opened.baseFolder, cache: CacheSettings().hashes), adapter.tensors,
          precision: precision, to: folder)
      } else {
        let (configuration, tensors) = weights(for: destination, stop: stop, progress: progress)
        try ModelFolder.writeConfiguration(configuration, to: folder)
        try SafetensorsWriter(precision: precision).write(
          tensors, toFolder: folder, largestFile: options.largestFile)
      }
      if options.includesOptimizerState {
        let name = TrainerStateFile.fileName
        try FileSystem.standard.copy("\(opened.folder)/\(name)", to: "\(folder)/\(name)")
      }
      try FileSystem.standard.write(Data(card.text.utf8), to: "\(folder)/\(ModelCard.fileName)")
      if stop.isRaised { throw ExportError.stopped(destination: destination) }
      contents = try Self.contents(of: folder)
    }
    return Result(
      folder: destination, weights: weightCount, precision: precision, files: contents.files,
      bytes: contents.bytes, warnings: warnings)
  }

  /// The tensors to write, with the configuration that makes both versions of `transformers` read them alike.
  private func weights(
    for destination: String, stop: StopRequest, progress: @escaping (WorkProgress) -> Void
  ) -> (any ModelConfiguration, [NamedTensor]) {
    let model = opened.configuration.portable(opened.tensors)
    let total = model.tensors.reduce(0) { $0 + $1.shape.reduce(1, *) }
    let written = Counter()
    let size = precision.byteCount
    let work = "writing \(destination)"
    let watched = model.tensors.map { tensor in
      NamedTensor(tensor.name, shape: tensor.shape) { body in
        try tensor.withValues { values in
          if stop.isRaised { throw ExportError.stopped(destination: destination) }
          try body(values)
          written.count += values.count
          progress(WorkProgress(work, done: written.count * size, of: total * size, .bytes))
        }
      }
    }
    return (model.configuration, watched)
  }

  /// The weights that are written.
  private var weightCount: Int {
    (opened.model as? AdaptedModel)?.adapterParameters.reduce(0) { $0 + $1.shape.count }
      ?? opened.model.parameterCount
  }

  private static func contents(of folder: String) throws -> (files: [String], bytes: Int) {
    let names = try InputFile.names(in: folder, what: "new model folder")
    let sizes = try names.map { name in
      try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size] as? Int ?? 0
    }
    return (names, sizes.reduce(0, +))
  }

  private final class Counter { var count = 0 }
}
