import Testing

@testable import TaskGenerator

/// The axes, their order, and what is held out.
@Suite struct GridTests {
  @Test func hasAsManyTasksAsThePaper_eachOnce() {
    #expect(
      GridOperation.allCases.count == 12 && GridForm.allCases.count == 18 && GridKind.allCases.count == 9)
    #expect(Grid.trained.count == 12 * 17 * 9 && Grid.trained.count == Grid.sizes.last)
    #expect(Set(Grid.trained).count == Grid.trained.count && Set(Grid.heldOut).count == 12 * 9)
    #expect(Set(Grid.trained).union(Grid.heldOut).count == 12 * 18 * 9)
  }

  @Test func pairsAreHeldOutWhole_andBothSidesAreTrainedInOthers() {
    let trained = Set(Grid.trained.map { "\($0.operation) \($0.form)" })
    for cell in Grid.heldOut {
      #expect(!trained.contains("\(cell.operation) \(cell.form)"))
      #expect(Grid.trained.count { $0.operation == cell.operation } == 17 * 9)
      #expect(Grid.trained.count { $0.form == cell.form } >= 11 * 9)
    }
    #expect(Set(GridOperation.allCases.map(\.heldOutForm)).count == 12)
    #expect(Grid.trained.allSatisfy { !$0.isHeldOut } && Grid.heldOut.allSatisfy(\.isHeldOut))
  }

  @Test func compositionsAreHeldOutWhole_andBothStepsAreTrainedInOthers() {
    let (heldOut, trained) = (
      GridComposition.all.filter(\.isHeldOut), GridComposition.all.filter { !$0.isHeldOut }
    )
    #expect(GridComposition.all.count == 20 && heldOut.count == 5)
    #expect(Set(heldOut.map(\.question)).count == 5 && Set(heldOut.map(\.change)).count == 4)
    for composition in heldOut {
      #expect(trained.count { $0.change == composition.change } >= 3)
      #expect(trained.count { $0.question == composition.question } == 3)
    }
  }

  /// Any number of first tasks has the values of each axis as often as each other, as far as that can be.
  @Test(arguments: Grid.sizes) func prefixesAreEven(size: Int) {
    let cells = Grid.trained.prefix(size)
    func spread(_ values: [String], of count: Int) -> Int {
      let counts = Dictionary(grouping: values) { $0 }.mapValues(\.count)
      return (counts.values.max() ?? 0) - (counts.count < count ? 0 : counts.values.min() ?? 0)
    }
    #expect(spread(cells.map { "\($0.operation)" }, of: 12) <= 1)
    #expect(spread(cells.map { "\($0.kind)" }, of: 9) <= max(2, size / 40))
    #expect(spread(cells.map { "\($0.form)" }, of: 18) <= max(2, size / 15))
    if size >= 282 {
      for operation in GridOperation.allCases {
        let own = cells.filter { $0.operation == operation }
        #expect(Set(own.map(\.form)).count == 17 && Set(own.map(\.kind)).count == 9)
      }
    }
  }

  @Test func kindsHaveTwelveWordsEach_andNoneInCommon() {
    let words = GridKind.allCases.flatMap(\.words)
    #expect(words.count == 9 * 12 && Set(words).count == words.count)
    #expect(
      GridKind.allCases.map(\.noun) == [
        "name", "animal", "food", "garment", "color", "place", "city", "job", "thing",
      ])
  }

  @Test func formsWriteEachWordOnce_andAreDifferent() {
    let words = Array(GridKind.animals.words.prefix(8))
    let texts = GridForm.allCases.map { $0.text(words) }
    #expect(Set(texts).count == 18 && Set(GridForm.allCases.map(\.description)).count == 18)
    for text in texts { #expect(text.tokens.filter(words.contains) == words, "\(text)") }
    #expect(GridForm.slots.text(["cat", "dog"]) == "1 = cat, 2 = dog")
    #expect(
      GridForm.sentences.text(["cat", "dog", "pig"])
        == "The list starts with cat. Then comes dog. Then comes pig.")
  }

  /// Answers to the list `a, b, c, d`.
  private static let answers: [(GridOperation, String?, [String]?)] = [
    (GridOperation.first, nil, ["a"]), (.second, nil, ["b"]), (.last, nil, ["d"]), (.after, "b", ["c"]),
    (.after, "d", nil), (.before, "b", ["a"]), (.before, "a", nil), (.count, nil, ["4"]),
    (.position, "c", ["3"]),
    (.copy, nil, ["a", "b", "c", "d"]), (.reverse, nil, ["d", "c", "b", "a"]),
    (.without, "b", ["a", "c", "d"]),
    (.swap, nil, ["d", "b", "c", "a"]), (.rotate, nil, ["b", "c", "d", "a"]),
  ]

  @Test(arguments: answers)
  func operationsDoWhatTheySay(_ operation: GridOperation, _ word: String?, _ answer: [String]?) {
    #expect(operation.answer(["a", "b", "c", "d"], given: word) == answer)
    #expect(operation.givesWord == (word != nil))
  }

  /// A model learns nothing of the side of a list from its first words, which both sides have.
  @Test func oneOfEightListsIsHeldOut_byItsFirstFourWords() {
    var random = KeyedGenerator(key: "sides")
    let lists = (0..<4000).map { _ in random.sample(GridKind.foods.words, 8) }
    let heldOut = lists.filter { GridSide(of: $0) == .heldOut }
    #expect((400...600).contains(heldOut.count))
    for list in lists.prefix(200) { #expect(GridSide(of: list) == GridSide(of: Array(list.prefix(4)))) }
    #expect(Set(heldOut.map { $0[0] }).count == 12)
  }
}
