import Tokenization

/// A task with everything that its prompts need looked up once.
struct PreparedTask: Sendable {
  let task: InstructionTask
  /// The instances that are asked, in the stream's order of indices.
  let instances: [Int]
  let random: CounterRandom
  /// The templates of each format, in the order of `PromptFormat.allCases`.
  private let zeroShot: [[ZeroShotTemplate]]
  private let fewShot: [[FewShotTemplate]]
  private let pools: [[Provenance.Exemplar]]

  /// - Parameters:
  ///   - instances: the indices that are asked.
  ///   - shown: the indices that may be shown as exemplars.
  init(
    _ task: InstructionTask, instances: [Int], shown: [Int], templates: TemplateSet,
    policy: TemplateSet.Policy,
    random: CounterRandom
  ) {
    self.task = task
    self.instances = instances
    self.random = random
    zeroShot = PromptFormat.allCases.map { format in
      let own = task.templates.filter { $0.format == format }
      if task.promptStyle == .complete, !format.hasRationale { return own }
      if policy == .ownFirst, !own.isEmpty { return own }
      let suiting = templates.zeroShot.filter {
        $0.format == format && $0.prompt.showsDefinition != task.definitions.isEmpty
      }
      return own + suiting
    }
    fewShot = PromptFormat.allCases.map { format in templates.fewShot.filter { $0.format == format } }
    let positives = task.positiveExamples.indices
    pools = [
      positives.map { .positive($0) },
      shown.map { .instance($0) },
      positives.filter { task.positiveExamples[$0].rationale != nil }.map { .positive($0) },
      shown.filter { task.instances[$0].rationale != nil }.map { .instance($0) },
    ]
  }

  /// The formats in which an instance can be asked, in the order of `PromptFormat.allCases`.
  func formats(ofInstance index: Int) -> [PromptFormat] {
    let instance = task.instances[index]
    if instance.tokens != nil { return [.zeroShot] }
    return PromptFormat.allCases.filter { format in
      if format.hasRationale, instance.rationale == nil { return false }
      if !format.hasExemplars { return true }
      return task.promptStyle == .templated && hasExemplar(for: index, format: format)
    }
  }

  func zeroShotTemplates(_ format: PromptFormat) -> [ZeroShotTemplate] { zeroShot[format.index] }

  func fewShotTemplates(_ format: PromptFormat) -> [FewShotTemplate] { fewShot[format.index] }

  /// The worked examples for a format from one origin; `coin` decides where both will do.
  func pool(_ format: PromptFormat, origin: ExemplarConfiguration.Origin, coin: Bool) -> [Provenance.Exemplar]
  {
    let offset = format.hasRationale ? 2 : 0
    let (positive, trained) = (pools[offset], pools[offset + 1])
    if positive.isEmpty { return trained }
    if trained.isEmpty { return positive }
    switch origin {
    case .positiveExamples: return positive
    case .trainedInstances: return trained
    case .both: return coin ? positive : trained
    }
  }

  /// The input, output and rationale of a worked example.
  func content(_ exemplar: Provenance.Exemplar) -> (input: String, output: String, rationale: String?) {
    switch exemplar {
    case .positive(let index):
      let example = task.positiveExamples[index]
      return (example.input, example.output, example.rationale)
    case .instance(let index):
      let instance = task.instances[index]
      return (instance.input, instance.references.first ?? "", instance.rationale)
    }
  }

  private func hasExemplar(for index: Int, format: PromptFormat) -> Bool {
    let offset = format.hasRationale ? 2 : 0
    return !pools[offset].isEmpty || pools[offset + 1].contains { $0 != .instance(index) }
  }
}

extension PromptFormat {
  var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
