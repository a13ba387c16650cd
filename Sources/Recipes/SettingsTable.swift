import Settings

/// Every setting of a recipe with its value, by group: what a run prints before it starts.
package struct SettingsTable: Sendable, Codable, Equatable {
  /// Who gave a setting its value.
  package enum Origin: String, Sendable, Codable {
    /// The program.
    case standard = "default"
    /// The recipe's file.
    case recipe
    /// An override.
    case commandLine = "command line"
  }

  /// One setting.
  package struct Row: Sendable, Codable, Equatable {
    /// The key within the group, dotted where it lies deeper.
    package let key: String
    /// The value as JSON.
    package let value: String
    /// Who gave it.
    package let origin: Origin
  }

  /// A group of settings.
  package struct Group: Sendable, Codable, Equatable {
    /// The group's key; `run` for the settings at the top.
    package let name: String
    /// The settings, in schema order.
    package let rows: [Row]
  }

  /// The groups, in schema order.
  package let groups: [Group]
}

extension LoadedRecipe {
  /// The settings by group.
  package var settingsTable: SettingsTable {
    var groups: [(name: String, rows: [SettingsTable.Row])] = []
    for (path, value) in recipe.resolvedJSON.leaves() where path != "about" {
      let dot = path.firstIndex { $0 == "." || $0 == "[" }
      let name = dot.map { String(path[..<$0]) } ?? "run"
      let key = dot.map { String(path[path.index(after: $0)...]) } ?? path
      let row = SettingsTable.Row(key: key, value: value.compactText, origin: origin(of: path))
      if let last = groups.indices.last(where: { groups[$0].name == name }) {
        groups[last].rows.append(row)
      } else {
        groups.append((name, [row]))
      }
    }
    return SettingsTable(groups: groups.map { SettingsTable.Group(name: $0.name, rows: $0.rows) })
  }

  private func origin(of path: String) -> SettingsTable.Origin {
    // An override of a whole group or list is the origin of what lies inside it.
    for prefix in Self.enclosing(path) {
      if origins[prefix]?.file == RecipeError.commandLine { return .commandLine }
      if prefix == path, origins[path] != nil { return .recipe }
    }
    return .standard
  }
}
