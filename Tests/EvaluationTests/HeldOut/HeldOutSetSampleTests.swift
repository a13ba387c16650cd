import Testing

@testable import Evaluation

/// A part of a set that stands for the whole of it.
@Suite struct HeldOutSetSampleTests {
  @Test(arguments: [1, 3, 5, 11]) func sample_hasSoManyExamples_spreadOverTheGroups(_ limit: Int) throws {
    let set = try SmallModel().heldOut(3)
    let sample = set.sample(of: limit)
    #expect(set.count == 12 && sample.count == limit)
    #expect(sample.groups.allSatisfy { !$0.examples.isEmpty })
    if limit >= 4 { #expect(sample.groups.map(\.task) == set.groups.map(\.task)) }
    let prompts = Set(set.groups.flatMap(\.examples).map(\.prompt))
    #expect(sample.groups.flatMap(\.examples).allSatisfy { prompts.contains($0.prompt) })
  }

  @Test(arguments: [12, 100]) func wholeSet_isItsOwnSample(_ limit: Int) throws {
    let set = try SmallModel().heldOut(3)
    #expect(set.sample(of: limit).count == 12)
  }
}
