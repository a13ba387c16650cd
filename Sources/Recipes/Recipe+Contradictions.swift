import Diagnostics
import Evaluation
import Instructions
import JSON
import Models
import Settings

extension Recipe {
  /// Records every pair of settings that do not go together.
  package func findContradictions(file: String, reading: inout RecipeReading) {
    var finder = ContradictionFinder(file: file, reading: reading)
    finder.checkName(name)
    finder.check(model: model, tokenizer: tokenizer)
    finder.check(loss: loss, of: model)
    finder.check(objective: objective)
    finder.check(data: data)
    finder.check(mixture: data.mixture, of: data.tasks)
    finder.check(evaluation: evaluation, of: data)
    finder.check(optimizer: optimizer)
    if let steps = train.stepSetting { finder.check(schedule: optimizer, steps: steps) }
    finder.check(accumulation: train.accumulation, ofRows: packing.rows)
    finder.check(runtime: runtime, rowsAtOnce: packing.rows / train.accumulation)
    reading = finder.reading
  }
}

package struct ContradictionFinder {
  package let file: String
  package var reading: RecipeReading

  /// Nothing found yet.
  package init(file: String, reading: RecipeReading) {
    self.file = file
    self.reading = reading
  }

  package mutating func refuse(_ key: String, _ problem: String, _ nextStep: String) {
    let place = reading.origins[key] ?? SourceLocation(file: file, field: key)
    reading.problems.append(.contradiction(location: place, problem: problem, nextStep: nextStep))
  }

  package mutating func checkName(_ name: String) {
    let isFolderName =
      !name.hasPrefix(".") && name.utf8.count <= 200
      && !name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value < 0x20 || $0.value == 0x7F }
    if name.isEmpty || !isFolderName {
      refuse("name", "'\(name)' cannot name a folder", "Use letters, digits, '-', '_' and '.'.")
    }
  }

  package mutating func check(model: ModelSettings, tokenizer: TokenizerSettings) {
    switch (model.preset, model.folder) {
    case (nil, nil):
      refuse(
        "model", "says neither which preset nor which folder", "Add model.preset, for example \"small\".")
    case (.some(let preset), .some(let folder)):
      refuse(
        "model.folder", "is '\(folder)', but model.preset is '\(preset.rawValue)'",
        "Set one of the two to null.")
    case (nil, .some):
      for (key, value) in model.dimensionOverrides {
        refuse("model.\(key)", "is \(value), but model.folder decides it", "Leave it out.")
      }
    case (.some(let preset), nil):
      if tokenizer.vocabulary == nil {
        refuse(
          "tokenizer.vocabulary", "is missing, and a preset has no vocabulary of its own",
          "Name a SentencePiece .model file, or \"bytes\".")
      }
      if preset.isDecoderOnly { check(model, ofDecoder: preset) }
    }
    if model.adapter != nil, model.folder == nil {
      refuse(
        "model.adapter", "is trained beside the weights of a folder, but model.folder is null",
        "Name a folder in model.folder in place of model.preset, or set model.adapter to null.")
    }
    for (key, value) in [("model.folder", model.folder), ("tokenizer.vocabulary", tokenizer.vocabulary)]
    where value?.isEmpty == true {
      refuse(key, "is empty", "Name a path.")
    }
  }

  /// Refuses what only a decoder alone has, of a T5, and what prompts that are seen whole cannot have.
  package mutating func check(loss: LossSettings, of model: ModelSettings) {
    let isT5 = model.preset.map { !$0.isDecoderOnly } ?? false
    if isT5, model.prefix != nil {
      refuse(
        "model.prefix", "is of a decoder alone, but model.preset is a T5, whose encoder sees prompts whole",
        "Leave it out.")
    }
    if isT5, model.turns != nil {
      refuse(
        "model.turns",
        "are of a decoder alone, but model.preset is a T5, which no family's conversations made",
        "Leave them out.")
    }
    if loss.tokens == .targets { return }
    if isT5 {
      refuse(
        "loss.tokens", "is 'all', but model.preset is a T5, which writes targets alone",
        "Leave it out, or choose a decoder alone, such as \"palm-mini\".")
    }
    if model.prefix == true {
      refuse(
        "loss.tokens",
        "is 'all', but with model.prefix prompts are seen whole: there is nothing to predict in them",
        "Leave one of the two out.")
    }
  }

  /// Refuses what a decoder alone has not, and heads that rotary positions cannot turn.
  private mutating func check(_ model: ModelSettings, ofDecoder preset: ModelPreset) {
    for key in ModelSettings.keysOfT5 where reading.origins["model.\(key)"] != nil {
      refuse(
        "model.\(key)", "is of T5, but model.preset is '\(preset.rawValue)', a decoder alone",
        key == "version" ? "Leave it out." : "Leave it out; model.decoderLayers is the number of blocks.")
    }
    if let size = model.headDimension, size % 2 != 0 {
      refuse(
        "model.headDimension", "is \(size), but rotary positions turn the elements of a head in pairs",
        "Make it even.")
    }
  }

  /// Refuses the settings of other optimizers than the one that trains.
  package mutating func check(optimizer: OptimizerSettings) {
    let known = OptimizerSettings.keys(knownTo: optimizer.kind)
    for kind in OptimizerKind.allCases {
      for key in OptimizerSettings.settings(of: kind).map(\.key)
      where !known.contains(key) && reading.origins["optimizer.\(key)"] != nil {
        let near = NearestName.suggestion(for: key, in: known) ?? known.first(where: key.hasPrefix)
        let advice = near.map { "Did you mean '\($0)'?" } ?? NearestName.advice(for: key, in: known)
        refuse(
          "optimizer.\(key)",
          "is a setting of \(kind.rawValue), but optimizer.kind is '\(optimizer.kind.rawValue)'",
          "\(advice) Or set optimizer.kind to '\(kind.rawValue)'.")
      }
    }
  }

  package mutating func check(schedule optimizer: OptimizerSettings, steps: Int) {
    let hasEnd = optimizer.schedule == .linear || optimizer.schedule == .cosine
    if !hasEnd || optimizer.warmupSteps < steps { return }
    refuse(
      "optimizer.warmupSteps",
      "warms up over \(optimizer.warmupSteps) steps, but a \(optimizer.schedule.rawValue) schedule ends at step \(steps)",
      "Lower it, or raise train.steps.")
  }

  package mutating func check(accumulation: Int, ofRows rows: Int) {
    if rows % accumulation == 0 { return }
    let smaller = (1...rows).last { rows % $0 == 0 && $0 < accumulation } ?? 1
    refuse(
      "train.accumulation",
      "is \(accumulation), but packing.rows, which is \(rows), cannot be split into so many equal parts",
      "Choose \(smaller), or make packing.rows a multiple of \(accumulation).")
  }

  package mutating func check(data: DataSettings) {
    if data.tasks.isEmpty {
      refuse("data.tasks", "names no tasks", "Add a file or folder, for example {\"path\": \"Data/Tasks\"}.")
    }
    for (index, source) in data.tasks.enumerated() { check(source, key: "data.tasks[\(index)]") }
    for (index, source) in data.tasks.enumerated() {
      guard let files = source.validation?.texts, files.isEmpty || files.contains("") else { continue }
      refuse("data.tasks[\(index)].validation", "names no file", "Name a file, or leave it out.")
    }
    for (index, source) in data.tasks.enumerated()
    where source.formats == FormatWeights() && reading.origins["data.tasks[\(index)].formats"] != nil {
      refuse(
        "data.tasks[\(index)].formats", "gives every format a share of 0",
        "Give at least one a share above 0, or leave it out for data.formats to hold.")
    }
    if PromptFormat.allCases.allSatisfy({ data.formats[$0] == 0 }) {
      refuse("data.formats", "gives every format a share of 0", "Give at least one a share above 0.")
    }
    if data.exemplars.minimum > data.exemplars.maximum {
      refuse(
        "data.exemplars.minimum",
        "is \(data.exemplars.minimum), more than data.exemplars.maximum, which is \(data.exemplars.maximum)",
        "Lower it, or raise the maximum.")
    }
    if data.exemplars.mixedTemplates + data.exemplars.explained > 1 {
      refuse(
        "data.exemplars.mixedTemplates",
        "and data.exemplars.explained are shares of one whole, but sum to more than 1", "Lower one of them.")
    }
    if data.templates?.isEmpty == true {
      refuse("data.templates", "is empty", "Name a folder or file, or set it to null.")
    }
  }

  /// Whether a source names one place that its tasks come from, and can be read as it says.
  private mutating func check(_ source: TaskSourceSettings, key: String) {
    let example = "for example {\"path\": \"Data/Tasks\"}"
    guard let command = source.command else {
      if !source.path.isEmpty { return }
      if reading.origins["\(key).path"] != nil {
        return refuse("\(key).path", "is empty", "Name a file or folder.")
      }
      return refuse(key, "has neither a path nor a command", "Name a file or folder, \(example).")
    }
    if !source.path.isEmpty {
      refuse("\(key).command", "and \(key).path exclude each other", "Leave one of the two out.")
    }
    if command.program.isEmpty {
      refuse("\(key).command", "names no program", "Write it and its arguments: [\"PROGRAM\", \"ARGUMENT\"].")
    }
    if let word = command.arguments.first(where: { $0.utf8.contains(0) }) {
      refuse("\(key).command", "has a NUL byte in '\(word.prefix { $0 != "\0" })'", "Take it out.")
    }
    let kind = source.description.kind
    if kind != .auto, !kind.extensions.contains(".jsonl") {
      refuse(
        "\(key).kind", "is '\(kind.rawValue)', but what a command writes is JSON Lines",
        "Leave it out, and have the command write an object with the columns' names to a line.")
    }
  }

  package mutating func check(evaluation: EvaluationSettings, of data: DataSettings) {
    if evaluation.every == nil {
      if let patience = evaluation.patience {
        refuse(
          "evaluation.patience", "is \(patience), but evaluation.every is null: nothing is evaluated",
          "Set evaluation.every, or evaluation.patience to null.")
      }
      if let goal = evaluation.stopAt {
        refuse(
          "evaluation.stopAt",
          "is \(OrderedJSON.text(of: goal)), but evaluation.every is null: nothing is evaluated",
          "Set evaluation.every, or evaluation.stopAt to null.")
      }
      return
    }
    if evaluation.formats.isEmpty {
      refuse("evaluation.formats", "names no format", "Name one, or set evaluation.every to null.")
    }
    if let goal = evaluation.stopAt { check(goal, of: evaluation.bestMetric) }
    switch evaluation.bestMetric {
    case .heldOut(let group, _, let format): check(evaluation, on: group, format, of: data)
    case .suite, .normalizedAverage: break  // What a suite's file calls itself is seen when it is read.
    }
  }

  /// Refuses to end at a score that is not named, or that it cannot reach.
  private mutating func check(_ goal: Double, of metric: BestMetric) {
    if reading.origins["evaluation.bestMetric"] == nil {
      refuse(
        "evaluation.stopAt", "is a value of evaluation.bestMetric, which the recipe does not name",
        "Name it, for example \"\(BestMetric.heldOutTextsExactMatch.rawValue)\".")
    }
    guard case .heldOut(_, let score, _) = metric else { return }
    let isReachable = score == .loss ? goal > 0 : goal > 0 && goal <= 1
    if isReachable { return }
    refuse(
      "evaluation.stopAt",
      "is \(OrderedJSON.text(of: goal)), but \(metric.rawValue) is "
        + (score == .loss ? "above 0" : "from 0 to 1"),
      score == .loss ? "Raise it." : "Choose a share of the examples, such as 0.9.")
  }

  /// Whether the group and the format that decide which checkpoint is the best are evaluated at all.
  private mutating func check(
    _ evaluation: EvaluationSettings, on group: EvaluationGroup.Name, _ format: PromptFormat?,
    of data: DataSettings
  ) {
    let metric = evaluation.bestMetric.rawValue
    if let format, !evaluation.formats.contains(format) {
      refuse(
        "evaluation.bestMetric",
        "is '\(metric)', but evaluation.formats does not have '\(format.rawValue)'",
        "Add the format, or choose another metric.")
    }
    switch group {
    case .heldOutClusters
    where data.heldOutClusters.isEmpty || evaluation.heldOutClusterInstancesPerTask == 0:
      refuse(
        "evaluation.bestMetric", "is '\(metric)', but nothing of a held-out cluster is evaluated",
        "Name data.heldOutClusters, raise evaluation.heldOutClusterInstancesPerTask, or choose another metric."
      )
    case .heldOutInstances where !data.holdsOutInstances || evaluation.heldOutInstancesPerTask == 0,
      .heldOutTexts where evaluation.heldOutInstancesPerTask == 0:
      refuse(
        "evaluation.bestMetric", "is '\(metric)', but no instances are held out and evaluated",
        "Raise data.heldOutInstances and evaluation.heldOutInstancesPerTask, or choose another metric.")
    default: break
    }
  }
}
