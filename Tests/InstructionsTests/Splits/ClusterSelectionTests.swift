import Testing

@testable import Instructions

@Suite struct ClusterSelectionTests {
  private static let clusters = [
    "first", "second", "unseen_first_arrows", "unseen_second_boxes", "a*c", "abc",
  ]

  @Test(arguments: [
    (["first"], ["first"]), (["unseen_*"], ["unseen_first_arrows", "unseen_second_boxes"]),
    (["*_first_*", "second"], ["second", "unseen_first_arrows"]),
    (["UNSEEN-second-?oxes"], ["unseen_second_boxes"]),
    // A cluster's own name is that cluster, whatever letters it has.
    (["a*c"], ["a*c"]), (["a?c"], ["a*c", "abc"]), ([], []),
  ])
  func entriesStandForClusters(_ list: [String], _ found: [String]) throws {
    let selection = try ClusterSelection(list, among: Self.clusters)
    #expect(Self.clusters.filter(selection.contains).sorted() == found.sorted())
    #expect(selection.entries.map(\.text) == list)
  }

  @Test(arguments: [
    ("frist", "there is no cluster 'frist'", "Did you mean 'first'?"),
    ("unsen_*", "no cluster matches 'unsen_*'", "It nearly matches 'unseen_first_arrows'."),
    ("unseen_????_boxes", "no cluster matches", "It nearly matches 'unseen_second_boxes'."),
    ("zzz*", "no cluster matches 'zzz*'", "Valid names: a*c"), ("", "there is no cluster ''", "Valid names:"),
  ])
  func whatStandsForNothingIsRefusedWithTheNearest(_ text: String, _ problem: String, _ advice: String) {
    let said = message { _ = try ClusterSelection([text], among: Self.clusters.sorted()) }
    #expect(said.contains(problem) && said.contains(advice), "\(said)")
  }

  @Test func patternsTellHowMuchTheyHoldOut() throws {
    let collection = try TaskCollection([
      SmallWorld.task("a", cluster: "unseen_x", instances: 3),
      SmallWorld.task("b", cluster: "y", instances: 3),
      SmallWorld.task("c", cluster: "unseen_x", instances: 3),
      SmallWorld.task("d", cluster: "z", instances: 3),
    ])
    let split = try collection.split(HoldOut(clusters: ["unseen_*", "z"]))
    #expect(split.trained.map(\.task.name) == ["b"] && split.heldOutTasks.count == 3)
    #expect(split.patternNotes == ["'unseen_*' holds out 1 cluster with 2 tasks"])
  }
}
