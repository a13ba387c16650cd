import Recipes
import Text

extension SettingsTable {
  /// The lines of the table: one block for each group; what is not a default says who set it.
  package func textLines() -> [String] {
    var table = TextTable([.init("group"), .init("setting"), .init("value"), .init("set by")])
    for group in groups {
      for (index, row) in group.rows.enumerated() {
        let setBy = row.origin == .standard ? "" : row.origin.rawValue
        table.add([index == 0 ? group.name : "", row.key, SettingsTable.shortened(row.value), setBy])
      }
    }
    return table.lines()
  }

  private static func shortened(_ value: String) -> String {
    value.count <= 60 ? value : value.prefix(57) + "..."
  }
}
