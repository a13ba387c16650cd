import Diagnostics
import Tokenization

/// The endless stream of training examples: a pure function of (seed, position).
///
/// `TaskSchedule` gives the task and its occurrence number; a keyed permutation per task and epoch gives the
/// instance, so that every instance comes once before any comes again; the occurrence number also gives
/// format, template, wording and exemplars. Nothing is kept between calls, so any thread may ask for any
/// position, and a resumed run needs no replay.
package struct ExampleStream: Sendable {
  /// The mixture that the stream follows.
  package let mixture: Mixture
  /// The tokenizer that made the token ids.
  package let tokenizer: any Tokenizer
  /// How often each format is used.
  package let formatShares: FormatShares
  let tasks: [PreparedTask]
  let formatter: ExampleFormatter
  let configuration: Configuration
  /// Where the first examples of tasks are kept; empty, or one for each task.
  var tokenFiles: [(any KeptExamples)?] = []
  private let schedule: TaskSchedule

  /// What a stream is made from besides its tasks.
  package struct Configuration: Sendable {
    /// The seed of all choices.
    package var seed: UInt64
    /// How often each format is used where a task supports it.
    package var formatShares: FormatShares
    /// The worked examples of few-shot prompts.
    package var exemplars: ExemplarConfiguration
    /// Which templates a task with templates of its own uses.
    package var templatePolicy: TemplateSet.Policy
    /// The most tokens of a few-shot prompt, with its end-of-sequence id: the row's input length.
    package var promptBudget: Int?
    /// How the answers to choose from are shown.
    package var options: OptionConfiguration
    /// How often questions are turned round, relative to 1 for the forward form; `nil` is as each family has
    /// it.
    package var inversionRate: Double?

    /// A configuration; without arguments, all formats equally often.
    package init(
      seed: UInt64 = 0, formatShares: FormatShares = .even, exemplars: ExemplarConfiguration = .init(),
      templatePolicy: TemplateSet.Policy = .ownAndSet, promptBudget: Int? = nil,
      options: OptionConfiguration = .init(), inversionRate: Double? = nil
    ) {
      self.seed = seed
      self.formatShares = formatShares
      self.exemplars = exemplars
      self.templatePolicy = templatePolicy
      self.promptBudget = promptBudget
      self.options = options
      self.inversionRate = inversionRate
    }
  }

  /// A stream over the trained instances of the mixture's tasks.
  /// - Throws: `FormatError.unsupported` when a task supports none of the formats asked for,
  ///   `TaskDataError.tokenOutsideVocabulary` for pre-tokenised data of another vocabulary,
  ///   `TemplateError.unknownFamily` for a task of a family without templates.
  package init(
    mixture: Mixture, templates: TemplateLibrary, tokenizer: any Tokenizer, configuration: Configuration
  ) throws {
    self.mixture = mixture
    self.tokenizer = tokenizer
    self.configuration = configuration
    formatShares = configuration.formatShares
    formatter = ExampleFormatter(
      configuration: configuration, optionStyles: templates.optionStyles, tokenizer: tokenizer)
    tasks = try mixture.entries.map { entry in
      try Self.checkTokens(of: entry.split.task, vocabularySize: tokenizer.vocabularySize)
      let prepared = try PreparedTask(
        entry.split.task, instances: entry.split.train, shown: entry.split.train,
        templates: TaskTemplates(
          entry.split.task, library: templates, policy: configuration.templatePolicy,
          inversionRate: configuration.inversionRate),
        random: CounterRandom(seed: configuration.seed, label: "task \(entry.split.task.name)"))
      let shares = prepared.shares(of: configuration.formatShares)
      if let (index, formats) = prepared.firstUnsupported(by: shares) {
        throw FormatError.unsupported(
          location: entry.split.task.location(ofInstance: index), task: entry.split.task.name,
          supported: formats.map(\.rawValue))
      }
      if let failure = entry.split.task.instances.failure { throw failure }
      return prepared
    }
    guard let schedule = TaskSchedule(shares: mixture.entries.map(\.share), seed: configuration.seed) else {
      throw MixtureError.nothingToMix
    }
    self.schedule = schedule
  }

  /// The example at `position`, as text.
  /// - Throws: `MixtureError.badPosition` for a negative position, `TaskDataError.damagedStore`.
  package func example(at position: Int) throws -> FormattedExample {
    let (task, occurrence) = try occurrence(at: position)
    var example = try rendered(task, occurrence: occurrence).example
    example.provenance.position = position
    return example
  }

  /// The entry of the mixture that `position` belongs to, and how many positions of that entry stand before.
  /// - Throws: `MixtureError.badPosition` for a negative position.
  func occurrence(at position: Int) throws(MixtureError) -> (task: Int, occurrence: Int) {
    if position < 0 { throw .badPosition(position) }
    let slot = schedule.slot(at: position)
    return (slot.task, slot.occurrence)
  }

  /// The example at `position`, as token ids that end in the end-of-sequence id; not cut to a row.
  /// - Throws: `MixtureError.badPosition` for a negative position, `TaskDataError.damagedStore`.
  package func tokenized(at position: Int) throws -> TokenizedExample {
    let (task, occurrence) = try occurrence(at: position)
    var example = try tokenized(task, occurrence: occurrence)
    example.provenance.position = position
    return example
  }

  /// An occurrence of a task's examples as token ids, from the cache where it is kept there; its position is
  /// left open.
  func tokenized(_ task: Int, occurrence: Int) throws -> TokenizedExample {
    let kept = tokenFiles.isEmpty ? nil : tokenFiles[task]
    let format = { try formatted(task, occurrence: occurrence) }
    return try kept?.example(occurrence, format: format) ?? format()
  }

  /// An occurrence of a task's examples as token ids, its position left open.
  func formatted(_ task: Int, occurrence: Int) throws(TaskDataError) -> TokenizedExample {
    let example = formatter.tokenize(try rendered(task, occurrence: occurrence), of: tasks[task])
    if let failure = tasks[task].task.instances.failure { throw failure }
    return example
  }

  /// The target of an occurrence of a task's examples, as text.
  func target(_ task: Int, occurrence: Int) throws(TaskDataError) -> String {
    try rendered(task, occurrence: occurrence).example.target
  }

  /// How many examples of the mixture's entry `entry` stand before `position`.
  /// - Throws: `MixtureError.badPosition` for a negative position.
  package func count(ofEntry entry: Int, before position: Int) throws -> Int {
    if position < 0 { throw MixtureError.badPosition(position) }
    return schedule.count(of: entry, before: position)
  }

  private func rendered(_ number: Int, occurrence: Int) throws(TaskDataError) -> ExampleFormatter.Rendered {
    let task = tasks[number]
    let (epoch, turn) = occurrence.quotientAndRemainder(dividingBy: task.instances.count)
    let key = task.random.bits(at: UInt64(epoch), domain: ExampleFormatter.Domain.epoch.rawValue)
    let instance = task.instances[KeyedPermutation(count: task.instances.count, key: key)[turn]]
    let point = LatticePoint(
      occurrence: occurrence, random: task.random, domain: ExampleFormatter.Domain.lattice.rawValue)
    // Every instance was found to support a format with a weight when the stream was made.
    let shares = task.shares(of: formatShares)
    let format =
      shares.pick(point.first, among: task.drawnFormats(ofInstance: instance, by: shares)) ?? .zeroShot
    let rendered = formatter.render(
      instance, of: task, format: format, number: occurrence, templateFraction: point.second)
    if let failure = task.task.instances.failure { throw failure }
    return rendered
  }

  static func checkTokens(of task: InstructionTask, vocabularySize: Int) throws(TaskDataError) {
    let profile = task.instances.profile
    if profile.tokenized == 0 || profile.leastToken >= 1 && profile.greatestToken < vocabularySize { return }
    for (index, instance) in task.instances.enumerated() {
      guard let tokens = instance.tokens else { continue }
      for id in tokens.inputs + tokens.targets where id < 1 || id >= vocabularySize {
        throw .tokenOutsideVocabulary(
          location: task.location(ofInstance: index), id: Int(id), vocabularySize: vocabularySize)
      }
    }
  }
}

/// The first examples of a task, kept so that they need not be formatted again.
protocol KeptExamples: Sendable {
  /// The example of an occurrence; `nil` where it is not kept, or not to be relied on.
  /// - Parameter format: makes the example anew, to hold what is kept against it.
  func example(_ occurrence: Int, format: () throws -> TokenizedExample) rethrows -> TokenizedExample?
}

extension MixtureTable {
  /// The mixture of `stream` over its first `positions` examples.
  /// - Throws: `MixtureError.badPosition` for a negative number.
  package init(_ stream: ExampleStream, positions: Int) throws {
    let entries = stream.mixture.entries.indices
    self.init(
      stream.mixture, occurrences: try entries.map { try stream.count(ofEntry: $0, before: positions) })
  }
}
