import Crypto
import Diagnostics
import Foundation
import JSON
import Settings
import Storage

/// Everything that decides a run: a tree of settings, each with a default.
///
/// A recipe is a JSON file; what it leaves out keeps its default, what it misspells is refused, and
/// `dotted.key=value` on the command line overrides it. Read one with `Recipe.load`.
package struct Recipe: Sendable, Equatable {
  /// The run's name, which is also its folder's; `load` fills in the file's name where the recipe has none.
  package var name = ""
  /// What the recipe is for, in free text.
  package var about = RecipeText()
  /// The seed of everything random.
  package var seed = 0
  /// Which model is trained.
  package var model = ModelSettings()
  /// How text becomes ids.
  package var tokenizer = TokenizerSettings()
  /// Which examples are trained on.
  package var data = DataSettings()
  /// How texts are learned from.
  package var objective = ObjectiveSettings()
  /// The shape of a step's batch.
  package var packing = PackingSettings()
  /// What changes the weights, and its learning rate.
  package var optimizer = OptimizerSettings()
  /// What is minimised.
  package var loss = LossSettings()
  /// How long the run goes.
  package var train = TrainSettings()
  /// How much memory the run may take.
  package var memory = MemorySettings()
  /// What computes.
  package var runtime = RuntimeSettings()
  /// When and on what the model is evaluated.
  package var evaluation = EvaluationSettings()
  /// When checkpoints are written.
  package var checkpoint = CheckpointSettings()
  /// What is logged how often.
  package var logging = LoggingSettings()
  /// Where the run is written.
  package var output = OutputSettings()

  /// The defaults.
  package init() {}
}

extension Recipe: SettingGroup {
  package static let settings: [Setting<Recipe>] = [
    Setting("name", \.name, "run's name, which is also its folder's; default: the recipe file's name"),
    Setting("about", \.about, "what the recipe is for, in free text"),
    Setting("seed", \.seed, .from(0, through: 9_007_199_254_740_991), "seed of everything random"),
    Setting("model", \.model, "which model is trained"),
    Setting("tokenizer", \.tokenizer, "how text becomes ids"),
    Setting("data", \.data, required: true, "which examples are trained on"),
    Setting("objective", \.objective, "how texts are learned from, where a source has some (pre-training)"),
    Setting("packing", \.packing, "shape of a step's batch"),
    Setting("optimizer", \.optimizer, "what changes the weights, and its learning rate"),
    Setting("loss", \.loss, "what is minimized"),
    Setting("train", \.train, "how long the run goes"),
    Setting("memory", \.memory, "how much memory the run may take"),
    Setting("runtime", \.runtime, "what computes: the processor by itself, or XLA"),
    Setting("evaluation", \.evaluation, "when and on what the model is evaluated"),
    Setting("checkpoint", \.checkpoint, "when checkpoints are written"),
    Setting("logging", \.logging, "what is logged how often"),
    Setting("output", \.output, "where the run is written"),
  ]

  /// By this key a JSON file names its schema, for editors; it decides nothing.
  package static let schemaKey = "$schema"
  package static let ignoredKeys = [schemaKey]
}

extension Recipe {
  /// How often a run evaluates its model: before the first step where the recipe says so, every so many steps,
  /// and after the last.
  package var evaluationCount: Int {
    let before = evaluation.atStart ? 1 : 0
    guard let every = evaluation.every else { return before }
    return before + (train.steps + every - 1) / every
  }

  /// That the run may end before its last step, and where, in words; `nil` where it may not.
  package var stopNote: String? {
    evaluation.stopAt.map {
      "the run ends as soon as \(evaluation.bestMetric.rawValue) is \(OrderedJSON.text(of: $0)) or better "
        + "(evaluation.stopAt), at step \(train.steps.withGroupedDigits) at the latest"
    }
  }
}

extension Recipe {
  /// The recipe with every setting, in schema order: the content of `resolved.json`.
  package var resolvedJSON: OrderedJSON { json }

  /// The text of `resolved.json`.
  package var resolvedText: String { resolvedJSON.prettyText() + "\n" }

  /// Every setting with its dotted key and its value as JSON, in schema order.
  package var settingRows: [(key: String, value: String)] {
    resolvedJSON.leaves().map { ($0.path, $0.value.compactText) }
  }

  /// The SHA-256 of `resolvedText`, in hexadecimal.
  package var hash: String { Hexadecimal.text(SHA256.hash(data: Data(resolvedText.utf8))) }
}

extension OrderedJSON {
  /// Every value that is not an object or a list of objects, with its dotted path, in order.
  package func leaves(under prefix: String = "") -> [(path: String, value: OrderedJSON)] {
    switch self {
    case .object(let members) where !members.isEmpty:
      return members.flatMap { $0.value.leaves(under: prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
    case .array(let elements) where elements.contains(where: \.isObject):
      return elements.enumerated().flatMap { $1.leaves(under: "\(prefix)[\($0)]") }
    default: return [(prefix, self)]
    }
  }

  private var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
