import PJRT
import Testing

/// The plug-in for the processor that the command is tested with, if there is one.
enum XLAPlugIn {
  /// The path of the one that FLAN_TRAIN_PJRT names, or that `make plugin` has fetched.
  static let path = PlugInSearch(folder: Command.packageRoot).candidates.first { $0.name == "cpu" }?.path

  /// The settings of a recipe that is carried out with it.
  static let settings = ["runtime.kind=xla", "runtime.plugin=\(path ?? "")"]
}

extension Trait where Self == ConditionTrait {
  /// Skips where there is no plug-in for the processor.
  static var needsPlugIn: Self {
    .enabled(
      if: XLAPlugIn.path != nil, "There is no plug-in of XLA for the processor: 'make plugin' fetches one.")
  }
}
