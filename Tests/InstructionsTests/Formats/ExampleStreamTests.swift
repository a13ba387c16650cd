import Diagnostics
import Foundation
import Testing

@testable import Instructions

@Suite struct ExampleStreamTests {
  /// A chain-of-thought set asks for its rationales, whatever share other formats have; 23 % is turned round.
  @Test func chainOfThoughtSetsAskForTheirRationales() throws {
    var task = SmallWorld.task("cot", instances: 40, rationales: true, definition: nil)
    task.family = "chain-of-thought"
    task.formatRule = .reasoned
    let shares = try FormatShares([
      .zeroShot: 5, .fewShot: 5, .zeroShotChainOfThought: 3, .fewShotChainOfThought: 1,
    ])
    let stream = try SmallWorld.stream([task], shares: shares)
    let examples = try (0..<1000).map { try stream.example(at: $0).provenance }
    #expect(examples.allSatisfy { $0.format.hasRationale })
    #expect(abs(examples.count { $0.format == .zeroShotChainOfThought } - 750) <= 5)
    #expect(abs(examples.count { $0.inversion != nil } - 231) <= 5)
    #expect(stream.wantedFormats() == [.zeroShotChainOfThought, .fewShotChainOfThought])
    // What cannot be asked for a rationale is asked for the answer; without a share for either it is refused.
    task.instances[3].rationale = nil
    let mixed = try SmallWorld.stream([task], shares: shares, inversionRate: 0)
    for position in 0..<200 {
      let provenance = try mixed.example(at: position).provenance
      #expect(provenance.format.hasRationale == (provenance.instance != 3))
    }
    #expect(
      message { _ = try SmallWorld.stream([task], shares: FormatShares([.zeroShotChainOfThought: 1])) }
        .contains("supports none of the formats"))
    let direct = try SmallWorld.stream([task], shares: FormatShares([.zeroShot: 1]))
    #expect(try direct.example(at: 0).provenance.format == .zeroShot)
  }

  @Test func aTaskMayHaveSharesOfItsOwn() throws {
    let plain = SmallWorld.task("plain", instances: 40)
    var own = SmallWorld.task("own", instances: 40)
    own.formatRule = .shares(try FormatShares([.fewShot: 3, .zeroShot: 1]))
    let stream = try SmallWorld.stream([plain, own], shares: FormatShares([.zeroShot: 1]))
    var counts: [String: [PromptFormat: Int]] = [:]
    for position in 0..<800 {
      let provenance = try stream.example(at: position).provenance
      counts[provenance.task, default: [:]][provenance.format, default: 0] += 1
    }
    #expect(counts["plain"] == [.zeroShot: 400])
    #expect(abs((counts["own"]?[.fewShot] ?? 0) - 300) <= 3)
    let entry = try #require(stream.mixture.entries.firstIndex { $0.split.task.name == "own" })
    #expect(stream.askedShares(ofInstance: 0, ofEntry: entry) == [.zeroShot: 0.25, .fewShot: 0.75])
  }

  static let tasks = [
    SmallWorld.task("plain", instances: 40), SmallWorld.task("reasoned", instances: 60, rationales: true),
    SmallWorld.task("bare", instances: 5, positives: 0, definition: nil),
  ]

  @Test func everyInstanceComesOncePerEpoch() throws {
    for instances in 1...7 {
      let stream = try SmallWorld.stream([
        SmallWorld.task("a", instances: instances), SmallWorld.task("b", instances: 3),
      ])
      var seen: [String: [Int]] = [:]
      for position in 0..<200 {
        let provenance = try stream.example(at: position).provenance
        seen[provenance.task, default: []].append(provenance.instance)
      }
      for (task, count) in [("a", instances), ("b", 3)] {
        let order = try #require(seen[task])
        for start in stride(from: 0, to: order.count - count + 1, by: count) {
          #expect(order[start..<start + count].sorted() == Array(0..<count))
        }
      }
    }
  }

  @Test func positionsAreIndependentOfEachOther() throws {
    let stream = try SmallWorld.stream(Self.tasks)
    let again = try SmallWorld.stream(Self.tasks.reversed())
    let other = try SmallWorld.stream(Self.tasks, seed: 8)
    var differences = 0
    for position in (0..<300).reversed() {
      let example = try stream.tokenized(at: position)
      #expect(try again.tokenized(at: position) == example)
      if try other.tokenized(at: position) != example { differences += 1 }
    }
    #expect(differences > 250)
    #expect(try stream.example(at: 1 << 50).provenance.position == 1 << 50)
    #expect(message { _ = try stream.example(at: -1) }.contains("no step or position -1"))
  }

  @Test func realizedSharesFollowTheAskedOnes() throws {
    let shares = try FormatShares([
      .zeroShot: 5, .fewShot: 2, .zeroShotChainOfThought: 2, .fewShotChainOfThought: 1,
    ])
    let stream = try SmallWorld.stream(Self.tasks, shares: shares)
    var counts: [String: [PromptFormat: Int]] = [:]
    let total = 4000
    for position in 0..<total {
      let provenance = try stream.example(at: position).provenance
      counts[provenance.task, default: [:]][provenance.format, default: 0] += 1
    }
    let supported: [String: [PromptFormat]] = [
      "plain": [.zeroShot, .fewShot], "bare": [.zeroShot, .fewShot], "reasoned": PromptFormat.allCases,
    ]
    for entry in stream.mixture.entries {
      let name = entry.split.task.name
      let ofTask = try #require(counts[name])
      let sum = ofTask.values.reduce(0, +)
      #expect(abs(Double(sum) - entry.share * Double(total)) < 15)
      for (format, share) in shares.renormalized(over: supported[name] ?? []) {
        #expect(abs(Double(ofTask[format] ?? 0) / Double(sum) - share) < 0.01)
      }
      #expect(Set(ofTask.keys).isSubset(of: supported[name] ?? []))
    }
  }

  @Test func templatesAreAllUsed() throws {
    let stream = try SmallWorld.stream([SmallWorld.task("reasoned", instances: 9, rationales: true)])
    let set = try TemplateLibrary.shipped().general
    var used: Set<String> = []
    for position in 0..<400 { used.insert(try stream.example(at: position).provenance.template) }
    for list in [TemplateList.fewShot, .fewShotChainOfThought] {
      #expect(used.isSuperset(of: set.fewShot(list).map(\.name)))
    }
    for list in [TemplateList.zeroShot, .zeroShotChainOfThought] {
      let (shown, plain) = (
        set.zeroShot(list).filter(\.prompt.showsDefinition),
        set.zeroShot(list).filter { !$0.prompt.showsDefinition }
      )
      #expect(used.isSuperset(of: shown.map(\.name)))
      #expect(used.isDisjoint(with: plain.map(\.name)))
    }
  }

  @Test func chainsOfThoughtEndWithTheAnswer() throws {
    let stream = try SmallWorld.stream(Self.tasks)
    for position in 0..<300 {
      let example = try stream.example(at: position)
      guard example.provenance.format.hasRationale else {
        #expect(example.references.contains(example.target))
        continue
      }
      let parts = example.target.components(separatedBy: "answer is ")
      #expect(parts.last == example.references[0] + ".")
      #expect(example.target.hasPrefix("After "))
    }
  }

  @Test func exemplarsAreNeverTheQuery() throws {
    let stream = try SmallWorld.stream(
      Self.tasks, shares: try FormatShares([.fewShot: 1, .fewShotChainOfThought: 1]),
      exemplars: .init(count: 1...5))
    var counts: Set<Int> = []
    for position in 0..<600 {
      let example = try stream.example(at: position)
      let exemplars = example.provenance.exemplars
      counts.insert(exemplars.count)
      #expect(example.provenance.format.hasExemplars && !exemplars.isEmpty)
      #expect(Set(exemplars).count == exemplars.count)
      #expect(!exemplars.contains(.instance(example.provenance.instance)))
      let query = "\(example.provenance.task) asks \(example.provenance.instance)"
      #expect(example.prompt.components(separatedBy: query).count >= 2)
    }
    #expect(counts == [1, 2, 3, 4, 5])
  }

  @Test func exemplarsArePrunedToTheBudget() throws {
    let shares = try FormatShares([.fewShot: 1])
    let wide = try SmallWorld.stream(Self.tasks, shares: shares, exemplars: .init(count: 5...5))
    for budget in [20, 60, 90, 120, 150] {
      let narrow = try SmallWorld.stream(
        Self.tasks, shares: shares, exemplars: .init(count: 5...5), budget: budget)
      for position in 0..<200 {
        let provenance = try narrow.example(at: position).provenance
        let whole = try wide.example(at: position).provenance
        let length = try narrow.tokenized(at: position).inputs.count
        if provenance.lostExemplars {
          #expect(provenance.format == .zeroShot && provenance.exemplars.isEmpty)
        } else {
          #expect(length <= budget)
          #expect(whole.exemplars.starts(with: provenance.exemplars))
        }
      }
    }
  }

  @Test func finishedPromptsAreLeftAlone() throws {
    var task = SmallWorld.task("done", instances: 4, positives: 0, definition: nil)
    task.promptStyle = .complete
    let stream = try SmallWorld.stream([task])
    for position in 0..<8 {
      let example = try stream.example(at: position)
      #expect(example.prompt == "done asks \(example.provenance.instance)")
      #expect(example.provenance.template == "verbatim")
    }
  }

  @Test func tokensPassThrough() throws {
    let task = InstructionTask(
      name: "ids", cluster: "c",
      instances: [Instance(input: "", references: [], tokens: TokenPair(inputs: [70, 71], targets: [72]))],
      promptStyle: .complete, origin: SourceLocation(file: "ids.jsonl"))
    let example = try SmallWorld.stream([task]).tokenized(at: 3)
    #expect(example.inputs == [70, 71, 1])
    #expect(example.targets == [72, 1])
    #expect(example.references == ["E"])
    var strange = task
    strange.instances[0].tokens?.targets = [300]
    #expect(
      message { _ = try SmallWorld.stream([strange]) }.contains("the token id 300 is outside the vocabulary"))
  }

  @Test func unsupportedFormatsAreRefused() throws {
    let text = message {
      _ = try SmallWorld.stream(Self.tasks, shares: try FormatShares([.zeroShotChainOfThought: 1]))
    }
    #expect(text.contains("'bare' supports none of the formats"))
  }

  @Test func ownTemplatesAreUsed() throws {
    var task = SmallWorld.task("own", instances: 6)
    task.templates = [
      try ZeroShotTemplate(
        name: "mine", format: .zeroShot, prompt: "<{input}>", target: "= {output}",
        at: SourceLocation(file: "x"))
    ]
    let split = try TaskCollection([task]).split(HoldOut())
    let stream = try ExampleStream(
      mixture: Mixture(split.trained, configuration: MixtureConfiguration()), templates: .shipped(),
      tokenizer: ByteTestTokenizer(),
      configuration: .init(formatShares: try FormatShares([.zeroShot: 1]), templatePolicy: .ownFirst))
    let example = try stream.example(at: 0)
    #expect(example.prompt == "<own asks \(example.provenance.instance)>")
    #expect(example.target == "= \(example.references[0])")
    #expect(example.provenance.template == "mine")
  }
}
