import Inspection
import Instructions
import Text

/// The templates of all families as a table: how many each has for which format.
package enum TemplateTextTable {
  /// The lines of the table; a point stands for a list that is taken from the general family.
  package static func textLines(_ report: TemplateReport) -> [String] {
    var table = TextTable(
      [.init("family")] + TemplateList.allCases.map { .init($0.rawValue, .right) }
        + [.init("closers", .right), .init("inversions", .right), .init("rate", .right)])
    for family in report.families {
      let counts = TemplateList.allCases.map { text(family.templates[$0] ?? 0) }
      table.add(
        [family.name] + counts + [
          text(family.closers), text(family.inversions), NumberText.fixed(family.inversionRate, 2),
        ])
    }
    table.addRule()
    let sums = TemplateList.allCases.map { list in
      text(report.families.reduce(0) { $0 + ($1.templates[list] ?? 0) })
    }
    table.add(
      ["\(report.families.count) families"] + sums + [
        text(report.families.reduce(0) { $0 + $1.closers }),
        text(report.families.reduce(0) { $0 + $1.inversions }),
      ])
    guard let options = report.options else { return table.lines() }
    return table.lines() + [
      "options: \(options.starts) starts, \(options.markers) markers (\(options.enumerations) count), "
        + "\(options.ends) ends"
    ]
  }

  private static func text(_ count: Int) -> String { count == 0 ? "." : "\(count)" }
}
