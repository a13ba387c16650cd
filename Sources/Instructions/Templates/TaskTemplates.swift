/// The templates that one task uses, chosen once.
struct TaskTemplates: Sendable {
  /// Which forms a few-shot prompt can have.
  struct FewShot: Sendable {
    /// Those of the task's format.
    var all: [FewShotTemplate] = []
    /// Those that may stand beside each other.
    var mixable: [FewShotTemplate] = []
  }

  /// A template that a task cannot use.
  struct Unused: Sendable, Equatable {
    let template: String
    let missing: [String]
  }

  /// In the order of `PromptFormat.allCases`.
  private var zeroShot: [[ZeroShotTemplate]] = []
  /// In the order of `PromptFormat.allCases`.
  private var fewShot: [FewShot] = []
  /// Forms that show the explanations of positive examples.
  private(set) var explained: [FewShotTemplate] = []
  /// Sentences that end a chain of thought.
  private(set) var closers: [TemplatePattern] = []
  /// Inversions for instances with a rationale, then for those without.
  private var inversions: [[InversionTemplate]] = []
  /// The forms of several inverted examples.
  private(set) var inversionForms: [FewShotTemplate] = []
  /// How often inversions are asked relative to 1 for the forward form.
  private(set) var inversionRate = 0.0
  /// What could not be used, for want of a field.
  private(set) var unused: [Unused] = []

  /// The templates of `task`.
  /// - Parameters:
  ///   - policy: which templates a task with templates of its own uses.
  ///   - inversionRate: in place of the family's; `nil` keeps that.
  /// - Throws: `TemplateError.unknownFamily`.
  init(
    _ task: InstructionTask, library: TemplateLibrary, policy: TemplateSet.Policy, inversionRate: Double?
  ) throws(TemplateError) {
    let set = try library.set(for: task)
    let general = library.general
    let fields = task.instances.first?.fields ?? [:]
    let isAvailable = { (names: [String]) in names.allSatisfy { fields[$0] != nil } }
    let definition = task.definitionScope
    for format in PromptFormat.allCases {
      let list = TemplateList(format, task.rationaleKind)
      let candidates =
        [(set, list), (general, list)] + (list.substitute.map { [(set, $0), (general, $0)] } ?? [])
      let suiting =
        candidates.lazy.map { source, list in
          source.zeroShot(list).filter {
            $0.prompt.showsDefinition == (definition != .none) && isAvailable($0.fields)
          }
        }.first { !$0.isEmpty } ?? []
      let own = task.templates.filter { $0.format == format }
      let isFinished = task.promptStyle == .complete && !format.hasRationale
      zeroShot.append(isFinished || policy == .ownFirst && !own.isEmpty ? own : own + suiting)
      let forms =
        candidates.lazy.map { source, list in
          source.fewShot(list).filter { isAvailable($0.fields) && $0.suits(definition) }
        }.first { !$0.isEmpty } ?? []
      fewShot.append(FewShot(all: forms, mixable: forms.filter(\.isMixable)))
      for template in set.zeroShot(list) where !isAvailable(template.fields) {
        note(template.name, needs: template.fields, in: fields)
      }
      for template in set.fewShot(list) where !isAvailable(template.fields) {
        note(template.name, needs: template.fields, in: fields)
      }
    }
    closers = set.closers.isEmpty ? general.closers : set.closers
    if task.positiveExamples.contains(where: { $0.explanation != nil }) {
      let own = set.fewShot(.fewShotExplained)
      explained = (own.isEmpty ? general.fewShot(.fewShotExplained) : own).filter { $0.suits(definition) }
    }
    if task.promptStyle == .complete { return }
    self.inversionRate = inversionRate ?? set.inversions.rate ?? general.inversions.rate ?? 0
    let turned = set.inversions.templates.isEmpty ? general.inversions : set.inversions
    inversions = [turned.templates, turned.templates.filter { !$0.needsRationale }]
    inversionForms = turned.fewShot.isEmpty ? general.inversions.fewShot : turned.fewShot
  }

  private mutating func note(_ template: String, needs names: [String], in fields: [String: String]) {
    var missing: [String] = []
    for name in names where fields[name] == nil && !missing.contains(name) { missing.append(name) }
    unused.append(Unused(template: template, missing: missing))
  }

  func zeroShot(_ format: PromptFormat) -> [ZeroShotTemplate] { zeroShot[format.index] }

  func fewShot(_ format: PromptFormat) -> FewShot { fewShot[format.index] }

  func inversions(hasRationale: Bool) -> [InversionTemplate] {
    inversions.isEmpty ? [] : inversions[hasRationale ? 0 : 1]
  }
}
