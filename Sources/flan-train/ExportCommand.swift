import ArgumentParser
import Diagnostics
import Foundation
import Inference
import Reports
import Setup
import Text

/// `export`: a clean model folder of a run, a checkpoint or any model folder.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a model folder that transformers loads as it is, with a model card.",
    usage: "flan-train export [<options>] <model> <out>",
    discussion: """
      The folder gets config.json, generation_config.json, safetensors, the tokenizer's files and README.md: the run's \
      passport, data and scores. A run stands for its best model. The folder is whole or not there.

      Examples:

        flan-train export runs/flan-small models/flan-small
        flan-train export runs/flan-small/checkpoints/step-00000500 models/at-500
        flan-train export models/t5-xl models/t5-xl-bf16 --precision bfloat16
      """)

  @Argument(
    help: "A run folder (its best model), a checkpoint, or a Hugging Face model folder.",
    completion: Candidates.model)
  var model: String

  @Argument(help: "The folder to write.", completion: .directory)
  var out: String

  @Option(
    help: ArgumentHelp(
      "How weights are stored: float32 or bfloat16; default: as the model's own are.", valueName: "precision"),
    completion: .list(ModelExporter.Precision.allCases.map(\.rawValue)),
    transform: ExportCommand.precision)
  var precision: ModelExporter.Precision?

  @Option(
    help: ArgumentHelp(
      "The most bytes of one weights file, such as 500MB or 2GB.", valueName: "size"),
    transform: ExportCommand.size)
  var shardSize = 5_000_000_000

  @Option(help: "The license that the model card names; default: that of the base model's card.")
  var license: String?

  @Option(
    help:
      "A language that the model card names, such as en (may be repeated); default: those of the base model's card."
  )
  var language: [String] = []

  @Option(
    help: ArgumentHelp(
      "The base model's name on the hub, for the model card; default: known for a folder in Hugging Face's cache.",
      valueName: "owner/name"))
  var baseModel: String?

  @Flag(help: "Add an adapter to the weights of its base model, and write the whole model.")
  var merge = false

  @Flag(help: "Bring the checkpoint's trainer.h5 along.")
  var optimizerState = false

  @Flag(help: "Replace a model folder that is there.")
  var force = false

  func run() throws {
    try Outcome.of {
      var options = ModelExporter.Options(programVersion: ProgramVersion.text)
      options.precision = precision
      options.largestFile = shardSize
      (options.license, options.languages, options.baseModel) = (license, language, baseModel)
      options.includesOptimizerState = optimizerState
      options.mergesAdapter = merge
      options.replaces = force
      let signals = StopSignals(notice: "stopping; nothing will be written; once more to stop at once")
      let found = try ModelLocator.locate(model)
      let exporter = try ModelExporter(found, options: options)
      try Outcome.warnIfUntrained(found)
      for note in exporter.notes { Outcome.printError(note) }
      let result = try exporter.export(to: out, stop: signals.request) { Console.standardError.show($0) }
      for warning in result.warnings { Outcome.printError("warning: \(warning)") }
      let files = result.files.count
      try Outcome.printResult(
        "\(result.folder): \(result.weights) weights as \(result.precision.rawValue), \(FileSize.text(result.bytes)) in "
          + "\(files) \(files == 1 ? "file" : "files")")
    }
  }

  private static func precision(_ text: String) throws -> ModelExporter.Precision {
    if let precision = ModelExporter.Precision(rawValue: text) { return precision }
    let names = ModelExporter.Precision.allCases.map(\.rawValue)
    throw ValidationError("'\(text)' is no precision. \(NearestName.advice(for: text, in: names))")
  }

  private static func size(_ text: String) throws -> Int {
    if let size = FileSize(text) { return size.bytes }
    throw ValidationError("'\(text)' is no size; write 500MB, 2GB or a number of bytes")
  }
}
