import PositionedJSON

/// Everything that decides a run: a tree of settings, each with a default.
///
/// A recipe is a JSON file; what it leaves out keeps its default, what it misspells is refused, and
/// `dotted.key=value` on the command line overrides it. Read one with `Recipe.load`.
public struct Recipe: Sendable, Equatable {
  /// The run's name, which is also its folder's; `load` fills in the file's name where the recipe has none.
  public var name = ""
  /// What the recipe is for, in free text.
  public var about = RecipeText()
  /// The seed of everything random.
  public var seed = 0
  /// Which T5 is trained.
  public var model = ModelSettings()
  /// How text becomes ids.
  public var tokenizer = TokenizerSettings()
  /// Which examples are trained on.
  public var data = DataSettings()
  /// The shape of a step's batch.
  public var packing = PackingSettings()
  /// What changes the weights, and its learning rate.
  public var optimizer = OptimizerSettings()
  /// What is minimised.
  public var loss = LossSettings()
  /// How long the run goes.
  public var train = TrainSettings()
  /// How much memory the run may take.
  public var memory = MemorySettings()
  /// When and on what the model is evaluated.
  public var evaluation = EvaluationSettings()
  /// When checkpoints are written.
  public var checkpoint = CheckpointSettings()
  /// What is logged how often.
  public var logging = LoggingSettings()
  /// Where the run is written.
  public var output = OutputSettings()

  /// The defaults.
  public init() {}
}

extension Recipe: SettingGroup {
  static let settings: [Setting<Recipe>] = [
    Setting("name", \.name, "run's name, which is also its folder's; default: the recipe file's name"),
    Setting("about", \.about, "what the recipe is for, in free text"),
    Setting("seed", \.seed, .from(0, through: 9_007_199_254_740_991), "seed of everything random"),
    Setting("model", \.model, "which T5 is trained"),
    Setting("tokenizer", \.tokenizer, "how text becomes ids"),
    Setting("data", \.data, required: true, "which examples are trained on"),
    Setting("packing", \.packing, "shape of a step's batch"),
    Setting("optimizer", \.optimizer, "what changes the weights, and its learning rate"),
    Setting("loss", \.loss, "what is minimized"),
    Setting("train", \.train, "how long the run goes"),
    Setting("memory", \.memory, "how much memory the run may take"),
    Setting("evaluation", \.evaluation, "when and on what the model is evaluated"),
    Setting("checkpoint", \.checkpoint, "when checkpoints are written"),
    Setting("logging", \.logging, "what is logged how often"),
    Setting("output", \.output, "where the run is written"),
  ]

  /// By this key a JSON file names its schema, for editors; it decides nothing.
  static let schemaKey = "$schema"
  static let ignoredKeys = [schemaKey]
}

/// Free text in a recipe: JSON has no comments and no long strings, so it may be a list of lines.
public struct RecipeText: Sendable, Equatable {
  /// The lines.
  public var lines: [String]

  /// Text of these lines.
  public init(_ lines: [String] = []) { self.lines = lines }
}

extension RecipeText: SettingValue {
  static var shape: SettingShape { .lines }
  var json: OrderedJSON { lines.count == 1 ? .string(lines[0]) : .array(lines.map { .string($0) }) }

  static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> RecipeText? {
    switch field.node.content {
    case .string(let line): return RecipeText([line])
    case .array: return [String].read(field, limits: limits, reading: &reading).map(RecipeText.init)
    default:
      reading.problems.append(
        .json(
          .wrongType(
            location: field.location, expected: "a string or an array of strings", found: field.node.kind)))
      return nil
    }
  }
}
