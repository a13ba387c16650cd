import Foundation
import Testing
import TestSupport

@testable import Reports
@testable import Runs

@Suite struct MetricsTableTests {
  private func rows(_ folder: TemporaryFolder) throws -> [String] {
    try folder.read("metrics.csv").split(separator: "\n").map(String.init)
  }

  private func append(_ folder: TemporaryFolder, columns: [String], _ cells: [String: String]) throws {
    let table = try MetricsTable(RunFolder(path: folder.path), columns: columns)
    try table.append(cells)
    try table.synchronize()
  }

  /// A table that was begun with other columns keeps them; new ones stand behind, empty in rows that are there.
  @Test func newColumns_areAddedBehind() throws {
    let folder = try TemporaryFolder()
    try append(folder, columns: ["step", "loss", "isBest"], ["step": "1", "loss": "2"])
    try append(folder, columns: ["step", "loss", "zLoss", "isBest"], ["step": "2", "zLoss": "3"])
    #expect(try rows(folder) == ["step,loss,isBest,zLoss", "1,2,,", "2,,,3"])
    // Columns that are no longer asked for stay, and are empty.
    try append(folder, columns: ["step"], ["step": "3"])
    #expect(try rows(folder) == ["step,loss,isBest,zLoss", "1,2,,", "2,,,3", "3,,,"])
  }

  /// A suite may be called anything.
  @Test func namesWithCommas_areQuoted() throws {
    let folder = try TemporaryFolder()
    let columns = ["step"] + MetricsRow.columns(suites: ["a, \"b\"", "c\nd"]).suffix(10)
    for step in ["1", "2"] {
      try append(folder, columns: columns, ["step": step, columns[1]: "0.5"])
    }
    let found = try rows(folder)
    #expect(found.count == 3)
    #expect(found[0].hasPrefix("step,\"suites/a, \"\"b\"\"/mean\",") && found[2].hasPrefix("2,0.5,"))
  }

  @Test func suitesHaveColumns() {
    let columns = MetricsRow.columns(suites: ["x", "y"])
    #expect(Set(columns).count == columns.count)
    for suite in ["x", "y"] {
      for score in ["mean", "normalizedMean", "loss", "strictMean", "withoutAnswer"] {
        #expect(columns.contains("suites/\(suite)/\(score)"))
      }
    }
  }
}
