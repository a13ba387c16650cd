import Tokenization

/// A task with everything that its prompts need looked up once.
struct PreparedTask: Sendable {
  let task: InstructionTask
  /// The instances that are asked, in the stream's order of indices.
  let instances: InstanceIndices
  let random: CounterRandom
  /// How it is asked.
  let templates: TaskTemplates
  private let pools: [ExemplarPool]
  let profile: InstanceProfile

  /// - Parameters:
  ///   - instances: the indices that are asked.
  ///   - shown: the indices that may be shown as exemplars.
  init(
    _ task: InstructionTask, instances: InstanceIndices, shown: InstanceIndices, templates: TaskTemplates,
    random: CounterRandom
  ) {
    self.task = task
    self.instances = instances
    self.random = random
    self.templates = templates
    let positives = Array(task.positiveExamples.indices)
    let reasoned = positives.filter { task.positiveExamples[$0].rationale != nil }
    pools = [
      .positives(positives), .instances(shown),
      .positives(reasoned), .instances(shown.withRationale(in: task.instances)),
    ]
    profile = task.instances.profile
  }

  /// The formats in which an instance can be asked, in the order of `PromptFormat.allCases`.
  func formats(ofInstance index: Int) -> [PromptFormat] {
    // Most tasks are of one kind, and then no instance has to be read.
    let (count, rationales) = (task.instances.count, profile.rationales)
    if profile.tokenized == count { return [.zeroShot] }
    if profile.tokenized > 0, task.instances[index].tokens != nil { return [.zeroShot] }
    let isReasoned = rationales == count || rationales > 0 && task.instances[index].rationale != nil
    return formats(isReasoned: isReasoned) { hasExemplar(for: index, format: $0) }
  }

  private func formats(isReasoned: Bool, hasExemplar: (PromptFormat) -> Bool) -> [PromptFormat] {
    PromptFormat.allCases.filter { format in
      if format.hasRationale, !isReasoned { return false }
      if !format.hasExemplars { return true }
      return task.promptStyle == .templated && hasExemplar(format)
    }
  }

  /// The first of the instances asked that supports no format with a share, and those that it does support.
  func firstUnsupported(by shares: FormatShares) -> (index: Int, formats: [PromptFormat])? {
    if everyKindIsSupported(by: shares) { return nil }
    for index in instances {
      let formats = formats(ofInstance: index)
      if !formats.contains(where: { shares[$0] > 0 }) { return (index, formats) }
    }
    return nil
  }

  /// Whether every kind of instance among those asked supports a format with a share; `false` also where that
  /// cannot be told by kinds alone.
  private func everyKindIsSupported(by shares: FormatShares) -> Bool {
    if instances.isEmpty { return true }
    if profile.tokenized == task.instances.count { return shares[.zeroShot] > 0 }
    // The only example that could be shown cannot be shown to itself.
    let isLonely = [0, 2].contains { pools[$0].isEmpty && pools[$0 + 1].count == 1 }
    if profile.tokenized > 0 || isLonely { return false }
    let reasoned = instances.withRationale(in: task.instances).count
    let kinds = [reasoned > 0 ? true : nil, reasoned < instances.count ? false : nil].compactMap { $0 }
    return kinds.allSatisfy { isReasoned in
      let formats = formats(isReasoned: isReasoned) { format in
        let offset = format.hasRationale ? 2 : 0
        return !pools[offset].isEmpty || !pools[offset + 1].isEmpty
      }
      return formats.contains { shares[$0] > 0 }
    }
  }

  /// The worked examples for a format from one origin; `coin` decides where both will do.
  func pool(_ format: PromptFormat, origin: ExemplarConfiguration.Origin, coin: Bool) -> ExemplarPool {
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

  private func hasExemplar(for index: Int, format: PromptFormat) -> Bool {
    let offset = format.hasRationale ? 2 : 0
    if !pools[offset].isEmpty { return true }
    let trained = pools[offset + 1]
    return trained.count > 1 || trained.count == 1 && trained[0] != .instance(index)
  }
}

/// The worked examples of one origin, in order.
enum ExemplarPool: Sendable {
  /// Positive examples, by index.
  case positives([Int])
  /// Instances of the task.
  case instances(InstanceIndices)

  var count: Int {
    switch self {
    case .positives(let indices): indices.count
    case .instances(let indices): indices.count
    }
  }

  var isEmpty: Bool { count == 0 }

  subscript(place: Int) -> Provenance.Exemplar {
    switch self {
    case .positives(let indices): .positive(indices[place])
    case .instances(let indices): .instance(indices[place])
    }
  }
}

extension PromptFormat {
  var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
