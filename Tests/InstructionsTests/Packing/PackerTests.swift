import Testing

@testable import Instructions

@Suite struct PackerTests {
  @Test func worksTheKnownExample() throws {
    let provenance = Provenance(task: "t", instance: 0, format: .zeroShot, template: "t")
    let examples = [
      TokenizedExample(inputs: [7, 8, 5, 1], targets: [3, 9, 1], provenance: provenance),
      TokenizedExample(inputs: [8, 4, 9, 3, 1], targets: [4, 1], provenance: provenance),
    ]
    for strategy in PackingStrategy.allCases {
      let packer = try Packer(.init(rows: 1, inputLength: 10, targetLength: 7, strategy: strategy))
      for batch in [try packer.pack(examples)[0], try packer.packAll(examples)[0]] {
        #expect(batch.inputTokens == [7, 8, 5, 1, 8, 4, 9, 3, 1, 0])
        #expect(batch.inputSegments == [1, 1, 1, 1, 2, 2, 2, 2, 2, 0])
        #expect(batch.previousTargets == [0, 3, 9, 0, 4, 0, 0])
        #expect(batch.targetTokens == [3, 9, 1, 4, 1, 0, 0])
        #expect(batch.targetSegments == [1, 1, 1, 2, 2, 0, 0])
        #expect(batch.targetWeights == [1, 1, 1, 1, 1, 0, 0])
        #expect(batch.fill.inputs == 0.9 && batch.fill.targets == 5 / 7.0)
        try batch.checkInvariants()
      }
    }
  }

  /// A target that goes on has no end of sequence: one token of it is something to learn, and its end is cut.
  @Test(
    arguments: [
      ([5], true, nil), ([5], false, [5]), ([5, 6, 7, 1], true, [5, 6, 1]),
      ([5, 6, 7, 8], false, [5, 6, 7]),
      ([], false, nil),
    ] as [([Int32], Bool, [Int32]?)])
  func targetsThatGoOn_areTakenAsTheyAre(_ targets: [Int32], _ targetEnds: Bool, _ packed: [Int32]?) throws {
    let example = TokenizedExample(
      inputs: [4, 1], targets: targets, targetEnds: targetEnds,
      provenance: Provenance(task: "t", instance: 0, format: .zeroShot, template: "t"))
    let batch = try Packer(.init(rows: 1, inputLength: 2, targetLength: 3)).packAll([example])[0]
    try batch.checkInvariants()
    #expect(batch.segments[0].first?.targetRange.map { batch.targetTokens[$0] } == packed)
    #expect(batch.ledger.total.dropped[.blankTarget] == (packed == nil ? 1 : nil))
  }

  /// Every list of up to four examples, some of them longer than the row, under every policy.
  @Test(arguments: PackingStrategy.allCases) func nothingIsLostAndEverythingIsCounted(
    _ strategy: PackingStrategy
  ) throws {
    let sizes = [(1, 1), (2, 2), (3, 2), (5, 2), (2, 4), (4, 3)]
    var lists: [[Int]] = [[]]
    var last = lists
    for _ in 0..<4 {
      last = last.flatMap { list in sizes.indices.map { list + [$0] } }
      lists += last
    }
    for policy in [PackingConfiguration.LongExamples.truncate, .drop] {
      let packer = try Packer(
        .init(rows: 2, inputLength: 4, targetLength: 3, strategy: strategy, longExamples: policy))
      for list in lists {
        let examples = list.enumerated().map { number, size in
          SmallWorld.example(number, inputs: sizes[size].0, targets: sizes[size].1, task: "task \(size)")
        }
        let lost = list.count { sizes[$0].1 == 1 }
        let long = list.count { sizes[$0].0 > 4 || sizes[$0].1 > 3 }
        for steps in 1...2 {
          let batches = try packer.pack(examples, steps: steps)
          #expect(batches.count == steps)
          try check(batches, list: list, lost: lost, long: long, policy: policy, mayLeaveOut: true)
        }
        try check(
          packer.packAll(examples), list: list, lost: lost, long: long, policy: policy, mayLeaveOut: false)
      }
    }
  }

  private func check(
    _ batches: [PackedBatch], list: [Int], lost: Int, long: Int, policy: PackingConfiguration.LongExamples,
    mayLeaveOut: Bool
  ) throws {
    var ledger = Ledger()
    for batch in batches {
      try batch.checkInvariants()
      ledger.merge(batch.ledger)
      for row in batch.segments.indices {
        for segment in batch.segments[row] {
          let start = row * batch.inputLength
          let tokens = batch.inputTokens[
            start + segment.inputRange.lowerBound..<start + segment.inputRange.upperBound]
          #expect(tokens.last == 1)
          #expect(tokens.dropLast().allSatisfy { $0 == Int32(segment.source + 2) })
        }
      }
    }
    #expect(ledger.reconciles)
    #expect(ledger.total.read == list.count)
    #expect(ledger.total.dropped[.blankTarget, default: 0] == lost)
    let unpacked = ledger.total.dropped[.unpacked, default: 0]
    if !mayLeaveOut { #expect(unpacked == 0) }
    if policy == .drop {
      #expect(ledger.total.dropped[.tooLong, default: 0] == long && ledger.total.truncated == 0)
    } else if unpacked == 0 {
      #expect(ledger.total.truncated == long)
    }
    for (task, counts) in ledger.tasks { #expect(counts.read == list.count { "task \($0)" == task }) }
  }

  @Test func longExamplesKeepTheirEnd() throws {
    let packer = try Packer(.init(rows: 1, inputLength: 4, targetLength: 3))
    let example = SmallWorld.example(5, inputs: 9, targets: 8)
    let batch = try packer.pack([example])[0]
    #expect(batch.inputTokens == [7, 7, 7, 1])
    #expect(batch.targetTokens == [7, 7, 1])
    #expect(batch.ledger.total.cutInputTokens == 5 && batch.ledger.total.cutTargetTokens == 5)
    #expect(batch.segments[0][0].isTruncated)
    let strict = try Packer(.init(rows: 1, inputLength: 4, targetLength: 3, longExamples: .fail))
    #expect(
      message { _ = try strict.pack([example]) }.contains(
        "instance 5 of the task 'task' has 9 input and 8 target"))
  }

  @Test func evaluationSetsEndInEmptyRows() throws {
    let packer = try Packer(.init(rows: 3, inputLength: 4, targetLength: 4))
    let batches = try packer.packAll((0..<4).map { SmallWorld.example($0, inputs: 4, targets: 4) })
    #expect(batches.map { $0.segments.map(\.count) } == [[1, 1, 1], [1, 0, 0]])
    #expect(batches.flatMap { $0.segments.flatMap { $0.map(\.source) } } == [0, 1, 2, 3])
    #expect(try packer.packAll([]).map { $0.segments.map(\.count) } == [[0, 0, 0]])
  }

  @Test func numbersAreChecked() {
    for configuration in [
      PackingConfiguration(rows: 0, inputLength: 4, targetLength: 4),
      .init(rows: 1, inputLength: 1, targetLength: 4),
      .init(rows: 1, inputLength: 4, targetLength: -4),
      .init(rows: 65_536, inputLength: 1_048_576, targetLength: 4),
      .init(rows: 1, inputLength: 4, targetLength: 4, examplesPerStep: 0),
      .init(rows: 1, inputLength: 4, targetLength: 4, stepsPerWindow: 0),
      .init(rows: 1, inputLength: 4, targetLength: 4, unpackedTolerance: .nan),
    ] {
      #expect(message { _ = try Packer(configuration) }.contains("but must be"))
    }
  }

  @Test func brokenBatchesAreFound() throws {
    let packer = try Packer(.init(rows: 2, inputLength: 6, targetLength: 6))
    let sound = try packer.pack((0..<4).map { SmallWorld.example($0, inputs: 3, targets: 2) })[0]
    try sound.checkInvariants()
    let faults: [(inout PackedBatch) -> Void] = [
      { $0.inputSegments[3] = 1 }, { $0.inputTokens.removeLast() }, { $0.previousTargets[2] = 9 },
      { $0.previousTargets[1] = 0 }, { $0.targetTokens[0] = 0 }, { $0.targetTokens[5] = 4 },
      { $0.targetWeights[0] = 0 }, { $0.targetWeights[5] = 1 }, { $0.targetSegments[5] = 2 },
      { $0.ledger = Ledger() },
      { $0.segments[1] = [] },
    ]
    for (index, fault) in faults.enumerated() {
      var batch = sound
      fault(&batch)
      #expect(message { try batch.checkInvariants() }.contains("inconsistent"), "fault \(index)")
    }
  }
}
