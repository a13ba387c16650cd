import Diagnostics
import Testing
@testable import Text

@Suite struct TableFitTests {
  private func table() -> TextTable {
    var table = TextTable([
      .init("task"), .init("cluster"), .init("exact match", .right), .init("loss", .right),
      .init("examples", .right),
    ])
    table.add(["a_task_with_a_name_that_is_quite_long", "sentences", "0.125", "1.234", "1,024"])
    table.add(["日本語の課題", "x", "0.5", "2", "7"])
    table.addRule()
    table.add(["all", "", "0.250", "1.500", "1,031"])
    return table
  }

  private func lines(_ columns: Int?) -> [String] {
    PageWidth.$current.withValue(PageWidth { columns }) { table().lines() }
  }

  @Test(arguments: 1...120)
  func aTableIsNeverWiderThanItsPage(_ columns: Int) {
    for line in lines(columns) { #expect(DisplayWidth.of(line) <= max(columns, 4), "\(line)") }
  }

  @Test func withoutATerminalATableIsWhole() {
    #expect(lines(nil) == lines(200))
    #expect(lines(nil).contains { $0.hasPrefix("a_task_with_a_name_that_is_quite_long  sentences") })
  }

  @Test func textsAreCutBeforeColumnsGo() {
    #expect(
      lines(60) == [
        "task                 cluster    exact match   loss  examples",
        "------------------------------------------------------------",
        "a_task_with_a_name…  sentences        0.125  1.234     1,024",
        "日本語の課題         x                  0.5      2         7",
        "------------------------------------------------------------",
        "all                                   0.250  1.500     1,031",
      ])
  }

  @Test func whatIsLeftOutIsNamed() {
    #expect(
      lines(46) == [
        "task                 cluster    exact match  …",
        "-------------------------------------------",
        "a_task_with_a_name…  sentences        0.125",
        "日本語の課題         x                  0.5",
        "-------------------------------------------",
        "all                                   0.250",
        "… no room for: loss, examples",
      ])
  }

  /// What a row is about stands to the left.
  @Test func textsToTheRightAreCutFirst() {
    let fit = TableFit([20, 30, 40, 6], isText: [true, true, true, false], room: 80)
    #expect(fit.widths == [20, 30, 18, 6] && fit.isWhole)
    #expect(
      TableFit([20, 30, 40, 6], isText: [true, true, true, false], room: 70).widths == [20, 22, 16, 6])
  }

  @Test func aCellIsOneLine() {
    var table = TextTable([.init("task"), .init("n", .right)])
    table.add(["forged\nstep 1/9 | loss 0", "\u{1B}[2J"])
    #expect(table.lines().last == "forged\\nstep 1/9 | loss 0  \\u{1B}[2J")
  }
}

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
