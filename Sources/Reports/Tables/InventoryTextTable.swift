import Inspection
import Instructions
import Text

/// What of the Flan collection is there, as text.
package enum InventoryTextTable {
  /// The kinds of tasks that are shown; there are over a hundred small ones.
  private static let shownCategories = 12

  /// The lines: the counts by part and kind, then the lists that the page has.
  package static func textLines(_ page: InventoryPage) -> [String] {
    var lines = parts(page.parts)
    if page.categories.count > 0 {
      lines += [""] + counts("kind of task", Array(page.categories.prefix(shownCategories)))
      if page.categories.count > shownCategories {
        lines.append("... and \(page.categories.count - shownCategories) smaller kinds")
      }
    }
    let tasks = NumberText.grouped(page.tasks)
    lines += ["", "\(tasks) \(page.tasks == 1 ? "task" : "tasks") in the recipe's sources"]
    if !page.toLeaveOut.isEmpty {
      lines += ["", "not to be trained on, because models are tested on them:"]
      lines += page.toLeaveOut.map { "  \($0.name) (\($0.task.heldOutSuite ?? ""))" }
    }
    if let covered = page.covered {
      lines += list("there", covered.map { ($0.task, $0.name == $0.task.name ? nil : $0.name) })
    }
    if let missing = page.missing { lines += list("missing", missing.map { ($0, nil) }) }
    if let extra = page.extra {
      lines += ["", "besides the collection: \(extra.count)"]
      lines += extra.map { "  \($0.name)" + ($0.nearest.map { "  (is it '\($0)'?)" } ?? "") }
    }
    return lines
  }

  /// The parts beside the paper's numbers, and how both are counted.
  private static func parts(_ parts: [InventoryCoverage.PartCount]) -> [String] {
    var table = TextTable([
      .init("part of the mixture"), .init("there", .right), .init("of", .right), .init("", .right),
      .init("in the paper", .right),
    ])
    func add(_ name: String, _ covered: Int, _ all: Int, _ paper: Int) {
      let share = NumberText.percent(Double(covered) / Double(max(1, all)), decimals: 1)
      table.add([
        name, NumberText.grouped(covered), NumberText.grouped(all), share, NumberText.grouped(paper),
      ])
    }
    for part in parts { add(part.part.rawValue, part.covered, part.all, part.paper) }
    table.addRule()
    func sum(_ count: (InventoryCoverage.PartCount) -> Int) -> Int { parts.reduce(0) { $0 + count($1) } }
    add("all", sum(\.covered), sum(\.all), sum(\.paper))
    return table.lines() + [
      "",
      "The paper counts \(NumberText.grouped(sum(\.paper))) tasks, a task being a data set with one kind of question.",
      "Counted here is the collection's published table: names that differ by '-' and '_' are one task, inversions",
      "belong to the task that templates turn round, tasks of evaluation suites are left out. muffin is FLAN, dialog and",
      "program synthesis. The table has two tasks more of Natural Instructions than the paper counts.",
    ]
  }

  private static func counts(_ title: String, _ rows: [InventoryCoverage.Count]) -> [String] {
    var table = TextTable([.init(title), .init("there", .right), .init("of", .right), .init("", .right)])
    func add(_ name: String, _ covered: Int, _ all: Int) {
      let share = NumberText.percent(Double(covered) / Double(max(1, all)), decimals: 1)
      table.add([name, NumberText.grouped(covered), NumberText.grouped(all), share])
    }
    for row in rows { add(row.name, row.covered, row.all) }
    return table.lines()
  }

  private static func list(_ title: String, _ tasks: [(task: InventoryTask, name: String?)]) -> [String] {
    var table = TextTable([
      .init("part"), .init("task"), .init("kind"), .init("languages"), .init("examples", .right), .init("as"),
    ])
    for (task, name) in tasks {
      table.add([
        task.source, task.name, task.category, task.languages.joined(separator: ", "),
        task.examples.map(NumberText.grouped) ?? "", name ?? "",
      ])
    }
    return ["", "\(title): \(tasks.count)"] + (tasks.isEmpty ? [] : table.lines(indent: 2))
  }
}

/// The cache as lines of text.
package enum CacheTextTable {
  /// What was made and what was there.
  package static func lines(_ page: CachePage) -> [String] {
    let sources = page.sources.map { use in
      "\(use.source): \(use.action.rawValue), \(NumberText.grouped(use.instances)) instances of "
        + "\(NumberText.grouped(use.tasks)) tasks, \(megabytes(use.bytes))"
    }
    let tokens = page.tokens
    return [page.folder] + page.commands + sources + [
      "tokenized tasks: \(tokens.built) built, \(tokens.reused) reused, "
        + "\(NumberText.grouped(tokens.examples)) examples, \(megabytes(tokens.bytes))"
    ]
  }

  /// The files that are there, or were.
  package static func lines(_ content: CacheContent, isCleared: Bool) -> [String] {
    let verb = isCleared ? "removed " : ""
    return content.files.map { "\(verb)\($0.path): \(megabytes($0.bytes))" } + [
      "\(content.folder): \(content.files.count) files, \(megabytes(content.bytes))"
    ]
  }

  private static func megabytes(_ bytes: Int) -> String {
    let tenths = (Double(bytes) / 100_000).rounded() / 10
    return "\(tenths) MB"
  }
}
