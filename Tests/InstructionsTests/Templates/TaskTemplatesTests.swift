import Diagnostics
import Testing

@testable import Instructions

@Suite struct TaskTemplatesTests {
  static func templates(_ task: InstructionTask, policy: TemplateSet.Policy = .ownAndSet) throws
    -> TaskTemplates
  {
    try TaskTemplates(task, library: .shipped(), policy: policy, inversionRate: nil)
  }

  static func inference(fields: [String], definition: String? = nil) -> InstructionTask {
    var task = SmallWorld.task("nli", instances: 3, definition: definition)
    task.family = "natural-language-inference"
    for index in task.instances.indices {
      task.instances[index].fields = Dictionary(uniqueKeysWithValues: fields.map { ($0, "a \($0)") })
    }
    return task
  }

  @Test func templatesWithoutTheirFieldsAreNotUsed() throws {
    let whole = try Self.templates(Self.inference(fields: ["premise", "hypothesis"]))
    let half = try Self.templates(Self.inference(fields: ["premise"]))
    #expect(whole.unused.isEmpty && !half.unused.isEmpty)
    #expect(half.unused.allSatisfy { $0.missing == ["hypothesis"] })
    #expect(
      half.zeroShot(.zeroShot).count + half.fewShot(.fewShot).all.count + half.unused.count
        == whole.zeroShot(.zeroShot).count + whole.fewShot(.fewShot).all.count)
    #expect(half.zeroShot(.zeroShot).allSatisfy { $0.fields.isEmpty })
    let notes = try TemplateLibrary.shipped().notes(on: [Self.inference(fields: [])])
    #expect(
      notes.count == 1 && notes[0].contains("no 'hypothesis' and 'premise'") || notes[0].contains("'premise'")
    )
  }

  @Test func whatAFamilyLacksIsTheGeneralOne() throws {
    let (templates, general) = (
      try Self.templates(Self.inference(fields: [])), try TemplateLibrary.shipped().general
    )
    #expect(templates.closers == general.closers)
    #expect(
      templates.fewShot(.fewShotChainOfThought).all
        == general.fewShot(.fewShotChainOfThought).filter { !$0.definesEveryExemplar })
    // The family has no prompts with a definition, and a task's definition is always shown.
    let defined = try Self.templates(Self.inference(fields: [], definition: "Judge."))
    #expect(defined.zeroShot(.zeroShot).allSatisfy { $0.prompt.showsDefinition })
    #expect(!defined.zeroShot(.zeroShot).isEmpty)
  }

  @Test func streamsHaveListsOfTheirOwn() throws {
    var task = SmallWorld.task("a", instances: 3, rationales: true, definition: nil)
    task.rationaleKind = .stream
    let templates = try Self.templates(task)
    #expect(templates.zeroShot(.zeroShotChainOfThought).allSatisfy { $0.name.contains("zero-shot-stream") })
    #expect(templates.fewShot(.fewShotChainOfThought).all.allSatisfy { $0.name.contains("few-shot-stream") })
    #expect(templates.zeroShot(.zeroShot).allSatisfy { !$0.name.contains("stream") })
  }

  @Test func ratesAreTheFamilys_unlessGiven() throws {
    var task = SmallWorld.task("a", instances: 3, rationales: true)
    for (family, rate) in [(nil, 0), ("chain-of-thought", 0.3), ("dialog", 0.3), ("math", 0)]
      as [(String?, Double)]
    {
      task.family = family
      #expect(try Self.templates(task).inversionRate == rate)
      let given = try TaskTemplates(task, library: .shipped(), policy: .ownAndSet, inversionRate: 1)
      #expect(given.inversionRate == 1 && !given.inversions(hasRationale: true).isEmpty)
    }
    task.promptStyle = .complete
    #expect(
      try TaskTemplates(task, library: .shipped(), policy: .ownAndSet, inversionRate: 1).inversionRate == 0)
  }

  @Test func inversionsWithoutARationaleNeedNone() throws {
    let templates = try Self.templates(SmallWorld.task("a", instances: 3))
    #expect(templates.inversions(hasRationale: false).allSatisfy { !$0.needsRationale })
    #expect(!templates.inversions(hasRationale: false).isEmpty)
  }

  /// Instruction, example, answer, instruction again, question: only for tasks that have an instruction.
  @Test func formsThatDefineEveryExemplarNeedADefinition() throws {
    for format in [PromptFormat.fewShot, .fewShotChainOfThought] {
      var task = SmallWorld.task("a", instances: 3)
      #expect(try Self.templates(task).fewShot(format).all.contains { $0.definesEveryExemplar })
      task.definitions = []
      let without = try Self.templates(task).fewShot(format).all
      #expect(!without.isEmpty && !without.contains { $0.definesEveryExemplar })
      task.definesEveryInstance = true
      let own = try Self.templates(task).fewShot(format).all
      #expect(!own.isEmpty && own.allSatisfy { $0.definesEveryExemplar && !$0.preamble.showsDefinition })
      #expect(try Self.templates(task).zeroShot(.zeroShot).allSatisfy { $0.prompt.showsDefinition })
    }
  }
}
