import Diagnostics
import Instructions
import Recipes
import Runs
import Settings
import Storage

/// Keeps what is held out from being trained on (decontamination): by the names of tasks and by their texts.
package struct HygieneCheck {
  /// What was found in the tasks' texts.
  package private(set) var findings: [ContentCheck.Finding] = []
  /// The instances that are to be taken out, by task, ascending.
  package private(set) var removed: [String: [Int]] = [:]
  /// The recipe's evaluation files with their hashes, for the passport.
  package private(set) var evaluationFiles: [RunPassport.Input] = []
  /// What the user should know.
  package private(set) var notes: [String] = []

  private let settings: HygieneSettings
  private let loaded: LoadedRecipe
  private let inputs: RecipeInputs
  private let progress: @Sendable (WorkProgress) -> Void

  /// Checks `trained` against the suites' names and against the texts of `heldOut`, of the sources'
  /// validation files, of the suites that the model is asked and of the recipe's evaluation files.
  /// - Parameter progress: told how many instances have been looked at.
  /// - Throws: `HygieneError`, `RecipeError`, `FileError`, `JSONError`, `TaskDataError`.
  package init(
    _ loaded: LoadedRecipe, inputs: RecipeInputs, trained: [TaskSplit], heldOut: [TaskSplit],
    suites: TrainingSuites, progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) throws {
    self.loaded = loaded
    self.inputs = inputs
    self.progress = progress
    settings = loaded.recipe.data.hygiene
    let allowed = settings.allow.map { NamePattern($0) }
    let tasks = trained.filter { split in !allowed.contains { $0.matches(split.task.name) } }
    try checkNames(of: tasks)
    let validated = trained.filter { $0.task.validationStart != nil }
    try checkTexts(of: tasks, against: heldOut + validated, suites)
  }

  private mutating func checkNames(of tasks: [TaskSplit]) throws {
    if settings.suites.isEmpty { return }
    guard let path = ShippedData.path(ShippedData.heldOutSuites, inputs: inputs) else {
      notes.append(
        "Data/\(ShippedData.heldOutSuites) is not beside the program, so the tasks' names are not checked")
      return
    }
    let all = try HeldOutSuites(reading: path)
    let valid = all.suites.map(\.name)
    if let unknown = settings.suites.first(where: { !valid.contains($0) }) {
      let error = HygieneError.unknownSuite(name: unknown, valid: valid)
      let key = "data.hygiene.suites"
      throw RecipeError.contradiction(
        location: loaded.place(of: key), problem: error.problem, nextStep: error.nextStep ?? "")
    }
    let suites = HeldOutSuites(all.suites.filter { settings.suites.contains($0.name) })
    let found = tasks.compactMap { split in suites.suite(of: split.task.name).map { (split.task, $0) } }
    guard let first = found.first else { return }
    let titles = suites.suites.filter { suite in found.contains { $0.1 == suite } }.map(\.title)
    try refuse(
      .namedInSuites(location: first.0.origin, tasks: found.map(\.0.name), suites: titles))
  }

  private mutating func checkTexts(
    of tasks: [TaskSplit], against heldOut: [TaskSplit], _ suites: TrainingSuites
  ) throws {
    var index = HeldOutIndex(length: settings.ngram)
    for split in heldOut {
      let instances = split.task.instances
      for number in instances.indices.dropFirst(split.train.isEmpty ? 0 : split.task.validationStart ?? 0) {
        var place = split.task.location(ofInstance: number)
        place.field = nil
        index.add(instances[number].input, at: place)
      }
    }
    for run in suites.runs {
      for (text, place) in run.texts { index.add(text, at: place) }
    }
    for (number, path) in settings.heldOut.enumerated() {
      let key = "data.hygiene.heldOut[\(number)]"
      let found = try inputs.resolve(path, key: key)
      try EvaluationTexts.add(found, to: &index)
      evaluationFiles.append(
        .init(key: key, path: path, sha256: try ContentHash.of(path: found, what: "evaluation file")))
    }
    if index.count == 0 { return }
    let check = ContentCheck(
      index, threshold: settings.overlap, limit: settings.remove ? .max : settings.instances)
    let result = check.result(in: tasks, progress: progress)
    findings = result.findings
    if settings.remove { remove(result.contaminated) }
    // A development split of the same data has much in common with it; a text that stands there whole is another matter.
    let isGiven = loaded.origins["data.hygiene.overlap"] != nil
    let refused = findings.filter {
      $0.removed == nil && $0.fraction > settings.maximumFraction && (isGiven || ($0.whole ?? 0) > 0)
    }
    if let first = refused.first {
      let origin = tasks.first { $0.task.name == first.task }?.task.origin
      try refuse(
        .contaminated(location: origin, findings: refused, allowed: settings.maximumFraction))
    }
    let named = Set(refused.map(\.task))
    let tolerated = findings.filter { $0.sharing > 0 && $0.removed == nil && !named.contains($0.task) }
    if !tolerated.isEmpty {
      notes.append(
        "\(tolerated.count) \(tolerated.count == 1 ? "task shares" : "tasks share") runs of \(settings.ngram) words "
          + "with held-out texts, within what data.hygiene tolerates (all in ledger.json):")
      notes += tolerated.prefix(3).flatMap(\.lines)
    }
    let partly = findings.filter { $0.checked < $0.instances }
    if !partly.isEmpty {
      let (checked, all) = partly.reduce((0, 0)) { ($0.0 + $1.checked, $0.1 + $1.instances) }
      notes.append(
        "of \(partly.count) large tasks only \(checked) of \(all) instances were compared with held-out texts "
          + "(data.hygiene.instances)")
    }
  }

  /// Has the contaminated instances taken out, and says so.
  private mutating func remove(_ contaminated: [String: [Int]]) {
    removed = contaminated
    var lines: [String] = []
    for (number, finding) in findings.enumerated() {
      guard let instances = contaminated[finding.task] else { continue }
      findings[number].removed = instances.count
      lines.append("'\(finding.task)' (\(instances.count) of \(finding.instances))")
    }
    if lines.isEmpty { return }
    let count = contaminated.values.reduce(0) { $0 + $1.count }
    notes.append(
      "\(count) contaminated \(count == 1 ? "instance is" : "instances are") taken out (data.hygiene.remove): "
        + lines.prefix(5).joined(separator: ", ")
        + (lines.count > 5 ? ", and \(lines.count - 5) more tasks" : ""))
    notes += findings.filter { $0.removed != nil }.prefix(3).flatMap(\.lines)
  }

  /// Ends the run, or notes what would have ended it.
  private mutating func refuse(_ error: HygieneError) throws {
    if settings.refuse { throw error }
    notes.append(error.problem)
  }
}
