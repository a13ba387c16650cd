import Foundation
import Reports
import Storage
import Studies

/// Writes one page of several studies that were run, and their plots to a folder beside it that has the
/// page's name.
struct StudyFindings {
  /// The page's file.
  let page: String
  /// The folders of the studies, in the page's order.
  let folders: [String]
  /// The file of the quick start's board.
  let board: String?

  /// Reads the results and writes the page.
  /// - Throws: `StudyError`, `FileError`.
  func write() throws {
    let results = try folders.map { try StudyResults.read(StudyFolder(path: $0)) }
    let file = URL(fileURLWithPath: page)
    let plotFolder = file.deletingPathExtension().lastPathComponent
    let folder = file.deletingLastPathComponent().path
    let markdown = FindingsMarkdown(
      results, board: try board.map(SpeedrunEntry.board) ?? [], plotFolder: plotFolder)
    try FileSystem.standard.createFolders(markdown.plots.isEmpty ? folder : "\(folder)/\(plotFolder)")
    for plot in markdown.plots { try Draft.write(plot.svg, to: "\(folder)/\(plot.name)") }
    try Draft.write(markdown.text(), to: page)
    let count = results.count == 1 ? "1 study" : "\(results.count) studies"
    try Outcome.printResult("\(page): \(count), \(markdown.plots.count) plots")
  }
}
