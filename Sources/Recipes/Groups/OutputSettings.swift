import Settings

/// Where the run is written.
package struct OutputSettings: Sendable, Equatable {
  /// The folder that holds the run's folder, relative to the working directory.
  package var folder = "runs"

  /// The defaults.
  package init() {}
}

extension OutputSettings: SettingGroup {
  package static let settings: [Setting<OutputSettings>] = [
    Setting("folder", \.folder, "folder that holds the run's folder")
  ]
}
