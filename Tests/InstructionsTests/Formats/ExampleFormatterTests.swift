import Diagnostics
import Testing

@testable import Instructions

@Suite struct ExampleFormatterTests {
  static func examples(
    _ name: String, count: Int = 400, shares: [PromptFormat: Double] = [.zeroShot: 1, .fewShot: 1],
    exemplars: ExemplarConfiguration = .init(), options: OptionConfiguration = .init(shown: 1),
    inversionRate: Double? = 0, tasks: [InstructionTask] = FormatWorld.tasks()
  ) throws -> [FormattedExample] {
    let stream = try SmallWorld.stream(
      tasks.filter { $0.name == name }, shares: try FormatShares(shares), exemplars: exemplars,
      options: options,
      inversionRate: inversionRate)
    return try (0..<count).map { try stream.example(at: $0) }
  }

  @Test func fixedOptionsAreAnsweredByTheirText() throws {
    for example in try Self.examples("choice", options: OptionConfiguration(shown: 1, style: .fixed)) {
      #expect(example.prompt.contains("\nOPTIONS:\n- red\n- blue\n- green\n- grey"))
      #expect(FormatWorld.colors.contains(example.target) && example.references == [example.target])
      #expect(example.provenance.optionStyle == "OPTIONS: -")
    }
  }

  /// Each option's marker as it stands in the prompt names what the target names.
  @Test func enumeratedOptionsAreAnsweredByTheirMarker() throws {
    let styles = try TemplateLibrary.shipped().optionStyles
    var numberings: Set<OptionMarker.Numbering?> = []
    for example in try Self.examples("choice", count: 1500) {
      let right = FormatWorld.colors[example.provenance.instance % 4]
      let style = try #require(
        styles.starts.flatMap { start in
          styles.markers.flatMap { marker in
            styles.ends.map { OptionStyle(start: start, marker: marker, end: $0) }
          }
        }.first { $0.name == example.provenance.optionStyle })
      numberings.insert(style.marker.numbering)
      #expect(example.prompt.contains(style.block(FormatWorld.colors)))
      let index = try #require(FormatWorld.colors.firstIndex(of: right))
      #expect(example.target == style.marker.name(index) ?? right)
      #expect(example.references.contains(example.target) && example.references.contains(right))
      // The exemplars answer in the same way.
      for case .instance(let shown) in example.provenance.exemplars {
        let answer = style.answer(FormatWorld.colors[shown % 4], of: FormatWorld.colors)
        #expect(example.prompt.contains(answer))
      }
    }
    #expect(numberings.count == OptionMarker.Numbering.allCases.count + 1)
  }

  @Test func optionsMayBeHidden() throws {
    for example in try Self.examples("choice", options: OptionConfiguration(shown: 0)) {
      #expect(!example.prompt.contains("grey") || example.provenance.format == .fewShot)
      #expect(FormatWorld.colors.contains(example.target))
      #expect(example.provenance.optionStyle == nil)
    }
  }

  @Test func moreOptionsThanMarksAreNotCounted() throws {
    var task = SmallWorld.task("many", instances: 30, positives: 0, definition: nil)
    for index in task.instances.indices {
      task.instances[index].options = (1...30).map { "\($0)" }
    }
    for example in try Self.examples("many", tasks: [task]) {
      #expect(Int(example.target) != nil && example.prompt.contains("30"))
    }
  }

  @Test func fieldsAreShown_alsoInExemplars() throws {
    let examples = try Self.examples("inference", exemplars: .init(count: 2...3, mixedShare: 0.5))
    let showing = examples.filter { $0.prompt.contains("P\($0.provenance.instance)") }
    #expect(showing.count > 50)
    for example in examples where example.prompt.contains("P\(example.provenance.instance)") {
      #expect(example.prompt.contains("H\(example.provenance.instance)"))
    }
  }

  @Test func instancesWithoutAFieldTakeTheNextTemplate() throws {
    var task = FormatWorld.tasks()[4]
    for index in task.instances.indices where index % 3 == 1 {
      task.instances[index].fields["hypothesis"] = nil
    }
    for example in try Self.examples("inference", tasks: [task]) {
      #expect(example.provenance.template != "verbatim")
      let hasField = example.provenance.instance % 3 != 1
      #expect(hasField || !example.prompt.contains("P\(example.provenance.instance) "))
    }
  }

  @Test func mixedTemplatesDifferWithinAPrompt() throws {
    let examples = try Self.examples(
      "plain", shares: [.fewShot: 1], exemplars: ExemplarConfiguration(mixedShare: 1, mixedCount: 5))
    #expect(examples.allSatisfy { $0.provenance.exemplarForm == .mixed })
    // The task has two positive examples, so that prompts from these have two.
    #expect(Set(examples.map(\.provenance.exemplars.count)) == [2, 5])
    let marks = ["Q: ", "Input: ", "Question: ", "Example: ", "input - ", "[Problem] ", "Text: "]
    let kinds = examples.map { example in marks.count { example.prompt.contains($0) } }
    #expect(kinds.contains { $0 >= 4 })
  }

  @Test func explanationsAreShown_butNotAskedFor() throws {
    let examples = try Self.examples(
      "explained", shares: [.fewShot: 1], exemplars: ExemplarConfiguration(explainedShare: 1))
    for example in examples {
      #expect(example.provenance.exemplarForm == .explained)
      #expect(example.prompt.contains("because of ") && !example.target.contains("because"))
      for exemplar in example.provenance.exemplars {
        if case .instance = exemplar { Issue.record("an instance has no explanation") }
      }
    }
    #expect(
      try Self.examples("plain", shares: [.fewShot: 1], exemplars: .init(explainedShare: 1))
        .allSatisfy { $0.provenance.exemplarForm == .same })
  }

  @Test func inversionsAskForWhatTheyDoNotShow() throws {
    var kinds: Set<InversionTemplate.Kind> = []
    let shares: [PromptFormat: Double] = [.zeroShot: 1, .fewShot: 1, .zeroShotChainOfThought: 1]
    for example in try Self.examples("reasoned", count: 1500, shares: shares, inversionRate: 1000) {
      guard let kind = example.provenance.inversion else { continue }
      kinds.insert(kind)
      let number = example.provenance.instance
      let (question, rationale) = ("reasoned asks \(number)", "After \(number) comes \(number + 1)")
      #expect(example.target.contains(question) == (kind != .rationale))
      #expect(example.target.contains(rationale) == (kind == .rationale || kind == .questionAndRationale))
      #expect(example.references == [example.target])
      if example.provenance.exemplars.isEmpty {
        #expect(!example.prompt.contains(question) || kind == .rationale)
      }
    }
    #expect(kinds == Set(InversionTemplate.Kind.allCases))
  }

  @Test func inversionsDoNotShowTheDefinition() throws {
    for example in try Self.examples("plain", inversionRate: 1000) where example.provenance.inversion != nil {
      #expect(!example.prompt.contains("Say the number after."))
      #expect(example.target == "plain asks \(example.provenance.instance)")
    }
  }

  @Test func evaluationsAreNeverTurnedRound_andAcceptMarkerAndText() throws {
    let split = try TaskCollection([FormatWorld.tasks()[3]]).split(HoldOut(instances: .count(20))).trained[0]
    let maker = EvaluationExamples(
      templates: try .shipped(), tokenizer: ByteTestTokenizer(),
      configuration: .init(options: OptionConfiguration(shown: 1), inversionRate: 1000))
    for (formatted, _) in try maker.examples(of: split, formats: [.zeroShot, .fewShot], limit: 20) {
      #expect(formatted.provenance.inversion == nil && formatted.provenance.optionStyle != nil)
      #expect(formatted.references.contains(formatted.target))
      #expect(formatted.references.contains(FormatWorld.colors[formatted.provenance.instance % 4]))
    }
  }

  /// Each instance's own instruction stands before it, as a question and as an exemplar.
  @Test func everyInstanceIsShownWithItsOwnDefinition() throws {
    var task = SmallWorld.task("own", instances: 40, positives: 3, definition: nil)
    task.definesEveryInstance = true
    for index in task.instances.indices { task.instances[index].definitions = ["Do \(index) so."] }
    for example in try Self.examples("own", tasks: [task]) {
      let shown = example.provenance.exemplars.compactMap { exemplar -> Int? in
        if case .instance(let index) = exemplar { index } else { nil }
      }
      #expect(shown.count == example.provenance.exemplars.count)
      for index in shown + [example.provenance.instance] {
        #expect(example.prompt.contains("Do \(index) so."), "\(example.prompt)")
      }
      #expect(example.prompt.components(separatedBy: " so.").count == shown.count + 2)
    }
  }

  /// A template whose field an exemplar lacks is not used for it, also where forms are mixed.
  @Test func noPlaceholderIsFilledWithNothing() throws {
    let folder = try TemporaryFolder()
    let form = #"{"inputPrefix": "[{hue}] ", "delimiter": " ", "outputPrefix": "A: ", "separator": "; "}"#
    try folder.write("t/general.json", TemplateLibraryTests.general)
    try folder.write("t/colors.json", #"{"fields": ["hue"], "few-shot": [\#(form)]}"#)
    var task = SmallWorld.task("a", instances: 30, positives: 2)
    task.family = "colors"
    for index in task.instances.indices where index % 3 != 1 {
      task.instances[index].fields["hue"] = "h\(index)"
    }
    let stream = try SmallWorld.stream(
      [task], shares: FormatShares([.fewShot: 1]), exemplars: ExemplarConfiguration(mixedShare: 0.5),
      templates: TemplateLibrary.read([folder.path + "/t"]))
    for position in 0..<200 { #expect(try !stream.example(at: position).prompt.contains("[]")) }
  }
}
