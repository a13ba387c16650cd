import CPURuntime
import Diagnostics
@testable import Evaluation
import Foundation
import Instructions
import Models
import Tokenization

/// A tiny T5 on bytes, and a few tasks to test it with.
struct SmallModel {
  let runtime = CPURuntime(threads: 1)
  let tokenizer = ByteTokenizer()
  let model: T5
  let parameters: ParameterStore

  init(seed: UInt64 = 5) {
    var configuration = T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 384)
    configuration.modelDimension = 16
    configuration.headDimension = 8
    configuration.heads = 2
    configuration.encoderLayers = 1
    configuration.decoderLayers = 1
    configuration.feedForwardDimension = 24
    model = T5(configuration)
    parameters = ParameterStore(model.parameters, runtime: runtime)
    parameters.initialize(seed: seed)
  }

  func packer(
    rows: Int = 2, inputLength: Int = 64, targetLength: Int = 16, strategy: PackingStrategy = .bestFit,
    longExamples: PackingConfiguration.LongExamples = .truncate
  ) throws -> Packer {
    try Packer(
      PackingConfiguration(
        rows: rows, inputLength: inputLength, targetLength: targetLength, strategy: strategy,
        longExamples: longExamples))
  }

  func evaluator(_ packer: Packer, batch: Int = 4, maximumTokens: Int = 5) -> Evaluator {
    Evaluator(
      model, parameters, runtime: runtime, tokenizer: tokenizer, packer: packer, batch: batch,
      maximumTokens: maximumTokens)
  }

  /// A set of `count` instances of each of two tasks, with outputs of several lengths.
  /// - Parameters:
  ///   - longInputs: so many inputs of each task are longer than 150 bytes.
  ///   - promptBudget: a few-shot prompt of more bytes loses exemplars.
  func heldOut(_ count: Int = 5, longInputs: Int = 0, promptBudget: Int = 160) throws -> HeldOutSet {
    let tasks = ["first", "second"].map { name in
      InstructionTask(
        name: name, cluster: name, definitions: ["Answer."],
        instances: (0..<count).map { index in
          let input = "\(name) \(index)" + String(repeating: " long", count: index < longInputs ? 30 : 0)
          return Instance(input: input, references: [String(repeating: "ab", count: index % 4 + 1)])
        }, origin: SourceLocation(file: name))
    }
    let splits = tasks.map { TaskSplit(task: $0, train: [], heldOut: Array($0.instances.indices)) }
    let configuration = ExampleStream.Configuration(
      seed: 3, formatShares: try FormatShares([.zeroShot: 1]), exemplars: ExemplarConfiguration(count: 1...2),
      promptBudget: promptBudget)
    let maker = EvaluationExamples(
      templates: try TemplateLibrary.read([templateFolder]), tokenizer: tokenizer,
      configuration: configuration)
    return try HeldOutSet(splits, formats: [.zeroShot, .fewShot], limit: count, maker: maker)
  }
}

/// The folder of the suites that come with the program.
let suiteFolder: String = {
  let package = URL(fileURLWithPath: #filePath).pathComponents.dropLast(3).dropFirst()
  return "/" + package.joined(separator: "/") + "/Data/Suites"
}()

/// The folder of the templates that come with the program.
let templateFolder: String = {
  let package = URL(fileURLWithPath: #filePath).pathComponents.dropLast(3).dropFirst()
  return "/" + package.joined(separator: "/") + "/Data/Templates"
}()
