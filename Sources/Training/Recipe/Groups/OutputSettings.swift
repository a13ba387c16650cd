/// Where the run is written.
public struct OutputSettings: Sendable, Equatable {
  /// The folder that holds the run's folder, relative to the working directory.
  public var folder = "runs"

  /// The defaults.
  public init() {}
}

extension OutputSettings: SettingGroup {
  static let settings: [Setting<OutputSettings>] = [
    Setting("folder", \.folder, "folder that holds the run's folder")
  ]
}
