import Testing

@testable import Text

@Suite struct TextTableTests {
  @Test func columns_areAsWideAsTheirWidestCell() {
    var table = TextTable([.init("name"), .init("n", .right)])
    table.add(["a", "1"])
    table.add(["longer", "1,000"])
    table.addRule()
    table.add(["sum"])
    table.add(["x", "2", "surplus"])
    #expect(
      table.lines() == [
        "name        n", "-------------", "a           1", "longer  1,000", "-------------", "sum",
        "x           2",
      ])
  }

  @Test func emptyTable_isItsTitleLine() {
    #expect(TextTable([.init("a"), .init("b")]).lines(indent: 2) == ["  a  b", "  ----"])
    #expect(TextTable([]).lines() == ["", ""])
  }
}
