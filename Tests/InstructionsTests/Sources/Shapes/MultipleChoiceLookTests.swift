import Testing

@testable import Instructions

/// Six columns that end in a letter are MMLU's only where the name or the rows leave no doubt.
@Suite struct MultipleChoiceLookTests {
  @Test(
    arguments: [
      ([["Which of these is a fruit?", "fig", "ash", "oak", "elm", "A"]], true),
      ([["The capital of France is", "Rome", "Paris", "Bern", "Oslo", "B"]], true),
      ([["Ann Lee", "Berlin", "12", "13", "14", "B"]], false),
      ([["7", "x", "y", "z", "w", "A"]], false),
      ([["Which one?", "yes", "no", "yes", "no", "A"]], false),
      ([["Which one?", "a", "b", "c", "d", "A"], ["1", "2", "3", "4", "5", "6"]], false),
      ([], false),
    ] as [([[String]], Bool)])
  func rowsTell(_ rows: [[String]], _ isShown: Bool) {
    #expect(MultipleChoiceLook.isShown(in: rows) == isShown)
  }

  @Test func nameTells() {
    #expect(MultipleChoiceLook.isNamed("data/mmlu/dev/astronomy_dev.csv"))
    #expect(MultipleChoiceLook.isNamed("MMLU_astronomy.csv"))
    #expect(!MultipleChoiceLook.isNamed("grades.csv"))
  }
}
