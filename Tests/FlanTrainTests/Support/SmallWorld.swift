import Foundation
import TestSupport
import Testing

/// A folder with a recipe and data so small that a run takes a moment: bytes, two tasks, a model of some thousand
/// weights. `recipe.json` trains for six steps, evaluates after 3 and 6, and writes checkpoints after 2, 4 and 6.
final class SmallWorld: Sendable {
  let folder: TemporaryFolder
  var path: String { folder.path }

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SmallWorld.recipe, to: "recipe.json")
    try folder.write(
      SmallWorld.task(cluster: "colors", words: ["red", "blue", "green"]), to: "tasks/colors.json")
    try folder.write(SmallWorld.task(cluster: "sizes", words: ["big", "small"]), to: "tasks/sizes.json")
  }

  /// The recipe; each member is a line, so that an edit can name one.
  static let recipe = """
    {
      "name": "small",
      "seed": 3,
      "model": {
        "preset": "tiny", "modelDimension": 16, "headDimension": 8, "heads": 2, "feedForwardDimension": 24,
        "encoderLayers": 1, "decoderLayers": 1
      },
      "tokenizer": {"vocabulary": "bytes"},
      "data": {
        "tasks": [{"path": "tasks"}],
        "heldOutClusters": ["sizes"],
        "heldOutInstances": 3,
        "formats": {"zero-shot": 1, "few-shot": 0, "zero-shot-cot": 0, "few-shot-cot": 0},
        "maxTruncatedFraction": 1, "templates": "\(Command.packageRoot)/Data/Templates"
      },
      "packing": {"inputLength": 96, "targetLength": 24, "rows": 3},
      "optimizer": {"learningRate": 0.01},
      "train": {"steps": 6, "threads": 1},
      "evaluation": {
        "every": 3, "heldOutInstancesPerTask": 2, "heldOutClusterInstancesPerTask": 2, "maximumTokens": 6, "batch": 4,
        "formats": ["zero-shot"], "bestMetric": "heldOutInstances/loss"
      },
      "checkpoint": {"every": 2, "keepLast": 2},
      "logging": {"every": 1}
    }
    """

  /// A task in the schema of Natural Instructions: to repeat a word.
  static func task(cluster: String, words: [String], instances: Int = 24) -> String {
    let entries = (0..<instances).map { index in
      "{\"input\": \"\(words[index % words.count]) \(index)\", \"output\": [\"\(words[index % words.count])\"]}"
    }
    return """
      {
        "Definition": ["Say the word."],
        "Cluster": "\(cluster)",
        "Positive Examples": [],
        "Instances": [
          \(entries.joined(separator: ",\n    "))
        ]
      }
      """
  }

  /// Runs the command in the folder.
  func run(_ arguments: String..., input: String = "") throws -> Command.Result {
    try Command.run(arguments, in: path, input: input)
  }

  /// Starts the command in the folder.
  func start(_ arguments: String...) throws -> Command { try Command(arguments, in: path) }

  /// An edit of what a file does not have.
  struct NotThere: Error {
    let text: String
    let file: String
  }

  /// Puts `new` in the place of `old` in a file.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = try folder.read(name)
    if !text.contains(old) { throw NotThere(text: old, file: name) }
    try folder.write(text.replacingOccurrences(of: old, with: new), to: name)
  }

  /// Lets the recipe start from a model folder in place of a preset.
  func startFromModel(_ name: String = "model") throws {
    let lines = try folder.read("recipe.json").components(separatedBy: "\n").filter {
      !$0.contains("Layers\"")
    }
    try folder.write(lines.joined(separator: "\n"), to: "recipe.json")
    let preset = "\"preset\": \"tiny\", \"modelDimension\": 16, \"headDimension\": 8, \"heads\": 2, "
    try edit("recipe.json", preset + "\"feedForwardDimension\": 24,", "\"folder\": \"\(name)\"")
  }

  /// Turns one bit of a file.
  func damage(_ name: String, at fraction: Double = 0.6) throws {
    var data = try folder.data(name)
    data[data.startIndex + Int(Double(data.count - 1) * fraction)] ^= 0x10
    try folder.write(data, to: name)
  }

  /// The checkpoint folder of a step of the run `small`.
  static func checkpoint(_ step: Int) -> String { "runs/small/checkpoints/step-0000000\(step)" }
}

extension SmallWorld {
  /// The log-probability that a model gives words, as bytes, that the tasks ask to be repeated.
  func logProbabilityOfWords(_ model: String) throws -> Double {
    let words = [[117, 104, 103, 1], [101, 111, 120, 104, 1], [106, 117, 104, 104, 113, 1]]
    let lines = words.map { "{\"input_ids\": \($0), \"target_ids\": \($0)}\n" }.joined()
    let result = try run("score", model, "--input", "-", input: lines)
    try #require(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return try result.objects().reduce(0) { $0 + ($1["logProbability"] as? Double ?? .nan) }
  }
}
